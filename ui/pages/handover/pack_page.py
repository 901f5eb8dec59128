"""Packing: every item is scanned as it goes into the parcel; what is not on the list stops, what differs is noted (R-53)."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout

from models.domain.errors import Refused, UserError
from models.domain.problems import Problem
from models.domain.text import T, Text
from models.ledgers import BY_NAME
from models.services import handover_pages, handover_views
from models.services.count_views import local_time
from models.services.handing_over import PackSeen
from models.services.handover_pages import HandOverView
from ui.context import Context
from ui.pages.count.retype import RetypeStrip
from ui.pages.destroy.words import badge_of, title_of
from ui.pages.handover import words
from ui.pages.handover.difference_dialog import DifferenceDialog
from ui.pages.handover.lister import abandon
from ui.pages.handover.side import PackSide
from ui.pages.processes.refusal_bar import RefusalBar
from ui.pages.processes.scan_queue import TYPED, ScanQueue
from ui.scanning import Scan
from ui.sound import UNKNOWN
from ui.widgets.buttons import Button
from ui.widgets.cell_table import CellTable
from ui.widgets.containers import Frame
from ui.widgets.page import HELP_KEY, Page
from ui.widgets.scan_box import ScanBox
from ui.widgets.stepper import Stepper
from ui.widgets.verdict import VerdictPanel

NEWEST = 200
MUTED = "count.muted"


class PackPage(Page):
    """`open(handover=…)` goes on exactly where packing stopped."""

    def __init__(self, context: Context) -> None:
        super().__init__(context.look, T("page", "移交"), T("hand-over", "逐件核对：清单外的停下，有差异的注明"))
        self.context = context
        self.handover_id: int | None = None
        self.view: HandOverView | None = None
        self.muted = bool(context.preferences.get(MUTED, False))
        self.queue = ScanQueue(context.tasks, self._keep, self)
        self.queue.kept.connect(self._kept)
        self.queue.failed.connect(self._failed)
        self.queue.again_wanted.connect(self._ask_again)
        self._packed = self._left = self._refusals = 0
        self._build()

    # building ------------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        look = self.look
        undo = self.add_action(Button(look, T("hand-over", "撤销上一扫"), icon="undo", key="Ctrl+Z"))
        undo.clicked.connect(self.undo)
        note = self.add_action(Button(look, T("hand-over", "注明差异…"), key="Alt+D"))
        note.clicked.connect(self.note)
        self.go_button = self.add_action(Button(look, "", icon="check-circle", key="Ctrl+Enter"))
        self.go_button.clicked.connect(self.finish)
        self.stepper = Stepper(look)
        self.content.addWidget(self.stepper)
        row = QHBoxLayout()
        row.setSpacing(look.px(16))
        left = QVBoxLayout()
        left.setSpacing(look.px(12))
        self.box = ScanBox(look, T("hand-over", "扫描"), T("hand-over", "扫下一件，装一件"))
        self.box.typed.connect(lambda text: self._take(text, TYPED))
        self.box.undo_scan.connect(self.undo)
        left.addWidget(self.box)
        self.verdict, self.retype = VerdictPanel(look), RetypeStrip(look)
        self.retype.given.connect(lambda code, digits: self.queue.send(code, TYPED, digits))
        self.retype.left_alone.connect(self._drop_retype)
        self.answers = QStackedWidget()
        self.answers.setFixedHeight(look.px(124))
        self.answers.addWidget(self.verdict)
        self.answers.addWidget(self.retype)
        left.addWidget(self.answers)
        self.refusal = RefusalBar(look, BY_NAME["handover_scans"].fields["answer"].choices or {})
        self.refusal.answered.connect(self._answer)
        left.addWidget(self.refusal)
        self.table = CellTable(look, words.scan_heads(look), T("hand-over", "扫描记录，新的在上"), row_height=34)
        frame = Frame(look)
        frame.box.addWidget(self.table)
        left.addWidget(frame, 1)
        row.addLayout(left, 1)
        self.side = PackSide(look)
        self.side.abandon_wanted.connect(self.abandon)
        row.addWidget(self.side)
        self.content.addLayout(row, 1)
        QShortcut(QKeySequence("F7"), self, self.toggle_sound)
        QShortcut(QKeySequence("F9"), self, self.pause)

    # coming and going ----------------------------------------------------------------------------------------------

    def open(self, handover: int | None = None, **_other: Any) -> None:
        """Called by `go("handover_pack", handover=…)`."""
        if handover is None:
            return
        if handover != self.handover_id:
            self.view = None
        self.handover_id = handover
        self.load()

    def entered(self) -> None:
        if self.handover_id is not None:
            self.load()

    def changed(self, ledgers: frozenset[str]) -> None:
        if "handover_scans" not in ledgers and ledgers & {"handovers", "handover_items"} and self.isVisible():
            self.load()

    def escape(self) -> bool:
        self.context.go("handover")
        return True

    def load(self) -> None:
        """On the writing worker, behind scans that are still on their way."""
        office, id_ = self.context.office, self.handover_id
        if id_ is None:
            return
        self.context.tasks.write(lambda: handover_pages.hand_over_view(office.read, id_, NEWEST), self._loaded)
        if not self.refusal.waits:
            self.box.setFocus(Qt.FocusReason.OtherFocusReason)

    def _loaded(self, view: HandOverView) -> None:
        if view.row["id"] != self.handover_id:
            return
        if view.row["state"] != "PACKING":
            if self.isVisible():
                self.context.go("handover", handover=view.row["id"])
            return
        first, self.view, state = self.view is None, view, view.state
        self.set_words(T("hand-over", "移交　{number}", number=view.row["number"]), T("hand-over", "逐件核对：清单外的停下，有差异的注明"))
        steps, now = words.steps_of(view)
        self.stepper.set_steps(steps, now)
        self.table.set_rows([words.scan_row(self.look, scan) for scan in state.newest])
        self._packed, self._left = state.packed, state.left
        self._refusals = sum(scan["verdict"] in words.WHY and not scan["undone"] for scan in state.newest)
        self.side.show_hand_over(view)
        if first:
            fresh = T("hand-over", "可以扫了：扫一件，装一件")
            again = T("hand-over", "接着上次：已核对 {n} 件", n=state.packed + state.differing)
            self.verdict.clear(again if state.newest else fresh)
        if state.stopped_by is not None:
            self._stop(state.stopped_by["code"], state.stopped_by["verdict"])
        elif self.refusal.waits:
            self.refusal.settle()
        self._show_figures()

    # scanning ------------------------------------------------------------------------------------------------------

    def scanned(self, scan: Scan) -> bool:
        if self.handover_id is None:
            return False
        self._drop_retype()
        self._take(scan.text)
        return True

    def _take(self, code: str, kind: str = "SCAN") -> None:
        if self.refusal.waits:
            self._play(UNKNOWN)
            self.refusal.reason.setFocus(Qt.FocusReason.OtherFocusReason)
            self.verdict.say(words.NOT_KEPT, T("hand-over", "这一扫没有记录"), T("hand-over", "先写明拒收的处置"),
                             T("hand-over", "写明后再扫这一件"), number=code[:24])  # fmt: skip
            return
        self.queue.take(code, kind)

    def _keep(self, code: str, kind: str, again: str) -> PackSeen:
        result = self.context.office.perform("pack", handover_id=self.handover_id, code=code, kind=kind, again=again).result
        assert isinstance(result, PackSeen)  # noqa: S101 - the act's own answer
        return result

    def _kept(self, seen: PackSeen) -> None:
        """The scan is on disk: sound, verdict, line, figures."""
        self._drop_retype()
        self._play(words.SOUNDS[seen.verdict])
        self._left = seen.left
        self._packed += seen.verdict == "PACKED"
        self._say(seen)
        self.table.put_first(words.scan_row(self.look, words.seen_row(seen)), NEWEST)
        if seen.verdict in words.WHY:
            self._refusals += 1
            self._stop(seen.code, seen.verdict)
        self._show_figures()

    def _say(self, seen: PackSeen) -> None:
        carrier = seen.carrier
        at = local_time(seen.at)
        under: Text = T("hand-over", "{time} 已记录", time=at)
        head: Text | str
        if seen.verdict == "PACKED" and carrier is not None:
            under = T("hand-over", "第 {n} 件 • {time} 已存盘", n=self._packed, time=at)
            pages = carrier["pages"]
            head = T("hand-over", "份号 {copy}，应有 {n} 页", copy=carrier["copy_number"] or "—", n=pages) if pages else T(
                "hand-over", "份号 {copy}，页数没有登记", copy=carrier["copy_number"] or "—")  # fmt: skip
            second = T("hand-over", "核对份号和页数；不一样按 Alt+D 注明")
        elif seen.verdict == "TWICE":
            head, second = T("hand-over", "这一件已经核对过"), T("hand-over", "同一件只算一次；查对手里这一件的标签")
        else:
            head, second = words.WHY[seen.verdict], T("hand-over", "不要装入，放到一边，写明处置")
        self.verdict.say(words.MARKS[seen.verdict], under, head, second, badge_of(carrier) if carrier else "",
                         carrier["number"] if carrier else seen.code[:24], title_of(self.look, carrier) if carrier else "")  # fmt: skip

    def _stop(self, code: str, verdict: str) -> None:
        self.refusal.ask(T("hand-over", "{code} {why}：写明处置后才能继续", code=code[:24], why=words.WHY[verdict]))

    def _answer(self, answer: str, reason: str) -> None:
        office, id_ = self.context.office, self.handover_id

        def act() -> None:
            stopped = handover_views.pack_state(office.read, id_ or 0, 1).stopped_by
            if stopped is not None:
                office.perform("answer_hand_over_refusal", scan_id=stopped["id"], answer=answer, answer_reason=reason)

        self.context.tasks.write(act, lambda _none: self._answered())

    def _answered(self) -> None:
        self.refusal.settle()
        self.verdict.clear(T("hand-over", "处置已写明，可以接着扫"))
        self.load()

    def _failed(self, code: str, error: Exception) -> None:
        self._play(UNKNOWN)
        what: Text | str
        if isinstance(error, Refused):
            what = error.problems[0].text
        elif isinstance(error, UserError):
            what = error.what
        else:
            self.context.present(error)
            what = T("count", "程序自己出了错")
        self.verdict.say(words.NOT_KEPT, "", what, T("hand-over", "没有记录，请再扫一次"), number=code[:24])

    # typing (K-17) -------------------------------------------------------------------------------------------------

    def _ask_again(self, code: str, problem: Problem) -> None:
        again = self.answers.currentWidget() is self.retype
        self.answers.setCurrentWidget(self.retype)
        self.retype.ask(code, problem.text, again)

    def _drop_retype(self) -> None:
        if self.answers.currentWidget() is self.retype:
            self.retype.code = ""
            self.answers.setCurrentWidget(self.verdict)
            self.box.setFocus(Qt.FocusReason.OtherFocusReason)

    # the other acts ------------------------------------------------------------------------------------------------

    def undo(self) -> bool:
        """Ctrl+Z: take the newest scan back; its line is open again."""
        if self.refusal.waits:
            return True
        office, id_ = self.context.office, self.handover_id
        self.context.tasks.write(lambda: office.perform("undo_pack", handover_id=id_), lambda _done: self._undone(), self._no_undo)
        return True

    def _undone(self) -> None:
        self.verdict.say(words.TAKEN_BACK, "", T("hand-over", "上一扫不算数了"), T("hand-over", "要算数就再扫一次"))
        self.load()

    def _no_undo(self, error: Exception) -> bool:
        if isinstance(error, Refused):
            self.verdict.say(words.NOT_KEPT, "", error.problems[0].text)
            return True
        return False

    def note(self) -> None:
        """Alt+D: × on F3 — what differs, and whether the item goes along all the same."""
        if self.view is None:
            return
        row = self.table.current_key()
        scan = next((one for one in self.view.state.newest if one["id"] == row), None)
        office, id_ = self.context.office, self.handover_id
        first = scan["carrier_id"] if scan else None

        def opened(view: HandOverView) -> None:
            given = DifferenceDialog.ask(self.context, self, view.lines, first)
            if given is not None:
                self.context.tasks.write(lambda: office.perform("note_difference", handover_id=id_, **given), lambda _done: self._noted())

        self.context.tasks.write(lambda: handover_pages.hand_over_view(office.read, id_ or 0, 1), opened)

    def _noted(self) -> None:
        self.verdict.say(words.DIFFERENT, "", T("hand-over", "差异已注明"), T("hand-over", "列在 F3 的备注里，三方都看得到"))
        self.load()

    def finish(self) -> None:
        """Ctrl+Enter: everything was looked at; on to the signatures."""
        office, id_ = self.context.office, self.handover_id
        self.context.tasks.write(lambda: office.perform("finish_packing", handover_id=id_),
                                 lambda _done: self.context.go("handover", handover=id_))  # fmt: skip

    def abandon(self) -> None:
        if self.handover_id is not None:
            abandon(self.context, self, self.handover_id)

    def pause(self) -> None:
        """F9: everything is kept."""
        self.context.go("handover")

    def toggle_sound(self) -> None:
        self.muted = not self.muted
        self.context.preferences.set(MUTED, self.muted)
        self._show_figures()

    def _play(self, sound: str) -> None:
        if not self.muted:
            self.context.play(sound)

    def print_page(self) -> None:
        if self.handover_id is not None:
            self.context.go("print", form="F3", record=self.handover_id, back="handover_pack")

    # figures -------------------------------------------------------------------------------------------------------

    def _show_figures(self) -> None:
        if self.view is None:
            return
        state = self.view.state
        self.side.show_figures(state.listed, self._packed, state.differing, self._left, self._refusals)
        ready = not self._left and bool(self._packed + state.differing)
        self.go_button.set_text(T("hand-over", "清点完毕") if ready else T("hand-over", "还没核对完"))
        self.go_button.set_kind("primary" if ready else "plain")
        self.go_button.set_enabled(ready and not self.refusal.waits, T("hand-over", "还有 {n} 件没有核对", n=self._left))
        left = T("hand-over", "还有 {n} 件没有核对", n=self._left) if self._left else T("hand-over", "都核对完了，可以签字")
        self.set_foot(left, T("hand-over", "有差异 {n} 件", n=state.differing) if state.differing else "",
                      T("hand-over", "签字后打印移交清单 F3"))  # fmt: skip
        sound = T("key", "出声") if self.muted else T("key", "静音")
        self.set_keys(("Ctrl+Z", T("key", "撤销上一扫")), ("Alt+D", T("key", "注明差异")), ("F7", sound), ("F9", T("key", "暂停")), HELP_KEY)
