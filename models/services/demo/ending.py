"""The end of papers in the demonstration: a destruction with two items pulled out, and a hand-over (R-53 to R-60)."""

from __future__ import annotations

from models.domain.destruction_run import Route, Treatment
from models.domain.levels import Level
from models.services import destruction_list
from models.services.demo.people import APPROVER, CLERK, SECOND_CLERK, SECOND_SIGNER, SIGNER, Stage, person
from models.services.destroying import BagPlan
from models.services.office import Office

MOST_DESTROYED, PER_BAG, MOST_HANDED_OVER = 42, 20, 8
ARCHIVE = "市档案馆（演练）"
WHY = "演练：已核对无延期通知，无保存价值"


def choose_for_destruction(office: Office) -> list[int]:
    """Carriers in store that no rule blocks, expired ones first; a few dozen."""
    ids = [row["id"] for row in office.read.find("carriers", state="IN_STORE") if row["level"] != Level.TOP_SECRET]
    judged = destruction_list.judge(office.read, ids, office.clock.today(), reviewed=ids)
    free = [found for found in judged if not found.is_blocked]
    free.sort(key=lambda found: (found.needs_reason, found.carrier["id"]))
    return [int(found.carrier["id"]) for found in free[:MOST_DESTROYED]]


def list_batch(office: Office, carriers: list[int] | None = None) -> int:
    """A new batch with its list; the id."""
    chosen = choose_for_destruction(office) if carriers is None else carriers
    header = {
        "cause": "EXPIRED,NO_VALUE", "route": Route.SENT.value, "facility": "市涉密载体销毁中心", "place": "市销毁中心一车间",
        "planned_on": office.clock.today().isoformat(), "phone": "8301",
    }  # fmt: skip
    done = office.perform("list_for_destruction", carrier_ids=chosen, header=header, reviewed=chosen, reason=WHY)
    return int(done.result)


def bring_to_machine(stage: Stage, office: Office, batch: int, first_seal: int = 1) -> list[int]:
    """Count by two, approval, bags, start at the machine. Returns the carriers on the list."""
    people = {name: person(office, name) for name in (CLERK, SECOND_CLERK, APPROVER, SIGNER, SECOND_SIGNER)}
    count = {"destruction_id": batch, "counter_id": people[CLERK], "checker_id": people[SECOND_CLERK]}
    signed = [
        stage.sign(office, "count_for_destruction", role, name, reason=WHY, **count)
        for role, name in (("counter", CLERK), ("checker", SECOND_CLERK))
    ]
    office.perform("count_for_destruction", signed=signed, reason=WHY, **count)
    approve = {"destruction_id": batch, "approver_id": people[APPROVER]}
    signed = [stage.sign(office, "approve_destruction", "approver", APPROVER, reason=WHY, **approve)]
    office.perform("approve_destruction", signed=signed, reason=WHY, **approve)
    listed = [row["carrier_id"] for row in office.read.find("destruction_items", destruction_id=batch, state="LISTED")]
    office.perform("seal_bags", destruction_id=batch, bags=_bags(listed, first_seal))
    office.perform(
        "start_destruction", destruction_id=batch, treatment=Treatment.PULPING, escort_id=people[CLERK],
        second_escort_id=people[SECOND_CLERK], witness_id=people[SIGNER], second_witness_id=people[SECOND_SIGNER],
    )  # fmt: skip
    return listed


def destroy(stage: Stage, office: Office, batch: int) -> None:
    """The whole way: run with two pulled out and one refused scan, two witnesses, receipt, certificate."""
    _run(office, batch, bring_to_machine(stage, office, batch))
    signed = [
        stage.sign(office, "witness_destruction", role, name, reason=WHY, destruction_id=batch)
        for role, name in (("witness", SIGNER), ("second_witness", SECOND_SIGNER))
    ]
    office.perform("witness_destruction", signed=signed, reason=WHY, destruction_id=batch)
    office.perform("record_destruction_receipt", destruction_id=batch, receipt_number="演练-回执-0001")
    office.perform("certify_destruction", destruction_id=batch)


def _bags(carriers: list[int], first_seal: int) -> list[BagPlan]:
    return [
        BagPlan(f"YL{nth:06d}", tuple(carriers[at : at + PER_BAG]))
        for nth, at in enumerate(range(0, len(carriers), PER_BAG), first_seal)
    ]


def _run(office: Office, batch: int, listed: list[int]) -> None:
    pulled = listed[:2] if len(listed) > 2 else []
    for carrier_id in pulled:
        office.perform("pull_out", destruction_id=batch, carrier_id=carrier_id, why="现场发现附件缺页，退回核对")
    foreign = next((row for row in office.read.find("carriers", state="IN_STORE") if row["id"] not in pulled), None)
    if foreign is not None:
        seen = office.perform("put_in", destruction_id=batch, code=foreign["number"]).result
        office.perform("answer_refusal", scan_id=seen.scan_id, answer="SET_ASIDE", answer_reason="误带到现场，已放回柜内")
    for row in office.read.get_many("carriers", [id_ for id_ in listed if id_ not in pulled]):
        office.perform("put_in", destruction_id=batch, code=row["number"])


def start_hand_over(office: Office) -> tuple[int, list[str]]:
    """A list of some papers for another unit, ready to be packed: its id and the numbers on it."""
    people = {name: person(office, name) for name in (CLERK, SECOND_SIGNER, SIGNER)}
    free = [
        row for row in office.read.find("carriers", state="IN_STORE")
        if row["recall"] != "DEMANDED" and row["level"] != Level.TOP_SECRET
    ][:MOST_HANDED_OVER]  # fmt: skip
    header = {
        "kind": "OTHER_UNIT", "cause": "ARCHIVING", "transferor_id": people[CLERK], "to_unit_id": _archive(office),
        "receiver_id": people[SECOND_SIGNER], "witness_id": people[SIGNER],
    }  # fmt: skip
    ids = [row["id"] for row in free]
    handover = office.perform("list_for_hand_over", carrier_ids=ids, header=header, reason=WHY).result
    office.perform("start_packing", handover_id=handover, reason=WHY)
    return int(handover), [row["number"] for row in free]


def _archive(office: Office) -> int:
    known = office.read.find("units", name=ARCHIVE)
    if known:
        return int(known[0]["id"])
    return int(office.perform("add_row", ledger="units", values={"name": ARCHIVE, "kind": "EXTERNAL"}).result)


def hand_over(stage: Stage, office: Office) -> int:
    """Some papers go to another unit: list, scan to pack, three signatures (R-53). Returns the hand-over's id."""
    handover, numbers = start_hand_over(office)
    for number in numbers:
        office.perform("pack", handover_id=handover, code=number)
    office.perform("finish_packing", handover_id=handover, reason=WHY)
    signed = [
        stage.sign(office, "sign_hand_over", role, name, reason=WHY, handover_id=handover)
        for role, name in (("transferor", CLERK), ("receiver", SECOND_SIGNER), ("hand_over_witness", SIGNER))
    ]
    office.perform("sign_hand_over", signed=signed, handover_id=handover, reason=WHY)
    return handover
