"""Choosing what is handed over: by search, container, holder, responsible person or scan; a lock where a rule blocks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget

from models.domain.text import T, Text
from models.services import destroy_pages, handover_pages
from models.services.destroy_pages import Found
from models.services.handover_pages import HandOverView, Offer, Standing
from ui.context import Context
from ui.pages.destroy.words import level_words
from ui.pages.handover import words
from ui.pages.handover.lister import Lister
from ui.pages.handover.sources import Sources
from ui.pages.movements.words import title_of
from ui.scanning import Scan
from ui.sound import ATTENTION, MATCHED, UNKNOWN
from ui.theme.look import Look
from ui.theme.marks import STATES, Mark
from ui.widgets.buttons import Button
from ui.widgets.cell_table import BLOCKED, TICK, UNTICKED, Cell, CellTable, Head, TableRow
from ui.widgets.containers import EmptyState, Frame
from ui.widgets.labels import label
from ui.widgets.page import HELP_KEY, Page
from ui.widgets.search import Chip
from ui.widgets.stepper import Stepper

FILTERS = (
    ("", T("hand-over", "全部")), (Standing.FREE, T("hand-over", "可移交")), (Standing.BY_BOOK, T("hand-over", "借出在外")),
    (Standing.BLOCKED, T("hand-over", "不能移交")), ("chosen", T("hand-over", "已选")),
)  # fmt: skip
_MARKS = {
    Standing.FREE: Mark("square", "ok", "ok", T("hand-over", "可移交")),
    Standing.BY_BOOK: Mark("arrow", "accent", "accent", T("hand-over", "随账")),
    Standing.BLOCKED: Mark("cross", "bad", "bad", T("hand-over", "不能")),
}
_SOUNDS = {Standing.FREE: MATCHED, Standing.BY_BOOK: ATTENTION, Standing.BLOCKED: UNKNOWN}
RULE = T("hand-over", "选要移交的载体；移交人、接收人、监交人是三个不同的人")


class ListPage(Page):
    """A new hand-over (`open(carriers=[…])`) or one whose list is open (`open(handover=…)`). Nothing is written until saved."""

    def __init__(self, context: Context) -> None:
        super().__init__(context.look, T("hand-over", "移交　新清单"), RULE)
        self.context = context
        self.handover_id: int | None = None
        self.view: HandOverView | None = None
        self.offers: dict[int, Offer] = {}
        self.chosen: set[int] = set()
        self.listed: frozenset[int] = frozenset()
        self.filter = ""
        self._hits: set[int] = set()
        self._fresh = True
        self.lister = Lister(context, self)
        self._build()

    # building ------------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        look = self.look
        self.abandon_button = self.add_action(Button(look, T("hand-over", "放弃…"), key="Alt+X"))
        self.abandon_button.clicked.connect(self.lister.abandon)
        head = self.add_action(Button(look, T("hand-over", "移交事项…"), key="Alt+H"))
        head.clicked.connect(self.lister.amend)
        self.save_button = self.add_action(Button(look, T("hand-over", "存清单"), key="Ctrl+S"))
        self.save_button.clicked.connect(lambda: self.lister.save())
        self.go_button = self.add_action(Button(look, T("hand-over", "开始清点"), "primary", icon="chevron-right", key="Ctrl+Enter"))
        self.go_button.clicked.connect(lambda: self.lister.save(then_pack=True))
        self.stepper = Stepper(look)
        self.content.addWidget(self.stepper)
        row = QHBoxLayout()
        row.setSpacing(look.px(8))
        self.chips: dict[str, Chip] = {}
        for code, name in FILTERS:
            chip = self.chips[code] = Chip(look, name, "class", "0")
            chip.clicked.connect(lambda _on=False, code=code: self.set_filter(code))
            row.addWidget(chip)
        self.sources = Sources(self.context)
        row.addWidget(self.sources, 1)
        self.all_button = Button(look, T("hand-over", "全选"), "link", key="Alt+A")
        self.all_button.clicked.connect(self.choose_all)
        row.addWidget(self.all_button)
        self.sums = label(look, "", "value")
        row.addWidget(self.sums)
        self.content.addLayout(row)
        self.table = CellTable(look, _heads(look), T("hand-over", "要移交的载体"), 50)
        self.table.ticked.connect(self.toggle)
        self.table.opened.connect(self.toggle)
        self.sources.found.connect(self._found_ids)
        self.sources.left_down.connect(self.table.setFocus)
        frame = Frame(look)
        frame.box.addWidget(self.table)
        self.empty = EmptyState(look, "handover")
        self.stack = QStackedWidget()
        self.stack.addWidget(frame)
        self.stack.addWidget(self.empty)
        self.content.addWidget(self.stack, 1)
        self.set_keys(("Space", T("key", "选中")), ("Alt+A", T("key", "全选")), ("Ctrl+F", T("key", "搜索")),
                      ("Ctrl+Enter", T("key", "开始清点")), HELP_KEY)  # fmt: skip
        self.set_filter("")

    # coming and going ----------------------------------------------------------------------------------------------

    def open(self, handover: int | None = None, carriers: Sequence[int] = (), **_other: Any) -> None:
        """Called by `go("handover_list", …)`."""
        self.handover_id, self.view = handover, None
        self.offers.clear()
        self.chosen = set(carriers)
        self.listed, self._hits, self._fresh = frozenset(), set(), True
        self.sources.clear()
        self.set_filter("")
        self.load()
        self.sources.focus_search()

    def entered(self) -> None:
        if self.handover_id is not None or self.offers:
            self.load()

    def changed(self, ledgers: frozenset[str]) -> None:
        if ledgers & {"carriers", "handovers"} and self.isVisible():
            self.load()

    def escape(self) -> bool:
        self.context.go("handover")
        return True

    def search(self) -> None:
        self.sources.focus_search()

    def load(self) -> None:
        """Read the list and what is shown again."""
        office, id_, also = self.context.office, self.handover_id, [*self.offers, *self.chosen]

        def ask() -> tuple[HandOverView | None, list[int], list[Offer]]:
            listed = handover_pages.listed_ids(office.read, id_) if id_ else []
            ids = list(dict.fromkeys([*listed, *also]))
            view = handover_pages.hand_over_view(office.read, id_, 1) if id_ else None
            return view, listed, handover_pages.offers(office.read, ids, id_)

        self.context.tasks.read(ask, lambda found: self._loaded(id_, *found))

    def _loaded(self, id_: int | None, view: HandOverView | None, listed: list[int], offers: list[Offer]) -> None:
        if id_ != self.handover_id:
            return
        if view is not None and view.row["state"] != "LISTING":
            if self.isVisible():
                self.context.go("handover", handover=id_)
            return
        self.view, self.listed = view, frozenset(listed)
        self.offers = {one.brief.id: one for one in offers}
        if self._fresh:
            self.chosen |= self.listed
            self._fresh = False
        self.chosen = {id_ for id_ in self.chosen if id_ in self.listed or self._may(id_)}
        number = view.row["number"] if view else T("hand-over", "新清单")
        self.set_words(T("hand-over", "移交　{number}", number=number), RULE)
        self.abandon_button.setVisible(view is not None)
        self._show()

    def _may(self, id_: int) -> bool:
        return id_ in self.offers and self.offers[id_].standing is not Standing.BLOCKED

    # finding -------------------------------------------------------------------------------------------------------

    def _found_ids(self, ids: list[int]) -> None:
        self._hits = set(ids)
        if ids:
            self._judge(ids, None)
        else:
            self._show()

    def scanned(self, scan: Scan) -> bool:
        office, code = self.context.office, scan.text
        self.context.tasks.read(lambda: destroy_pages.by_code(office.read, code), self._scanned)
        return True

    def _scanned(self, found: Found) -> None:
        if found.carrier_id is None:
            self.context.play(UNKNOWN)
            self.set_sentence(T("hand-over", "{code}：{why}", code=found.code[:24], why=found.why or ""))
            return
        self._judge([found.carrier_id], found.carrier_id)

    def _judge(self, ids: list[int], tick: int | None) -> None:
        office, id_ = self.context.office, self.handover_id
        self.context.tasks.read(lambda: handover_pages.offers(office.read, ids, id_), lambda found: self._judged(found, tick))

    def _judged(self, found: list[Offer], tick: int | None) -> None:
        self.offers |= {one.brief.id: one for one in found}
        if tick is not None and found:
            self._take(found[0])
        self._show()
        if tick is not None:
            self.table.go_to(tick)

    def _take(self, one: Offer) -> None:
        """A scan chooses at once, or says why not."""
        self.context.play(_SOUNDS[one.standing])
        self.sources.clear()
        self._hits.clear()
        if one.standing is Standing.BLOCKED:
            self.set_sentence(T("hand-over", "{number} 不能选：{why}", number=one.brief.number, why=one.why))
            return
        self.chosen.add(one.brief.id)
        self.set_sentence(T("hand-over", "{number} 已选", number=one.brief.number))

    # choosing ------------------------------------------------------------------------------------------------------

    def toggle(self, carrier_id: int) -> None:
        if self._may(carrier_id) or carrier_id in self.chosen:
            self.chosen ^= {carrier_id}
            self._show()
        elif carrier_id in self.offers:
            self.set_sentence(self.offers[carrier_id].why)

    def choose_all(self) -> None:
        """All shown that may go; a second time leaves them."""
        may = {one.brief.id for one in self._shown() if one.standing is not Standing.BLOCKED}
        self.chosen = self.chosen - may if may <= self.chosen else self.chosen | may
        self._show()

    # showing -------------------------------------------------------------------------------------------------------

    def set_filter(self, code: str) -> None:
        self.filter = code
        for other, chip in self.chips.items():
            chip.setChecked(other == code)
        self._show()

    def _pool(self) -> list[Offer]:
        """What was looked for, else everything that is chosen."""
        if self._hits:
            return [one for id_, one in self.offers.items() if id_ in self._hits]
        return [one for id_, one in self.offers.items() if id_ in self.chosen or id_ in self.listed]

    def _fits(self, one: Offer, code: str) -> bool:
        return not code or (one.brief.id in self.chosen if code == "chosen" else one.standing == code)

    def _shown(self) -> list[Offer]:
        pool = self._pool() if self.filter != "chosen" else list(self.offers.values())
        return [one for one in pool if self._fits(one, self.filter)]

    def _show(self) -> None:
        pool = self._pool()
        for code, chip in self.chips.items():
            chip.set_count(str(len(self.chosen) if code == "chosen" else sum(self._fits(one, code) for one in pool)))
        shown = self._shown()
        self.table.set_rows([_row(self.look, one, one.brief.id in self.chosen) for one in shown])
        self.stack.setCurrentIndex(0 if shown else 1)
        if not shown:
            self._say_empty()
        steps, now = words.steps_of(self.view, len(self.chosen))
        self.stepper.set_steps(steps, now)
        n = len(self.chosen)
        self.sums.setText(self.look.t(T("hand-over", "已选 {n} 件", n=n) if n else T("hand-over", "还没有选")))
        self.go_button.set_enabled(bool(n), T("hand-over", "还没有选载体"))
        self.save_button.set_enabled(bool(n) or bool(self.listed), T("hand-over", "还没有选载体"))
        rows = [{"level": one.brief.badge, "secret_kind": one.brief.badge} for id_, one in self.offers.items() if id_ in self.chosen]
        names: Text | str = ""
        if self.view is not None:
            names = T("hand-over", "{people}", people=words.people_words(self.view.names))
        self.set_foot(T("hand-over", "有改动还没有存") if self.chosen != set(self.listed) else "",
                      level_words(self.look, destroy_pages.level_counts(rows)), names)  # fmt: skip

    def _say_empty(self) -> None:
        if self.sources.text() or self.filter:
            self.empty.set_words(T("hand-over", "没有符合的载体"), T("hand-over", "换一种找法，或去掉筛选"), [], "search")
        else:
            self.empty.set_words(T("hand-over", "还没有选载体"),
                                 T("hand-over", "搜索、按柜、按人找出来勾选，或扫载体标签逐份加入"), [], "handover")  # fmt: skip

def _heads(look: Look) -> tuple[Head, ...]:
    wide = look.words.language != "zh"
    return (
        Head("", 40), Head(T("hand-over", "载体"), 0), Head(T("hand-over", "密级"), 118 if wide else 86),
        Head(T("hand-over", "份号"), 76), Head(T("hand-over", "现在"), 190), Head(T("hand-over", "能否移交"), 120 if wide else 96),
        Head(T("hand-over", "为什么"), 250),
    )  # fmt: skip


def _row(look: Look, one: Offer, ticked: bool) -> TableRow:
    brief, mark, state = one.brief, _MARKS[one.standing], STATES[one.brief.state.value]
    tick = TICK if ticked else BLOCKED if one.standing is Standing.BLOCKED else UNTICKED
    return TableRow(brief.id, (
        Cell(tick=tick), Cell(brief.number, second=title_of(look, brief) or "—"), Cell(badge=brief.badge), Cell(brief.copy or "—"),
        Cell(brief.holder or brief.place or state.word, mark=state, token=state.word_token), Cell(mark=mark),
        Cell(one.why, token=mark.token if one.standing is Standing.BLOCKED else "text2"),
    ))  # fmt: skip
