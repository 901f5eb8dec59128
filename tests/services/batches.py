"""A destruction batch led step by step, for tests."""

from __future__ import annotations

from typing import Any

from models.domain.destruction_run import Treatment
from models.services.destroying import BagPlan
from models.services.printables import BY_CODE
from tests.services.processes import Place, paper

HEADER = {
    "route": "OWN", "cause": "EXPIRED", "machine": "碎纸机 SB-07", "machine_level": "SECRET", "own_reason": "零星到期件",
    "place": "机要室",
}  # fmt: skip
SENT = {"route": "SENT", "cause": "EXPIRED", "facility": "市保密局销毁中心"}
STATES = ("LISTED", "COUNTED", "APPROVED", "SEALED", "EXECUTING", "WITNESSED", "CERTIFIED")


class Batch:
    """One batch and the carriers on it."""

    def __init__(self, place: Place, carriers: list[int], header: dict[str, Any] | None = None) -> None:
        self.place, self.office, self.carriers = place, place.office, carriers
        self.id = int(self.perform("list_for_destruction", carrier_ids=carriers, header=header or HEADER).result)

    def perform(self, act: str, *, signed: tuple[Any, ...] = (), **values: Any) -> Any:
        return self.office.perform(act, reason="已核对", signed=signed, **values)

    @property
    def row(self) -> dict[str, Any]:
        return self.office.read.get("destructions", self.id) or {}

    @property
    def state(self) -> str:
        return str(self.row["state"])

    def person(self, name: str) -> int:
        return self.place.people[name]

    def count(self) -> None:
        self.perform("count_for_destruction", destruction_id=self.id, counter_id=self.person("周敏"),
                     checker_id=self.person("刘洋"), signed=(paper("counter", "周敏"), paper("checker", "刘洋")))  # fmt: skip
        self.print_f1()

    def print_f1(self) -> None:
        """The print of the approval form as the journal keeps it; the paper itself is of no interest here."""
        values = {"digest": "0" * 64, "pages": 1, "copies": 1, "printer": "P1"}
        row = self.office.note("print_form", form=BY_CODE["F1"], record=self.id, **values).result
        self.office.note("print_outcome", print_id=row["id"], outcome="SENT")

    def approve(self) -> None:
        self.perform("approve_destruction", destruction_id=self.id, approver_id=self.person("陈立"),
                     signed=(paper("approver", "陈立", self.row["number"]),))  # fmt: skip

    def seal(self) -> None:
        waiting = self.office.read.find("destruction_items", destruction_id=self.id, state="LISTED")
        bag = BagPlan(f"F-{self.id}-{self.office.read.head().number}", tuple(row["carrier_id"] for row in waiting))
        self.perform("seal_bags", destruction_id=self.id, bags=[bag])

    def start(self) -> None:
        more: dict[str, Any] = {"witness_id": self.person("王建国"), "second_witness_id": self.person("李淑芬")}
        if self.row["route"] == "OWN":
            more |= {"treatment": Treatment.SHREDDING}
        else:
            more |= {"escort_id": self.person("王建国"), "second_escort_id": self.person("李淑芬")}
        self.perform("start_destruction", destruction_id=self.id, **more)

    def put_in(self, carrier: int | str) -> Any:
        code = carrier if isinstance(carrier, str) else self.place.number(carrier)
        return self.perform("put_in", destruction_id=self.id, code=code).result

    def pull_out(self, carrier: int) -> None:
        self.perform("pull_out", destruction_id=self.id, carrier_id=carrier, why="留作核查")

    def witness(self) -> Any:
        return self.perform("witness_destruction", destruction_id=self.id,
                            signed=(paper("witness", "王建国"), paper("second_witness", "李淑芬"))).result  # fmt: skip

    def receipt(self) -> None:
        self.perform("record_destruction_receipt", destruction_id=self.id, receipt_number="回执 2026-18")

    def certify(self) -> Any:
        return self.perform("certify_destruction", destruction_id=self.id).result

    def go_to(self, state: str) -> Batch:
        """Do everything up to a state, all carriers put in."""
        for now, act in zip(STATES, (self.count, self.approve, self.seal, self.start, self._run, self._end), strict=False):
            if self.state == state:
                return self
            if STATES.index(now) < STATES.index(self.state):
                continue
            act()
        return self

    def _run(self) -> None:
        for row in self.office.read.find("destruction_items", destruction_id=self.id, state="LISTED"):
            self.put_in(row["carrier_id"])
        self.witness()

    def _end(self) -> None:
        self.receipt()
        self.certify()
