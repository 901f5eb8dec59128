"""Tables rebuilt from the journal and the journalled tables, kept in step inside each act's transaction (K-11, K-24).

- `entry_list`: each entry's act, actor, time, subject and act id, taken from its payload.
- `carrier_list`, `carrier_keys`, `document_list`, `document_keys`: `list_tables.py` says what each column means.
- `carrier_search`, `document_search`: the tokens of `models/domain/search_text.py`; no evidence, only a way to find.
- `label`: `labels.py`.
- `carrier_counter`: rows of carrier_list counted by shelf (0: none), mark and state (0: none); no row with count 0.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from models.storage import labels
from models.storage.connection import Connection
from models.storage.journal import MOST_CHANGES, Change, Head, Record
from models.storage.list_rows import Keeper
from models.storage.list_tables import CARRIER_LIST, DOCUMENT_LIST, LABELLED, TABLES, ListTable

_MOST_STEPWISE = 20_000  # changed rows of one act; more, and more than are there already, and the table is made anew
# Fields from which a sort key or a token is made, or which decide whether a title is masked.
_CARRIER_TEXTS = frozenset({
    "number", "document_id", "title", "issuer", "reference_number", "serial_number", "copy_number", "level", "capacity",
    "left_by", "remarks",
})  # fmt: skip
_DOCUMENT_IN_CARRIER = frozenset({
    "title", "issuer", "reference_number", "registry_number", "level", "received_on", "issued_on", "notice_on",
})  # fmt: skip
_DOCUMENT_FACTS = frozenset({"state", "pages", "copies_stated", "copies_received", "signed_on", "recall", "recall_due"})
Touched = dict[str, dict[int, frozenset[str]]]


def derive(connection: Connection, before: Head, record: Record) -> None:
    """Bring the derived tables in step with a record just written after `before`, in the same transaction."""
    parts = max(1, -(-len(record.changes) // MOST_CHANGES))
    connection.executemany(
        "INSERT INTO entry_list (number, act, actor, time, subject, act_id) VALUES (?, ?, ?, ?, ?, ?)",
        [
            (before.number + part, record.act, record.actor, record.time, record.subject, record.act_id)
            for part in range(1, parts + 1)
        ],
    )
    if record.changes:
        follow(connection, record.changes)


def follow(connection: Connection, changes: Sequence[Change]) -> None:
    """Bring labels, lists, search and counters in step with applied changes."""
    touched = _touched(changes)
    if not touched.keys().isdisjoint(LABELLED):
        labels.refresh(connection, {ledger: touched[ledger] for ledger in LABELLED if ledger in touched})
    documents = touched.get("documents", {})
    if documents:
        facts = {id_ for id_, fields in documents.items() if fields <= _DOCUMENT_FACTS}
        _keep(connection, DOCUMENT_LIST, documents.keys() - facts, facts)
    texts, facts = _touched_carriers(connection, touched)
    if texts or facts:
        _keep(connection, CARRIER_LIST, texts, facts)


def rebuild(connection: Connection) -> None:
    """Make all derived tables anew inside the caller's transaction: after a migration that changes them."""
    connection.execute("DELETE FROM entry_list")
    connection.execute(
        "INSERT INTO entry_list (number, act, actor, time, subject, act_id)"
        " SELECT number, payload ->> 'act', payload ->> 'actor', payload ->> 'time', payload ->> 'subject',"
        " payload ->> 'act_id' FROM (SELECT number, CAST(payload AS TEXT) AS payload FROM entry)"
    )
    labels.rebuild(connection)
    for table in TABLES:
        Keeper(connection, table).rebuild()


def _touched(changes: Sequence[Change]) -> Touched:
    """The fields changed of each row. Rows of a large act share what they name: few kinds of change come again and again."""
    touched: Touched = {}
    kinds: dict[tuple[str, ...], frozenset[str]] = {}
    for change in changes:
        names = tuple(change.values)
        if names not in kinds:
            kinds[names] = frozenset(names)
        rows = touched.setdefault(change.ledger, {})
        before = rows.get(change.id)
        rows[change.id] = before | kinds[names] if before else kinds[names]
    return touched


def _touched_carriers(connection: Connection, touched: Touched) -> tuple[set[int], set[int]]:
    """Carriers whose texts changed, by themselves or by their document, and those of which only facts changed."""
    carriers = touched.get("carriers", {})
    texts = {id_ for id_, fields in carriers.items() if fields & _CARRIER_TEXTS}
    documents = [id_ for id_, fields in touched.get("documents", {}).items() if fields & _DOCUMENT_IN_CARRIER]
    texts |= _ids(connection, "SELECT id FROM carriers WHERE document_id IN", documents)
    facts = carriers.keys() | _ids(connection, "SELECT carrier_id FROM loans WHERE id IN", list(touched.get("loans", ())))
    return texts, facts - texts - {None}


def _ids(connection: Connection, select: str, of: list[int]) -> set[int]:
    # identifiers: names declared in list_tables.py, constants of this module
    if not of:
        return set()
    return {row[0] for row in connection.execute(f"{select} (SELECT value FROM json_each(?))", (json.dumps(of),))}


def _keep(connection: Connection, table: ListTable, texts: set[int], facts: set[int]) -> None:
    # identifiers: names declared in list_tables.py, constants of this module
    keeper = Keeper(connection, table)
    if len(texts) > _MOST_STEPWISE:
        kept = connection.execute(f"SELECT count(*) FROM {table.table}").fetchone()[0]
        if len(texts) > kept:
            keeper.rebuild()
            return
    keeper.refresh(texts, facts)
