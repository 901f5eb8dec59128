"""At the machine: one scan, one thing in. A surplus stops until it is answered, a shortage keeps the end off (K-21)."""

from __future__ import annotations

from typing import Any

from models.domain.destruction_run import PutIn
from models.domain.text import T, Text
from models.ledgers import BY_NAME
from models.services import destroy_pages, destruction_views
from models.services.count_views import local_time
from models.services.destroy_pages import BatchView
from models.services.destroying import PutInSeen
from models.services.destruction_views import ListLine, RunState
from ui.context import Context
from ui.pages.destroy import words
from ui.pages.destroy.run_side import RunSide
from ui.pages.destroy.stages import READ, WITNESSES, Stages
from ui.pages.processes.carrier_words import badge_of, title_of
from ui.pages.processes.scan_queue import Keep
from ui.pages.processes.scan_station import NEWEST, SHOWN_OF_CODE
from ui.pages.processes.stopping_page import StoppingPage, Wording
from ui.theme.marks import PUT_INS
from ui.widgets.buttons import Button
from ui.widgets.page import HELP_KEY
from ui.widgets.text_dialog import TextDialog

WORDING = Wording(
    home="destroy", scans="destruction_scans", ledgers=frozenset({"destructions", "destruction_items"}),
    prompt=T("destruction", "扫下一份，扫到再投"), first=T("destruction", "可以扫了：扫到“投入”再放进去"),
    once_more=T("destruction", "写明后再扫这一份"), lost=T("destruction", "没有记录，不要投入；请再扫一次"),
    taken_back=T("destruction", "要投入就再扫一次"),
)  # fmt: skip


class RunPage(StoppingPage):
    """`open(destruction=…)` goes on exactly where scanning stopped."""

    wording = WORDING

    def __init__(self, context: Context) -> None:
        super().__init__(context, T("page", "销毁"))
        self.destruction_id: int | None = None
        self.view: BatchView | None = None
        self.state: RunState | None = None
        self.stages = Stages(context, self)
        self._build()

    # building ------------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        look = self.look
        undo = self.add_action(Button(look, T("destruction", "撤销上一扫…"), icon="undo", key="Ctrl+Z"))
        undo.clicked.connect(self.undo)
        pull = self.add_action(Button(look, T("destruction", "取出一份…"), key="Alt+P"))
        pull.clicked.connect(lambda: self.stages.pull_out())
        self.go_button = self.add_action(Button(look, "", icon="lock", key="Ctrl+Enter"))
        self.go_button.clicked.connect(self.stages.witness)
        self.side = RunSide(look)
        self.side.witnesses.wanted.connect(self.stages.change_witnesses)
        self.back_button = self.side.list.add_act(T("destruction", "原样退回…"), "Alt+B", self.stages.bring_back)
        self.abandon_button = self.side.list.add_act(T("destruction", "放弃这一批…"), "Alt+X", self.stages.abandon)
        self.lay_out(words.run_heads(look), BY_NAME["destruction_scans"].fields["answer"].choices or {}, self.side)

    @property
    def batch_id(self) -> int | None:
        return self.destruction_id

    # coming and going ----------------------------------------------------------------------------------------------

    def open(self, destruction: int | None = None, **_other: Any) -> None:
        """Called by `go("destroy_run", destruction=…)`."""
        if destruction is None:
            return
        if destruction != self.destruction_id:
            self.view = self.state = None
        self.destruction_id = destruction
        self.load()

    def load(self) -> None:
        office, batch = self.context.office, self.destruction_id
        if batch is None:
            return
        self.context.tasks.write(
            lambda: (destroy_pages.batch_view(office.read, batch), destruction_views.run_state(office.read, batch, NEWEST)),
            lambda both: self._loaded(*both),
        )
        self.focus_scanning()

    def _loaded(self, view: BatchView, state: RunState) -> None:
        if view.batch["id"] != self.destruction_id:
            return
        if view.batch["state"] != "EXECUTING":
            if self.isVisible():
                self.context.go("destroy", destruction=view.batch["id"])
            return
        first, self.view, self.state = self.view is None, view, state
        self.set_words(T("destruction", "销毁　{number}", number=view.batch["number"]), T("destruction", "监销：一份一扫，多一份、少一份都停下"))
        steps, now = words.steps_of(view)
        self.stepper.set_steps(steps, now)
        where = words.place_words(view.batch)
        self.box.set_side(T("destruction", "交接　{where}", where=where) if view.batch["route"] == "SENT"
                          else T("destruction", "设备　{where}", where=where), "accent")  # fmt: skip
        self.table.set_rows([words.scan_row(self.look, scan) for scan in state.newest])
        self.side.show_batch(view)
        again = T("destruction", "接着上次：已投入 {n} 份", n=state.figures.put_in)
        said = (again if state.newest else WORDING.first) if first else None
        stopped = state.stopped_by
        self.go_on(_refused(stopped["code"], PutIn(stopped["verdict"])) if stopped is not None else None, said)

    # scanning ------------------------------------------------------------------------------------------------------

    def keeper(self) -> Keep:
        office, batch = self.context.office, self.destruction_id

        def keep(code: str, kind: str, again: str) -> PutInSeen:
            result = office.perform("put_in", destruction_id=batch, code=code, kind=kind, again=again).result
            assert isinstance(result, PutInSeen)  # noqa: S101 - the act's own answer
            return result

        return keep

    def kept(self, seen: PutInSeen) -> None:
        self.sounds.play(words.sound_of(seen.verdict))
        self._say(seen)
        self.table.put_first(words.scan_row(self.look, words.seen_row(seen)), NEWEST)
        if self.state is not None:
            refused = seen.verdict not in (PutIn.ACCEPTED, PutIn.TWICE)
            left = dict(self.state.left_by_bag)
            if seen.item is not None:
                left[seen.item["bag"]] = seen.left_in_bag
            self.state = RunState(self.state.batch, seen.figures, self.state.refusals + refused, None, self.state.newest, left)
        if seen.verdict in words.REFUSED:
            self.refusal.ask(_refused(seen.code, seen.verdict))

    def _say(self, seen: PutInSeen) -> None:
        carrier, item = seen.carrier, seen.item
        mark = words.GOES_IN if seen.verdict is PutIn.ACCEPTED else PUT_INS[seen.verdict.value]
        level = badge_of(carrier) if carrier else ""
        title = title_of(self.look, carrier) if carrier else ""
        number = carrier["number"] if carrier else seen.code[:SHOWN_OF_CODE]
        at = local_time(seen.at)
        head: Text | str
        if seen.verdict is PutIn.ACCEPTED and item is not None:
            under: Text = T("destruction", "第 {n} 份 • {time} 已存盘", n=seen.figures.put_in, time=at)
            head = T("destruction", "{n} 号袋，封签 {seal}", n=item["bag"] or "—", seal=item["seal_number"] or "—")
            second = T("destruction", "袋内还有 {n} 份", n=seen.left_in_bag) if seen.left_in_bag else T("destruction", "这一袋投完了")
        elif seen.verdict is PutIn.TWICE:
            under, head = T("destruction", "{time} 已记录", time=at), T("destruction", "这一份已经投入过")
            second = T("destruction", "同一份只算一次；查对手里这一份的标签")
        else:
            under, head = T("destruction", "{time} 已记录", time=at), words.REFUSED[seen.verdict]
            second = T("destruction", "不要投入，放到一边，写明处置")
        self.verdict.say(mark, under, head, second, level, number, title)

    def answer_refusal(self, answer: str, reason: str) -> None:
        office, batch = self.context.office, self.destruction_id
        stopped = destruction_views.run_state(office.read, batch or 0, 1).stopped_by
        if stopped is not None:
            office.perform("answer_refusal", scan_id=stopped["id"], answer=answer, answer_reason=reason)

    # the other acts ------------------------------------------------------------------------------------------------

    def undo(self) -> bool:
        """Ctrl+Z: the newest scan was not followed by putting in; says why (the thing is still there)."""
        if self.refusal.waits or self.state is None or not self.state.figures.put_in:
            return True
        verb = T("destruction", "撤销上一扫")
        why = TextDialog.ask(self.look, self, verb, T("destruction", "为什么：实物确未投入"), verb, READ,
                             (T("destruction", "只在实物还在手里时撤销；它回到“还没扫”。"),))  # fmt: skip
        if why:
            self.take_back("undo_put_in", destruction_id=self.destruction_id, why=why)
        return True

    def current_line(self) -> ListLine | None:
        """Nothing is chosen here: what is taken out is searched or scanned."""
        return None

    def print_page(self) -> None:
        if self.view is not None:
            self.context.go("print", form="F1", record=self.view.batch["id"], back="destroy_run")

    # figures -------------------------------------------------------------------------------------------------------

    def show_figures(self) -> None:
        if self.state is None:
            return
        figures = self.state.figures
        self.side.ring.show_figures(figures, self.state.refusals)
        ready = not figures.left and bool(figures.put_in)
        why = T("destruction", "少扫，不能完成")
        if not figures.left and not figures.put_in:
            why = T("destruction", "一份也没有投入")
        self.go_button.set_text(T("destruction", "监销签字") if ready else why)
        self.go_button.set_kind("primary" if ready else "plain")
        self.go_button.set_enabled(ready and not self.refusal.waits, T("destruction", "还有 {n} 份没有投入，也没有取出", n=figures.left))
        self.abandon_button.setVisible(not figures.put_in)
        self.side.witnesses.show_people([self.view.names[name] for name in WITNESSES] if self.view else [], ready)
        self.back_button.setVisible(bool(figures.put_in))
        bags = "，".join(self.look.t(T("destruction", "{bag} 号袋 {n}", bag=bag, n=n)) for bag, n in sorted(
            self.state.left_by_bag.items(), key=lambda pair: pair[0] or 0) if n and bag)  # fmt: skip
        left = T("destruction", "剩余 {n} 份：{bags}", n=figures.left, bags=bags) if figures.left else T("destruction", "都投完了，请两名监销人签字")
        self.set_foot(left, T("destruction", "取出 {n} 份", n=figures.pulled_out) if figures.pulled_out else "",
                      self.sounds.foot or T("destruction", "完成后打印销毁证明 F2"))  # fmt: skip
        self.set_keys(("Ctrl+Z", T("key", "撤销上一扫")), self.sounds.key, ("F9", T("key", "暂停并封存")), ("Ctrl+Enter", T("key", "监销签字")), HELP_KEY)


def _refused(code: str, verdict: PutIn) -> Text:
    return T("scan", "{code} {why}：写明处置后才能继续", code=code[:SHOWN_OF_CODE], why=words.REFUSED[verdict])
