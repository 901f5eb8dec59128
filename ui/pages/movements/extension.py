"""Keeping a loan longer: until when, and why."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from models.domain.problems import Problem
from models.domain.text import T
from models.ledgers.fields import Field, Kind
from models.services.acts import Done
from models.services.movements import OpenLoan
from ui.context import Context
from ui.pages.processes.fields_dialog import Asked, FieldsDialog

FIELDS = {
    "due_on": Field(T("movement", "新的应还日期"), Kind.DATE, required=True),
    "why": Field(T("movement", "续借说明"), required=True, hint=T("movement", "为什么续借、谁同意的；会写入日志")),
}  # fmt: skip


def extend(context: Context, parent: QWidget, loan: OpenLoan, extended: Callable[[OpenLoan, str, Done], None]) -> None:
    """Ask for the new due day and the reason, perform the act, and tell."""
    office, carriers = context.office, [loan.carrier_id]

    def rehearse(values: dict[str, Any], _confirmed: bool) -> list[Problem]:
        return office.try_out("extend_loan", carrier_ids=carriers, **values).problems

    said = T("movement", "{person} 借阅 {number}，原定 {day} 归还。", person=loan.person, number=loan.number, day=loan.due_on or "—")
    asked = Asked(T("movement", "续借 {number}", number=loan.number), T("movement", "续借"), FIELDS, (said,), {"due_on": 2, "why": 2})
    given = FieldsDialog.ask(context, parent, asked, {}, rehearse)
    if given is not None:
        day = str(given.values["due_on"])
        context.tasks.write(
            lambda: office.perform("extend_loan", carrier_ids=carriers, **given.values), lambda done: extended(loan, day, done)
        )
