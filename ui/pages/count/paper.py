"""A count on paper: the results of a signed F8a are entered row by row, the codes 1 to 8 by their digit (K-22)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from models.domain.errors import Refused
from models.domain.text import T, Text
from models.services import count_pages, count_views
from models.services.acts import Done
from models.services.count_pages import Lacking
from models.services.count_paper import PaperCode, PaperFound, PaperRow, printed_papers
from models.services.count_views import CabinetProgress
from ui.context import Context
from ui.pages.count.place_dialog import SHELF, PlaceDialog, Spot, spots_of
from ui.pages.processes.carrier_words import shown_title
from ui.theme.badges import badge_code
from ui.theme.marks import VERDICTS, Mark
from ui.widgets.buttons import Button, KeyCap
from ui.widgets.cell_table import Cell, CellTable, Head, TableRow
from ui.widgets.containers import Frame, Panel
from ui.widgets.form import NoteLine, ReasonField
from ui.widgets.inputs import LineInput
from ui.widgets.labels import MarkLabel, label
from ui.widgets.page import Page

SIDE = 300
MOST = 2000  # rows shown at once; the rest come when these are entered
CODES: dict[PaperCode, Mark] = {code: VERDICTS[code.verdict] for code in PaperCode}


class PaperPage(Page):
    """Walk down the rows as the paper does: a digit notes the result and goes on to the next row."""

    def __init__(self, context: Context) -> None:
        super().__init__(context.look, T("count", "录入纸面结果"), T("count", "照着签了字的 F8a 一行一行录，代码与表脚相同"))
        self.context = context
        self.count_id = 0
        self.rows: list[Lacking] = []
        self.codes: dict[int, PaperCode] = {}
        self.spots: dict[int, Spot] = {}
        self.found: list[tuple[str, Spot]] = []
        self.progress: list[CabinetProgress] = []
        self.papers: list[str] = []  # print numbers of this count's F8a
        self._build()
        self.set_keys(("1–8", T("key", "记结果")), ("Backspace", T("key", "去掉")), ("Alt+W", T("key", "账外一行")),
                      ("Ctrl+Enter", T("key", "录入")), ("Esc", T("key", "回清点")))  # fmt: skip

    def _build(self) -> None:
        look = self.look
        self.back = self.add_action(Button(look, T("count", "回到清点"), icon="chevron-left"))
        self.back.clicked.connect(lambda: self.context.go("counting", count=self.count_id))
        self.go_button = self.add_action(Button(look, T("count", "录入"), "primary", icon="check", key="Ctrl+Enter"))
        self.go_button.clicked.connect(self.enter)
        row = QHBoxLayout()
        row.setSpacing(look.px(16))
        level, result = (84, 140) if look.words.language == "zh" else (118, 170)
        heads = (Head(T("count", "序号"), 48, right_aligned=True), Head(T("count", "载体编号"), 108), Head(T("count", "密级"), level),
                 Head(T("count", "标题"), 0), Head(T("count", "份号"), 70), Head(T("count", "账上位置"), 104), Head(T("count", "结果"), result))  # fmt: skip
        self.table = CellTable(look, heads, T("count", "账面，清点顺序"))
        frame = Frame(look)
        frame.box.addWidget(self.table)
        row.addWidget(frame, 1)
        row.addWidget(self._side())
        self.content.addLayout(row, 1)

    def _side(self) -> QWidget:
        look = self.look
        side = Panel(look, margin=16, spacing=8)
        side.setFixedWidth(look.px(SIDE))
        self.form = LineInput(look, T("count", "盘点表打印序号"))
        self.form.setPlaceholderText(look.t(T("count", "页脚右边的号，如 2026-000012")))
        self.form.textChanged.connect(lambda _text: self._judge())
        named = label(look, T("count", "盘点表打印序号　必填"), "label")
        named.setBuddy(self.form)
        side.box.addWidget(named)
        side.box.addWidget(self.form)
        side.box.addSpacing(look.px(6))
        side.box.addWidget(label(look, T("count", "结果代码"), "line"))
        for code, mark in CODES.items():
            side.box.addLayout(self._code_line(code, mark))
        side.box.addSpacing(look.px(6))
        head = QHBoxLayout()
        head.addWidget(label(look, T("count", "账外栏"), "line"))
        head.addStretch(1)
        self.add_found = Button(look, T("count", "加一行"), icon="plus", key="Alt+W", tall=32)
        self.add_found.clicked.connect(self.add_outside)
        head.addWidget(self.add_found)
        side.box.addLayout(head)
        self.outside = LineInput(look, T("count", "账外载体上的编号或文字"))
        self.outside.setPlaceholderText(look.t(T("count", "实物上的编号或文字")))
        self.outside.returnPressed.connect(self.add_outside)
        side.box.addWidget(self.outside)
        self._found_list = label(look, "", "second", wrap=True)
        side.box.addWidget(self._found_list)
        side.box.addStretch(1)
        self.note = NoteLine(look)
        side.box.addWidget(self.note)
        self.reason = ReasonField(look, T("count", "仍录入的理由"))
        self.reason.hide()
        self.reason.changed.connect(self._judge)
        side.box.addWidget(self.reason)
        return side

    def _code_line(self, code: PaperCode, mark: Mark) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(self.look.px(10))
        row.addWidget(KeyCap(self.look, str(code.value)))
        row.addWidget(MarkLabel(self.look, mark.shape, mark.token, 12))
        row.addWidget(label(self.look, mark.word, "value"), 1)
        return row

    # coming and going ----------------------------------------------------------------------------------------------

    def open(self, count: int) -> None:
        """Called by `go("count_paper", count=…)`."""
        if count != self.count_id:
            self.codes, self.spots, self.found = {}, {}, []
            self.form.clear()
        self.count_id = count
        self._load()

    def entered(self) -> None:
        if self.count_id:
            self._load()

    def _load(self) -> None:
        office, count = self.context.office, self.count_id

        def read() -> tuple[list[Lacking], list[CabinetProgress], str, list[str]]:
            row = office.read.get("counts", count) or {}
            lacking = count_pages.not_entered(office, count, most=MOST)
            name = str(row.get("name") or row.get("number") or "")
            return lacking, count_views.progress(office.read, count), name, printed_papers(office.read, count)

        self.context.tasks.read(read, lambda found: self._show(*found))

    def _show(self, rows: list[Lacking], progress: list[CabinetProgress], name: str, papers: list[str]) -> None:
        self.rows, self.progress = rows, progress
        self.set_words(T("count", "录入纸面结果　{name}", name=name), T("count", "照着签了字的 F8a 一行一行录，代码与表脚相同"))
        self.papers = papers
        if not self.form.text() and len(papers) == 1:
            self.form.setText(papers[0])
        known = {row.carrier_id for row in rows}
        self.codes = {id_: code for id_, code in self.codes.items() if id_ in known}
        self._fill()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self._judge()

    def _fill(self) -> None:
        self.table.set_rows([self._row(row) for row in self.rows])

    def _row(self, row: Lacking) -> TableRow:
        code = self.codes.get(row.carrier_id)
        result = Cell("—", token="text3")
        if code is not None:
            mark, spot = CODES[code], self.spots.get(row.carrier_id)
            words = self.look.t(mark.word)
            result = Cell(f"{code.value} {words}" + (f" → {spot.name}" if spot else ""), mark=mark, token=mark.word_token)
        return TableRow(row.carrier_id, (
            Cell(str(row.rank)), Cell(row.number), Cell(badge=badge_code(row.secret_kind, row.level)),
            Cell(shown_title(self.look, row.level, row.title)), Cell(row.copy_number), Cell(row.place), result,
        ))  # fmt: skip

    # entering ------------------------------------------------------------------------------------------------------

    def page_key(self, key: str) -> bool:
        """1 to 8: the result of the current row, then the next one."""
        if key not in "12345678" or not self.table.hasFocus():
            return False
        self.note_code(PaperCode(int(key)))
        return True

    def note_code(self, code: PaperCode) -> None:
        id_ = self.table.current_key()
        if id_ is None:
            return
        self.spots.pop(id_, None)
        if code is PaperCode.MISPLACED:
            title = T("count", "实际放在哪里")
            spot = PlaceDialog.ask(self.context, self, title, spots_of(self.progress, True), shelves_only=True)
            if spot is None:
                return
            self.spots[id_] = spot
        self.codes[id_] = code
        self._fill()
        self._next(id_)
        self._judge()

    def _next(self, id_: int) -> None:
        ids = [row.carrier_id for row in self.rows]
        after = ids.index(id_) + 1
        self.table.go_to(ids[min(after, len(ids) - 1)])

    def keyPressEvent(self, event: Any) -> None:
        if event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete) and self.table.hasFocus():
            self.codes.pop(self.table.current_key(), None)
            self._fill()
            self._judge()
            return
        super().keyPressEvent(event)

    def escape(self) -> bool:
        self.context.go("counting", count=self.count_id)
        return True

    def add_outside(self) -> None:
        """One row of the band 账外载体: what stands on the thing, then where it lay."""
        text = self.outside.text().strip()
        if not text:
            self.outside.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        spot = PlaceDialog.ask(self.context, self, T("count", "在哪里发现的"), spots_of(self.progress, True))
        if spot is None:
            return
        self.found.append((text, spot))
        self.outside.clear()
        self._judge()

    def _judge(self) -> None:
        self._found_list.setText("\n".join(f"{text}　{spot.name}" for text, spot in self.found))
        why: Text | str = ""
        if not self.papers:
            why = T("count", "还没有打印过 F8a：先打印，签了字再录入")
        elif not self.codes and not self.found:
            why = T("count", "还没有填结果")
        elif not self.form.text().strip():
            why = T("count", "还差盘点表打印序号")
        elif not self.reason.isHidden() and not self.reason.text():
            why = T("count", "还差理由")
        self.go_button.set_enabled(not why, why)
        left = len(self.rows) - len(self.codes)
        self.set_foot(T("count", "已填 {n} 行，还有 {left} 行没有填", n=len(self.codes), left=left), why)

    def enter(self) -> None:
        """Ctrl+Enter: keep all results in one act; what is 2 or 8 leaves no scan."""
        office, count, form, reason = self.context.office, self.count_id, self.form.text().strip(), self.reason.text()
        rows = [self._paper_row(row) for row in self.rows if row.carrier_id in self.codes]
        found = [
            PaperFound(text, spot.id if spot.kind == SHELF else None, spot.id if spot.kind != SHELF else None) for text, spot in self.found
        ]
        self.context.tasks.write(
            lambda: office.perform("enter_paper_results", count_id=count, form=form, rows=rows, found=found, reason=reason),
            self._entered, self._refused,
        )  # fmt: skip

    def _paper_row(self, row: Lacking) -> PaperRow:
        spot = self.spots.get(row.carrier_id)
        return PaperRow(row.number, self.codes[row.carrier_id], spot.id if spot else None)

    def _entered(self, done: Done) -> None:
        self.codes, self.spots, self.found = {}, {}, []
        self.reason.line.clear()
        self.reason.hide()
        self.note.show_problem(None)
        self.note.set_hint(T("count", "已录入，{n} 份记作清点到", n=done.result))
        self._load()

    def _refused(self, error: Exception) -> bool:
        if not isinstance(error, Refused):
            return False
        self.note.show_problem(next((found for found in error.problems if found.blocks), error.problems[0]))
        self.reason.setVisible(error.needs_reason_only)
        self._go_to(error.problems)
        self._judge()
        return True

    def _go_to(self, problems: Sequence[Any]) -> None:
        number = problems[0].field
        row = next((row for row in self.rows if row.number == number), None)
        if row is not None:
            self.table.go_to(row.carrier_id)
