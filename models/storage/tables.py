"""Which table is evidence, which is rebuilt from evidence, and which only remembers a screen (K-11)."""

from models.ledgers import ALL, Kind

JOURNAL = ("entry", "changes")
JOURNALLED = tuple(ledger.name for ledger in ALL)
DERIVED: tuple[str, ...] = (
    "entry_list", "carrier_list", "carrier_keys", "carrier_search", "carrier_counter",
    "document_list", "document_keys", "document_search", "label",
)  # fmt: skip
LOCAL = ("preference",)

COLUMNS: dict[str, tuple[str, ...]] = {ledger.name: ("id", *ledger.fields) for ledger in ALL}
DAYS: dict[str, frozenset[str]] = {
    ledger.name: frozenset(name for name, field in ledger.fields.items() if field.kind is Kind.DATE) for ledger in ALL
}
