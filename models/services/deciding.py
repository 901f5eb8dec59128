"""One difference of a count at a time: a decision with its reason, a recount, a thing recognised (R-45, R-46)."""

from __future__ import annotations

from typing import Any

from models.domain.count_types import Detail, Mark, Place, Unrecorded, Verdict, holder, shelf
from models.domain.errors import Refused
from models.domain.lifecycle import GONE, IN_BOOK, OUT, TERMINAL, CarrierState
from models.domain.problems import Problem, blocks
from models.domain.text import T
from models.ledgers.counts import COUNT_STATES, FINDING_STATES
from models.services import losses, processes
from models.services.acts import Draft
from models.services.counting import judged_scan
from models.services.office import Desk
from models.services.reconciling import found_columns
from models.services.register import place_problems
from models.storage import count_queries
from models.storage.journal import Change
from models.storage.store import Reader, Row

BEING_RECONCILED = ("SCANNED", "RECONCILING")
ANYTHING = ("EXPLAINED",)


def decisions_for(read: Reader, finding: Row) -> tuple[str, ...]:
    """The decisions that fit a difference, the likeliest first; codes of DECISIONS."""
    verdict = Verdict(finding["verdict"])
    carrier = read.get("carriers", finding["carrier_id"]) or {}
    if verdict is Verdict.MISSING:
        return ("FATE_REGISTERED", *ANYTHING, "UNACCOUNTED")
    if carrier.get("state") == CarrierState.UNACCOUNTED:
        return ("FOUND_AGAIN", *ANYTHING)
    gone = _decisions_for_gone(read, carrier)
    if gone:
        return gone
    reshelve = () if finding["found_shelf_id"] in (None, carrier.get("shelf_id")) else ("RESHELVE",)
    if verdict is Verdict.MISMARKED:
        return ("RELABELLED", *reshelve, *ANYTHING)
    if verdict is Verdict.DAMAGED:
        return ("REPAIRED", *reshelve, *ANYTHING)
    if finding["unrecorded"] in (Unrecorded.UNKNOWN_CODE, Unrecorded.NOT_YET_REGISTERED):
        return ("REGISTER", *ANYTHING)
    by_hand = finding["unrecorded"] in (Unrecorded.ON_LOAN, Unrecorded.DESTROYED_OR_RETURNED) or finding["detail"] in (
        Detail.OUT_BUT_HERE, Detail.GONE_BUT_HERE,
    )  # fmt: skip
    if by_hand:
        return ("FATE_REGISTERED", "PUT_BACK", *ANYTHING)
    in_place = not reshelve and finding["found_shelf_id"] is not None  # where the book has it, only outside the scope
    return ANYTHING if in_place else ("PUT_BACK", *reshelve, *ANYTHING)


def _decisions_for_gone(read: Reader, carrier: Row) -> tuple[str, ...]:
    """A thing that the book has written off has no place to go back to: it is registered anew, or reported. What is only
    put in or sent for destruction can still be brought back by its act."""
    state = carrier.get("state")
    if state in TERMINAL:
        return ("REGISTER", "REPORTED", *ANYTHING)
    if state in GONE or (carrier and count_queries.put_in(read, [carrier["id"]])):
        return ("FATE_REGISTERED", "REPORTED", *ANYTHING)
    return ()


def decide(
    desk: Desk, *, finding_id: int, decision: str, reason_given: str, evidence: str = "", registered_as: int | None = None
) -> Draft:  # fmt: skip
    """Close a difference. RESHELVE moves the carrier's place to where it lay, UNACCOUNTED starts the clock (R-46),
    FOUND_AGAIN ends it, REGISTER names the carrier it was registered as, FATE_REGISTERED needs the act that settled it,
    REPORTED the number of the report.
    """
    count, finding = _open_finding(desk, finding_id)
    draft = Draft(f"counts {count['number']} difference {finding['rank']}", result=finding_id)
    draft.problems = _decision_problems(desk, count, finding, decision, reason_given, evidence, registered_as)
    values: dict[str, Any] = {
        "decision": decision, "reason": reason_given.strip(), "evidence": evidence.strip() or None,
        "registered_as": registered_as, "decided_on": desk.today.isoformat(), "decided_by": desk.person_name(),
        "state": "CLOSED",
    }  # fmt: skip
    if not draft.problems:
        _effect(desk, count, finding, decision, reason_given.strip(), draft, values)
    draft.changes.append(Change("count_findings", finding_id, values))
    if count["state"] == "SCANNED":
        draft.changes.append(Change("counts", count["id"], {"state": "RECONCILING"}))
    return draft


def reopen_difference(desk: Desk, *, finding_id: int) -> Draft:
    """Take a decision back before the count is signed. What the decision did to the carrier is undone by its own act."""
    finding = desk.read.get("count_findings", finding_id)
    if finding is None:
        raise KeyError(f"count_findings {finding_id}")
    count = processes.step(desk.read.get("counts", finding["count_id"]), "counts", BEING_RECONCILED, COUNT_STATES, "R-45")
    problems: list[Problem] = []
    if finding["state"] != "CLOSED":
        problems.append(blocks("NOT_CLOSED", "", T("problem", "这一项还没有决定")))
    loss = desk.read.get("losses", finding["loss_id"])
    if finding["decision"] == "UNACCOUNTED" and loss and loss["state"] in ("OPEN", "LEAK"):
        problems.append(blocks("STILL_UNACCOUNTED", "", T("problem", "已记为下落不明：找到了先登记找回"), "R-46"))
    change = Change("count_findings", finding_id, {
        "state": "OPEN", "decision": None, "reason": None, "evidence": None, "registered_as": None, "decided_on": None,
        "decided_by": None,
    })  # fmt: skip
    return Draft(f"counts {count['number']} difference {finding['rank']}", [change], problems, result=finding_id)


def recount(
    desk: Desk, *, finding_id: int, person_id: int, shelf_id: int | None = None, holder_id: int | None = None,
    mark: Mark | None = None, note: str = "",
) -> Draft:  # fmt: skip
    """Somebody who did not count looks again (R-45). With a place: found there; without: still not found.

    A missing carrier that was found gets the class of its new scan; one whose mark is not confirmed loses the mark.
    Result: the class it has now.
    """
    count, finding = _open_finding(desk, finding_id)
    draft = Draft(f"counts {count['number']} difference {finding['rank']}", result=finding["verdict"])
    draft.problems = _recount_problems(desk, count, finding, person_id)
    values = {"recounted_by": person_id, "recounted_on": desk.today.isoformat()}
    if note.strip():
        values["reason"] = note.strip()
    if draft.problems:
        return draft
    if finding["verdict"] in (Verdict.MISMARKED, Verdict.DAMAGED):
        values |= _marked_again(desk, finding, mark, draft)
    elif shelf_id is not None or holder_id is not None:
        here = shelf(shelf_id) if shelf_id is not None else holder(holder_id or 0)
        values |= _seen_now(desk, count, finding, here, mark, person_id, draft)
    draft.changes.append(Change("count_findings", finding_id, values))
    return draft


def identify(desk: Desk, *, finding_id: int, carrier_id: int, person_id: int, note: str) -> Draft:
    """A thing with an unreadable or foreign code is recognised as a missing carrier: its label is what is wrong."""
    count, finding = _open_finding(desk, finding_id)
    missing = next((row for row in count_queries.findings(desk.read, count["id"])
                    if row["carrier_id"] == carrier_id and row["verdict"] == Verdict.MISSING and row["state"] == "OPEN"), None)  # fmt: skip
    draft = Draft(f"counts {count['number']} difference {finding['rank']}", result=finding_id)
    if finding["unrecorded"] != Unrecorded.UNKNOWN_CODE:
        draft.problems.append(blocks("NOT_UNKNOWN", "", T("problem", "只有编号不认识的实物才要认")))
    if missing is None:
        text = T("problem", "这一份没有列为缺失，不能认作它")
        draft.problems.append(blocks("NOT_MISSING", "carrier_id", text))
    draft.problems += _person_problems(desk, count, person_id) + _reason_problems(note)
    if draft.problems or missing is None:
        return draft
    here = shelf(finding["found_shelf_id"]) if finding["found_shelf_id"] else holder(finding["found_holder_id"])
    changed = _seen_now(desk, count, missing, here, Mark.MISMARKED, person_id, draft)
    who = {"recounted_by": person_id, "recounted_on": desk.today.isoformat()}
    draft.changes += [
        Change("scans", finding["scan_id"], {"undone": 1}),
        Change("count_findings", missing["id"], changed | who),
        Change("count_findings", finding_id, {
            **who, "decision": "IDENTIFIED", "reason": note.strip(), "registered_as": carrier_id,
            "decided_on": desk.today.isoformat(), "decided_by": desk.person_name(), "state": "SETTLED",
        }),
    ]  # fmt: skip
    return draft


# --- inside ----------------------------------------------------------------------------------------------------------


def _open_finding(desk: Desk, finding_id: int) -> tuple[Row, Row]:
    finding = desk.read.get("count_findings", finding_id)
    if finding is None:
        raise KeyError(f"count_findings {finding_id}")
    count = processes.step(desk.read.get("counts", finding["count_id"]), "counts", BEING_RECONCILED, COUNT_STATES, "R-45")
    if finding["state"] != "OPEN":
        text = T("problem", "这一项已经是“{state}”", state=FINDING_STATES[finding["state"]])
        raise Refused([blocks("NOT_OPEN", "", text)])
    return count, finding


def _reason_problems(reason: str) -> list[Problem]:
    return [] if reason.strip() else [blocks("REQUIRED", "reason_given", T("problem", "每项差异都要写理由"), "R-45")]


def _decision_problems(
    desk: Desk, count: Row, finding: Row, decision: str, reason: str, evidence: str, registered_as: int | None
) -> list[Problem]:
    if decision not in decisions_for(desk.read, finding):
        return [blocks("DECISION_UNFIT", "decision", T("problem", "这种差异不能这样结案，请换一个决定"), "R-45")]
    problems = _reason_problems(reason)
    if decision == "FATE_REGISTERED":
        moved = count_queries.moved_by(desk.read, finding["carrier_id"], count["finished_at"])
        if moved is None:
            text = T("problem", "账上还没有动：先补办借还、清退等手续，再来结案")
            problems.append(blocks("NOTHING_REGISTERED", "decision", text, "R-45"))
        if not evidence.strip():
            text = T("problem", "请填凭据，如 借条或移交单的编号")
            problems.append(blocks("REQUIRED", "evidence", text, "R-45"))
    if decision == "REPORTED" and not evidence.strip():
        problems.append(blocks("REQUIRED", "evidence", T("problem", "请填报告的文号或受理人"), "R-45"))
    if decision == "REGISTER":
        made = desk.read.get("carriers", registered_as)
        if made is None or made["state"] not in IN_BOOK:
            text = T("problem", "先登记这件实物，再填它的载体编号")
            problems.append(blocks("NOT_REGISTERED", "registered_as", text, "R-45"))
    return problems


def _effect(
    desk: Desk, count: Row, finding: Row, decision: str, reason: str, draft: Draft, values: dict[str, Any]
) -> None:
    carrier = desk.read.get("carriers", finding["carrier_id"])
    if decision == "RESHELVE" and carrier is not None:
        draft.problems += _reshelve_problems(desk, carrier, finding)
        draft.changes.append(Change("carriers", carrier["id"], {"shelf_id": finding["found_shelf_id"], "place_text": None}))
    if decision == "UNACCOUNTED" and carrier is not None:
        loss = losses.start_clock(desk, carrier, count["finished_on"], reason, draft, count["id"], finding["id"])
        values["loss_id"] = loss
    if decision == "FOUND_AGAIN" and carrier is not None:
        values["loss_id"] = losses.end_clock(desk, carrier, finding["found_shelf_id"], count["finished_on"], reason, draft)


def _reshelve_problems(desk: Desk, carrier: Row, finding: Row) -> list[Problem]:
    if finding["found_shelf_id"] is None:
        text = T("problem", "实物不在柜层上，不能改登记位置")
        return [blocks("NOT_ON_A_SHELF", "decision", text)]
    if carrier["state"] not in IN_BOOK or carrier["state"] in OUT:
        return [blocks("NOT_IN_STORE", "decision", T("problem", "账上不在库：先补办归还等手续"), "R-45")]
    return place_problems(desk, carrier["level"], desk.read.get("shelves", finding["found_shelf_id"]))


def _recount_problems(desk: Desk, count: Row, finding: Row, person_id: int) -> list[Problem]:
    problems = _person_problems(desk, count, person_id)
    if finding["verdict"] not in (Verdict.MISSING, Verdict.MISMARKED, Verdict.DAMAGED):
        text = T("problem", "错位和账外直接作决定，不用复查")
        problems.append(blocks("NOTHING_TO_RECOUNT", "", text))
    return problems


def _person_problems(desk: Desk, count: Row, person_id: int) -> list[Problem]:
    person = desk.read.get("persons", person_id)
    if person is None or person["state"] != "IN_POST":
        return [blocks("NOT_IN_POST", "person_id", T("problem", "请选在岗的复查人"), "R-45")]
    if person_id in (count["counter_id"], count["second_counter_id"]):
        return [blocks("COUNTED_BEFORE", "person_id", T("problem", "复查要由没有参加清点的人做：换一个人"), "R-45")]
    return []


def _seen_now(
    desk: Desk, count: Row, finding: Row, here: Place, mark: Mark | None, person_id: int, draft: Draft
) -> dict[str, Any]:
    """A missing carrier is in hand: keep the scan, and give carrier and finding the class that follows."""
    (carrier,) = processes.named(desk, [finding["carrier_id"]])
    read = processes.Code(carrier["number"], carrier["number"], carrier)
    seq = count_queries.last_seq(desk.read, count["id"]) + 1
    change, seen = judged_scan(desk, count, read, "RECOUNT", here, seq, mark.value if mark else None, person_id)
    draft.changes.append(change)
    said = change.values
    verdict = Verdict(mark.value if mark else said["finding"])
    values = _class_columns(finding, verdict, draft) | found_columns(here)
    return values | {"code": seen.code, "scan_id": seen.scan_id, "detail": said["detail"]}


def _marked_again(desk: Desk, finding: Row, mark: Mark | None, draft: Draft) -> dict[str, Any]:
    scan = desk.read.get("scans", finding["scan_id"]) or {}
    draft.changes.append(Change("scans", finding["scan_id"], {"mark": mark.value if mark else None}))
    return _class_columns(finding, Verdict(mark.value) if mark else Verdict(scan["finding"]), draft)


def _class_columns(finding: Row, verdict: Verdict, draft: Draft) -> dict[str, Any]:
    """The new class, in the finding and in the frozen row; a class that is no difference settles the finding."""
    draft.result = verdict.value
    kept = None if verdict is Verdict.MATCHED else verdict.value
    draft.changes.append(Change("count_expected", finding["expected_id"], {"verdict": kept}))
    values: dict[str, Any] = {"verdict": verdict.value, "first_verdict": finding["first_verdict"] or finding["verdict"]}
    if verdict in (Verdict.MATCHED, Verdict.MOVED_DURING):
        values |= {"state": "SETTLED", "decision": "RECOUNTED"}
    return values
