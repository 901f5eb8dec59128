"""Work that the demonstration leaves under way, so that its pages show what a clerk sees in the middle of a job (K-33)."""

from __future__ import annotations

from typing import Any

from models.services.count_scope import CountScope
from models.services.demo.ending import bring_to_machine, choose_for_destruction, list_batch, start_hand_over
from models.services.demo.people import CLERK, SECOND_CLERK, SIGNER, Stage, person
from models.services.office import Office

PUT_IN, PACKED, SCANNED = 7, 5, 14
BATCH = 12  # carriers in each unfinished batch
FIRST_SEAL = 100  # far from the seals of the finished batch


def leave_under_way(stage: Stage, office: Office, count: int) -> dict[str, dict[str, Any]]:
    """Begin a destruction, a hand-over and a count and stop in the middle. Returns what each page is to show.

    `count` is the finished count whose differences the page 清查处理 shows.
    """
    free = choose_for_destruction(office)
    running, listed = free[:BATCH], free[BATCH : 2 * BATCH]
    batch = list_batch(office, running)
    bring_to_machine(stage, office, batch, FIRST_SEAL)
    for row in office.read.get_many("carriers", running[:PUT_IN]):
        office.perform("put_in", destruction_id=batch, code=row["number"])
    counted = _count_for(stage, office, list_batch(office, listed))
    handover, numbers = start_hand_over(office)
    for number in numbers[:PACKED]:
        office.perform("pack", handover_id=handover, code=number)
    open_count = _start_count(office)
    return {
        "counting": {"count": open_count}, "count_paper": {"count": open_count}, "reconcile": {"count": count},
        "destroy_choose": {"carriers": free[2 * BATCH :]}, "destroy_batch": {"destruction": counted},
        "destroy_run": {"destruction": batch}, "handover_list": {"carriers": free[2 * BATCH :]},
        "handover_pack": {"handover": handover}, "handover_record": {"handover": 1},
    }  # fmt: skip


def _count_for(stage: Stage, office: Office, batch: int) -> int:
    values: dict[str, Any] = {"destruction_id": batch, "counter_id": person(office, CLERK), "checker_id": person(office, SECOND_CLERK)}
    signed = [
        stage.sign(office, "count_for_destruction", role, name, **values)
        for role, name in (("counter", CLERK), ("checker", SECOND_CLERK))
    ]
    office.perform("count_for_destruction", signed=signed, **values)
    return batch


def _start_count(office: Office) -> int:
    """A special count of a few shelves, with the first ones scanned."""
    shelves = office.read.find("shelves")[:6]
    count = office.perform(
        "start_count", kind="SPECIAL", scope=CountScope(shelves=tuple(row["id"] for row in shelves)),
        counter_id=person(office, CLERK), name="专项清查（演练）", second_counter_id=person(office, SECOND_CLERK),
        supervisor_id=person(office, SIGNER), reason="演练",
    ).result  # fmt: skip
    left = SCANNED
    for shelf in shelves:
        numbers = [row["number"] for row in office.read.find("carriers", shelf_id=shelf["id"], state="IN_STORE")][:left]
        if numbers:
            office.perform("scan", count_id=count, code=shelf["code"])
        for number in numbers:
            office.perform("scan", count_id=count, code=number)
        left -= len(numbers)
    return int(count)
