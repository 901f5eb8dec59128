"""A page at which one thing after the other is scanned, and a thing that is refused stops everything (R-53, R-54)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from models.domain.errors import Refused
from models.domain.text import T, Text
from ui.context import Context
from ui.pages.processes.refusal_bar import RefusalBar
from ui.pages.processes.scan_queue import SCANNED, TYPED, Keep, ScanQueue
from ui.pages.processes.scan_station import NOT_KEPT, SHOWN_OF_CODE, TAKEN_BACK, ScanStation, why_not
from ui.pages.sound_switch import SoundSwitch
from ui.scanning import Scan
from ui.sound import UNKNOWN
from ui.widgets.cell_table import CellTable, Head
from ui.widgets.containers import Frame
from ui.widgets.page import Page
from ui.widgets.stepper import Stepper


@dataclass(frozen=True)
class Wording:
    """What one process says and watches. `home`: the page that lists its batches; `scans`: the ledger of its scans."""

    home: str
    scans: str
    ledgers: frozenset[str]
    prompt: Text
    first: Text  # nothing was scanned yet
    once_more: Text  # a scan came while a refusal waits
    lost: Text  # a scan was not kept
    taken_back: Text


class StoppingPage(Page):
    """Base of packing and of the run at the machine. A page says how one scan is kept, read back and answered."""

    wording: Wording

    def __init__(self, context: Context, title: Text, sentence: Text | str = "") -> None:
        super().__init__(context.look, title, sentence)
        self.context = context
        self.queue = ScanQueue(context.tasks, self.keeper, self)
        self.queue.kept.connect(self._arrived)
        self.queue.failed.connect(self._failed)

    # what a page says ----------------------------------------------------------------------------------------------

    @property
    def batch_id(self) -> int | None:
        """What is open."""
        raise NotImplementedError

    def keeper(self) -> Keep:
        """The function that performs one scan of what is open now."""
        raise NotImplementedError

    def load(self) -> None:
        """Read everything again, on the writing worker, behind scans that are still on their way."""
        raise NotImplementedError

    def kept(self, seen: Any) -> None:
        """The scan is on disk: sound, verdict, line, figures."""
        raise NotImplementedError

    def answer_refusal(self, answer: str, reason: str) -> None:
        """Write what was done with the refused thing; on the writing worker."""
        raise NotImplementedError

    def show_figures(self) -> None:
        """Counters, buttons, footer and keys."""
        raise NotImplementedError

    # building ------------------------------------------------------------------------------------------------------

    def lay_out(self, heads: tuple[Head, ...], answers: Mapping[str, Text], side: QWidget) -> None:
        """Steps on top, the station with the list of scans at the left, the page's own column at the right."""
        look = self.look
        self.stepper = Stepper(look)
        self.content.addWidget(self.stepper)
        row = QHBoxLayout()
        row.setSpacing(look.px(16))
        left = QVBoxLayout()
        left.setSpacing(look.px(12))
        self.station = ScanStation(look, self.queue, T("scan", "扫描"), self.wording.prompt)
        self.box, self.verdict = self.station.box, self.station.verdict
        self.box.typed.connect(lambda text: self._take(text, TYPED))
        self.box.undo_scan.connect(self.undo)
        left.addWidget(self.station)
        self.refusal = RefusalBar(look, answers)
        self.refusal.answered.connect(self._answer)
        left.addWidget(self.refusal)
        self.table = CellTable(look, heads, T("scan", "扫描记录，新的在上"), row_height=34)
        frame = Frame(look)
        frame.box.addWidget(self.table)
        left.addWidget(frame, 1)
        row.addLayout(left, 1)
        row.addWidget(side)
        self.content.addLayout(row, 1)
        self.sounds = SoundSwitch(self.context, self, self.show_figures)
        QShortcut(QKeySequence("F9"), self, self.pause)

    # coming and going ----------------------------------------------------------------------------------------------

    def entered(self) -> None:
        if self.batch_id is not None:
            self.load()

    def changed(self, ledgers: frozenset[str]) -> None:
        if self.wording.scans not in ledgers and ledgers & self.wording.ledgers and self.isVisible():
            self.load()

    def escape(self) -> bool:
        self.pause()
        return True

    def pause(self) -> None:
        """F9: everything is kept; the batch waits in the list."""
        self.context.go(self.wording.home)

    def focus_scanning(self) -> None:
        if not self.refusal.waits:
            self.station.take_focus()

    def go_on(self, stopped_by: Text | None, first: Text | None) -> None:
        """What was read says whether a refusal waits (`stopped_by`: what it says); `first`: the page was just opened."""
        if first is not None:
            self.verdict.clear(first)
        if stopped_by is not None:
            self.refusal.ask(stopped_by)
        elif self.refusal.waits:
            self.refusal.settle()
        self.show_figures()

    # scanning ------------------------------------------------------------------------------------------------------

    def scanned(self, scan: Scan) -> bool:
        if self.batch_id is None:
            return False
        self.station.settle()
        self._take(scan.text)
        return True

    def _take(self, code: str, kind: str = SCANNED) -> None:
        if self.refusal.waits:
            self.sounds.play(UNKNOWN)
            self.refusal.reason.setFocus(Qt.FocusReason.OtherFocusReason)
            self.verdict.say(NOT_KEPT, T("scan", "这一扫没有记录"), T("scan", "先写明拒收的处置"), self.wording.once_more,
                             number=code[:SHOWN_OF_CODE])  # fmt: skip
            return
        self.queue.take(code, kind)

    def _arrived(self, seen: Any) -> None:
        self.station.settle()
        self.kept(seen)
        self.show_figures()

    def _failed(self, code: str, error: Exception) -> None:
        self.sounds.play(UNKNOWN)
        why = why_not(error)
        if why is None:
            self.context.present(error)
        what = why[0] if why else T("scan", "程序自己出了错")
        self.station.say(NOT_KEPT, "", what, self.wording.lost, number=code[:SHOWN_OF_CODE])

    def _answer(self, answer: str, reason: str) -> None:
        self.context.tasks.write(lambda: self.answer_refusal(answer, reason), lambda _none: self._answered())

    def _answered(self) -> None:
        self.refusal.settle()
        self.verdict.clear(T("scan", "处置已写明，可以接着扫"))
        self.load()

    # taking back ---------------------------------------------------------------------------------------------------

    def take_back(self, act: str, **values: Any) -> None:
        """Perform the act that takes the newest scan back."""
        office = self.context.office
        self.context.tasks.write(lambda: office.perform(act, **values), lambda _done: self._taken_back(), self._not_taken_back)

    def _taken_back(self) -> None:
        self.verdict.say(TAKEN_BACK, "", T("scan", "上一扫不算数了"), self.wording.taken_back)
        self.load()

    def _not_taken_back(self, error: Exception) -> bool:
        if isinstance(error, Refused):
            self.verdict.say(NOT_KEPT, "", error.problems[0].text)
            return True
        return False
