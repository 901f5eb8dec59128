"""Add, amend and void a row of any editable ledger: the acts that a declaration gives for nothing (`house.md` 6)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from models.domain.problems import Problem, blocks, warns
from models.domain.text import T
from models.ledgers import ALL, BY_NAME, Kind, Ledger
from models.services.acts import Draft
from models.services.office import Desk
from models.storage import undo_queries
from models.storage.journal import Change

Values = Mapping[str, Any]


def add_row(desk: Desk, *, ledger: str, values: Values) -> Draft:
    """A new row; `values` by field name. The result is its id."""
    declared = _editable(ledger)
    if declared.add_act != "add_row":
        raise KeyError(f"{ledger} is added to by {declared.add_act}")
    _only_by_hand(declared, values)
    new_id = desk.new_id(ledger)
    full = {name: values.get(name) for name in declared.fields if values.get(name) not in (None, "")}
    if declared.states:
        full.setdefault("state", next(iter(declared.states)))
    if declared.fill:
        declared.fill(full, new_id)
    problems = row_problems(desk, declared, full)
    change = Change(ledger, new_id, full)
    return Draft(subject_of(declared, full), [change], problems, result=new_id, record=(ledger, new_id))


def amend_row(desk: Desk, *, ledger: str, id: int, values: Values) -> Draft:  # noqa: A002 - the field's name
    """Change some fields of a row. A correction in a register asks for a reason (K-20)."""
    declared = _editable(ledger)
    before = desk.read.get(ledger, id)
    if before is None:
        raise KeyError(f"{ledger} {id}")
    _only_by_hand(declared, values)
    changed = {name: _stored(value) for name, value in values.items() if _stored(value) != before[name]}
    after = before | changed
    problems = row_problems(desk, declared, after, before)
    if not changed:
        problems.append(blocks("NOTHING_CHANGED", "", T("problem", "没有改动，不用保存")))
    elif before.get("state") == "VOID":
        problems.append(blocks("ROW_IS_VOID", "", T("problem", "这一行已作废，只能看，不能改"), "R-60"))
    elif declared.stands and declared.stands(before, "amend"):
        problems = declared.stands(before, "amend")
    elif declared.register_code:
        problems.append(warns("CORRECTION", "", T("problem", "这是登记后的更正，旧值会保留；请写更正理由"), "R-60"))
    details = {"before": {name: before[name] for name in changed}}
    change = [Change(ledger, id, changed)] if changed else []
    return Draft(subject_of(declared, after), change, problems, details=details, result=id, record=(ledger, id))


def void_row(desk: Desk, *, ledger: str, id: int) -> Draft:  # noqa: A002 - the field's name
    """Cancel a row by a counter-entry with a reason; it stays readable for ever (R-60)."""
    declared = _editable(ledger)
    before = desk.read.get(ledger, id)
    if before is None:
        raise KeyError(f"{ledger} {id}")
    problems: list[Problem] = []
    if before.get("state") == "VOID":
        problems.append(blocks("ROW_IS_VOID", "", T("problem", "这一行已经作废")))
    elif declared.stands:
        problems += declared.stands(before, "void")
    problems += _still_used(desk, ledger, id)
    problems.append(warns("VOID", "", T("problem", "作废后只能看，不能再用；请写作废理由"), "R-60"))
    return Draft(subject_of(declared, before), [Change(ledger, id, {"state": "VOID"})], problems, result=id)


def amend_rows(desk: Desk, *, ledger: str, ids: list[int], values: Values) -> Draft:
    """The same change in many rows, all or nothing: batch edit. Rows that already have the values are left alone."""
    whole = Draft(subject=str(len(ids)), details={"before": {}}, result=[])
    for id_ in ids:
        one = amend_row(desk, ledger=ledger, id=id_, values=values)
        if not one.changes:
            continue
        whole.changes += one.changes
        whole.problems += one.problems
        whole.details["before"][str(id_)] = one.details["before"]
        whole.result.append(id_)
    if not whole.changes:
        whole.problems.append(blocks("NOTHING_CHANGED", "", T("problem", "没有改动，不用保存")))
    return whole


def row_problems(desk: Desk, declared: Ledger, values: Values, before: Values | None = None) -> list[Problem]:
    """What the declaration, its unique fields, its links and its own check find in a row."""
    problems = declared.shape_problems(values)
    linked: dict[str, Any] = {}
    if before is not None and "secret_kind" in declared.fields:
        linked["entered_today"] = _entered_today(desk, declared.name, before["id"])
    for name, field in declared.fields.items():
        if field.kind is Kind.LINK and isinstance(values.get(name), int):
            linked[name] = desk.read.get(field.to, values[name])
            if linked[name] is None:
                text = T("problem", "“{label}”指向的记录不存在", label=field.label)
                problems.append(blocks("NO_SUCH_ROW", name, text))
    problems += _duplicates(desk, declared, values, before)
    if declared.check and not any(problem.blocks for problem in problems):
        problems += declared.check(values, desk.context(before, **linked))
    return problems


def _entered_today(desk: Desk, ledger: str, id_: int) -> bool:
    moment = undo_queries.entered_at(desk.read, ledger, id_)
    return moment is not None and datetime.fromisoformat(moment).astimezone().date() == desk.today


def subject_of(declared: Ledger, values: Values) -> str:
    """How a row is named in the journal: ids only, never a title or name (`verify` prints subjects)."""
    number = values.get("number") or values.get("registry_number") or values.get("code") or values.get("id") or ""
    return f"{declared.name} {number}".strip()


def _editable(ledger: str) -> Ledger:
    declared = BY_NAME[ledger]
    if not declared.editable:
        raise KeyError(f"{ledger} is not edited by hand")
    return declared


def _only_by_hand(declared: Ledger, values: Values) -> None:
    """Raises KeyError for a field that is unknown, or that other acts set: a state is reached step by step, never typed."""
    closed = {name for name in values if name not in declared.fields or not declared.fields[name].in_dialog}
    if closed:
        raise KeyError(f"{declared.name} takes no {sorted(closed)} by hand")


def _stored(value: Any) -> Any:
    return None if value == "" else value


def _duplicates(desk: Desk, declared: Ledger, values: Values, before: Values | None) -> list[Problem]:
    problems = []
    for names in declared.unique:
        if all(values.get(name) is None for name in names):  # without a department, all of that name count as equal
            continue
        same = [row for row in desk.read.find(declared.name, **{name: values.get(name) for name in names})
                if row["id"] != (before or {}).get("id") and row.get("state") != "VOID"]  # fmt: skip
        if same:
            label = declared.fields[names[-1]].label
            problems.append(blocks("DUPLICATE", names[-1], T("problem", "“{label}”与已有的一条相同", label=label)))
    return problems


def _still_used(desk: Desk, ledger: str, id_: int) -> list[Problem]:
    for other in ALL:
        for name, field in other.fields.items():
            if field.kind is Kind.LINK and field.to == ledger:
                users = [row for row in desk.read.find(other.name, **{name: id_}) if row.get("state") != "VOID"]
                if users:
                    text = T("problem", "还有 {n} 条“{other}”用着它：先改那些，再作废", n=len(users), other=other.title)
                    return [blocks("STILL_USED", "", text)]
    return []
