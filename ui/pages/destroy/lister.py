"""Writing the list: a new batch with its header, changes of an open one, and sending it to the count by two."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from models.domain.problems import Problem
from models.domain.text import T, Text
from models.services import process_people
from models.services.acts import Done
from ui.context import Context
from ui.pages.consent import ask_consent
from ui.pages.destroy.header import FIELDS, KEPT, ask_header
from ui.pages.processes.fields_dialog import Asked, FieldsDialog
from ui.pages.processes.people import name_people, person_field, sign_and_perform
from ui.widgets.text_dialog import TextDialog

if TYPE_CHECKING:
    from ui.pages.destroy.choose_page import ChoosePage

NOT_REVIEWED = "EXPIRY_NOT_REVIEWED"


class Lister:
    """The acts of the page where carriers are chosen."""

    def __init__(self, context: Context, page: ChoosePage) -> None:
        self._context, self._page = context, page
        self.then_count = False

    # the header ----------------------------------------------------------------------------------------------------

    def amend(self) -> None:
        """批次事项: for a new batch it is asked with the list; for an open one it is corrected."""
        page, batch = self._page, self._page.choice.batch
        if batch is None:
            self.save()
            return
        office = self._context.office

        def rehearse(values: dict[str, Any], _confirmed: bool) -> list[Problem]:
            return office.try_out("amend_destruction", destruction_id=batch["id"], header=values).problems

        given = ask_header(self._context, page, T("destruction", "批次事项　{number}", number=batch["number"]),
                           T("destruction", "保存批次事项"), {name: batch[name] for name in FIELDS}, rehearse)  # fmt: skip
        if given is not None:
            self._context.tasks.write(lambda: office.perform(
                "amend_destruction", destruction_id=batch["id"], header=given.values, reason=given.reason))  # fmt: skip

    # the list ------------------------------------------------------------------------------------------------------

    def save(self, then_count: bool = False) -> None:
        """Write what is chosen. `then_count`: go on to the count by two."""
        self.then_count = then_count
        ask_consent(self._context.look, self._page, self._context.office, self._context.tasks,
                    lambda given: self._save() if given else None)  # fmt: skip

    def _save(self) -> None:
        page = self._page
        if page.choice.batch is None:
            if page.chosen:
                self._new()
            return
        removed = sorted(page.choice.listed - page.chosen)
        added = [one.carrier["id"] for one in page.chosen_rows() if one.carrier["id"] not in page.choice.listed]
        if removed and not self._remove(removed):
            return
        if added:
            self._add(added)
        elif not removed:
            self._go_on()

    def _to_review(self, ids: list[int]) -> list[int]:
        """The expired ones that a person has to confirm (R-16)."""
        found = self._page.candidates
        return [id_ for id_ in ids if any(problem.code == NOT_REVIEWED for problem in found[id_].problems)]

    def _new(self) -> None:
        page, office = self._page, self._context.office
        ids = [one.carrier["id"] for one in page.chosen_rows()]
        review = self._to_review(ids)
        usual = page.choice.usual
        values = {name: usual.get(name) for name in KEPT} | {"cause": "EXPIRED" if review else None}
        values["route"] = values["route"] or "SENT"

        def rehearse(header: dict[str, Any], confirmed: bool) -> list[Problem]:
            return office.try_out("list_for_destruction", carrier_ids=ids, header=header,
                                  reviewed=review if confirmed else []).problems  # fmt: skip

        given = ask_header(self._context, page, T("destruction", "新批次：{n} 份", n=len(ids)),
                           T("destruction", "列入销毁清单 {n} 份", n=len(ids)), values, rehearse, len(review),
                           (T("destruction", "列入后这些载体不能再借出；清点以前随时可以增减、撤下。"),))  # fmt: skip
        if given is not None:
            self._context.tasks.write(lambda: office.perform(
                "list_for_destruction", carrier_ids=ids, header=given.values, reviewed=review if given.confirmed else [],
                reason=given.reason,
            ), self._listed)  # fmt: skip

    def _listed(self, done: Done) -> None:
        page = self._page
        page.destruction_id = int(done.result)
        page.choice = page.choice.__class__(None, [])
        page.load()
        self._go_on()

    def _add(self, ids: list[int]) -> None:
        page, office, batch = self._page, self._context.office, self._page.destruction_id
        review = self._to_review(ids)

        def rehearse(_values: dict[str, Any], confirmed: bool) -> list[Problem]:
            return office.try_out("add_to_destruction", destruction_id=batch, carrier_ids=ids,
                                  reviewed=review if confirmed else []).problems  # fmt: skip

        confirm = T("destruction", "其中到期的 {n} 份已逐份核对：没有延期通知，没有保存价值", n=len(review)) if review else None
        verb = T("destruction", "清单添加 {n} 份", n=len(ids))
        given = FieldsDialog.ask(self._context, page, Asked(verb, verb, {}, confirm=confirm), {}, rehearse)
        if given is not None:
            self._context.tasks.write(lambda: office.perform(
                "add_to_destruction", destruction_id=batch, carrier_ids=ids, reviewed=review if given.confirmed else [],
                reason=given.reason,
            ), lambda _done: self._go_on())  # fmt: skip

    def _remove(self, ids: list[int]) -> bool:
        office, batch = self._context.office, self._page.destruction_id
        verb = T("destruction", "撤下 {n} 份", n=len(ids))
        sentences: tuple[Text, ...] = (T("destruction", "撤下的回到在库；清单和原因都留在日志里。"),)
        why = TextDialog.ask(self._context.look, self._page, verb, T("destruction", "为什么撤下"), verb,
                             T("form", "理由会写入日志，审计员可见"), sentences)  # fmt: skip
        if why is None:
            return False
        self._context.tasks.write(
            lambda: office.perform("remove_from_destruction", destruction_id=batch, carrier_ids=ids, why=why),
            lambda _done: self._go_on(),
        )
        return True

    # the count by two ----------------------------------------------------------------------------------------------

    def _go_on(self) -> None:
        if self.then_count:
            self.then_count = False
            self.count()
        else:
            self._page.load()

    def count(self) -> None:
        """清点人 and 复核人 compare list and things and sign it."""
        office = self._context.office
        self._context.tasks.read(lambda: process_people.usual_people(office, "destructions"), self._count)

    def _count(self, usual: dict[str, Any]) -> None:
        page, batch = self._page, self._page.destruction_id
        if batch is None:
            return
        fields = {"counter_id": person_field(T("destruction", "清点人")), "checker_id": person_field(T("destruction", "复核人"))}
        asked = Asked(
            T("destruction", "送清点：两人对照清单逐份清点实物"), T("destruction", "两人签字"), fields,
            (T("destruction", "清点后清单按 F2 的次序编号；要再增减，须退回拟销重新清点。"),), reasons=False,
            aliases={"counters": "checker_id"},
        )  # fmt: skip
        fixed = {"destruction_id": batch}
        given = name_people(self._context, page, "count_for_destruction", asked, usual, fixed)
        if given is None:
            page.load()
            return
        signed = sign_and_perform(
            self._context, page, "count_for_destruction", {**fixed, **given.values}, T("destruction", "销毁清点签字"),
            T("destruction", "清点完毕"), page.view.batch["number"] if page.view else "",
            lambda _done: self._context.go("destroy", destruction=batch),
        )  # fmt: skip
        if not signed:
            page.load()
