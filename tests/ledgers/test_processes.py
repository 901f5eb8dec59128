"""The ledgers of counting, destruction and hand-over: their codes are those of the rules, and nobody edits them by hand."""

from __future__ import annotations

import pytest

from models.domain import count_types, destruction, destruction_run
from models.ledgers import BY_NAME, Ledger
from models.ledgers.counts import DECISIONS, VERDICTS
from models.ledgers.destructions import DESTRUCTION_STATES, PUT_IN

PROCESSES = [
    "counts", "count_expected", "scans", "count_findings", "losses", "destructions", "destruction_items",
    "destruction_bags", "destruction_scans", "handovers", "handover_items", "handover_scans",
]  # fmt: skip


def test_codes_are_those_of_the_rules() -> None:
    assert set(VERDICTS) == set(count_types.Verdict)
    assert set(DESTRUCTION_STATES) == set(destruction.BatchState)
    assert set(PUT_IN) == set(destruction_run.PutIn)
    assert set(BY_NAME["scans"].fields["detail"].choices or {}) == set(count_types.Detail)
    assert set(BY_NAME["count_findings"].fields["unrecorded"].choices or {}) == set(count_types.Unrecorded)
    assert {"UNACCOUNTED", "FOUND_AGAIN", "RESHELVE", "REGISTER", "EXPLAINED"} <= set(DECISIONS)


@pytest.mark.parametrize("ledger", [BY_NAME[name] for name in PROCESSES], ids=PROCESSES)
def test_they_change_by_their_own_acts_only(ledger: Ledger) -> None:
    assert not ledger.editable
    for name, value in ledger.void_values.items():
        field = ledger.fields[name]
        assert not field.choices or value in field.choices
