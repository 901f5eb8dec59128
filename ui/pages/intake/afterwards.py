"""After a document was registered: what was written, and what usually comes next – shelve, print labels – or undo."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from models.domain.text import T
from models.services.acts import Done
from models.services.intake import Place, Trial
from ui.context import Context
from ui.pages.intake.cover_panel import CoverPanel
from ui.pages.intake.outcome import registered_words
from ui.pages.register.acts import CarrierActs
from ui.widgets.buttons import Button


class Afterwards:
    """Speaks in the panel above the form. `last` is what Ctrl+Z takes back."""

    def __init__(self, context: Context, page: QWidget, panel: CoverPanel, scan_button: Callable[[], Button]) -> None:
        self._context, self._panel, self._scan_button = context, panel, scan_button
        self._acts = CarrierActs(context, page, self._shelved)
        self._carriers: list[int] = []
        self.last: Done | None = None

    def say(self, done: Done, trial: Trial, place: Place | None) -> None:
        """It is on disk. What comes next is shelving, then labels."""
        self.last = done
        self._carriers = list(done.result["carriers"])
        title, sentence = registered_words(done, trial, place)
        undo = Button(self._context.look, T("intake", "撤销"), icon="undo", key="Ctrl+Z")
        undo.clicked.connect(self.undo)
        following = self._labels_button() if place is not None else self._shelve_button()
        self._panel.say("check-circle", "ok", "oks", title, sentence, [undo, following])

    def undo(self) -> bool:
        """Take back the document registered last; false if there is none."""
        if self.last is None:
            return False
        done, office = self.last, self._context.office
        self._context.tasks.write(lambda: office.perform("undo", entry=done.entry), lambda _done: self._undone())
        return True

    def _undone(self) -> None:
        self.last = None
        self._panel.say("undo", "neu", "neus", T("intake", "刚才的登记已撤销"),
                        T("intake", "收文号和载体编号不再用；撤销写在日志里"), [self._scan_button()])  # fmt: skip

    def _shelved(self) -> None:
        """Its own entry; the registration is not the last act any more."""
        self.last = None
        self._panel.say("layers", "ok", "oks", T("intake", "已上架 {n} 份", n=len(self._carriers)),
                        T("intake", "接着打印标签，或者登记下一件"), [self._labels_button(), self._scan_button()])  # fmt: skip

    def _shelve_button(self) -> Button:
        shelve = Button(self._context.look, T("intake", "上架…"), icon="layers", key="Alt+U")
        shelve.clicked.connect(lambda: self._acts.move(self._carriers))
        return shelve

    def _labels_button(self) -> Button:
        ids = list(self._carriers)
        labels = Button(self._context.look, T("intake", "打印标签"), icon="printer", key="Alt+L")
        labels.clicked.connect(lambda: self._context.go("labels", carriers=ids, back="intake"))
        return labels
