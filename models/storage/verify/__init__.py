"""Verification: an own reader of register, journal and key file that imports nothing from the code that writes (K-10).

`docs/journal-format.md` describes what it reads. `check_all` folds the whole journal and compares it with every table;
`check_at_the_door` looks at the end of the journal while a person waits. Findings name codes, entries and ids, never
values, and the outcome says up to which entry something outside vouches for the journal: beyond it nothing is proved.
"""

from models.storage.verify.findings import (
    THIS_PC,
    ActRule,
    Finding,
    LedgerRule,
    NeedRule,
    Outcome,
    Rules,
    Watch,
    Witness,
)
from models.storage.verify.full import check_all, check_at_the_door

__all__ = [
    "THIS_PC", "ActRule", "Finding", "LedgerRule", "NeedRule", "Outcome", "Rules", "Watch", "Witness", "check_all", "check_at_the_door",
]  # fmt: skip
