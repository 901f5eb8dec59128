"""Undo: the counter-act that puts back what the last act of this sitting changed, and voids what it made (K-15)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from models.domain.problems import Problem, blocks
from models.domain.text import T, Text
from models.ledgers import ALL, BY_NAME, Kind
from models.services.acts import Act, Draft
from models.services.office import Desk
from models.storage import undo_queries
from models.storage.journal import Change
from models.storage.store import Row

PROCESSES = ("counts", "destructions", "handovers")  # what was done within one stands or falls with its state
WHOLE = ("import_ledger",)  # undone whole as long as nothing was built on its rows, whatever else was done since


def undo(desk: Desk, *, entry: int) -> Draft:
    """Put back what the act of `entry` changed: the last act of this sitting that can be undone. Blocked if it is not, or
    if something was built on it.

    Nothing is deleted: rows the act made are voided and keep their numbers. Result: the name of the act undone.
    """
    act_id = undo_queries.act_id_of(desk.read, entry)
    entries = undo_queries.entries_of_act(desk.read, act_id or "")
    if not entries:
        raise KeyError(f"entry {entry}")
    act = desk.office.acts.get(entries[0]["act"])
    draft = Draft(f"entry {entries[0]['number']}", details={"undone": [row["number"] for row in entries]})
    draft.result = entries[0]["act"]
    if act is None or act.counter != "undo":
        draft.problems.append(blocks("NO_COUNTER_ACT", "", _why_not(desk, act)))
        return draft
    if entries[0]["actor"] != desk.sitting.id or entries[0]["number"] < undo_queries.came_in_at(desk.read, desk.sitting.id):
        draft.problems.append(blocks("NOT_THIS_SITTING", "", T("problem", "只能撤销自己本次登录后办的事；以前的请另办更正")))
        return draft
    first, last = entries[0]["number"], entries[-1]["number"]
    touched = undo_queries.changed_by(desk.read, first, last)
    draft.problems = _built_on(desk, touched, last) or _not_the_last(desk, act, last) or _left_behind(desk, touched, first, last)
    if not draft.problems:
        draft.changes = [Change(ledger, id_, _restored(desk, ledger, id_, first)) for ledger, id_ in touched]
    return draft


def _why_not(desk: Desk, act: Act | None) -> Text:
    """Some acts have a counter-act of their own, which keeps more in step than their rows."""
    if act is not None and act.counter:
        return T("problem", "请用“{act}”撤回", act=desk.office.acts[act.counter].words)
    return act.no_counter if act and act.no_counter else T("problem", "这件事不能撤销")


def _built_on(desk: Desk, touched: Sequence[tuple[str, int]], last: int) -> list[Problem]:
    """A row that another act changed since: that one goes first."""
    if all(undo_queries.is_untouched_since(desk.read, ledger, id_, last) for ledger, id_ in touched):
        return []
    return [blocks("BUILT_ON", "", T("problem", "其中有记录后来又办过别的事：请先撤销后办的"))]


def _not_the_last(desk: Desk, act: Act, last: int) -> list[Problem]:
    """Undoing goes backwards, one act at a time."""
    if act.name in WHOLE:
        return []
    later = undo_queries.acts_since(desk.read, last, desk.sitting.id)
    undone = {number for row in later for number in row["undone"]}
    for row in later:
        one = desk.office.acts.get(row["act"])
        if one is not None and one.counter == "undo" and row["number"] not in undone:
            return [blocks("NOT_THE_LAST", "", T("problem", "后来又办过“{act}”：请先撤销那一件", act=one.words), "K-15")]
    return []


def _left_behind(desk: Desk, touched: Sequence[tuple[str, int]], first: int, last: int) -> list[Problem]:
    """What would point to a voided row, or belong to a process that has gone on."""
    made: dict[str, list[int]] = {}
    parents: dict[tuple[str, int], None] = {}
    for ledger, id_ in touched:
        if undo_queries.values_before(desk.read, ledger, id_, first) is None:
            made.setdefault(ledger, []).append(id_)
        row = desk.read.get(ledger, id_) or {}
        links = ((name, field.to) for name, field in BY_NAME[ledger].fields.items() if field.to in PROCESSES)
        parents |= {(to, row[name]): None for name, to in links if row.get(name) is not None}
    problems: list[Problem] = []
    for ledger, id_ in parents:
        problems += _went_on(desk, ledger, id_, last) if id_ not in made.get(ledger, ()) else []
    return problems or _still_used(desk, made, first, last)


def _went_on(desk: Desk, ledger: str, id_: int, last: int) -> list[Problem]:
    now, then = desk.read.get(ledger, id_) or {}, undo_queries.values_before(desk.read, ledger, id_, last + 1) or {}
    if now.get("state") == then.get("state"):
        return []
    text = T("problem", "{number} 现在是“{state}”：当时办的事不能再撤销", number=now["number"],
             state=BY_NAME[ledger].states[now["state"]])  # fmt: skip
    return [blocks("WENT_ON", "", text, "K-15")]


def _still_used(desk: Desk, made: Mapping[str, Sequence[int]], first: int, last: int) -> list[Problem]:
    """Rows of other acts that point to what would be voided."""
    for other in ALL:
        for name, field in other.fields.items():
            if field.kind is not Kind.LINK or field.to not in made:
                continue
            rows = undo_queries.users_of(desk.read, other.name, name, made[field.to], first, last)
            users = [row for row in rows if not _is_void(other.void_values, row)]
            if users:
                text = T("problem", "还有 {n} 条“{other}”用着它：先改那些，再撤销", n=len(users), other=other.title)
                return [blocks("STILL_USED", "", text, "K-15")]
    return []


def _is_void(void: Mapping[str, Any], row: Row) -> bool:
    return row.get("state") == "VOID" or (bool(void) and all(row[name] == value for name, value in void.items()))


def _restored(desk: Desk, ledger: str, id_: int, first: int) -> dict[str, Any]:
    before = undo_queries.values_before(desk.read, ledger, id_, first)
    if before is None:
        return dict(BY_NAME[ledger].void_values)
    now = desk.read.get(ledger, id_) or {}
    return {name: before.get(name) for name, value in now.items() if name != "id" and value != before.get(name)}
