"""Choosing what goes: every candidate with the reason why it may or may not; blocked ones have a lock instead of a box."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget

from models.domain.search_text import fold
from models.domain.text import T, Text
from models.services import destroy_pages
from models.services.destroy_pages import BatchView, Choice, Found, Standing, standing_of
from models.services.destruction_list import Candidate
from ui.context import Context
from ui.pages.destroy import words
from ui.pages.destroy.lister import Lister
from ui.pages.destroy.rule_dialog import RuleDialog
from ui.pages.processes.carrier_words import title_of
from ui.scanning import Scan
from ui.sound import ATTENTION, MATCHED, UNKNOWN
from ui.tables.source import ListQuery
from ui.widgets.buttons import Button
from ui.widgets.cell_table import CellTable
from ui.widgets.containers import EmptyState, Frame
from ui.widgets.labels import ElidedLabel
from ui.widgets.page import HELP_KEY, Page
from ui.widgets.search import Chip, SearchField
from ui.widgets.stepper import Stepper

FILTERS = (
    ("", T("destruction", "全部候选")), (Standing.FREE, T("destruction", "可销")), (Standing.REASON, T("destruction", "须理由")),
    (Standing.BLOCKED, T("destruction", "不可销")), ("chosen", T("destruction", "已选")),
)  # fmt: skip
MOST_FOUND = 100  # carriers of the register that a search adds to the candidates


class ChoosePage(Page):
    """A new batch (`open(carriers=[…])`) or one whose list is still open (`open(destruction=…)`).

    Nothing is written until 存草稿 or 送清点.
    """

    def __init__(self, context: Context) -> None:
        super().__init__(context.look, T("destruction", "销毁　新批次"), T("destruction", "先看哪些能销、哪些不能销、依据哪一条；不能跳过任何一步"))
        self.context = context
        self.choice = Choice(None, [])
        self.candidates: dict[int, Candidate] = {}
        self.chosen: set[int] = set()
        self.destruction_id: int | None = None
        self.view: BatchView | None = None
        self.filter = ""
        self._hits: frozenset[int] = frozenset()
        self._wanted: list[int] = []
        self._loaded_once = False
        self.lister = Lister(context, self)
        self._build()

    # building ------------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        look = self.look
        head = self.add_action(Button(look, T("destruction", "批次事项…"), key="Alt+H"))
        head.clicked.connect(self.lister.amend)
        save = self.add_action(Button(look, T("destruction", "存草稿"), key="Ctrl+S"))
        save.clicked.connect(lambda: self.lister.save())
        self.go_button = self.add_action(Button(look, T("destruction", "送清点"), "primary", icon="chevron-right", key="Ctrl+Enter"))
        self.go_button.clicked.connect(lambda: self.lister.save(then_count=True))
        self.head_button, self.save_button = head, save
        self.stepper = Stepper(look)
        self.content.addWidget(self.stepper)
        row = QHBoxLayout()
        row.setSpacing(look.px(8))
        self.chips: dict[str, Chip] = {}
        for code, name in FILTERS:
            chip = self.chips[code] = Chip(look, name, "class", "0")
            chip.clicked.connect(lambda _on=False, code=code: self.set_filter(code))
            row.addWidget(chip)
        self.finder = SearchField(look, T("list", "搜索"), T("destruction", "搜索登记簿，或扫一份加入"))
        self.finder.setMinimumWidth(look.px(190))
        self.finder.searched.connect(self._search)
        row.addWidget(self.finder, 2)
        self.all_button = Button(look, T("destruction", "全选可销"), "link", key="Alt+A")
        self.all_button.clicked.connect(self.choose_free)
        row.addWidget(self.all_button)
        self.sums = ElidedLabel(look, "", "value")
        self.sums.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.sums, 3)
        self.content.addLayout(row)
        self.table = CellTable(look, words.choose_heads(look), T("destruction", "销毁候选"), 50)
        self.table.ticked.connect(self.toggle)
        self.table.opened.connect(self.explain)
        self.finder.left_down.connect(self.table.setFocus)
        frame = Frame(look)
        frame.box.addWidget(self.table)
        self.empty = EmptyState(look, "shredder")
        self.stack = QStackedWidget()
        self.stack.addWidget(frame)
        self.stack.addWidget(self.empty)
        self.content.addWidget(self.stack, 1)
        self.set_keys(("Space", T("key", "选中")), ("Enter", T("key", "看规则原文")), ("Ctrl+F", T("key", "搜索")),
                      ("Ctrl+Enter", T("key", "送清点")), HELP_KEY)  # fmt: skip
        self.set_filter("")

    # coming and going ----------------------------------------------------------------------------------------------

    def open(self, destruction: int | None = None, carriers: Sequence[int] = (), **_other: Any) -> None:
        """Called by `go("destroy_choose", …)`."""
        self.destruction_id = destruction
        self.chosen.clear()
        self.candidates.clear()
        self._hits, self._wanted = frozenset(), list(carriers)
        self._loaded_once = False
        self.finder.clear()
        self.set_filter("")
        self.load()

    def entered(self) -> None:
        if self._loaded_once:
            self.load()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def changed(self, ledgers: frozenset[str]) -> None:
        if ledgers & {"carriers", "loans", "destructions"} and self.isVisible() and self._loaded_once:
            self.load()

    def escape(self) -> bool:
        self.context.go("destroy")
        return True

    def search(self) -> None:
        self.finder.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @property
    def today(self) -> Any:
        return self.context.office.clock.today()

    def load(self) -> None:
        """Read the candidates again; what is ticked stays ticked as far as nothing blocks it now."""
        read, batch, today = self.context.office, self.destruction_id, self.today

        def ask() -> tuple[Choice, BatchView | None]:
            found = destroy_pages.choice(read.read, today, batch)
            return found, destroy_pages.batch_view(read.read, batch) if batch else None

        self.context.tasks.read(ask, lambda both: self._show_choice(batch, *both))

    def _show_choice(self, batch: int | None, found: Choice, view: BatchView | None) -> None:
        if batch != self.destruction_id:
            return
        if view is not None and view.batch["state"] != "LISTED":
            self.context.go("destroy", destruction=batch)
            return
        first = not self._loaded_once
        self.choice, self.view, self._loaded_once = found, view, True
        extra = [id_ for id_ in self.candidates if id_ not in {one.carrier["id"] for one in found.candidates}]
        self.candidates = {int(one.carrier["id"]): one for one in found.candidates}
        if first:
            self.chosen = set(found.listed)
        number = view.batch["number"] if view else T("destruction", "新批次")
        self.set_words(T("destruction", "销毁　{number}", number=number), T(
            "destruction", "先看哪些能销、哪些不能销、依据哪一条；不能跳过任何一步"))  # fmt: skip
        self.head_button.set_enabled(True)
        self._show()
        wanted, self._wanted = self._wanted, []
        if extra or wanted:
            self._judge([*extra, *wanted], frozenset(wanted))

    # more carriers: searched, scanned, asked for -------------------------------------------------------------------

    def _search(self, text: str) -> None:
        self._hits = frozenset()
        self._show()
        if not text:
            return
        lists, office, today, batch = self.context.lists, self.context.office, self.today, self.destruction_id

        def ask() -> list[Candidate]:
            rows = lists.first_page(ListQuery("carriers", text), MOST_FOUND).rows
            return destroy_pages.judged(office.read, today, [row["id"] for row in rows], batch)

        self.context.tasks.read(ask, lambda found: self._searched(text, found))

    def _searched(self, text: str, found: list[Candidate]) -> None:
        if text != self.finder.text().strip():
            return
        for one in found:
            self.candidates.setdefault(one.carrier["id"], one)
        self._hits = frozenset(one.carrier["id"] for one in found)
        self._show()

    def scanned(self, scan: Scan) -> bool:
        office, code = self.context.office, scan.text
        self.context.tasks.read(lambda: destroy_pages.by_code(office.read, code), self._scanned)
        return True

    def _scanned(self, found: Found) -> None:
        if found.carrier_id is None:
            self.context.play(UNKNOWN)
            self.set_sentence(T("destruction", "{code}：{why}", code=found.code[:24], why=found.why or ""))
            return
        self._judge([found.carrier_id], frozenset((found.carrier_id,)), aloud=True)

    def _judge(self, ids: Sequence[int], tick: frozenset[int], aloud: bool = False) -> None:
        office, today, batch = self.context.office, self.today, self.destruction_id
        self.context.tasks.read(
            lambda: destroy_pages.judged(office.read, today, ids, batch), lambda found: self._judged(found, tick, aloud)
        )

    def _judged(self, found: list[Candidate], tick: frozenset[int], aloud: bool) -> None:
        for one in found:
            self.candidates.setdefault(one.carrier["id"], one)
            if one.carrier["id"] in tick and not self.candidates[one.carrier["id"]].is_blocked:
                self.chosen.add(one.carrier["id"])
        if aloud and found:
            self._say_scan(found[0])
        self._show()
        if aloud and found and not self.table.go_to(found[0].carrier["id"]):
            self.finder.clear()
            self.set_filter("")
            self.table.go_to(found[0].carrier["id"])

    def _say_scan(self, found: Candidate) -> None:
        one = self.candidates[found.carrier["id"]]
        sound = {Standing.FREE: MATCHED, Standing.REASON: ATTENTION, Standing.BLOCKED: UNKNOWN}[standing_of(one)]
        self.context.play(sound)
        said: Text = T("destruction", "{number} 已选", number=one.carrier["number"])
        if one.is_blocked:
            why = next(problem.text for problem in one.problems if problem.blocks)
            said = T("destruction", "{number} 不能选：{why}", number=one.carrier["number"], why=why)
        self.set_sentence(said)

    # choosing ------------------------------------------------------------------------------------------------------

    def toggle(self, carrier_id: int) -> None:
        """Space: choose or leave; a lock says its rule instead."""
        one = self.candidates.get(carrier_id)
        if one is None:
            return
        if one.is_blocked:
            self.explain(carrier_id)
            return
        self.chosen ^= {carrier_id}
        self._show()

    def choose_free(self) -> None:
        """All that may go without a reason, as far as the filter shows them; a second time leaves them all."""
        free = {one.carrier["id"] for one in self._filtered() if standing_of(one) is Standing.FREE}
        self.chosen = self.chosen - free if free <= self.chosen else self.chosen | free
        self._show()

    def explain(self, carrier_id: int) -> None:
        """Enter: the rules that speak about this carrier, in full."""
        one = self.candidates.get(carrier_id)
        if one is not None:
            RuleDialog.tell(self.look, self, one, self.today)

    # showing -------------------------------------------------------------------------------------------------------

    def set_filter(self, code: str) -> None:
        self.filter = code
        for other, chip in self.chips.items():
            chip.setChecked(other == code)
        self._show()

    def _fits(self, one: Candidate, code: str) -> bool:
        return not code or (one.carrier["id"] in self.chosen if code == "chosen" else standing_of(one) == code)

    def _found(self) -> list[Candidate]:
        wanted = [fold(word) for word in self.finder.text().split()]
        if not wanted:
            return list(self.candidates.values())
        found = []
        for one in self.candidates.values():
            row = one.carrier
            whole = fold(f"{row['number']} {title_of(self.look, row)} {row['reference_number'] or ''}")
            if row["id"] in self._hits or all(word in whole for word in wanted):
                found.append(one)
        return found

    def _filtered(self) -> list[Candidate]:
        return [one for one in self._found() if self._fits(one, self.filter)]

    def _show(self) -> None:
        found = self._found()
        for code, chip in self.chips.items():
            chip.set_count(str(sum(self._fits(one, code) for one in found)))
        shown = [one for one in found if self._fits(one, self.filter)]
        reviewed = self.choice.reviewed
        self.table.set_rows([
            words.candidate_row(self.look, one, self.today, one.carrier["id"] in self.chosen, one.carrier["id"] in reviewed)
            for one in shown
        ])  # fmt: skip
        self.stack.setCurrentIndex(0 if shown else 1)
        if not shown:
            self._say_empty()
        self._say_sums()

    def chosen_rows(self) -> list[Candidate]:
        return [self.candidates[id_] for id_ in self.candidates if id_ in self.chosen]

    def _say_sums(self) -> None:
        rows = [one.carrier for one in self.chosen_rows()]
        levels = words.level_words(self.look, destroy_pages.level_counts(rows))
        said: Text | str = T("destruction", "已选 {n} 份：{levels}", n=len(rows), levels=levels) if rows else T("destruction", "还没有选")
        self.sums.set_text(said)
        steps, now = words.steps_of(self.view, len(rows))
        self.stepper.set_steps(steps, now)
        self.go_button.set_enabled(bool(rows), T("destruction", "还没有选载体"))
        self.save_button.set_enabled(bool(rows) or bool(self.choice.listed), T("destruction", "还没有选载体"))
        blocked = sum(one.is_blocked for one in self.candidates.values())
        draft = T("destruction", "有改动还没有存") if self.chosen != set(self.choice.listed) else ""
        more = T("destruction", "只列出前 {n} 份到期的，其余用搜索或扫描加入", n=destroy_pages.MOST_CANDIDATES)
        self.set_foot(T("destruction", "{n} 份不可销：规则挡住，选不中", n=blocked) if blocked else "", draft,
                      more if self.choice.more else "")  # fmt: skip

    def _say_empty(self) -> None:
        if self.finder.text() or self.filter:
            self.empty.set_words(T("destruction", "没有符合的载体"), T("destruction", "去掉筛选或改几个字再找"), [], "search")
        else:
            self.empty.set_words(T("destruction", "没有到期或已解密的载体"),
                                 T("destruction", "要提前销毁的，扫它的标签，或用上面的搜索加入，并写明依据"), [])  # fmt: skip
