"""Labels: choose carriers or shelves, see the sheet as it will be printed, print it as an act."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from models.domain.text import T, Text
from models.services import labels, print_room
from models.services.labels import MEASURES, LabelRoom, LabelWish, Sheets
from ui.context import Context
from ui.pages.labels.order_form import OFFSETS, OrderForm
from ui.pages.labels.sheet_view import SheetView
from ui.pages.sound_switch import SoundSwitch
from ui.pdf_picture import picture
from ui.scanning import Scan
from ui.sound import ATTENTION, MATCHED, UNKNOWN
from ui.tasks import Delayed, Job, Progress
from ui.widgets.buttons import Button
from ui.widgets.containers import EmptyState, Ground, Line
from ui.widgets.flow import FlowLayout
from ui.widgets.labels import label, set_tone
from ui.widgets.page import HELP_KEY, Page
from ui.widgets.scroll import Scroll

PAUSE = 200  # ms after the last change before the sheet is drawn anew
SIDE = 356
SHEET, START, PRINTER = "labels/sheet", "labels/start", "labels/printer"
DEFAULTS: dict[str, Any] = {"symbol": "CODE128", "title": "0", "tray": "1", "offset_x": 0.0, "offset_y": 0.0, "start": 1}


class LabelsPage(Page):
    """The preview is the real file; a print is numbered, and its carriers then have a label."""

    def __init__(self, context: Context) -> None:
        super().__init__(context.look, T("labels", "标签"), T("labels", "看到的就是印出来的；标题默认不印，标签会被范围外的人看到"))
        self.context = context
        self.office, self.tasks = context.office, context.tasks
        self.room = LabelRoom(context.office, context.look.resources / "fonts")
        self.carriers: list[int] = []
        self.shelves: list[int] = []
        self._sheets: Sheets | None = None
        self._unlabelled: list[int] = []
        self._all_shelves: list[int] = []
        self._busy = False
        self._job: Job | None = None
        self._back = "register"
        self._failure: Text | str = ""
        self._said: Text | str = ""
        self.sounds = SoundSwitch(context, self, self._judge)
        self._build()
        self._soon = Delayed(self, PAUSE, self._draw)
        self.form.changed.connect(self._changed)
        self.form.boxes["printer"].editor.changed.connect(self._take_offset)
        self.form.boxes["tray"].editor.changed.connect(self._take_offset)
        self.view.pointed.connect(self._point)
        self.view.turned.connect(lambda page: self._picture(page))
        self.set_keys(("Ctrl+P", T("key", "打印")), ("PgUp/PgDn", T("key", "翻页")), ("Esc", T("key", "返回")), HELP_KEY)
        self._fill()

    # building ------------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        look, px = self.look, self.look.px
        self.full_width()
        row = QHBoxLayout()
        row.setSpacing(0)
        self.view = SheetView(look)
        self.empty = EmptyState(look, "scan")
        self.stack = QStackedWidget()
        self.stack.addWidget(self.empty)
        self.stack.addWidget(self.view)
        row.addWidget(self.stack, 1)
        row.addWidget(Line(look, vertical=True))
        side = Ground(look, "surface")
        side.setFixedWidth(px(SIDE))
        column = QVBoxLayout(side)
        column.setContentsMargins(px(18), px(16), px(12), px(14))
        column.setSpacing(px(8))
        column.addWidget(Scroll(self._settings()), 1)  # low windows: the buttons stay in sight
        column.addLayout(self._buttons())
        row.addWidget(side)
        self.content.addWidget(Line(look))
        self.content.addLayout(row, 1)

    def _settings(self) -> QWidget:
        look, px = self.look, self.look.px
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, px(6), 0)
        column.setSpacing(px(8))
        head = QHBoxLayout()
        self._count = label(look, "", "section")
        head.addWidget(self._count, 1)
        self._clear = Button(look, T("labels", "清空"), "link")
        self._clear.clicked.connect(lambda: self.set_items([], []))
        head.addWidget(self._clear)
        column.addLayout(head)
        self._paper = label(look, "", "second", wrap=True)
        column.addWidget(self._paper)
        sources = QWidget()
        sources.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.MinimumExpanding)
        more = FlowLayout(sources, px(8))
        self.unlabelled_button = Button(look, "", key="Alt+U", tall=30)
        self.unlabelled_button.clicked.connect(lambda: self.add(carriers=self._unlabelled))
        self.shelves_button = Button(look, "", key="Alt+G", tall=30)
        self.shelves_button.clicked.connect(lambda: self.add(shelves=self._all_shelves))
        more.addWidget(self.unlabelled_button)
        more.addWidget(self.shelves_button)
        column.addWidget(sources)
        self.form = OrderForm(look)
        column.addWidget(self.form)
        column.addWidget(label(look, T("labels", "打印也是一笔操作：编号、内容摘要和结果写入日志。缩放选 100%。"), "hint", wrap=True))
        column.addStretch(1)
        return inside

    def _buttons(self) -> QHBoxLayout:
        look = self.look
        row = QHBoxLayout()
        row.setSpacing(look.px(8))
        row.addStretch(1)
        self.test_button = Button(look, T("labels", "校准页"), key="Alt+J")
        self.test_button.clicked.connect(self.print_calibration)
        self.print_button = Button(look, "", "primary", icon="printer", key="Ctrl+P")
        self.print_button.clicked.connect(self.print_page)
        row.addWidget(self.test_button)
        row.addWidget(self.print_button)
        return row

    def _fill(self) -> None:
        kept = self.context.preferences
        known = {code: measures for code, _name, measures in labels.kinds()}
        measures = kept.get(SHEET, list(known["33"]))
        if not isinstance(measures, list) or len(measures) != len(MEASURES):
            measures = list(known["33"])
        values = dict(zip(MEASURES, measures, strict=True)) | {"columns": int(measures[0]), "rows": int(measures[1])}
        self.form.fill(DEFAULTS | {"start": int(kept.get(START, 1))} | values)
        self._judge()

    # coming and going ----------------------------------------------------------------------------------------------

    def entered(self) -> None:
        self.tasks.long(lambda _progress: print_room.list_printers(), self._take_printers)
        office = self.office
        self.tasks.read(lambda: (labels.carriers_without(office.read), labels.all_shelves(office.read)), self._know)
        first = self.view if self.carriers or self.shelves else self.form.boxes["kind"].editor.control
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        self.entered()

    def open(self, carriers: Sequence[int] = (), shelves: Sequence[int] = (), back: str = "register") -> None:
        """Called by `go("labels", carriers=[…])`: these instead of what was chosen before. Esc leads to `back`."""
        self._back = back
        self.set_items(list(carriers), list(shelves))
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def changed(self, ledgers: frozenset[str]) -> None:
        if ledgers & {"carriers", "shelves"}:
            office = self.office
            self.tasks.read(lambda: (labels.carriers_without(office.read), labels.all_shelves(office.read)), self._know)

    def _take_printers(self, printers: list[str]) -> None:
        self.form.set_printers(printers, str(self.context.preferences.get(PRINTER, "")))
        self._take_offset()
        self._judge()

    def _know(self, known: tuple[list[int], list[int]]) -> None:
        self._unlabelled, self._all_shelves = known
        n = len(self._unlabelled)
        more: Text = T("labels", "未打标签 {n} 份", n=n) if n < labels.MOST else T("labels", "未打标签，前 {n} 份", n=n)
        self.unlabelled_button.set_text(more)
        self.unlabelled_button.set_enabled(bool(n), T("labels", "在库的载体都有标签"))
        self.shelves_button.set_text(T("labels", "全部柜层 {n}", n=len(self._all_shelves)))
        self.shelves_button.set_enabled(bool(self._all_shelves), T("labels", "还没有登记柜层"))

    # what is chosen ------------------------------------------------------------------------------------------------

    def set_items(self, carriers: list[int], shelves: list[int]) -> None:
        self.carriers, self.shelves = carriers, shelves
        self._changed()

    def add(self, carriers: Sequence[int] = (), shelves: Sequence[int] = ()) -> None:
        """More labels; each thing once."""
        self.set_items(list(dict.fromkeys([*self.carriers, *carriers])), list(dict.fromkeys([*self.shelves, *shelves])))

    def scanned(self, scan: Scan) -> bool:
        office, code = self.office, scan.text
        self.tasks.read(lambda: labels.scanned(office.read, code), lambda found: self._take_scan(code, found))
        return True

    def _take_scan(self, code: str, found: tuple[str, int] | None) -> None:
        if found is None:
            self.sounds.play(UNKNOWN)
            self._tell(T("labels", "不认得 {code}：这里扫载体或柜层", code=code[:24]))
            return
        kind, id_ = found
        known = id_ in (self.carriers if kind == "carriers" else self.shelves)
        self.sounds.play(ATTENTION if known else MATCHED)
        self.add(**{kind: [id_]})
        if known:
            self._tell(T("labels", "{code} 已在里面", code=code[:24]))

    def _point(self, x: float, y: float) -> None:
        """A click on the sheet says where the first label goes."""
        position = self.form.at(x, y)
        if position is not None:
            self.form.boxes["start"].editor.set_value(position)

    # laying out ----------------------------------------------------------------------------------------------------

    def wish(self) -> LabelWish:
        """What one print takes: the first ones, up to `labels.MOST`; the rest waits for the next."""
        carriers = self.carriers[: labels.MOST]
        return self.form.wish(carriers, self.shelves[: labels.MOST - len(carriers)])

    def _changed(self) -> None:
        self._failure = self._said = ""
        self._judge()
        self._soon.ask()

    def _judge(self) -> None:
        wrong = self.form.show_wrong()
        count = len(self.carriers) + len(self.shelves)
        self._count.setText(self.look.t(T("labels", "{n} 枚标签", n=count) if count else T("labels", "标签")))
        self._paper.setText(self.look.t(self._paper_words(wrong)))
        set_tone(self._paper, "bad" if wrong or self._failure else "text2")
        self._clear.setVisible(bool(count))
        self.print_button.set_text(T("labels", "打印 {n} 枚", n=self.wish().count) if count else T("labels", "打印"))
        why = self._why_not(wrong)
        self.print_button.set_enabled(why is None, why or "")
        no_printer = T("labels", "没有找到打印机") if not self.form.printer else wrong[0] if wrong else None
        self.test_button.set_enabled(no_printer is None, no_printer or "")
        self.stack.setCurrentWidget(self.view if count else self.empty)
        if not count:
            self._say_empty()
        self.set_foot(self._said or why or T("labels", "可以打印"), T("labels", "点预览里的格子就改起始位置") if count else "",
                      self.sounds.foot)  # fmt: skip

    def _paper_words(self, wrong: list[Text]) -> Text | str:
        if wrong or self._failure:
            return wrong[0] if wrong else self._failure
        if not (self.carriers or self.shelves):
            return T("labels", "扫载体或柜层，或从下面加入")
        both = T("labels", "载体 {n} 份，柜层 {m} 层", n=len(self.carriers), m=len(self.shelves))
        if self._sheets is None:
            return T("labels", "{both}；正在排版", both=both)
        if len(self.carriers) + len(self.shelves) > labels.MOST:
            return T("labels", "{both}；一次打 {most} 枚，其余留到下一次", both=both, most=labels.MOST)
        start = self.form.boxes["start"].editor.value()
        return T("labels", "{both}；用纸 {pages} 张，从第 {start} 枚起", both=both, pages=self._sheets.pages, start=start)

    def _why_not(self, wrong: list[Text]) -> Text | str | None:
        if self._busy:
            return T("labels", "正在打印")
        if not (self.carriers or self.shelves):
            return T("labels", "还没有选要打标签的载体或柜层")
        if wrong or self._failure:
            return wrong[0] if wrong else self._failure
        return None if self.form.printer else T("labels", "没有找到打印机")

    def _say_empty(self) -> None:
        self.empty.set_words(T("labels", "还没有选要打标签的"),
                             T("labels", "扫一份载体或一层的标签码；或在右边加入未打标签的载体、全部柜层。"), [], "scan")  # fmt: skip

    def _draw(self) -> None:
        if self._job is not None:
            self._job.drop()
            self._job = None
        if self.form.show_wrong() or not (self.carriers or self.shelves):
            self._sheets = None
            self.view.show_page(None, 0, 0)
            return
        room, wish = self.room, self.wish()

        def draw(_progress: Progress) -> tuple[Sheets, QImage]:
            sheets = room.draft(wish)
            return sheets, picture(sheets.pdf, 0)

        self._job = self.tasks.long(draw, lambda both: self._drawn(*both), self._not_drawn)

    def _drawn(self, sheets: Sheets, image: QImage) -> None:
        self._job = None
        self._sheets = sheets
        self.view.show_page(image, 0, sheets.pages)
        self._judge()

    def _not_drawn(self, error: Exception) -> bool:
        """Measures too small for a code, or a character that no font has: said, and nothing can be printed."""
        self._job = None
        what = getattr(error, "what", None)
        if what is None:
            return False
        self._failure, self._sheets = what, None
        self.view.show_page(None, 0, 0)
        self._judge()
        return True

    def _picture(self, page: int) -> None:
        sheets = self._sheets
        if sheets is not None:
            self.tasks.long(lambda _progress: picture(sheets.pdf, page),
                            lambda image: self.view.show_page(image, page, sheets.pages))  # fmt: skip

    # printing ------------------------------------------------------------------------------------------------------

    def print_page(self) -> None:
        """Ctrl+P: print as an act; afterwards the start moves behind the labels that were used."""
        self._judge()
        if not self.print_button.isEnabled():
            return
        room, wish, printer = self.room, self.wish(), self.form.printer
        self._busy = True
        self._keep()
        self._judge()
        # Not on the worker that writes: a spooler that hangs must not keep the acts of others waiting.
        self.tasks.long(lambda _progress: room.print(wish, printer), lambda number: self._printed(number, wish), self._not_printed)

    def _printed(self, number: str, wish: LabelWish) -> None:
        self._busy = False
        used = (wish.start - 1 + wish.count) % labels.capacity(wish.measures)
        done = set(wish.carriers), set(wish.shelves)
        self.carriers = [one for one in self.carriers if one not in done[0]]
        self.shelves = [one for one in self.shelves if one not in done[1]]
        self._sheets = None
        self.form.boxes["start"].editor.set_value(used + 1)
        self.context.preferences.set(START, used + 1)
        self._tell(T("labels", "{n} 枚已送打印机，{number}；下次从第 {start} 枚起", n=wish.count, number=number, start=used + 1))

    def _not_printed(self, _error: Exception) -> bool:
        self._busy = False
        self._judge()
        return False

    def print_calibration(self) -> None:
        """A page for plain paper: grid, crosses, ruler, present offset."""
        room, wish, printer, tray = self.room, self.form.wish([], []), self.form.printer, self.form.tray
        self._keep()
        self.tasks.long(lambda _progress: room.print_calibration(wish, printer, tray),
                        lambda number: self._tell(T("labels", "校准页已送打印机，{number}", number=number)))  # fmt: skip

    def _tell(self, words: Text) -> None:
        self._judge()
        self._said = words
        self._judge()

    def escape(self) -> bool:
        """Back to where labels are asked for."""
        self.context.go(self._back)
        return True

    # what is kept --------------------------------------------------------------------------------------------------

    def _keep(self) -> None:
        """Sheet for everybody's next time, offset for this printer and tray."""
        kept = self.context.preferences
        kept.set(SHEET, list(self.form.measures()))
        kept.set(PRINTER, self.form.printer)
        kept.set(self._offset_key(), [self.form.boxes[name].editor.value() or 0.0 for name in OFFSETS])

    def _offset_key(self) -> str:
        return f"labels/offset/{self.form.printer}/{self.form.tray}"

    def _take_offset(self) -> None:
        offset = self.context.preferences.get(self._offset_key())
        if isinstance(offset, list) and len(offset) == len(OFFSETS):
            for name, value in zip(OFFSETS, offset, strict=True):
                self.form.boxes[name].editor.set_value(value)

    def keyPressEvent(self, event: Any) -> None:
        if event.key() in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            self.view.turn(1 if event.key() == Qt.Key.Key_PageDown else -1)
            return
        super().keyPressEvent(event)
