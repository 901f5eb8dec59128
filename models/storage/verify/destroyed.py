"""Destroyed carriers against the batches that approver and witnesses signed (R-55, R-56): nothing more, nothing less."""

from __future__ import annotations

from models.storage.verify.findings import Finding, Outcome, Watch
from models.storage.verify.primitives import Register

PIECE = 2000  # carriers looked at in one read transaction

# What an old register says was destroyed before has no batch here.
_ALONE = """
SELECT c.id, c.origin IS NOT 'OLD_LEDGER' AND NOT EXISTS (
    SELECT 1 FROM destruction_items i JOIN destructions d ON d.id = i.destruction_id
    WHERE i.carrier_id = c.id AND i.state = 'DESTROYED' AND d.state = 'CERTIFIED')
FROM carriers c WHERE c.id > ? AND c.state = 'DESTROYED' ORDER BY c.id LIMIT ?
"""
_UNEVEN = """
SELECT d.id FROM destructions d WHERE d.state = 'CERTIFIED' AND d.destroyed IS NOT (
    SELECT count(*) FROM destruction_items i WHERE i.destruction_id = d.id AND i.state = 'DESTROYED')
"""
_TABLES = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name IN ('carriers', 'destructions', 'destruction_items')"


def check_destroyed(register: Register, outcome: Outcome, watch: Watch) -> None:
    """Every destroyed carrier stands in a closed batch, and a closed batch has as many as its witnesses signed."""
    watch.at("destructions", 0, 1)
    with register.snapshot() as connection:
        if connection.execute(_TABLES).fetchone()[0] < 3:
            return  # a register from before there were batches
        outcome.extend(Finding(0, "NOT_DESTROYED", "destructions", id_) for (id_,) in connection.execute(_UNEVEN).fetchall())
    last, done = 0, PIECE
    while done == PIECE:
        with register.snapshot() as connection:
            rows = connection.execute(_ALONE, (last, PIECE)).fetchall()
        outcome.extend(Finding(0, "NOT_DESTROYED", "carriers", id_) for id_, is_alone in rows if is_alone)
        last, done = rows[-1][0] if rows else last, len(rows)
        watch.at("destructions", 0, 1)
