"""What each act may change: its ledgers, and where it is little, its columns and states (K-2, K-10).

The office refuses to write anything else, and `verify` names an entry that did: no key of one person alone leads past the
steps that ask for the signature of another. Names of acts, ledgers, columns and states are for ever.
"""

from __future__ import annotations

from collections.abc import Mapping

from models.domain.lifecycle import TERMINAL, CarrierState
from models.ledgers import ALL
from models.services.acts import ANY, Touch

Touches = dict[str, Touch]

_MARKING = "secret_kind level term_kind term_amount term_unit term_date term_condition"
_KEY = "public_key generation slot_digest password_set_on one_time"
_FIGURES = "book actual matched on_loan moved_during misplaced mismarked damaged missing unrecorded duplicates"
_STAYED = " ".join(state.value for state in CarrierState if state not in TERMINAL) + " VOID"


def _touches(**ledgers: str) -> Touches:
    """Ledger = "column column state=CODE"; "*" for any column beside the state, "state=*" for any state."""
    return {name: _touch(text) for name, text in ledgers.items()}


def _touch(text: str) -> Touch:
    words = text.split()
    states = frozenset(word.removeprefix("state=") for word in words if word.startswith("state="))
    return Touch(frozenset(word for word in words if not word.startswith("state=")), states)


def _any(*ledgers: str, state: str = "") -> Touches:
    return {name: Touch(frozenset({ANY}), frozenset(state.split())) for name in ledgers}


def _in(codes: str) -> str:
    return " ".join(f"state={code}" for code in codes.split())


_BY_HAND = [ledger for ledger in ALL if ledger.editable]
_ADDED = {
    ledger.name: Touch(frozenset({ANY}), frozenset([*ledger.states][:1])) for ledger in _BY_HAND if ledger.add_act == "add_row"
}
_AMENDED = _any(*(ledger.name for ledger in _BY_HAND))
_IMPORTED = _any("units", "rooms", "cabinets", "shelves", state="IN_USE") | _any("persons", state="IN_POST") | _touches(
    documents="* state=REGISTERED", carriers="* " + _in(" ".join(CarrierState)), loans="* state=OUT", imports="* state=DONE",
    import_rows="*",
)  # fmt: skip
_LOST = _touches(
    carriers="state=UNACCOUNTED", losses="* state=OPEN", destruction_items="out_reason state=REMOVED state=PULLED_OUT",
    handover_items="note state=REMOVED state=LEFT_OUT",
)  # fmt: skip
_FOUND = _touches(
    carriers="holder_id shelf_id state=IN_STORE", losses="found_on found_how state=FOUND",
    loans="returned_on taken_back_by checked state=RETURNED",
)  # fmt: skip
# What undoing puts back is what an act with this counter-act changed, and never the end of a life or of a process.
_UNDONE = (
    _any("units", "persons", "rooms", "cabinets", "shelves", "documents", "issuer_returns", state="VOID")
    | _any("import_rows")
    | _touches(
        carriers="* " + _in(_STAYED), loans="* state=VOID state=OUT", imports="state=UNDONE", losses="* state=VOID state=OPEN state=LEAK",
        counts="state=SCANNED", count_findings="* state=OPEN", destructions="* state=ABANDONED",
        destruction_items="* state=LISTED state=REMOVED state=PULLED_OUT", handovers="* state=ABANDONED",
        handover_items="* state=LISTED state=REMOVED state=PACKED state=DIFFERING state=LEFT_OUT state=ON_BOOK",
    )
)  # fmt: skip
_ONLY_NOTED = (
    "sign_out", "lock", "idle_lock", "gate_lock", "look_at", "consent_to_practice", "note_verify", "accept_findings", "note_backup",
    "note_export",
)  # fmt: skip

LEDGERS: Mapping[str, Touches] = {
    # sitting, checks, accounts, settings
    "sign_in": _touches(accounts="state=LOCKED"),
    **{name: {} for name in _ONLY_NOTED},
    "create_account": _touches(accounts="name role person_id one_time generation state=CREATED", persons="name state=IN_POST"),
    "link_account": _touches(accounts="person_id"),
    "enable_account": _touches(accounts=f"{_KEY} level_cap posts state=ENABLED"),
    "reset_password": _touches(accounts=f"{_KEY} state=ENABLED"),
    "unlock_account": _touches(accounts="state=ENABLED"),
    "change_password": _touches(accounts=_KEY),
    "change_policy": _touches(settings="name value"),
    "amend_organ": _touches(organ="*"),
    # registers
    "add_row": _ADDED,
    "amend_row": _AMENDED,
    "amend_rows": _AMENDED,
    "void_row": {name: Touch(frozenset(), frozenset({"VOID"})) for name in _AMENDED},
    "register_document": _touches(documents="* state=REGISTERED", carriers="* state=IN_STORE"),
    "register_medium": _touches(carriers="* state=IN_STORE"),
    "amend_document": _touches(documents="*", carriers=_MARKING),
    "add_copies": _touches(documents="copies_received", carriers="* state=IN_STORE"),
    "shelve": _touches(carriers="shelf_id place_text"),
    "lend": _touches(carriers="holder_id state=ON_LOAN", loans="* state=OUT"),
    "take_back": _touches(carriers="holder_id state=IN_STORE", loans="returned_on taken_back_by checked state=RETURNED"),
    "extend_loan": _touches(loans="due_on"),
    "demand_recall": _touches(carriers="recall recall_notice", documents="recall_due"),
    "lift_recall": _touches(carriers="recall recall_notice", documents="recall_due"),
    "return_to_issuer": _touches(carriers="shelf_id left_on left_by state=RETURNED", issuer_returns="* state=RETURNED"),
    "import_ledger": _IMPORTED,
    "undo": _UNDONE,
    "print_form": _touches(prints="*"),
    "print_outcome": _touches(prints="outcome"),
    "print_pages": _touches(prints="*", register_pages="*"),
    "say_outcome": _touches(prints="outcome"),
    "print_labels": _touches(prints="*"),
    "labels_outcome": _touches(prints="outcome", carriers="label_printed"),
    # counting
    "start_count": _touches(counts="* state=OPEN", count_expected="* state=*"),
    "set_place": _touches(counts="shelf_id holder_id"),
    "scan": _touches(scans="*", counts="shelf_id holder_id"),
    "mark_scan": _touches(scans="mark"),
    "undo_scan": _touches(scans="undone verdict repeats mark"),
    "enter_paper_results": _touches(scans="*"),
    "finish_scanning": _touches(
        counts=f"finished_on finished_at {_FIGURES} state=SCANNED", count_expected="verdict moved_by",
        count_findings="* state=OPEN",
    ),
    "continue_scanning": _touches(
        counts="finished_on finished_at state=OPEN", count_expected="verdict moved_by", count_findings="state=DROPPED"
    ),
    "recount": _touches(scans="*", count_expected="verdict", count_findings="* state=SETTLED"),
    "identify": _touches(scans="*", count_expected="verdict", count_findings="* state=SETTLED"),
    "decide": _LOST | _FOUND | _touches(
        counts="state=RECONCILING", count_findings="* state=CLOSED", losses="* state=OPEN state=FOUND",
        carriers="shelf_id place_text holder_id state=UNACCOUNTED state=IN_STORE",
    ),
    "reopen_difference": _touches(count_findings="* state=OPEN"),
    "sign_off_count": _touches(counts=f"signed_on conclusion {_FIGURES} state=SIGNED", carriers="last_counted_on"),
    "abandon_count": _touches(counts="ended_because state=ABANDONED"),
    "declare_unaccounted": _LOST,
    "find_again": _FOUND,
    "report_as_leak": _touches(losses="report_number reported_on state=LEAK"),
    # destruction
    "list_for_destruction": _touches(
        destructions="* state=LISTED", destruction_items="* state=LISTED", carriers="state=PROPOSED_FOR_DESTRUCTION"
    ),
    "add_to_destruction": _touches(destruction_items="* state=LISTED", carriers="state=PROPOSED_FOR_DESTRUCTION"),
    "remove_from_destruction": _touches(destruction_items="out_reason state=REMOVED", carriers="state=IN_STORE"),
    "amend_destruction": _touches(destructions="*"),
    "count_for_destruction": _touches(
        destructions="counter_id checker_id counted_on digest state=COUNTED", destruction_items="rank"
    ),
    "approve_destruction": _touches(
        destructions="approver_id approved_on locked digest state=APPROVED", carriers="state=AWAITING_DESTRUCTION"
    ),
    "reopen_destruction": _touches(
        destructions="* state=LISTED", destruction_items="bag_id rank state=REMOVED", destruction_bags="undone",
        carriers="state=PROPOSED_FOR_DESTRUCTION",
    ),
    "seal_bags": _touches(destructions="bags sealed_on state=SEALED", destruction_items="bag_id", destruction_bags="*"),
    "start_destruction": _touches(
        destructions="witness_id second_witness_id escort_id second_escort_id started_on treatment place state=EXECUTING"
    ),
    "put_in": _touches(destruction_scans="*", destruction_items="scan_id state=PUT_IN"),
    "undo_put_in": _touches(destruction_scans="undone answer_reason", destruction_items="scan_id state=LISTED"),
    "answer_refusal": _touches(destruction_scans="answer answer_reason"),
    "pull_out": _touches(destruction_items="out_reason state=PULLED_OUT", carriers="state=IN_STORE"),
    "change_witnesses": _touches(destructions="witness_id second_witness_id"),
    "witness_destruction": _touches(
        destructions="witnessed_on executed_on listed pulled_out destroyed state=WITNESSED", carriers="state=SENT_FOR_DESTRUCTION"
    ),
    "bring_back_undestroyed": _touches(
        destructions="* state=EXECUTING", destruction_scans="undone answer_reason", destruction_items="scan_id state=LISTED",
        carriers="state=AWAITING_DESTRUCTION",
    ),
    "record_destruction_receipt": _touches(destructions="receipt_number receipt_on"),
    "certify_destruction": _touches(
        destructions="certified_on state=CERTIFIED", destruction_items="state=DESTROYED",
        carriers="shelf_id left_on left_by state=DESTROYED",
    ),
    "abandon_destruction": _touches(
        destructions="ended_because state=ABANDONED", destruction_items="state=RETURNED", carriers="state=IN_STORE"
    ),
    # hand-over
    "list_for_hand_over": _touches(
        handovers="* state=LISTING", handover_items="* state=LISTED state=ON_BOOK", carriers="state=BEING_HANDED_OVER"
    ),
    "add_to_hand_over": _touches(handover_items="* state=LISTED state=ON_BOOK", carriers="state=BEING_HANDED_OVER"),
    "remove_from_hand_over": _touches(handover_items="state=REMOVED", carriers="state=IN_STORE"),
    "amend_hand_over": _touches(handovers="*"),
    "start_packing": _touches(handovers="listed digest highest_level state=PACKING", handover_items="rank"),
    "pack": _touches(handover_scans="*", handover_items="scan_id state=PACKED"),
    "undo_pack": _touches(handover_scans="undone answer_reason", handover_items="scan_id state=LISTED"),
    "answer_hand_over_refusal": _touches(handover_scans="answer answer_reason"),
    "note_difference": _touches(handover_items="note state=DIFFERING state=LEFT_OUT"),
    "finish_packing": _touches(handovers="state=PACKED"),
    "continue_packing": _touches(handovers="state=PACKING"),
    "sign_hand_over": _touches(
        handovers="handed_on handed_over state=SIGNED", handover_items="state=HANDED_OVER state=RETURNED",
        carriers="shelf_id left_on left_by custodian_id state=HANDED_OVER state=IN_STORE",
    ),
    "abandon_hand_over": _touches(
        handovers="ended_because state=ABANDONED", handover_items="state=RETURNED", carriers="state=IN_STORE"
    ),
}  # fmt: skip
