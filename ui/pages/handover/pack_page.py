"""Packing: every item is scanned as it goes into the parcel; what is not on the list stops, what differs is noted (R-53)."""

from __future__ import annotations

from typing import Any

from models.domain.text import T, Text
from models.ledgers import BY_NAME
from models.services import handover_pages, handover_views
from models.services.count_views import local_time
from models.services.handing_over import PackSeen
from models.services.handover_pages import HandOverView
from ui.context import Context
from ui.pages.handover import words
from ui.pages.handover.difference_dialog import DifferenceDialog
from ui.pages.handover.lister import abandon
from ui.pages.handover.side import PackSide
from ui.pages.processes.carrier_words import badge_of, title_of
from ui.pages.processes.scan_queue import Keep
from ui.pages.processes.scan_station import NEWEST, SHOWN_OF_CODE
from ui.pages.processes.stopping_page import StoppingPage, Wording
from ui.widgets.buttons import Button
from ui.widgets.page import HELP_KEY

WORDING = Wording(
    home="handover", scans="handover_scans", ledgers=frozenset({"handovers", "handover_items"}),
    prompt=T("hand-over", "扫下一件，装一件"), first=T("hand-over", "可以扫了：扫一件，装一件"),
    once_more=T("hand-over", "写明后再扫这一件"), lost=T("hand-over", "没有记录，请再扫一次"),
    taken_back=T("hand-over", "要算数就再扫一次"),
)  # fmt: skip


class PackPage(StoppingPage):
    """`open(handover=…)` goes on exactly where packing stopped."""

    wording = WORDING

    def __init__(self, context: Context) -> None:
        super().__init__(context, T("page", "移交"), T("hand-over", "逐件核对：清单外的停下，有差异的注明"))
        self.handover_id: int | None = None
        self.view: HandOverView | None = None
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
        self.side = PackSide(look)
        self.side.abandon_wanted.connect(self.abandon)
        self.lay_out(words.scan_heads(look), BY_NAME["handover_scans"].fields["answer"].choices or {}, self.side)

    @property
    def batch_id(self) -> int | None:
        return self.handover_id

    # coming and going ----------------------------------------------------------------------------------------------

    def open(self, handover: int | None = None, **_other: Any) -> None:
        """Called by `go("handover_pack", handover=…)`."""
        if handover is None:
            return
        if handover != self.handover_id:
            self.view = None
        self.handover_id = handover
        self.load()

    def load(self) -> None:
        office, id_ = self.context.office, self.handover_id
        if id_ is None:
            return
        self.context.tasks.write(lambda: handover_pages.hand_over_view(office.read, id_, NEWEST), self._loaded)
        self.focus_scanning()

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
        again = T("hand-over", "接着上次：已核对 {n} 件", n=state.packed + state.differing)
        said = (again if state.newest else WORDING.first) if first else None
        stopped = state.stopped_by
        self.go_on(_refused(stopped["code"], stopped["verdict"]) if stopped is not None else None, said)

    # scanning ------------------------------------------------------------------------------------------------------

    def keeper(self) -> Keep:
        office, id_ = self.context.office, self.handover_id

        def keep(code: str, kind: str, again: str) -> PackSeen:
            result = office.perform("pack", handover_id=id_, code=code, kind=kind, again=again).result
            assert isinstance(result, PackSeen)  # noqa: S101 - the act's own answer
            return result

        return keep

    def kept(self, seen: PackSeen) -> None:
        self.sounds.play(words.SOUNDS[seen.verdict])
        self._left = seen.left
        self._packed += seen.verdict == "PACKED"
        self._say(seen)
        self.table.put_first(words.scan_row(self.look, words.seen_row(seen)), NEWEST)
        if seen.verdict in words.WHY:
            self._refusals += 1
            self.refusal.ask(_refused(seen.code, seen.verdict))

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
                         carrier["number"] if carrier else seen.code[:SHOWN_OF_CODE], title_of(self.look, carrier) if carrier else "")  # fmt: skip

    def answer_refusal(self, answer: str, reason: str) -> None:
        office, id_ = self.context.office, self.handover_id
        stopped = handover_views.pack_state(office.read, id_ or 0, 1).stopped_by
        if stopped is not None:
            office.perform("answer_hand_over_refusal", scan_id=stopped["id"], answer=answer, answer_reason=reason)

    # the other acts ------------------------------------------------------------------------------------------------

    def undo(self) -> bool:
        """Ctrl+Z: take the newest scan back; its line is open again."""
        if not self.refusal.waits:
            self.take_back("undo_pack", handover_id=self.handover_id)
        return True

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

    def print_page(self) -> None:
        if self.handover_id is not None:
            self.context.go("print", form="F3", record=self.handover_id, back="handover_pack")

    # figures -------------------------------------------------------------------------------------------------------

    def show_figures(self) -> None:
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
                      self.sounds.foot or T("hand-over", "签字后打印移交清单 F3"))  # fmt: skip
        self.set_keys(("Ctrl+Z", T("key", "撤销上一扫")), ("Alt+D", T("key", "注明差异")), self.sounds.key, ("F9", T("key", "暂停")), HELP_KEY)


def _refused(code: str, verdict: str) -> Text:
    return T("scan", "{code} {why}：写明处置后才能继续", code=code[:SHOWN_OF_CODE], why=words.WHY[verdict])
