"""What holds for every ledger because it is declared, not coded."""

from __future__ import annotations

from typing import Any

import pytest

from models.domain.errors import Refused
from models.ledgers import ALL, BY_NAME, Field, Kind, Ledger
from models.services.office import Office

EVERY = pytest.mark.parametrize("ledger", ALL, ids=lambda ledger: ledger.name)
BY_HAND = [ledger for ledger in ALL if ledger.editable and ledger.add_act == "add_row"]
EDITABLE = pytest.mark.parametrize("ledger", BY_HAND, ids=lambda ledger: ledger.name)


@EVERY
def test_a_declaration_is_whole(ledger: Ledger) -> None:
    assert str(ledger.title) and str(ledger.purpose) and ledger.fields
    for name, field in ledger.fields.items():
        assert str(field.label), name
        assert (field.kind is Kind.CHOICE) == bool(field.choices), name
        assert (field.kind is Kind.LINK) == bool(field.to), name
        assert not field.to or field.to in BY_NAME, name
        assert all(code == code.upper() or code.islower() for code in field.choices or {}), name
    for names in (*ledger.unique, tuple(name for name in ledger.order if name != "id"), tuple(ledger.void_values)):
        assert set(names) <= set(ledger.fields) or ledger.void_values == {"state": "VOID"}, names


@EVERY
def test_states_are_the_choices_of_the_state_field(ledger: Ledger) -> None:
    if ledger.states:
        assert dict(ledger.states) == dict(ledger.fields["state"].choices or {})


def example(office: Office, field: Field, name: str) -> Any:
    """A valid value for a field; a LINK makes the row it points to."""
    if field.kind is Kind.LINK:
        return add(office, BY_NAME[field.to], f"{name} x")
    if field.kind is Kind.CHOICE:
        return next(iter(field.choices or {}))
    return {
        Kind.INTEGER: 3, Kind.YES_NO: 1, Kind.DATE: "2026-11-02", Kind.MOMENT: "2026-11-02T04:00:00Z",
    }.get(field.kind, f"{name} 甲")  # fmt: skip


def add(office: Office, ledger: Ledger, salt: str = "") -> int:
    """A row with every dialog field filled; its id."""
    values = {name: example(office, field, name) for name, field in ledger.fields.items() if field.in_dialog}
    for names in ledger.unique:
        for name in names:
            if ledger.fields[name].kind is Kind.TEXT and name in values:
                values[name] = f"{values[name]}{salt}{len(office.read.find(ledger.name))}"
    return int(office.perform("add_row", ledger=ledger.name, values=values).result)


@EDITABLE
def test_a_row_is_added_amended_and_voided(office: Office, ledger: Ledger) -> None:
    row_id = add(office, ledger)
    name = next(name for name, field in ledger.fields.items() if field.kind is Kind.TEXT and field.in_dialog)
    office.perform("amend_row", ledger=ledger.name, id=row_id, values={name: "改后"}, reason="试")
    assert (office.read.get(ledger.name, row_id) or {})[name] == "改后"
    office.perform("void_row", ledger=ledger.name, id=row_id, reason="登错")
    assert (office.read.get(ledger.name, row_id) or {})["state"] == "VOID"
    with pytest.raises(Refused):
        office.perform("amend_row", ledger=ledger.name, id=row_id, values={name: "再改"}, reason="试")


@EDITABLE
def test_required_fields_are_required(office: Office, ledger: Ledger) -> None:
    draft = office.try_out("add_row", ledger=ledger.name, values={})
    missing = {problem.field for problem in draft.problems if problem.code == "REQUIRED"}
    assert missing == {
        name for name, field in ledger.fields.items() if field.required and name not in draft.changes[0].values
    }


@EDITABLE
def test_the_same_row_twice_is_refused(office: Office, ledger: Ledger) -> None:
    row_id = add(office, ledger)
    row = office.read.get(ledger.name, row_id) or {}
    again = {name: row[name] for name, field in ledger.fields.items() if field.in_dialog}
    draft = office.try_out("add_row", ledger=ledger.name, values=again)
    assert any(problem.code == "DUPLICATE" for problem in draft.problems)


@EDITABLE
def test_history_tells_each_value(office: Office, ledger: Ledger) -> None:
    from models.storage.journal import history_of

    row_id = add(office, ledger)
    folded: dict[str, Any] = {}
    for _entry, values in history_of(office.read.connection, ledger.name, row_id):
        folded |= values
    row = office.read.get(ledger.name, row_id) or {}
    assert {name: value for name, value in row.items() if value is not None and name != "id"} == folded
