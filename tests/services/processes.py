"""A small office to count, destroy and hand over in: people, two cabinets of shelves, documents with copies."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from models.domain.errors import Refused
from models.services import printables
from models.services.count_scope import CountScope
from models.services.office import Office
from models.services.session import countersign
from models.services.signing import PaperSignature
from tests.offices import PASSWORD, entrance

NAMES = ("周敏", "刘洋", "王建国", "李淑芬", "陈立", "张伟")
DOCUMENT = {
    "received_on": "2026-11-20", "issuer": "国务院办公厅", "secret_kind": "STATE_SECRET", "level": "SECRET",
    "term_kind": "DURATION", "term_amount": 10, "term_unit": "YEAR", "issued_on": "2016-11-10", "pages": 12,
    "counted_by": "周敏", "signed_by": "周敏", "signed_on": "2026-11-20", "channel": "PARTY_COURIER",
}  # fmt: skip


@dataclass(repr=False)
class Place:
    """An office with its furniture; `shelves` by cabinet."""

    office: Office
    people: dict[str, int] = field(default_factory=dict)
    room: int = 0
    cabinets: list[int] = field(default_factory=list)
    shelves: list[int] = field(default_factory=list)

    def add(self, ledger: str, **values: Any) -> int:
        return int(self.office.perform("add_row", ledger=ledger, values=values).result)

    def furnish(self, cabinets: int = 2, shelves: int = 2, limit: str = "SECRET") -> list[int]:
        """More cabinets with shelves; the new shelves' ids."""
        made = []
        for _ in range(cabinets):
            name = f"{len(self.cabinets) + 1}号柜"
            cabinet = self.add("cabinets", name=name, room_id=self.room, level_limit=limit)
            self.cabinets.append(cabinet)
            made += [self.add("shelves", name=f"{nth}层", cabinet_id=cabinet) for nth in range(1, shelves + 1)]
        self.shelves += made
        return made

    def carriers(self, copies: int, shelf: int | None = None, reason: str = "", **values: Any) -> list[int]:
        """A document with that many copies on a shelf; the carriers' ids."""
        count = len(self.office.read.find("documents"))
        full = DOCUMENT | {"title": f"关于事项{count + 1}的通知", "reference_number": f"国办发〔2016〕{count + 1}号"} | values
        numbers = [f"{count * 100 + nth:06d}" for nth in range(1, copies + 1)]
        done = self.office.perform(
            "register_document", values=full, copy_numbers=numbers, shelf_id=shelf, reason=reason
        )
        return list(done.result["carriers"])

    def number(self, carrier: int) -> str:
        return str((self.office.read.get("carriers", carrier) or {})["number"])

    def state(self, carrier: int) -> str:
        return str((self.office.read.get("carriers", carrier) or {})["state"])

    def code(self, shelf: int) -> str:
        return str((self.office.read.get("shelves", shelf) or {})["code"])

    def lend(self, carrier: int, person: str = "陈立") -> None:
        self.office.perform(
            "lend", carrier_ids=[carrier], person_id=self.people[person], due_on="2026-12-01", approval_form="〔2026〕借阅第1号",
            approved_by="主任", reason="分管领导批准",
        )  # fmt: skip

    def start(self, **values: Any) -> int:
        """A count by 周敏 and 刘洋, watched by 王建国; of all cabinets unless told otherwise."""
        people = {"counter_id": "周敏", "second_counter_id": "刘洋", "supervisor_id": "王建国"}
        full = {"kind": "YEARLY", "scope": CountScope(cabinets=tuple(self.cabinets))}
        full |= {name: self.people[person] for name, person in people.items()} | values
        return int(self.office.perform("start_count", **full).result)

    def scan(self, count: int, carrier: int | str, shelf: int | None = None) -> Any:
        """Scan a carrier (or any code), at a shelf if one is named; what was seen."""
        if shelf is not None:
            self.office.perform("scan", count_id=count, code=self.code(shelf))
        code = carrier if isinstance(carrier, str) else self.number(carrier)
        return self.office.perform("scan", count_id=count, code=code).result

    def finish(self, count: int) -> Any:
        return self.office.perform("finish_scanning", count_id=count, reason="已走过").result

    def decide(self, finding: int, decision: str, **more: Any) -> None:
        values = {"reason_given": "已核实", "reason": "理由"} | more
        self.office.perform("decide", finding_id=finding, decision=decision, **values)

    def findings(self, count: int) -> dict[int | None, dict[str, Any]]:
        """Differences by carrier (None: the last one without a carrier)."""
        rows = self.office.read.find("count_findings", count_id=count)
        return {row["carrier_id"]: row for row in rows if row["state"] != "DROPPED"}

    def signed(self, act: str, users: dict[str, str], **values: Any) -> Any:
        """Perform an act with statements signed in the program, part → user."""
        door = entrance(self.office.clock)  # type: ignore[arg-type]
        signed = [
            countersign(self.office, door, self.office.statement(act, role, reason="理由", **values), user, PASSWORD)
            for role, user in users.items()
        ]
        return self.office.perform(act, signed=signed, reason="理由", **values)

    def print_f8a(self, count: int, outcome: str = "SENT") -> str:
        """The count sheet was printed; its print number."""
        form = next(form for form in printables.COUNT_FORMS if form.code == "F8a")
        done = self.office.note("print_form", form=form, record=count, digest="", pages=1, copies=1, printer="P1")
        self.office.note("print_outcome", print_id=done.result["id"], outcome=outcome)
        return str(done.result["print_number"])

    def sign_off(self, count: int, conclusion: str = "账物相符") -> Any:
        users = {"counter": "周敏", "second_counter": "刘洋", "supervisor": "王建国"}
        return self.signed("sign_off_count", users, count_id=count, conclusion=conclusion).result


def make_place(office: Office) -> Place:
    """People and a room; no furniture yet."""
    place = Place(office)
    place.people = {name: place.add("persons", name=name, clearance="CORE") for name in NAMES}
    place.room = place.add("rooms", name="机要室", level_limit="TOP_SECRET")
    return place


def paper(role: str, person: str, form: str = "XS-2026-0001") -> PaperSignature:
    """A signature on the paper form."""
    return PaperSignature(role, person, form, "2026-11-23")


def refused(office: Office, act: str, /, **values: Any) -> set[str]:
    """The codes with which an act is refused; it must be, and nothing may be written."""
    before = office.read.head().number
    with pytest.raises(Refused) as error:
        office.perform(act, **values)
    assert office.read.head().number == before
    return {problem.code for problem in error.value.problems}
