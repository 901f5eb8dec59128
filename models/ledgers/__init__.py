"""All kinds of record, in one explicit tuple.

To add a ledger:
1. write `models/ledgers/<name>.py`: a frozen dataclass with `Annotated[…, Field(…)]` and one `Ledger(…)`;
2. write the table in the next numbered file of `models/storage/migrations/` (`make migration` prints it to copy from);
3. add the ledger to `ALL` below;
4. write a short `tests/ledgers/test_<name>.py` for its `check`.
Names of ledgers and fields are for ever: never renamed, retyped, split or reused (K-10).
"""

from models.ledgers.carriers import CARRIERS
from models.ledgers.counts import COUNT_EXPECTED, COUNT_FINDINGS, COUNTS, LOSSES, SCANS
from models.ledgers.destructions import DESTRUCTION_BAGS, DESTRUCTION_ITEMS, DESTRUCTION_SCANS, DESTRUCTIONS
from models.ledgers.documents import DOCUMENTS
from models.ledgers.fields import Field, Kind, Ledger
from models.ledgers.handovers import HANDOVER_ITEMS, HANDOVER_SCANS, HANDOVERS
from models.ledgers.movements import ISSUER_RETURNS, LOANS
from models.ledgers.organisation import ACCOUNTS, ORGAN, SETTINGS, SIGNATURES
from models.ledgers.people import PERSONS, UNITS
from models.ledgers.places import CABINETS, ROOMS, SHELVES
from models.ledgers.records import IMPORT_ROWS, IMPORTS, PRINTS, REGISTER_PAGES

ALL: tuple[Ledger, ...] = (
    ORGAN, ACCOUNTS, SETTINGS, SIGNATURES,
    UNITS, PERSONS, ROOMS, CABINETS, SHELVES,
    DOCUMENTS, CARRIERS, LOANS, ISSUER_RETURNS,
    PRINTS, REGISTER_PAGES, IMPORTS, IMPORT_ROWS,
    COUNTS, COUNT_EXPECTED, SCANS, COUNT_FINDINGS, LOSSES,
    DESTRUCTIONS, DESTRUCTION_ITEMS, DESTRUCTION_BAGS, DESTRUCTION_SCANS,
    HANDOVERS, HANDOVER_ITEMS, HANDOVER_SCANS,
)  # fmt: skip
BY_NAME: dict[str, Ledger] = {ledger.name: ledger for ledger in ALL}

__all__ = ["ALL", "BY_NAME", "Field", "Kind", "Ledger"]
