"""Acts of the tests' own that ask for second signatures, beside the program's catalogue."""

from __future__ import annotations

from models.domain.text import T
from models.services.acts import ANY, Act, Draft, Need, Touch
from models.services.office import Desk
from models.storage.journal import Change
from tests.offices import ACTS

ROWS = ["甲", "乙"]


def probe(desk: Desk, *, rows: list[str], subject: str = "units 1", person: int | None = None) -> Draft:
    """An act that two people sign: it names a unit after what was shown."""
    new_id = desk.new_id("units")
    people = {} if person is None else {"counter": person}
    return Draft(subject, [Change("units", new_id, {"name": "、".join(rows)})], shown={"rows": rows}, people=people,
                 record=("units", new_id))  # fmt: skip


_CLERK, _SIGNERS, _WORDS = frozenset({"clerk"}), frozenset({"signer", "clerk"}), T("act", "试")


def _act(name: str, *needs: Need) -> Act:
    return Act(name, _WORDS, _CLERK, probe, no_counter=_WORDS, needs=needs, ledgers={"units": Touch(frozenset({ANY}))})


PROBES = {
    act.name: act
    for act in (
        _act("probe", Need("counter", _SIGNERS)),
        _act("other", Need("counter", _SIGNERS)),
        _act("own", Need("counter", _SIGNERS, by_requester=True), Need("supervisor", _SIGNERS)),
        _act("bound", Need("counter", _SIGNERS, on_paper=False), Need("witness", _SIGNERS)),
    )
}
ALL_ACTS = {**ACTS, **PROBES}
