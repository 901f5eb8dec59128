"""What scanning does on the intake page: a cover fills fields, a shelf's label is the place, anything else is named."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from models.domain.text import T, Text
from models.services import intake
from models.services.covers import Cover, ScanKind, read_cover, read_scan
from models.services.intake import Place
from ui.context import Context
from ui.pages.intake.cover_dialog import CoverDialog, OriginalDialog
from ui.pages.intake.cover_form import CoverForm
from ui.pages.intake.cover_panel import CoverPanel
from ui.pages.sound_switch import SoundSwitch
from ui.scanning import Scan
from ui.sound import ATTENTION, MATCHED, UNKNOWN
from ui.widgets.buttons import Button
from ui.widgets.link_editor import LinkEditor


class ScanDesk:
    """Scans and pasted codes for one form. `filled` is called after a cover was taken, `told` after F7."""

    def __init__(self, context: Context, page: QWidget, form: CoverForm, panel: CoverPanel,
                 filled: Callable[[], None], told: Callable[[], None]) -> None:  # fmt: skip
        self._context, self._page, self._form, self._panel, self._filled = context, page, form, panel, filled
        self.sounds = SoundSwitch(context, page, told)
        form.boxes["shelf_id"].editor.changed.connect(self.look_at_shelf)

    def takes(self, scan: Scan) -> bool:
        """Whether a scan is for this page; carriers and forms are looked up by the window."""
        return read_scan(scan.text).kind not in (ScanKind.CARRIER, ScanKind.FORM)

    def take(self, scan: Scan) -> None:
        scanned = read_scan(scan.text)
        if scanned.kind is ScanKind.COVER:
            self.take_cover(read_cover(scan.text))
        elif scanned.kind is ScanKind.SHELF:
            self._find_shelf(scanned.value)
        else:
            title = T("intake", "不认得“{code}”", code=scanned.value[:24])
            self._complain(title, T("intake", "这里扫封面条码或柜层标签；什么也没有填"))

    def scan_button(self, words: Text) -> Button:
        button = Button(self._context.look, words, icon="scan", key="F3")
        button.clicked.connect(self.ask)
        return button

    def ask(self) -> None:
        """F3: a field of its own for the code, for serial readers and pasted text."""
        cover = CoverDialog.ask(self._context.look, self._page, self._context.scans)
        if cover is not None:
            self.take_cover(cover)

    def take_cover(self, cover: Cover) -> None:
        """Fill in what a cover's code says; typed values stay."""
        if not cover.usable:
            self._complain(T("intake", "封面条码读不出"), cover.notes[0])
            return
        filled, kept = self._form.propose(cover.values, cover.hidden)
        original = Button(self._context.look, T("intake", "看原文"), "link")
        original.clicked.connect(lambda: OriginalDialog.tell(self._context.look, self._page, cover))
        sentence = T("intake", "{standard} • 标“条码”的栏来自条码，照样受检，可以改", standard=cover.standard)
        if cover.notes:
            sentence = cover.notes[0]
        elif kept:
            sentence = T("intake", "手填的 {n} 项没有动；标“条码”的栏来自条码，照样受检，可以改", n=kept)
        token, ground = ("warn", "warns") if cover.notes else ("ok", "oks")
        self._panel.say("scan", token, ground, T("intake", "封面条码已读，{n} 项填好", n=filled), sentence,
                        [original, self.scan_button(T("intake", "重扫"))])  # fmt: skip
        self.sounds.play(ATTENTION if cover.notes else MATCHED)
        self._filled()

    def look_at_shelf(self) -> None:
        """Say limit and free room of the shelf that stands in the form."""
        chosen = self._form.boxes["shelf_id"].editor.value()
        office = self._context.office

        def show(place: Place | None) -> None:
            if self._form.boxes["shelf_id"].editor.value() == chosen:
                self._form.set_place(place)

        self._context.tasks.read(lambda: intake.place(office.read, chosen), show)

    def _find_shelf(self, code: str) -> None:
        office = self._context.office

        def found(place: Place | None) -> None:
            editor = self._form.boxes["shelf_id"].editor
            if place is None or not isinstance(editor, LinkEditor):
                self._complain(T("intake", "没有 {code} 这个柜层", code=code),
                               T("intake", "标签可能已作废；请从“存放”里选"))  # fmt: skip
                return
            editor.choose_row(place.id, place.words)
            self.sounds.play(MATCHED)

        self._context.tasks.read(lambda: intake.place_by_code(office.read, code), found)

    def _complain(self, title: Text, sentence: Text) -> None:
        self._panel.say("warning", "bad", "bads", title, sentence, [self.scan_button(T("intake", "重扫"))])
        self.sounds.play(UNKNOWN)
