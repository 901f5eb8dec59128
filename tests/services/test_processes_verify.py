"""After a count, a destruction and a hand-over with signatures of both kinds the full check finds nothing."""

from __future__ import annotations

from models.domain.count_types import Mark
from models.services import verifying
from models.services.office import Office
from tests.services.batches import SENT, Batch
from tests.services.processes import Place, make_place


def whole_round(office: Office) -> Place:
    """Every kind of row the three processes write."""
    place = make_place(office)
    shelf, other = place.furnish(cabinets=1)
    matched, missing, misplaced, damaged, old, older, newer = place.carriers(7, shelf)
    count = place.start()
    for carrier in (matched, damaged, old, older, newer):
        place.scan(count, carrier, shelf)
    place.office.perform("undo_scan", count_id=count)
    place.scan(count, newer)
    place.scan(count, misplaced, other)
    place.office.perform("mark_scan", count_id=count, mark=Mark.DAMAGED)
    place.scan(count, "1999-000001")
    place.finish(count)
    rows = place.findings(count)
    place.decide(rows[missing]["id"], "UNACCOUNTED")
    place.decide(rows[misplaced]["id"], "REPAIRED")
    place.decide(rows[None]["id"], "EXPLAINED")
    place.sign_off(count)
    batch = Batch(place, [old, older], SENT).go_to("EXECUTING")
    batch.put_in(old)
    batch.pull_out(older)
    place.signed("witness_destruction", {"witness": "王建国", "second_witness": "李淑芬"}, destruction_id=batch.id)
    batch.receipt()
    batch.certify()
    parts = {"transferor": "周敏", "receiver": "刘洋", "hand_over_witness": "王建国"}
    header = {"kind": "CLERK_CHANGE", "cause": "LEAVING", "transferor_id": place.people["周敏"],
              "receiver_id": place.people["刘洋"], "witness_id": place.people["王建国"]}  # fmt: skip
    handover = office.perform("list_for_hand_over", carrier_ids=[matched, newer], header=header).result
    office.perform("start_packing", handover_id=handover)
    for carrier in (matched, newer):
        office.perform("pack", handover_id=handover, code=place.number(carrier))
    office.perform("finish_packing", handover_id=handover)
    place.signed("sign_hand_over", parts, handover_id=handover)
    return place


def test_the_full_check_finds_nothing(office: Office) -> None:
    whole_round(office)
    report = verifying.check(office)
    assert report.is_clean, report.outcome


def test_no_title_or_name_stands_in_a_subject(office: Office) -> None:
    """`verify` prints subjects: ids and numbers only."""
    place = whole_round(office)
    subjects = [row["subject"] for row in office.read.rows("SELECT subject FROM entry_list")]
    texts = [*place.people, "关于事项", "国务院办公厅", "1号柜"]
    process = [s for s in subjects if s.split()[0] in ("counts", "destructions", "handovers", "losses", "carriers")]
    assert len(process) > 30
    assert not [s for s in process for text in texts if text in s]
