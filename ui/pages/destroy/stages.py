"""The steps of a batch as dialogs and acts: approval, seals, start, witnesses, receipt and certificate, and the ways back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from models.domain.destruction_run import Treatment
from models.domain.problems import Problem
from models.domain.text import T, Text
from models.ledgers import BY_NAME
from models.ledgers.fields import Field, Kind
from models.services import destruction_views, process_people
from models.services.destruction_views import ListLine
from ui.context import Context
from ui.pages.destroy.pull_dialog import BROUGHT_BACK, PullDialog
from ui.pages.processes.fields_dialog import Asked, FieldsDialog
from ui.pages.processes.people import name_people, person_field, sign_and_perform
from ui.widgets.text_dialog import TextDialog

if TYPE_CHECKING:
    from ui.pages.destroy.batch_page import BatchPage
    from ui.pages.destroy.run_page import RunPage

READ = T("form", "理由会写入日志，审计员可见")
WATCH = T("destruction", "两名监销人从头看到尾，都不是批准人；投完后由他们本人签字。")
WITNESSES = {"witness_id": person_field(T("destruction", "监销人")), "second_witness_id": person_field(T("destruction", "第二监销人"))}
TREATMENT = Field(T("destruction", "处理方法"), Kind.CHOICE, choices=BY_NAME["destructions"].fields["treatment"].choices, required=True)


class Stages:
    """What the pages of a batch let a person do; every act leads on to the page that then fits."""

    def __init__(self, context: Context, page: BatchPage | RunPage) -> None:
        self._context, self._page = context, page

    @property
    def _batch(self) -> dict[str, Any]:
        view = self._page.view
        return view.batch if view is not None else {}

    def _perform(self, act: str, reason: str = "", **values: Any) -> None:
        office, batch = self._context.office, self._batch["id"]
        self._context.tasks.write(lambda: office.perform(act, reason=reason, destruction_id=batch, **values), lambda _done: self._after())

    def _after(self) -> None:
        self._context.go("destroy", destruction=self._batch["id"])

    def _with_usual(self, then: Any) -> None:
        office = self._context.office
        self._context.tasks.read(lambda: process_people.usual_people(office, "destructions"), then)

    # approval ------------------------------------------------------------------------------------------------------

    def approve(self) -> None:
        """The leader in charge signs here or has signed F1 on paper; with that the list is locked."""
        self._with_usual(self._approve)

    def _approve(self, usual: dict[str, Any]) -> None:
        batch = self._batch
        asked = Asked(
            T("destruction", "由谁批准 {number}", number=batch["number"]), T("destruction", "去签字"),
            {"approver_id": person_field(T("destruction", "批准人"), T("destruction", "分管（主管）领导，不能是经办人"))},
            (T("destruction", "批准人签的是清单上的每一份、文字和次序；签字后清单锁定，按指纹核对。"),), {"approver_id": 2},
            reasons=False, aliases={"approver": "approver_id"},
        )  # fmt: skip
        fixed = {"destruction_id": batch["id"]}
        given = name_people(self._context, self._page, "approve_destruction", asked, usual, fixed)
        if given is not None:
            sign_and_perform(
                self._context, self._page, "approve_destruction", {**fixed, **given.values}, T("destruction", "批准销毁"),
                T("destruction", "批准并锁定清单"), batch["number"], lambda _done: self._after(),
            )  # fmt: skip

    # seals and start -----------------------------------------------------------------------------------------------

    def seal(self) -> None:
        """Everything is packed and sealed as the panel says; a refusal names bag and seal."""
        self._perform("seal_bags", bags=self._page.bags.plans())  # type: ignore[union-attr]

    def start(self) -> None:
        """Who watches, escorts for what is sent, a treatment for what is destroyed here; from now on one by one."""
        self._with_usual(self._start)

    def _start(self, usual: dict[str, Any]) -> None:
        batch, sent = self._batch, self._batch["route"] == "SENT"
        office = self._context.office
        fields = dict(WITNESSES)
        if sent:
            fields |= {"escort_id": person_field(T("destruction", "押运人")),
                      "second_escort_id": person_field(T("destruction", "第二押运人"))}  # fmt: skip
        fields |= {
            "treatment": TREATMENT, "place": Field(T("destruction", "销毁地点")),
            "started_on": Field(T("destruction", "送销日期") if sent else T("destruction", "销毁日期"), Kind.DATE, required=True),
        }  # fmt: skip
        values = usual | {"treatment": batch["treatment"] or "SHREDDING", "place": batch["place"],
                          "started_on": office.clock.today().isoformat()}  # fmt: skip

        def rehearse(given: dict[str, Any], _confirmed: bool) -> list[Problem]:
            return office.try_out("start_destruction", destruction_id=batch["id"], **_start_values(given)).problems

        said = T("destruction", "两人押运到承销单位，在交接处逐份扫描投入。") if sent else T("destruction", "在销毁设备旁逐份扫描，扫到再投。")
        asked = Asked(T("destruction", "开始监销 {number}", number=batch["number"]), T("destruction", "开始监销"), fields, (said, WATCH),
                      {"place": 1}, aliases={"escorts": "second_escort_id", "witnesses": "second_witness_id"})  # fmt: skip
        given = FieldsDialog.ask(self._context, self._page, asked, values, rehearse)
        if given is not None:
            self._perform("start_destruction", given.reason, **_start_values(given.values))

    # the end -------------------------------------------------------------------------------------------------------

    def change_witnesses(self) -> None:
        """Somebody else watches from now on, with a reason."""
        batch, office = self._batch, self._context.office
        fields = WITNESSES | {"why": Field(T("destruction", "为什么换人"), required=True)}
        asked = Asked(T("destruction", "换监销人 {number}", number=batch["number"]), T("destruction", "换成这两人"), fields, (WATCH,),
                      {"why": 2}, aliases={"witnesses": "second_witness_id"})  # fmt: skip

        def rehearse(given: dict[str, Any], _confirmed: bool) -> list[Problem]:
            return office.try_out("change_witnesses", destruction_id=batch["id"], **given).problems

        given = FieldsDialog.ask(self._context, self._page, asked, {name: batch[name] for name in WITNESSES}, rehearse)
        if given is not None:
            self._perform("change_witnesses", given.reason, **given.values)

    def witness(self) -> None:
        """The two who watched from the start sign what went in and what was pulled out."""
        batch, office = self._batch, self._context.office
        fields = {
            "executed_on": Field(T("destruction", "销毁日期"), Kind.DATE, required=True),
            "bags_broken": Field(T("destruction", "封签有破损"), Kind.YES_NO),
        }  # fmt: skip
        values = {"executed_on": office.clock.today().isoformat(), "bags_broken": 0}
        names = "、".join(self._page.view.names[name] for name in WITNESSES) if self._page.view else ""
        asked = Asked(T("destruction", "监销签字 {number}", number=batch["number"]), T("destruction", "去签字"), fields,
                      (T("destruction", "由从头监销的 {names} 签字：用本人口令签，或登记已签字的纸面。", names=names),),
                      reasons=False)  # fmt: skip

        def rehearse(given: dict[str, Any], _confirmed: bool) -> list[Problem]:
            return office.try_out("witness_destruction", destruction_id=batch["id"], **_witness_values(given)).problems

        given = FieldsDialog.ask(self._context, self._page, asked, values, rehearse)
        if given is not None:
            sign_and_perform(
                self._context, self._page, "witness_destruction", {"destruction_id": batch["id"], **_witness_values(given.values)},
                T("destruction", "监销签字"), T("destruction", "监销完毕"), destruction_views.list_number(batch),
                lambda _done: self._after(),
            )  # fmt: skip

    def certify(self) -> None:
        """The receipt's number first; then the carriers are destroyed by the book, under the number of F2."""
        batch, office = self._batch, self._context.office
        sent = batch["route"] == "SENT"
        name = T("destruction", "回执编号") if sent else T("destruction", "销毁记录编号")
        fields = {"receipt_number": Field(name, required=True, hint=T("destruction", "承销单位给的回执；自行销毁填销毁记录编号")),
                  "receipt_on": Field(T("destruction", "回执日期"), Kind.DATE, required=True)}  # fmt: skip
        values = {"receipt_number": batch["receipt_number"], "receipt_on": batch["receipt_on"] or office.clock.today().isoformat()}
        n = batch["destroyed"] or 0
        sentences = (T("destruction", "{n} 份按证明 {number} 销账：载体登记到此为止，登记行长期留存，不能撤销。", n=n,
                       number=destruction_views.list_number(batch)),)  # fmt: skip
        asked = Asked(T("destruction", "登记回执，出销毁证明"), T("destruction", "销账 {n} 份", n=n), fields, sentences, danger=True)
        given = FieldsDialog.ask(self._context, self._page, asked, values)
        if given is None:
            return
        taken, id_ = given.values, batch["id"]

        def act() -> None:
            office.perform("record_destruction_receipt", destruction_id=id_, **taken)
            office.perform("certify_destruction", destruction_id=id_)

        self._context.tasks.write(act, lambda _none: self._after())

    # the ways back -------------------------------------------------------------------------------------------------

    def bring_back(self) -> None:
        """What was put in or sent came back whole: the machine broke, or the facility refused it."""
        self._with_lines("PUT_IN", self._bring_back)

    def _bring_back(self, gone: list[ListLine]) -> None:
        given = PullDialog.ask(self._context, self._page, gone, None, BROUGHT_BACK)
        if given is not None:
            carriers, why = given
            self._perform("bring_back_undestroyed", carrier_ids=carriers, why=why)

    def pull_out(self) -> None:
        """Take one out of the locked list, with a reason that stands on the certificate."""
        self._with_lines("LISTED", self._pull_out)

    def _pull_out(self, waiting: list[ListLine]) -> None:
        line = self._page.current_line()
        given = PullDialog.ask(self._context, self._page, waiting, line.carrier["id"] if line is not None else None)
        if given is not None:
            (carrier,), why = given
            self._perform("pull_out", carrier_id=carrier, why=why)

    def _with_lines(self, state: str, then: Callable[[list[ListLine]], None]) -> None:
        """The lines of the list in a state now, behind scans that are still on their way; nothing happens without any."""
        office, batch = self._context.office, self._batch.get("id", 0)

        def lines() -> list[ListLine]:
            return [line for line in destruction_views.list_lines(office.read, batch) if line.item["state"] == state]

        self._context.tasks.write(lines, lambda found: then(found) if found else None)

    def reopen(self) -> None:
        """Back to the open list: count, approval and seals are void (R-55)."""
        sentences: tuple[Text, ...] = (T("destruction", "清点、批准和封签都作废，要重新清点、报批；已剔出的仍在清单外。"),)
        why = TextDialog.ask(self._context.look, self._page, T("destruction", "退回拟销"), T("destruction", "为什么退回"),
                             T("destruction", "退回拟销"), READ, sentences, danger=True)  # fmt: skip
        if why:
            self._perform("reopen_destruction", why=why)

    def abandon(self) -> None:
        """Give the batch up; every carrier is in store again."""
        verb = T("destruction", "放弃这一批")
        sentences: tuple[Text, ...] = (T("destruction", "清单上的载体都回到在库；批次号不再用，记录留存。"),)
        why = TextDialog.ask(self._context.look, self._page, verb, T("destruction", "为什么放弃"), verb, READ, sentences, danger=True)
        if why:
            self._perform("abandon_destruction", why=why)


def _start_values(given: dict[str, Any]) -> dict[str, Any]:
    treatment = given.get("treatment")
    return {**given, "treatment": Treatment(treatment) if treatment else None, "place": given.get("place") or "",
            "started_on": given.get("started_on") or ""}  # fmt: skip


def _witness_values(given: dict[str, Any]) -> dict[str, Any]:
    return {**given, "executed_on": given.get("executed_on") or "", "bags_broken": bool(given.get("bags_broken"))}
