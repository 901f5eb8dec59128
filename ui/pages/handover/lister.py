"""Writing the list of a hand-over: a new one with its header, changes of an open one, and the start of packing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from models.domain.problems import Problem
from models.domain.text import T, Text
from models.services import process_people
from models.services.acts import Done
from ui.context import Context
from ui.pages.consent import ask_consent
from ui.pages.handover.header import FIELDS, ask_header
from ui.pages.processes.fields_dialog import Asked, FieldsDialog
from ui.widgets.text_dialog import TextDialog

if TYPE_CHECKING:
    from ui.pages.handover.list_page import ListPage


class Lister:
    """The acts of the page where carriers are chosen."""

    def __init__(self, context: Context, page: ListPage) -> None:
        self._context, self._page = context, page
        self._then_pack = False

    def amend(self) -> None:
        """移交事项: for a new list it is asked with the list; for an open one it is corrected."""
        page, view, office = self._page, self._page.view, self._context.office
        if view is None:
            self.save()
            return

        def rehearse(values: dict[str, Any], _confirmed: bool) -> list[Problem]:
            return office.try_out("amend_hand_over", handover_id=view.row["id"], header=values).problems

        given = ask_header(self._context, page, T("hand-over", "移交事项　{number}", number=view.row["number"]),
                           T("hand-over", "保存移交事项"), {name: view.row[name] for name in FIELDS}, rehearse)  # fmt: skip
        if given is not None:
            self._context.tasks.write(lambda: office.perform(
                "amend_hand_over", handover_id=view.row["id"], header=given.values, reason=given.reason))  # fmt: skip

    def save(self, then_pack: bool = False) -> None:
        """Write what is chosen. `then_pack`: close the list and begin to look at every item."""
        self._then_pack = then_pack
        ask_consent(self._context.look, self._page, self._context.office, self._context.tasks,
                    lambda given: self._save() if given else None)  # fmt: skip

    def _save(self) -> None:
        page, office = self._page, self._context.office
        if page.handover_id is None:
            if page.chosen:
                self._context.tasks.read(lambda: process_people.usual_people(office, "handovers"), self._new)
            return
        removed = sorted(page.listed - page.chosen)
        added = [id_ for id_ in page.offers if id_ in page.chosen - page.listed]
        if added:
            self._add(added, removed)
        elif removed:
            self._remove(removed)
        else:
            self._go_on()

    def _new(self, usual: dict[str, Any]) -> None:
        page, office = self._page, self._context.office
        ids = [id_ for id_ in page.offers if id_ in page.chosen]

        def rehearse(header: dict[str, Any], _confirmed: bool) -> list[Problem]:
            return office.try_out("list_for_hand_over", carrier_ids=ids, header=header).problems

        given = ask_header(
            self._context, page, T("hand-over", "新移交：{n} 件", n=len(ids)), T("hand-over", "列入移交清单 {n} 件", n=len(ids)),
            {"kind": "CLERK_CHANGE", "cause": "CHANGE_OF_POST", **usual}, rehearse,
            (T("hand-over", "列入后这些载体不能再借出；清点以前随时可以增减、撤下。"),),
        )  # fmt: skip
        if given is not None:
            self._context.tasks.write(lambda: office.perform(
                "list_for_hand_over", carrier_ids=ids, header=given.values, reason=given.reason), self._listed)  # fmt: skip

    def _listed(self, done: Done) -> None:
        self._page.handover_id = int(done.result)
        self._page.load()
        self._go_on()

    def _add(self, ids: list[int], then_remove: list[int]) -> None:
        page, office, id_ = self._page, self._context.office, self._page.handover_id

        def rehearse(_values: dict[str, Any], _confirmed: bool) -> list[Problem]:
            return office.try_out("add_to_hand_over", handover_id=id_, carrier_ids=ids).problems

        verb = T("hand-over", "清单添加 {n} 件", n=len(ids))
        given = FieldsDialog.ask(self._context, page, Asked(verb, verb, {}), {}, rehearse)
        if given is not None:
            self._context.tasks.write(
                lambda: office.perform("add_to_hand_over", handover_id=id_, carrier_ids=ids, reason=given.reason),
                lambda _done: self._remove(then_remove) if then_remove else self._go_on(),
            )

    def _remove(self, ids: list[int]) -> None:
        office, id_ = self._context.office, self._page.handover_id
        self._context.tasks.write(lambda: office.perform("remove_from_hand_over", handover_id=id_, carrier_ids=ids),
                                  lambda _done: self._go_on())  # fmt: skip

    def _go_on(self) -> None:
        if not self._then_pack:
            self._page.load()
            return
        self._then_pack = False
        office, id_ = self._context.office, self._page.handover_id
        self._context.tasks.write(lambda: office.perform("start_packing", handover_id=id_),
                                  lambda _done: self._context.go("handover", handover=id_))  # fmt: skip

    def abandon(self) -> None:
        """Give the hand-over up; every carrier is in store again."""
        view = self._page.view
        if view is not None:
            abandon(self._context, self._page, view.row["id"])


def abandon(context: Context, page: Any, handover_id: int) -> None:
    """Ask why, then give a hand-over up."""
    verb = T("hand-over", "放弃这次移交")
    sentences: tuple[Text, ...] = (T("hand-over", "清单上的载体都回到在库；清单编号不再用，记录留存。"),)
    why = TextDialog.ask(context.look, page, verb, T("hand-over", "为什么放弃"), verb, T("form", "理由会写入日志，审计员可见"), sentences,
                         danger=True)  # fmt: skip
    if why:
        office = context.office
        context.tasks.write(lambda: office.perform("abandon_hand_over", handover_id=handover_id, why=why),
                            lambda _done: context.go("handover", handover=handover_id))  # fmt: skip
