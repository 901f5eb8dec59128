"""The acts that the register offers for one carrier or for what is marked: each a small dialog, tried out while typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from models.domain.errors import UserError
from models.domain.numbering import CopyNumberError, parse_copy_numbers
from models.domain.problems import Problem, blocks
from models.domain.text import T, Text
from models.ledgers.fields import Ledger
from models.services import movements
from models.services.carrier_card import scanned_shelf
from models.services.loans import due_problems
from ui.context import Context
from ui.ledger.edit_dialog import EditDialog
from ui.links import OfficeLinks
from ui.pages.register import forms
from ui.scanning import Scan
from ui.widgets.link_editor import LinkEditor
from ui.widgets.text_dialog import TextDialog

Values = dict[str, Any]
Fit = Callable[[Values], Values]  # the dialog's values as the act takes them


class CarrierActs:
    """Runs the dialogs over `parent`. What an act changed reaches the pages by the office's own signal."""

    def __init__(self, context: Context, parent: QWidget, done: Callable[[], None]) -> None:
        self._context, self._parent, self._done = context, parent, done
        self._links = OfficeLinks(context.office, context.tasks)

    # acts on carriers ----------------------------------------------------------------------------------------------

    def move(self, ids: list[int]) -> None:
        """To another shelf, or to the first one."""
        title = T("register", "移到别的柜层：{n} 份", n=len(ids))
        dialog = self._dialog(forms.MOVE, title, T("register", "移动 {n} 份", n=len(ids)), "shelve", {"carrier_ids": ids})
        editor = dialog.form.boxes["shelf_id"].editor
        if isinstance(editor, LinkEditor):
            self._run_with_scans(dialog, lambda scan: self._take_shelf(editor, scan))

    def lend(self, ids: list[int]) -> None:
        """To one person, by a paper approval."""
        office = self._context.office

        def due() -> str:
            return movements.due_day(movements.briefs(office.read, ids), office.clock.today()).isoformat()

        self._context.tasks.read(due, lambda day: self._lend(ids, day))

    def _lend(self, ids: list[int], due_on: str) -> None:
        title = T("register", "借出 {n} 份", n=len(ids))
        dialog = self._dialog(forms.LEND, title, title, "lend", {"carrier_ids": ids}, values={"due_on": due_on})
        self._run(dialog)

    def take_back(self, ids: list[int]) -> None:
        """A carrier came back and was looked at."""
        title = T("register", "归还 {n} 份", n=len(ids))
        self._run(self._dialog(forms.TAKE_BACK, title, title, "take_back", {"carrier_ids": ids}))

    def demand_recall(self, ids: list[int]) -> None:
        """The issuer wants them back."""
        title = T("register", "登记清退要求：{n} 份", n=len(ids))
        self._run(self._dialog(forms.RECALL, title, T("register", "登记清退要求"), "demand_recall", {"carrier_ids": ids}))

    def lift_recall(self, ids: list[int]) -> None:
        """The demand was withdrawn; the reason is the basis."""
        basis = TextDialog.ask(
            self._context.look, self._parent, T("register", "解除清退要求：{n} 份", n=len(ids)), T("register", "依据"),
            T("register", "解除清退要求"), T("form", "理由会写入日志，审计员可见"),
        )  # fmt: skip
        if basis:
            office = self._context.office
            self._context.tasks.write(
                lambda: office.perform("lift_recall", reason=basis, carrier_ids=ids), lambda _done: self._done()
            )

    def add_copies(self, document_id: int) -> None:
        """Copies of a registered document that came later."""

        def fit(values: Values) -> Values:
            return {"copy_numbers": _copy_numbers(values), "shelf_id": values.get("shelf_id")}

        dialog = self._dialog(
            forms.COPIES, T("register", "补登份数"), T("register", "补登"), "add_copies", {"document_id": document_id}, fit
        )
        editor = dialog.form.boxes["shelf_id"].editor
        if isinstance(editor, LinkEditor):
            self._run_with_scans(dialog, lambda scan: self._take_shelf(editor, scan))

    def void(self, carrier_id: int) -> None:
        """Cancel a wrong registration by a counter-entry."""
        reason = TextDialog.ask(
            self._context.look, self._parent, T("list", "作废这一条登记"), T("list", "作废理由"), T("list", "作废登记"),
            T("form", "理由会写入日志，审计员可见"), (T("list", "作废后只能看，不能再用；编号不重用。"),), danger=True,
        )  # fmt: skip
        if reason:
            office = self._context.office
            self._context.tasks.write(
                lambda: office.perform("void_row", reason=reason, ledger="carriers", id=carrier_id), lambda _done: self._done()
            )

    # inside --------------------------------------------------------------------------------------------------------

    def _dialog(self, form: Ledger, title: Text, verb: Text, act: str, fixed: Values, fit: Fit = dict,
                values: Values | None = None) -> EditDialog:  # fmt: skip
        context, office = self._context, self._context.office
        required = [name for name, field in form.fields.items() if field.required]

        def check(typed: Values) -> list[Problem]:
            if any(typed.get(name) in (None, "") for name in required):
                due = str(typed.get("due_on") or "")
                return due_problems(due, office.clock.today().isoformat()) if due else []
            try:
                return list(office.try_out(act, **fixed, **fit(typed)).problems)
            except UnreadableCopies as error:
                return [error.problem]

        def save(typed: Values, reason: str) -> Any:
            return office.perform(act, reason=reason, **fixed, **fit(typed))

        dialog = EditDialog(
            context.look, self._parent, form, title, context.tasks, self._links, check, save, values=values,
            year=office.clock.today().year,
        )  # fmt: skip
        dialog.save_button.set_text(verb)
        return dialog

    def _run(self, dialog: EditDialog) -> None:
        if dialog.run() is not None:
            self._done()

    def _run_with_scans(self, dialog: EditDialog, handler: Callable[[Scan], None]) -> None:
        scans = self._context.scans
        scans.push(dialog, handler)
        try:
            self._run(dialog)
        finally:
            scans.pop(dialog)

    def _take_shelf(self, editor: LinkEditor, scan: Scan) -> None:
        """A scanned shelf label fills the field."""
        office = self._context.office

        def take(found: tuple[int, str] | None) -> None:
            if found is not None:
                editor.choose_row(*found)
            else:
                self._context.present(_not_a_shelf(scan.text))

        self._context.tasks.read(lambda: scanned_shelf(office, scan.text), take)


class UnreadableCopies(Exception):
    """What was typed cannot be read as copy numbers."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


def _copy_numbers(values: Values) -> list[str]:
    try:
        return parse_copy_numbers(values.get("copy_numbers") or "")
    except CopyNumberError as error:
        raise UnreadableCopies(blocks("COPY_NUMBER_UNREADABLE", "copy_numbers", error.text, "R-09")) from error


def _not_a_shelf(code: str) -> UserError:
    return UserError(
        "NOT_A_SHELF",
        T("error", "“{code}”不是柜层标签。", code=code),
        T("error", "什么也没有改动。"),
        T("error", "请扫柜层上的标签，或写柜名、层名来找。"),
    )
