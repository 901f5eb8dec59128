"""Carriers nobody can account for: the clock of R-46 starts, and ends by finding or by handling it as a leak (R-47)."""

from __future__ import annotations

from typing import Any

from models.domain.clocks import Clock, unaccounted_clock
from models.domain.dates import day_problems, from_iso
from models.domain.levels import Level
from models.domain.lifecycle import STATE_WORDS, CarrierState, Move, check_move, state_after
from models.domain.problems import Problem, blocks
from models.domain.text import T
from models.services.acts import Draft
from models.services.office import Desk
from models.services.register import place_problems
from models.storage import count_queries, destruction_queries, handover_queries, register_queries
from models.storage.journal import Change
from models.storage.store import Row

LONGEST_REASON = 400  # characters, as columns of reasons take them


def declare_unaccounted(desk: Desk, *, carrier_id: int, circumstances: str, discovered_on: str = "") -> Draft:
    """A carrier cannot be found: from the day of discovery the clock runs, 10 or 60 days (R-46). Result: the case's id."""
    carrier = _carrier(desk, carrier_id)
    day = discovered_on or desk.today.isoformat()
    draft = Draft(f"carriers {carrier['number']}", problems=_declare_problems(desk, carrier, circumstances, day))
    if not draft.problems:
        draft.result = start_clock(desk, carrier, day, circumstances.strip(), draft)
    return draft


def find_again(desk: Desk, *, loss_id: int, shelf_id: int, found_how: str, found_on: str = "") -> Draft:
    """An unaccounted carrier is back in hand and gets a place; the clock ends. Result: the case's id."""
    loss = _loss(desk, loss_id)
    carrier = _carrier(desk, loss["carrier_id"])
    day = found_on or desk.today.isoformat()
    draft = Draft(f"carriers {carrier['number']}", result=loss_id)
    draft.problems += day_problems("found_on", day, not_before=loss["discovered_on"], not_after=desk.today, rule="R-46")
    draft.problems += check_move(carrier["state"], Move.FIND_AGAIN)
    draft.problems += place_problems(desk, carrier["level"], desk.read.get("shelves", shelf_id))
    if not found_how.strip():
        draft.problems.append(blocks("REQUIRED", "found_how", T("problem", "请写在哪里、怎样找到的"), "R-46"))
    if not any(problem.blocks for problem in draft.problems):
        end_clock(desk, carrier, shelf_id, day, found_how.strip(), draft)
    return draft


def report_as_leak(desk: Desk, *, loss_id: int, report_number: str, reported_on: str = "") -> Draft:
    """The case was reported to the bureau and the superior organ and is handled as a leak (R-46, R-47)."""
    loss = _loss(desk, loss_id)
    day = reported_on or desk.today.isoformat()
    problems = day_problems("reported_on", day, not_before=loss["discovered_on"], not_after=desk.today, rule="R-47")
    if loss["state"] != "OPEN":
        problems.append(blocks("NOT_OPEN", "", T("problem", "这件下落不明已经有结论"), "R-46"))
    if not report_number.strip():
        problems.append(blocks("REQUIRED", "report_number", T("problem", "请填报告文号"), "R-47"))
    change = Change("losses", loss_id, {
        "state": "LEAK", "report_number": report_number.strip(), "reported_on": day,
    })  # fmt: skip
    return Draft(f"losses {loss_id}", [change], problems, result=loss_id)


def start_clock(
    desk: Desk, carrier: Row, day: str, circumstances: str, draft: Draft, count_id: int | None = None,
    finding_id: int | None = None,
) -> int:  # fmt: skip
    """Add the case and the state to a draft; a carrier that is unaccounted for already keeps its first clock. The open
    list on which it stands lets it go with the same reason, so that the rest of the list can go on."""
    if carrier["state"] == CarrierState.UNACCOUNTED:
        known = count_queries.loss_of(desk.read, carrier["id"])
        if known is not None:
            return int(known["id"])
    else:
        problems = check_move(carrier["state"], Move.DECLARE_UNACCOUNTED) or _put_in_problems(desk, carrier)
        draft.problems += problems
        if problems:
            return 0
        draft.changes += _off_the_lists(desk, carrier, circumstances)
        after = state_after(carrier["state"], Move.DECLARE_UNACCOUNTED)
        draft.changes.append(Change("carriers", carrier["id"], {"state": after.value}))
    loss_id = desk.new_id("losses")
    draft.changes.append(Change("losses", loss_id, {
        "carrier_id": carrier["id"], "count_id": count_id, "finding_id": finding_id, "discovered_on": day,
        "secret_kind": carrier["secret_kind"], "level": carrier["level"], "circumstances": circumstances, "state": "OPEN",
    }))  # fmt: skip
    return loss_id


def end_clock(desk: Desk, carrier: Row, shelf_id: int | None, day: str, how: str, draft: Draft) -> int | None:
    """Add to a draft that a carrier was found: back in store on a shelf, case closed, and a loan it was out on."""
    after = state_after(carrier["state"], Move.FIND_AGAIN)
    place: dict[str, Any] = {"shelf_id": shelf_id} if shelf_id is not None else {}
    draft.changes.append(Change("carriers", carrier["id"], {"state": after.value, "holder_id": None, **place}))
    loan = register_queries.open_loan_of(desk.read, carrier["id"])
    if loan is not None:
        draft.changes.append(Change("loans", loan["id"], {
            "state": "RETURNED", "returned_on": day, "taken_back_by": desk.person_name(), "checked": how,
        }))  # fmt: skip
    loss = count_queries.loss_of(desk.read, carrier["id"])
    if loss is None:
        return None
    draft.changes.append(Change("losses", loss["id"], {"state": "FOUND", "found_on": day, "found_how": how}))
    return int(loss["id"])


def loss_clock(loss: Row, today: Any) -> Clock | None:
    """The running term of a case; None for kinds without one (R-46)."""
    level = Level(loss["level"]) if loss["level"] else None
    discovered = from_iso(loss["discovered_on"])
    return None if discovered is None else unaccounted_clock(level, discovered, today)


def _off_the_lists(desk: Desk, carrier: Row, circumstances: str) -> list[Change]:
    """R-54, R-53: off an open list; out of a locked or checked one, where it stays with the reason."""
    reason = f"{STATE_WORDS[CarrierState.UNACCOUNTED]}：{circumstances}"[:LONGEST_REASON]
    changes = []
    line = destruction_queries.open_line_of(desk.read, carrier["id"])
    if line is not None:
        state = "REMOVED" if line["batch_state"] in ("LISTED", "COUNTED") else "PULLED_OUT"
        changes.append(Change("destruction_items", line["id"], {"state": state, "out_reason": reason}))
    line = handover_queries.open_line_of(desk.read, carrier["id"])
    if line is not None:
        state = "REMOVED" if line["handover_state"] == "LISTING" else "LEFT_OUT"
        changes.append(Change("handover_items", line["id"], {"state": state, "note": reason}))
    return changes


def _put_in_problems(desk: Desk, carrier: Row) -> list[Problem]:
    """What went into the machine is destroyed or came back whole: that is said first (R-54)."""
    line = destruction_queries.open_line_of(desk.read, carrier["id"])
    if line is None or line["state"] != "PUT_IN":
        return []
    text = T("problem", "{number} 在销毁批次 {batch} 里已经投入：没有销毁就先登记原样退回", number=carrier["number"],
             batch=line["number"])  # fmt: skip
    return [blocks("ALREADY_PUT_IN", "state", text, "R-54")]


def _declare_problems(desk: Desk, carrier: Row, circumstances: str, day: str) -> list[Problem]:
    problems = check_move(carrier["state"], Move.DECLARE_UNACCOUNTED) or _put_in_problems(desk, carrier)
    if not circumstances.strip():
        text = T("problem", "请写发现经过和最后一次见到的情况")
        problems.append(blocks("REQUIRED", "circumstances", text, "R-46"))
    return problems + day_problems("discovered_on", day, not_after=desk.today, rule="R-46")


def _carrier(desk: Desk, carrier_id: int) -> Row:
    row = desk.read.get("carriers", carrier_id)
    if row is None:
        raise KeyError(f"carriers {carrier_id}")
    return row


def _loss(desk: Desk, loss_id: int) -> Row:
    row = desk.read.get("losses", loss_id)
    if row is None:
        raise KeyError(f"losses {loss_id}")
    return row
