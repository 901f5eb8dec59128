"""Undo: the counter-act that puts back what the last act of this sitting changed, and voids what it made (K-15)."""

from __future__ import annotations

from typing import Any

from models.domain.problems import blocks
from models.domain.text import T, Text
from models.ledgers import BY_NAME
from models.services.acts import Act, Draft
from models.services.office import Desk
from models.storage import undo_queries
from models.storage.journal import Change


def undo(desk: Desk, *, entry: int) -> Draft:
    """Put back what the act of `entry` changed. Blocked if it is not this person's, cannot be undone, or has been built on.

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
    if entries[0]["actor"] != desk.sitting.id or entries[0]["time"] < desk.sitting.since:
        draft.problems.append(blocks("NOT_THIS_SITTING", "", T("problem", "只能撤销自己本次登录后办的事；以前的请另办更正")))
        return draft
    first, last = entries[0]["number"], entries[-1]["number"]
    for ledger, id_ in undo_queries.changed_by(desk.read, first, last):
        if not undo_queries.is_untouched_since(desk.read, ledger, id_, last):
            text = T("problem", "其中有记录后来又办过别的事：请先撤销后办的")
            draft.problems = [blocks("BUILT_ON", "", text)]
            return draft
        draft.changes.append(Change(ledger, id_, _restored(desk, ledger, id_, first)))
    return draft


def _why_not(desk: Desk, act: Act | None) -> Text:
    """Some acts have a counter-act of their own, which keeps more in step than their rows."""
    if act is not None and act.counter:
        return T("problem", "请用“{act}”撤回", act=desk.office.acts[act.counter].words)
    return act.no_counter if act and act.no_counter else T("problem", "这件事不能撤销")


def _restored(desk: Desk, ledger: str, id_: int, first: int) -> dict[str, Any]:
    before = undo_queries.values_before(desk.read, ledger, id_, first)
    if before is None:
        return dict(BY_NAME[ledger].void_values)
    now = desk.read.get(ledger, id_) or {}
    return {name: before.get(name) for name, value in now.items() if name != "id" and value != before.get(name)}
