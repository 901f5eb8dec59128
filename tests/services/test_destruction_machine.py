"""Destruction as a state machine: random people do random things, and a few plain sets say what must be so (R-54, K-21)."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from models.domain.destruction_run import PutIn
from models.domain.errors import Refused
from models.services import destruction_views
from tests.offices import opened
from tests.services.batches import HEADER, SENT, Batch
from tests.services.processes import Place, make_place

SIZE = 4
ANY = st.integers(0, SIZE)  # the last carrier is never on the list at first


class Destruction(RuleBasedStateMachine):
    """`state` and the sets are the naive book: what is on the list, put in, pulled out."""

    source: ClassVar[Path]

    @initialize(header=st.sampled_from([HEADER, SENT]))
    def begin(self, header: dict[str, Any]) -> None:
        self.folder = Path(tempfile.mkdtemp())
        shutil.copytree(self.source, self.folder / "vault")
        self.opening = opened(self.folder / "vault", "周敏")
        self.place: Place = make_place(self.opening.__enter__())
        (self.shelf,) = self.place.furnish(cabinets=1, shelves=1)
        self.carriers = self.place.carriers(SIZE + 1, self.shelf)
        self.batch = Batch(self.place, self.carriers[:SIZE], header)
        self.state, self.on_list = "LISTED", set(range(SIZE))
        self.locked: set[int] = set()
        self.into: set[int] = set()
        self.out: set[int] = set()
        self.sent: set[int] = set()  # gone to the facility
        self.unanswered = 0
        self.receipt = False

    def teardown(self) -> None:
        if hasattr(self, "opening"):
            self.opening.__exit__(None, None, None)
            shutil.rmtree(self.folder)

    def attempt(self, is_allowed: bool, act: Any, *values: Any) -> Any:
        """The act goes through exactly if the naive book allows it."""
        try:
            result = act(*values)
        except Refused as error:
            assert not is_allowed, error
            return None
        assert is_allowed
        return result

    def add_one(self, index: int) -> None:
        self.batch.perform("add_to_destruction", destruction_id=self.batch.id, carrier_ids=[self.carriers[index]])

    def remove_one(self, index: int) -> None:
        self.batch.perform(
            "remove_from_destruction", destruction_id=self.batch.id, carrier_ids=[self.carriers[index]], why="甲"
        )

    def end(self, act: str) -> None:
        self.batch.perform(act, destruction_id=self.batch.id, why="甲")

    @rule(index=ANY)
    def add(self, index: int) -> None:
        allowed = self.state == "LISTED" and index not in self.on_list
        self.attempt(allowed, self.add_one, index)
        self.on_list |= {index} if allowed else set()

    @rule(index=ANY)
    def remove(self, index: int) -> None:
        allowed = self.state == "LISTED" and index in self.on_list
        self.attempt(allowed, self.remove_one, index)
        self.on_list -= {index} if allowed else set()

    @rule()
    def count(self) -> None:
        allowed = self.state == "LISTED" and bool(self.on_list)
        self.attempt(allowed, self.batch.count)
        self.state = "COUNTED" if allowed else self.state

    @rule()
    def approve(self) -> None:
        allowed = self.state == "COUNTED"
        self.attempt(allowed, self.batch.approve)
        if allowed:
            self.state, self.locked = "APPROVED", set(self.on_list)

    @rule()
    def seal(self) -> None:
        allowed = self.state == "APPROVED" and self.on_list != self.out
        self.attempt(allowed, self.batch.seal)
        self.state = "SEALED" if allowed else self.state

    @rule()
    def start(self) -> None:
        allowed = self.state == "SEALED"
        self.attempt(allowed, self.batch.start)
        self.state = "EXECUTING" if allowed else self.state

    @precondition(lambda self: getattr(self, "state", "") not in ("", "CERTIFIED", "ABANDONED"))
    @rule()
    def go_on(self) -> None:
        """The step that is due: random steps alone hardly ever reach the end."""
        if self.state == "EXECUTING":
            if self.unanswered:
                self.answer()
            for index in sorted(self.locked - self.into - self.out)[:1]:
                self.put_in(index)
            self.witness()
        else:
            due = {"LISTED": self.count, "COUNTED": self.approve, "APPROVED": self.seal, "SEALED": self.start,
                   "WITNESSED": self.certify if self.receipt else self.get_receipt}  # fmt: skip
            due[self.state]()

    @rule(index=ANY)
    def put_in(self, index: int) -> None:
        allowed = self.state == "EXECUTING" and not self.unanswered
        seen = self.attempt(allowed, self.batch.put_in, self.carriers[index])
        if seen is None:
            return
        wanted = (
            PutIn.TWICE if index in self.into else PutIn.PULLED_OUT if index in self.out
            else PutIn.ACCEPTED if index in self.locked else PutIn.SURPLUS
        )  # fmt: skip
        assert seen.verdict is wanted
        self.into |= {index} if wanted is PutIn.ACCEPTED else set()
        self.unanswered = seen.scan_id if wanted in (PutIn.PULLED_OUT, PutIn.SURPLUS) else 0

    @precondition(lambda self: getattr(self, "unanswered", 0))
    @rule()
    def answer(self) -> None:
        """A batch that was given up takes no answer any more: nothing of it was destroyed."""
        scan, self.unanswered = self.unanswered, 0
        said = {"scan_id": scan, "answer": "SET_ASIDE", "answer_reason": "放回"}
        self.attempt(self.state != "ABANDONED", lambda: self.batch.perform("answer_refusal", **said))

    @rule(index=ANY)
    def pull_out(self, index: int) -> None:
        allowed = self.state in ("APPROVED", "SEALED", "EXECUTING") and index in self.locked - self.into - self.out
        self.attempt(allowed, self.batch.pull_out, self.carriers[index])
        self.out |= {index} if allowed else set()

    @rule()
    def witness(self) -> None:
        whole = bool(self.into) and self.into | self.out == self.locked
        allowed = self.state == "EXECUTING" and not self.unanswered and whole
        self.attempt(allowed, self.batch.witness)
        if allowed:
            self.state = "WITNESSED"
            self.sent = set(self.into) if self.batch.row["route"] == "SENT" else set()

    @precondition(lambda self: getattr(self, "into", set()))
    @rule(chance=st.integers(0, 3), pick=ANY)
    def bring_back(self, chance: int, pick: int) -> None:
        if chance:
            return  # as rare as in life, or no batch would ever be finished
        index = sorted(self.into)[pick % len(self.into)]
        allowed = self.state in ("EXECUTING", "WITNESSED")
        values = {"destruction_id": self.batch.id, "carrier_ids": [self.carriers[index]], "why": "甲"}
        self.attempt(allowed, lambda: self.batch.perform("bring_back_undestroyed", **values))
        if allowed:
            self.state, self.receipt = "EXECUTING", False
            self.into, self.sent = self.into - {index}, self.sent - {index}

    @rule()
    def certify(self) -> None:
        allowed = self.state == "WITNESSED" and self.receipt
        figures = self.attempt(allowed, self.batch.certify)
        if allowed:
            self.state = "CERTIFIED"
            listed = len(self.locked) - len(self.out)
            assert figures == {"listed": listed, "pulled_out": len(self.out), "destroyed": len(self.into)}

    @rule()
    def get_receipt(self) -> None:
        allowed = self.state == "WITNESSED"
        self.attempt(allowed, self.batch.receipt)
        self.receipt = self.receipt or allowed

    @rule(chance=st.integers(0, 7))
    def reopen(self, chance: int) -> None:
        allowed = self.state in ("COUNTED", "APPROVED", "SEALED")
        if allowed and chance:
            return  # going back is rare, or no batch would ever be finished
        self.attempt(allowed, self.end, "reopen_destruction")
        if allowed:
            self.state, self.on_list, self.locked, self.out = "LISTED", self.on_list - self.out, set(), set()

    @rule(chance=st.integers(0, 7))
    def abandon(self, chance: int) -> None:
        allowed = self.state in ("LISTED", "COUNTED", "APPROVED", "SEALED") or (self.state == "EXECUTING" and not self.into)
        if allowed and chance:
            return
        self.attempt(allowed, self.end, "abandon_destruction")
        if allowed:
            self.state, self.on_list = "ABANDONED", set()

    @invariant()
    def carriers_stand_where_the_batch_stands(self) -> None:
        if not hasattr(self, "batch"):
            return
        assert self.batch.state == self.state
        waiting = {"LISTED": "PROPOSED_FOR_DESTRUCTION", "COUNTED": "PROPOSED_FOR_DESTRUCTION"}.get(
            self.state, "AWAITING_DESTRUCTION"
        )
        for index, carrier in enumerate(self.carriers):
            gone = "DESTROYED" if self.state == "CERTIFIED" else "AWAITING_DESTRUCTION"
            if index in self.sent and self.state != "CERTIFIED":
                gone = "SENT_FOR_DESTRUCTION"
            wanted = gone if index in self.into else waiting if index in self.on_list - self.out else "IN_STORE"
            assert self.place.state(carrier) == wanted, (index, self.state)

    @invariant()
    def the_sums_hold(self) -> None:
        if hasattr(self, "batch") and self.state in ("APPROVED", "SEALED", "EXECUTING", "WITNESSED", "CERTIFIED"):
            figures = destruction_views.run_state(self.place.office.read, self.batch.id).figures
            assert (figures.locked, figures.pulled_out, figures.put_in) == (len(self.locked), len(self.out), len(self.into))


@pytest.fixture(scope="module", autouse=True)
def a_vault_to_copy(built_vault: Path) -> None:
    Destruction.source = built_vault


def test_destruction_as_a_state_machine() -> None:
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        Destruction,
        settings=settings(max_examples=60, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck)),
    )
