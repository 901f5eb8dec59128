"""Naming the people of an act and letting them sign: choose, register who is missing, sign, perform."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtWidgets import QWidget

from models.domain.text import T, Text
from models.ledgers import BY_NAME
from models.ledgers.fields import Field, Kind
from models.services.acts import Done
from ui.context import Context
from ui.ledger.edit_dialog import EditDialog, Saved
from ui.links import OfficeLinks
from ui.pages.processes.fields_dialog import Asked, FieldsDialog, Given
from ui.signing.dialog import SignaturesDialog


def person_field(name: Text, hint: Text | None = None, required: bool = True) -> Field:
    """A field in which a person is chosen."""
    return Field(name, Kind.LINK, to="persons", required=required, hint=hint)


def may_register(context: Context) -> bool:
    """Whether the person signed in may add people to the register."""
    return context.office.sitting.role in context.office.acts["add_row"].roles


def register_person(context: Context, parent: QWidget, name: str = "") -> int | None:
    """Let somebody be entered who is not in the register yet; the new id, or None if it was left."""
    office, ledger = context.office, BY_NAME["persons"]
    saved = EditDialog.ask(
        context.look, parent, ledger, T("list", "{title}：登记一条", title=ledger.title), context.tasks,
        OfficeLinks(office, context.tasks),
        lambda values: office.try_out("add_row", ledger="persons", values=values).problems,
        lambda values, reason: office.perform("add_row", reason=reason, ledger="persons", values=values).result,
        values={"name": name} if name else None, year=office.clock.today().year,
    )  # fmt: skip
    return int(saved.result) if isinstance(saved, Saved) else None


def name_people(context: Context, parent: QWidget, act: str, asked: Asked, usual: Mapping[str, Any],
                fixed: Mapping[str, Any]) -> Given | None:  # fmt: skip
    """Ask who takes part; the rules answer while one chooses. `fixed` are the act's other values."""
    office = context.office

    def rehearse(values: dict[str, Any], _confirmed: bool) -> Any:
        return office.try_out(act, **fixed, **values).problems

    return FieldsDialog.ask(context, parent, asked, usual, rehearse)


def sign_and_perform(context: Context, parent: QWidget, act: str, values: Mapping[str, Any], title: Text, verb: Text,
                     form: str, done: Callable[[Done], None]) -> bool:  # fmt: skip
    """Let the people of an act sign it (own hand, password or paper), then perform it; false if it was left."""
    office = context.office
    signed = SignaturesDialog.ask(context, act, office.acts[act].needs, values, parent, title, verb, form)
    if signed is None:
        return False
    context.tasks.write(lambda: office.perform(act, signed=signed, reason=signed.reason, **values), done)
    return True
