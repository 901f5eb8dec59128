"""Hand-over: a list, every item scanned as it is packed, three different people sign, the carriers move (R-52, R-53, F3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from models.domain import handover
from models.domain.dates import day_problems
from models.domain.errors import Refused
from models.domain.levels import Level
from models.domain.lifecycle import OUT, Move, check_move
from models.domain.problems import Problem, blocks, warns
from models.domain.text import T
from models.ledgers import BY_NAME
from models.ledgers.handovers import CAUSES, HAND_OVER_KINDS, HAND_OVER_STATES, ITEM_STATES
from models.services import processes
from models.services.acts import Draft
from models.services.office import Desk
from models.services.processes import carriers_of, moved, name_of, withdrawn
from models.services.register import place_problems
from models.services.scan_answers import answer_problems, refuse_while_open, taken_back
from models.storage import handover_queries
from models.storage.journal import Change
from models.storage.store import Row

PREFIX = "YJ"  # F3 (K-18)
HEADER = (
    "kind", "cause", "cause_other", "from_unit_id", "transferor_id", "to_unit_id", "receiver_id", "witness_id",
    "custodian_id", "shelf_id", "remarks",
)  # fmt: skip
BEFORE_SIGNING = ("LISTING", "PACKING", "PACKED")
_SEEN_RIGHT, _SEEN_DIFFERING = ("PACKED", "ON_BOOK"), ("DIFFERING", "LEFT_OUT")


@dataclass(frozen=True, slots=True)
class PackSeen:
    """What one scan while packing said: PACKED, TWICE, or a refusal (NOT_ON_LIST, UNKNOWN) that must be answered."""

    scan_id: int
    code: str
    at: str
    verdict: str
    carrier: Row | None
    left: int


# --- the list --------------------------------------------------------------------------------------------------------


def list_for_hand_over(desk: Desk, *, carrier_ids: Sequence[int], header: Mapping[str, Any]) -> Draft:
    """A new hand-over: its header (fields of HEADER) and the first carriers. Result: its id.

    When a post changes hands inside the organ, what is lent out goes along by the book and is not scanned.
    """
    handover_id, number = desk.new_id("handovers"), processes.next_number(desk, "handovers", PREFIX)
    draft = Draft(f"handovers {number}", result=handover_id)
    draft.problems += _header_problems(desk, header)
    draft.changes.append(Change("handovers", handover_id, {
        **_header(header), "number": number, "drawn_up_on": desk.today.isoformat(), "state": "LISTING",
    }))  # fmt: skip
    _put_on_list(desk, draft, handover_id, str(header.get("kind")), carrier_ids)
    return draft


def add_to_hand_over(desk: Desk, *, handover_id: int, carrier_ids: Sequence[int]) -> Draft:
    """More carriers on an open list."""
    row = at(desk, handover_id, "LISTING")
    draft = Draft(f"handovers {row['number']}", result=handover_id)
    _put_on_list(desk, draft, handover_id, row["kind"], carrier_ids)
    return draft


def remove_from_hand_over(desk: Desk, *, handover_id: int, carrier_ids: Sequence[int]) -> Draft:
    """Take carriers off an open list; they are in store again."""
    row = at(desk, handover_id, "LISTING")
    draft = Draft(f"handovers {row['number']}", result=handover_id)
    for carrier in processes.named(desk, carrier_ids):
        item = _open_item(desk, handover_id, carrier, ("LISTED", "ON_BOOK"))
        draft.changes.append(Change("handover_items", item["id"], {"state": "REMOVED"}))
        if item["state"] == "LISTED":
            draft.changes += withdrawn(carrier, Move.WITHDRAW_FROM_HAND_OVER)
    return draft


def amend_hand_over(desk: Desk, *, handover_id: int, header: Mapping[str, Any]) -> Draft:
    """Change people, reason or new place while the list is open; the kind stays."""
    row = at(desk, handover_id, "LISTING")
    problems = _header_problems(desk, {**{name: row[name] for name in HEADER}, **header})
    if header.get("kind", row["kind"]) != row["kind"]:
        problems.append(blocks("KIND_STAYS", "kind", T("problem", "类别不能改：放弃这一次，另立一次")))
    return Draft(f"handovers {row['number']}", [Change("handovers", handover_id, _header(header))], problems)


def start_packing(desk: Desk, *, handover_id: int) -> Draft:
    """Close the list and begin to look at every item. Counter-act: giving the hand-over up."""
    row = at(desk, handover_id, "LISTING")
    lines = _in_order(desk, handover_id)
    draft = Draft(f"handovers {row['number']}", result=handover_id)
    draft.problems = _header_problems(desk, row)
    if not lines:
        draft.problems += handover.check_items([], [])
    rows = processes.shown_list(desk.read, [line["carrier_id"] for line in lines])
    highest = max((Level(line["level"]) for line in lines if line["level"]), key=lambda level: level.rank, default=None)
    draft.changes.append(Change("handovers", handover_id, {
        "state": "PACKING", "listed": len(lines), "digest": processes.list_digest(rows),
        "highest_level": highest.value if highest else None,
    }))  # fmt: skip
    draft.changes += [Change("handover_items", line["id"], {"rank": rank}) for rank, line in enumerate(lines, 1)]
    return draft


# --- item by item ----------------------------------------------------------------------------------------------------


def pack(desk: Desk, *, handover_id: int, code: str, kind: str = "SCAN", again: str = "") -> Draft:
    """One thing goes into the parcel: it must be on the list, once. A refusal is kept. Result: `PackSeen`."""
    row = at(desk, handover_id, "PACKING")
    _refuse_while_unanswered(desk, handover_id)
    read = processes.read_code(desk, code, kind, again)
    item = handover_queries.item_of(desk.read, handover_id, read.carrier["id"]) if read.carrier else None
    verdict = _verdict(read.carrier, item)
    scan_id = desk.new_id("handover_scans")
    draft = Draft(f"handovers {row['number']} scan {scan_id}")
    draft.changes.append(Change("handover_scans", scan_id, {
        "handover_id": handover_id, "code": read.text, "carrier_id": read.carrier["id"] if read.carrier else None,
        "item_id": item["id"] if item else None, "kind": kind, "verdict": verdict, "at": processes.moment(desk), "undone": 0,
    }))  # fmt: skip
    left = handover_queries.item_states(desk.read, handover_id).get("LISTED", 0)
    if verdict == "PACKED" and item is not None:
        left -= 1
        draft.changes.append(Change("handover_items", item["id"], {"state": "PACKED", "scan_id": scan_id}))
    draft.result = PackSeen(scan_id, read.text, processes.moment(desk), verdict, read.carrier, left)
    return draft


def undo_pack(desk: Desk, *, handover_id: int) -> Draft:
    """Take back the newest scan: its line is open again. Result: the scan's id."""
    row = at(desk, handover_id, "PACKING")
    newest = handover_queries.newest_scan(desk.read, handover_id)
    item = desk.read.get("handover_items", newest["item_id"]) if newest else None
    changes = taken_back(newest, item, ("handover_scans", "handover_items"), ("PACKED", "PACKED"))
    return Draft(f"handovers {row['number']} scan {changes[0].id}", changes, result=changes[0].id)


def answer_hand_over_refusal(desk: Desk, *, scan_id: int, answer: str, answer_reason: str) -> Draft:
    """Say what was done with a thing that is not on the list; only then does packing go on."""
    scan = desk.read.get("handover_scans", scan_id)
    if scan is None:
        raise KeyError(f"handover_scans {scan_id}")
    row = at(desk, scan["handover_id"], "PACKING")
    problems = answer_problems(scan, ("PACKED", "TWICE"), answer, answer_reason, "R-53")
    change = Change("handover_scans", scan_id, {"answer": answer, "answer_reason": answer_reason.strip()})
    return Draft(f"handovers {row['number']} scan {scan_id}", [change], problems, result=scan_id)


def note_difference(desk: Desk, *, handover_id: int, carrier_id: int, note: str, hand_over: bool) -> Draft:
    """× on F3: the item differs and is handed over so, or is not handed over; the note stands on the list."""
    row = at(desk, handover_id, "PACKING")
    (carrier,) = processes.named(desk, [carrier_id])
    item = _open_item(desk, handover_id, carrier, ("LISTED", "PACKED", "ON_BOOK"))
    words = {"note": T("problem", "请写差异，如 缺第 3 页")}
    problems = processes.required({"note": note}, words, "R-53")
    values = {"state": "DIFFERING" if hand_over else "LEFT_OUT", "note": note.strip()}
    change = Change("handover_items", item["id"], values)
    return Draft(f"handovers {row['number']} {carrier['number']}", [change], problems, result=item["id"])


def finish_packing(desk: Desk, *, handover_id: int) -> Draft:
    """Every line has been looked at; a shortage blocks (R-53). Counter-act: `continue_packing`."""
    row = at(desk, handover_id, "PACKING")
    _refuse_while_unanswered(desk, handover_id)
    lines = handover_queries.items(desk.read, handover_id)
    listed = [line["carrier_id"] for line in lines]
    right = [line["carrier_id"] for line in lines if line["state"] in _SEEN_RIGHT]
    differing = [line["carrier_id"] for line in lines if line["state"] in _SEEN_DIFFERING]
    problems = handover.check_items(listed, right, differing)
    problems += _nothing_goes(lines)
    return Draft(f"handovers {row['number']}", [Change("handovers", handover_id, {"state": "PACKED"})], problems)


def continue_packing(desk: Desk, *, handover_id: int) -> Draft:
    """Look again after all, before anybody has signed."""
    row = at(desk, handover_id, "PACKED")
    return Draft(f"handovers {row['number']}", [Change("handovers", handover_id, {"state": "PACKING"})])


# --- the end ---------------------------------------------------------------------------------------------------------


def sign_hand_over(desk: Desk, *, handover_id: int, handed_on: str = "") -> Draft:
    """Transferor, receiver and the one who watches sign; the carriers move. Result: how many were handed over."""
    row = at(desk, handover_id, "PACKED")
    lines = handover_queries.items(desk.read, handover_id)
    day = handed_on or desk.today.isoformat()
    draft = Draft(f"handovers {row['number']}", record=("handovers", handover_id))
    draft.problems = _header_problems(desk, row) + _nothing_goes(lines) + _unchanged(desk, row, lines)
    draft.problems += day_problems("handed_on", day, not_before=row["drawn_up_on"], not_after=desk.today, rule="R-53")
    draft.people = processes.signers(transferor=row["transferor_id"], receiver=row["receiver_id"], hand_over_witness=row["witness_id"])
    draft.shown = _shown(desk, row, lines, day)
    going = [line for line in lines if line["state"] != "LEFT_OUT"]
    draft.result = len(going)
    values = {"state": "SIGNED", "handed_on": day, "handed_over": len(going)}
    draft.changes.append(Change("handovers", handover_id, values))
    for line, carrier in zip(lines, carriers_of(desk.read, lines), strict=True):
        is_going = line["state"] != "LEFT_OUT"
        draft.changes.append(Change("handover_items", line["id"], {"state": "HANDED_OVER" if is_going else "RETURNED"}))
        draft.changes += [_moved(row, line, carrier, day)] if is_going else _stays(line, carrier)
    return draft


def abandon_hand_over(desk: Desk, *, handover_id: int, why: str) -> Draft:
    """Give a hand-over up before it is signed; every carrier is in store again."""
    row = processes.step(desk.read.get("handovers", handover_id), "handovers", BEFORE_SIGNING, HAND_OVER_STATES, "R-53")
    draft = Draft(f"handovers {row['number']}", result=handover_id)
    draft.problems = processes.required({"why": why}, {"why": T("problem", "请写为什么放弃这次移交")}, "R-53")
    draft.changes.append(Change("handovers", handover_id, {"state": "ABANDONED", "ended_because": why.strip()}))
    lines = handover_queries.items(desk.read, handover_id)
    for line, carrier in zip(lines, carriers_of(desk.read, lines), strict=True):
        draft.changes.append(Change("handover_items", line["id"], {"state": "RETURNED"}))
        draft.changes += _stays(line, carrier)
    return draft


# --- inside ----------------------------------------------------------------------------------------------------------


def at(desk: Desk, handover_id: int, state: str) -> Row:
    """The hand-over, if it is in this state. Raises KeyError or Refused."""
    return processes.step(desk.read.get("handovers", handover_id), "handovers", (state,), HAND_OVER_STATES, "R-53")


def _put_on_list(desk: Desk, draft: Draft, handover_id: int, kind: str, carrier_ids: Sequence[int]) -> None:
    rows = processes.named(desk, carrier_ids)
    elsewhere = handover_queries.open_lists_of(desk.read, [row["id"] for row in rows])
    problems: list[Problem] = []
    for carrier in rows:
        on_book = kind == "CLERK_CHANGE" and carrier["state"] in OUT
        found = _candidate_problems(carrier, kind, elsewhere.get(carrier["id"]), on_book)
        problems += processes.named_problems(carrier, found)
        if any(problem.blocks for problem in found):
            continue
        known = handover_queries.item_of(desk.read, handover_id, carrier["id"])
        item_id = known["id"] if known else desk.new_id("handover_items")
        draft.changes.append(Change("handover_items", item_id, {
            "handover_id": handover_id, "carrier_id": carrier["id"], "former_state": carrier["state"], "note": None,
            "state": "ON_BOOK" if on_book else "LISTED",
        }))  # fmt: skip
        if not on_book:
            draft.changes.append(moved(carrier, Move.LIST_FOR_HAND_OVER))
    draft.problems += processes.few(sorted(problems, key=lambda problem: not problem.blocks))


def _candidate_problems(carrier: Row, kind: str, elsewhere: str | None, on_book: bool) -> list[Problem]:
    if elsewhere:
        text = T("problem", "已在移交清单 {number}：先从那一张撤下", number=elsewhere)
        return [blocks("IN_ANOTHER_LIST", "", text, "R-53")]
    if on_book:
        return []
    problems = check_move(carrier["state"], Move.LIST_FOR_HAND_OVER)
    if kind == "OTHER_UNIT" and carrier["recall"] == "DEMANDED":
        text = T("problem", "发文机关要求清退：移交外单位请写依据")
        problems.append(warns("RECALL_DEMANDED", "recall", text, "R-49"))
    return problems


def _header(header: Mapping[str, Any]) -> dict[str, Any]:
    unknown = set(header) - set(HEADER)
    if unknown:
        raise KeyError(f"handovers has no {sorted(unknown)} in its header")
    return {name: value if value != "" else None for name, value in header.items()}


def _header_problems(desk: Desk, header: Mapping[str, Any]) -> list[Problem]:
    parts = {name: header.get(name) for name in ("transferor_id", "receiver_id", "witness_id")}
    problems = handover.check_people(*parts.values()) + processes.in_post(desk, parts, "R-53")
    for name, words in (("kind", HAND_OVER_KINDS), ("cause", CAUSES)):
        if header.get(name) not in words:
            problems.append(blocks("NOT_A_CHOICE", name, T("problem", "请选移交类别和原因"), "R-53"))
    if header.get("cause") == "OTHER" and not header.get("cause_other"):
        problems.append(blocks("REQUIRED", "cause_other", T("problem", "选了其他，请写明原因"), "R-53"))
    if header.get("kind") == "OTHER_UNIT" and not header.get("to_unit_id"):
        problems.append(blocks("REQUIRED", "to_unit_id", T("problem", "移交外单位要选接收单位"), "R-53"))
    problems += _unit_problems(desk, header)
    declared = BY_NAME["handovers"]
    return problems + [p for p in declared.shape_problems({**header, "number": "-", "state": "LISTING"}) if p.code != "REQUIRED"]


def _unit_problems(desk: Desk, header: Mapping[str, Any]) -> list[Problem]:
    """Inside the organ both units are its own; another organ is no department (R-52)."""
    kinds = {name: (desk.read.get("units", header[name]) or {}).get("kind")
             for name in ("from_unit_id", "to_unit_id") if header.get(name)}  # fmt: skip
    if header.get("kind") == "CLERK_CHANGE":
        text = T("problem", "这是外单位：本机关内交接请选内设部门，或把类别改为移交外单位")
        return [blocks("UNIT_OUTSIDE", name, text, "R-52") for name, kind in kinds.items() if kind == "EXTERNAL"]
    if header.get("kind") == "OTHER_UNIT" and kinds.get("to_unit_id", "EXTERNAL") != "EXTERNAL":
        text = T("problem", "这是本机关的部门：移交外单位请选外单位，或把类别改为本机关内交接")
        return [blocks("UNIT_INSIDE", "to_unit_id", text, "R-52")]
    return []


def _in_order(desk: Desk, handover_id: int) -> list[Row]:
    lines = handover_queries.items(desk.read, handover_id)
    keys = {row["id"]: processes.list_order(row) for row in carriers_of(desk.read, lines)}
    return sorted(lines, key=lambda line: keys[line["carrier_id"]])


def _open_item(desk: Desk, handover_id: int, carrier: Row, states: Sequence[str]) -> Row:
    item = handover_queries.item_of(desk.read, handover_id, carrier["id"])
    if item is None or item["state"] not in states:
        text = T("problem", "{number} 不在这张清单上，或已经核对", number=carrier["number"])
        raise Refused([blocks("NOT_LISTED", "carrier_ids", text, "R-53")])
    return item


def _verdict(carrier: Row | None, item: Row | None) -> str:
    if carrier is None:
        return "UNKNOWN"
    if item is None or item["state"] in ("REMOVED", "ON_BOOK", "LEFT_OUT"):
        return "NOT_ON_LIST"
    return "PACKED" if item["state"] == "LISTED" else "TWICE"


def _refuse_while_unanswered(desk: Desk, handover_id: int) -> None:
    refusal = handover_queries.unanswered(desk.read, handover_id)
    code = refusal["code"] if refusal else ""
    refuse_while_open(refusal, T("problem", "{code} 不在清单上，还没有写处置：先写明再继续", code=code), "R-53")


def _nothing_goes(lines: Sequence[Row]) -> list[Problem]:
    if any(line["state"] != "LEFT_OUT" for line in lines):
        return []
    return [blocks("NOTHING_TO_HAND_OVER", "", T("problem", "一份也不移交：放弃这一次"), "R-53")]


def _moved(row: Row, line: Row, carrier: Row, day: str) -> Change:
    """Where a handed-over carrier is now: gone from the house, or kept by somebody else, perhaps on another shelf."""
    if row["kind"] == "OTHER_UNIT":
        return moved(carrier, Move.HAND_OVER, shelf_id=None, left_on=day, left_by=row["number"])
    keeper = {"custodian_id": row["custodian_id"] or row["receiver_id"]}
    if line["former_state"] in OUT:
        return Change("carriers", carrier["id"], keeper)
    place = {"shelf_id": row["shelf_id"]} if row["shelf_id"] is not None else {}
    return moved(carrier, Move.WITHDRAW_FROM_HAND_OVER, **keeper, **place)


def _stays(line: Row, carrier: Row) -> list[Change]:
    return [] if line["former_state"] in OUT else withdrawn(carrier, Move.WITHDRAW_FROM_HAND_OVER)


def _unchanged(desk: Desk, row: Row, lines: Sequence[Row]) -> list[Problem]:
    rows = processes.shown_list(desk.read, [line["carrier_id"] for line in lines])
    problems = []
    if processes.list_digest(rows) != row["digest"]:
        text = T("problem", "清单上的内容在清点后变了：撤回那处更正，或放弃后另立")
        problems.append(blocks("LIST_CHANGED", "", text, "R-53"))
    if row["kind"] == "CLERK_CHANGE" and row["shelf_id"] is not None:
        shelf = desk.read.get("shelves", row["shelf_id"])
        for level in {line["level"] for line in lines}:
            problems += place_problems(desk, level, shelf)
    return problems


def _shown(desk: Desk, row: Row, lines: Sequence[Row], day: str) -> dict[str, Any]:
    parts = {"移交人": row["transferor_id"], "接收人": row["receiver_id"], "监交人": row["witness_id"]}
    units = {"移交部门": row["from_unit_id"], "接收部门": row["to_unit_id"]}
    facts = [["清单编号", row["number"]], ["移交原因", str(CAUSES[row["cause"]])], *([part, name_of(desk.read, id_)] for part, id_ in parts.items()),
             *([name, str((desk.read.get("units", id_) or {"name": ""})["name"])] for name, id_ in units.items()),
             ["移交日期", day], ["清单指纹", row["digest"] or ""]]  # fmt: skip
    rows = processes.shown_list(desk.read, [line["carrier_id"] for line in lines])
    return {
        "facts": facts, "columns": [*processes.LIST_COLUMNS, "核对", "备注"],
        "rows": [[*texts, str(ITEM_STATES[line["state"]]), line["note"] or ""] for texts, line in zip(rows, lines, strict=True)],
    }  # fmt: skip
