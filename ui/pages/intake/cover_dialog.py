"""The code of a cover: scan or paste it into a field of its own, and look at what was read."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QWidget

from models.domain.text import T, Text
from models.ledgers.fields import Field, Kind
from models.services.covers import Cover, ScanKind, read_cover, read_scan
from ui.scanning import Scan, ScanRouter
from ui.theme.look import Look
from ui.widgets.buttons import Button
from ui.widgets.dialog import Dialog
from ui.widgets.editors import LongTextEditor
from ui.widgets.labels import label, set_tone
from ui.widgets.scroll import Scroll

_CODE = Field(T("cover", "条码内容"), Kind.LONG_TEXT)


class CoverDialog(Dialog):
    """Takes one code: by the scanner at once, or pasted (serial readers, files) and confirmed. Returns the `Cover`."""

    def __init__(self, look: Look, parent: QWidget | None, scans: ScanRouter) -> None:
        super().__init__(look, parent, T("cover", "扫封面条码"), "GB0626-2005", width=622)
        self._scans = scans
        self.body.addWidget(label(look, T("cover", "现在扫，或把串口读出的内容贴在下面。"), "body", wrap=True))
        self.editor = LongTextEditor(look, _CODE, lines=5)
        self.body.addWidget(self.editor)
        self._note = label(look, T("cover", "按键盘方式的扫描枪发不了汉字：汉字成乱码时改用串口方式。"), "hint", wrap=True)
        self.body.addWidget(self._note)
        back = self.add_button(Button(look, T("dialog", "取消"), key="Esc"))
        back.clicked.connect(self.reject)
        self._go = self.add_button(Button(look, T("cover", "读出"), "primary", key="Ctrl+Enter"))
        self._go.clicked.connect(lambda: self._take(str(self.editor.value() or "")))
        self.editor.changed.connect(self._judge)
        self._judge()
        self.editor.control.setFocus()
        scans.push(self, self._scanned)

    def _judge(self) -> None:
        self._go.set_enabled(bool(self.editor.value()), T("cover", "还没有内容"))

    def _scanned(self, scan: Scan) -> None:
        self._take(scan.text)

    def _take(self, text: str) -> None:
        """Close with what was read; a code that is none says so and the dialog stays."""
        scanned = read_scan(text)
        cover = read_cover(text) if scanned.kind is ScanKind.COVER else None
        if cover is not None and cover.usable:
            self.done_with(cover)
            return
        why: Text = cover.notes[0] if cover is not None else T("cover", "这不是公文封面条码，什么也没有填")
        self._note.setText(self.look.t(why))
        set_tone(self._note, "bad")

    def done(self, result: int) -> None:
        self._scans.pop(self)
        super().done(result)

    @classmethod
    def ask(cls, look: Look, parent: QWidget | None, scans: ScanRouter) -> Cover | None:
        """The code that was read; None if the dialog was left."""
        result = cls(look, parent, scans).run()
        return result if isinstance(result, Cover) else None


class OriginalDialog(Dialog):
    """What stood in the code, field by field, and what to compare with the paper."""

    def __init__(self, look: Look, parent: QWidget | None, cover: Cover) -> None:
        super().__init__(look, parent, T("cover", "条码原文"), cover.standard, width=622)
        for note in cover.notes:
            self.body.addWidget(label(look, note, "value", "warn", wrap=True))
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, look.px(12), 0)
        grid.setHorizontalSpacing(look.px(14))
        grid.setVerticalSpacing(look.px(8))
        grid.setColumnStretch(1, 1)
        for row, (name, value) in enumerate(cover.lines):
            grid.addWidget(label(look, name, "second"), row, 0)
            grid.addWidget(label(look, value, "value", wrap=True), row, 1)
        grid.setRowStretch(len(cover.lines), 1)
        scroll = Scroll(inside, look.px(200))
        self.body.addWidget(scroll, 1)
        raw = label(look, cover.original, "hint", wrap=True)
        raw.setAccessibleName(look.t(T("cover", "原文")))
        self.body.addWidget(raw)
        close = self.add_button(Button(look, T("history", "关上"), key="Esc"))
        close.clicked.connect(self.reject)
        close.setFocus()

    @classmethod
    def tell(cls, look: Look, parent: QWidget | None, cover: Cover) -> None:
        cls(look, parent, cover).run()
