"""What the list tables hold: codes as small numbers and sort keys, worked out from journalled rows (K-24, DERIVED).

`carrier_list` and `document_list` have one row for each carrier and document with its facts: narrow, so that they stay in
memory. `carrier_keys` and `document_keys` have one row with the sort keys of its texts. Lists walk the indexes of both, so
every column is made to compare as it is to be shown:

- a text is `models.domain.collation.sort_key` of it, absent (NULL) if empty or without letters and digits;
- a date is a number, 2026-11-23 as 20261123;
- a code is its place, counted from 1, among the choices that the ledger declares, so the order is the declared one;
- a link is the other row's id; its words and their sort key stand in `label` (units, persons, rooms, cabinets, shelves);
- `mark` is the weight of the marking: 0 none, 1 declassified, 2 internal, 3 work secret, 4 CONFIDENTIAL, 5 SECRET,
  6 TOP_SECRET;
- `expires_on` is the last protected day by `models.domain.periods` from the row's marking and, for a carrier, its
  document's issue or notice date; absent if there is none; a carrier's `review_on` is the same day while its state is one
  of `models.domain.lifecycle.IN_BOOK`, else absent;
- a carrier's `number` is 2026-000107 as 2026000107, and minus its id if the number has another form; `title`, `issuer`
  and `reference_number` are its own or else its document's; `received_on` is its document's; `due_on` is the earliest
  due date of its loans in state OUT.

The title of a row whose marking (for a carrier: or whose document's) is TOP_SECRET is absent, so that neither search
nor order gives it away (R-43, K-13); such a row is found by what its line in the list shows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from models.domain.collation import sort_key
from models.domain.levels import Level, SecretKind
from models.domain.lifecycle import IN_BOOK
from models.domain.markings import MARKING_COLUMNS, MarkingError
from models.domain.periods import row_expiry
from models.ledgers import BY_NAME
from models.ledgers.fields import Kind
from models.storage.questions import Condition, Order

MARKS: dict[str, int] = {
    SecretKind.UNMARKED: 0, SecretKind.DECLASSIFIED: 1, SecretKind.INTERNAL: 2, SecretKind.WORK_SECRET: 3,
    Level.CONFIDENTIAL: 4, Level.SECRET: 5, Level.TOP_SECRET: 6,
}  # fmt: skip
MARK_WORDS = {weight: code for code, weight in MARKS.items()}
_EXPIRY_COLUMNS = (*MARKING_COLUMNS, "issued_on", "notice_on")
MARK_FIELDS = ("level", "secret_kind")
_IN_BOOK = frozenset(state.value for state in IN_BOOK)
LABELLED = ("units", "persons", "rooms", "cabinets", "shelves")


@dataclass(frozen=True)
class Column:
    """One column of a list table: what it is worked out from, and how. `texts` says that it needs a sort key.

    `make` takes the value of one source; of several, which stand side by side in the select, a tuple of them. Without
    it the value is taken over as it is.
    """

    name: str
    sources: tuple[str, ...]
    make: Callable[[Any], Any] | None
    texts: bool = False
    link: str = ""  # the ledger it points to
    always: bool = False  # never absent
    sparse: bool = False  # mostly absent: its index holds only the rows that have a value
    asked: Callable[[Any], Any] | None = None  # turns the value of a condition into what is kept; else `make` does


@dataclass(frozen=True)
class ListTable:
    """The two tables of a list, its index for the search, and where their contents come from.

    `source` selects the columns that `columns` and `searched` name, over `joined`, where `alias` is the ledger's row.
    `position` is the column that numbers the rows of the search index. `texts` are the expressions of all texts that
    are searched or compared. `count` counts all rows.
    """

    ledger: str
    table: str
    keys: str
    search: str
    position: str
    columns: tuple[Column, ...]
    searched: tuple[str, ...]
    source: str
    alias: str
    texts: Mapping[str, str]  # how each searched or compared text is selected
    joined: str
    count: str

    @cached_property
    def same(self) -> tuple[Column, ...]:
        """Columns taken over as they are."""
        return tuple(column for column in self.columns if column.make is None)

    @cached_property
    def facts(self) -> tuple[Column, ...]:
        """Columns worked out without a sort key: most acts change nothing else."""
        return tuple(column for column in self.columns if column.make and not column.texts)

    @cached_property
    def keyed(self) -> tuple[Column, ...]:
        """Columns that are sort keys."""
        return tuple(column for column in self.columns if column.texts)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The columns of the facts in the order in which rows are made: id, same, facts."""
        return ("id", *(column.name for column in (*self.same, *self.facts)))

    @cached_property
    def key_names(self) -> tuple[str, ...]:
        """The columns of the sort keys in the order in which rows are made."""
        position = () if self.position == "id" else (self.position,)
        return ("id", *position, *(column.name for column in self.keyed))

    def texts_of(self, names: Sequence[str]) -> str:
        """Selects the id and these texts of the rows whose ids are given as a JSON array."""
        # identifiers: names declared in list_tables.py
        chosen = "".join(f", {self.texts[name]} AS {name}" for name in names)
        return f"SELECT {self.alias}.id{chosen} {self.joined}{self.only}"

    @property
    def only(self) -> str:
        """Narrows a select to the ids of a JSON array, its only value."""
        # identifiers: names declared in list_tables.py
        return f" WHERE {self.alias}.id IN (SELECT value FROM json_each(?))"

    @property
    def in_order(self) -> str:
        """Puts a select in the order of the search index."""
        # identifiers: names declared in list_tables.py
        return f" ORDER BY {self.alias}.{self.position}"

    @cached_property
    def by_name(self) -> dict[str, Column]:
        return {column.name: column for column in self.columns}

    def translate(self, condition: Condition) -> Condition:
        """A condition in the terms of the ledger as one on a column of this table."""
        field, operator, value = condition.field, condition.operator, condition.value
        if field in MARK_FIELDS:
            field, value = "mark", (None if operator in ("empty", "filled") else value)
            operator, value = _on_mark(operator, value)
        column = self.by_name[field]
        asked = column.asked or column.make or (lambda same: same)
        if operator == "in":
            kept = (asked(one) for one in value)
            return Condition(field, "in", tuple(one for one in kept if one is not None))
        if operator in ("is", "from", "to") and value is not None:
            kept_value = asked(value)
            # What the table cannot hold fits no row: an empty `in`, not "absent".
            return Condition(field, operator, kept_value) if kept_value is not None else Condition(field, "in", ())
        return Condition(field, operator, value)

    def translate_order(self, order: Order) -> Order:
        """An order by a field of the ledger as one by a column of this table. By id means: as they were numbered."""
        column = {"id": self.position, **dict.fromkeys(MARK_FIELDS, "mark")}.get(order.field, order.field)
        return Order(column, order.ascending)


def _on_mark(operator: str, value: Any) -> tuple[str, Any]:
    """A condition on level or kind of secret: STATE_SECRET is every level, no level is everything below the levels."""
    codes = tuple(value) if operator == "in" else (value,)
    if operator == "filled" or "STATE_SECRET" in codes:
        more = [code for code in codes if code in MARKS]
        return "in", (*more, *Level)
    if operator == "empty" or value is None:
        return "in", tuple(code for code in MARKS if code not in tuple(Level))
    return operator, value


@lru_cache(maxsize=16_384)
def day(text: str | None) -> int | None:
    """2026-11-23 as 20261123; None for anything that is no ISO date."""
    parts = (text or "").split("-")
    return int("".join(parts)) if [len(part) for part in parts] == [4, 2, 2] and "".join(parts).isdecimal() else None


@lru_cache(maxsize=32_768)
def key(text: str | None) -> bytes | None:
    """The sort key of a text, None for nothing to sort by."""
    return (sort_key(text) or None) if text else None


@lru_cache(maxsize=64)
def mark(marking: tuple[str | None, str | None]) -> int:
    """The weight of a marking: kind of secret and level."""
    secret_kind, level = marking
    return MARKS.get(level or "", MARKS.get(secret_kind or "", 0))


@lru_cache(maxsize=32_768)
def last_day(columns: tuple[Any, ...]) -> int | None:
    """`expires_on` of the seven marking columns, the issue date and the notice date."""
    try:
        found = row_expiry(dict(zip(_EXPIRY_COLUMNS, columns, strict=True))).last_day
    except (MarkingError, ValueError):  # what cannot be read has no day; the rules complain where it is entered
        return None
    return day(found.isoformat()) if found else None


def review_day(columns: tuple[Any, ...]) -> int | None:
    """`review_on` of the state and the columns of `expires_on`."""
    return last_day(columns[1:]) if columns[0] in _IN_BOOK else None


def position(identity: tuple[int, str | None]) -> int:
    """A carrier's number as one number; minus the id if it is not of the form 2026-000107."""
    id_, number = identity
    if number and len(number) == 11 and number[4] == "-" and number.isascii():
        digits = number[:4] + number[5:]
        if digits.isdigit():
            return int(digits)
    return -id_


def places(choices: Mapping[str, Any] | None) -> dict[str, int]:
    """Codes with their places, from 1."""
    return {code: place for place, code in enumerate(choices or (), 1)}


IN_BOOK_PLACES = frozenset(place for code, place in places(BY_NAME["carriers"].fields["state"].choices).items() if code in _IN_BOOK)


def _declared(ledger: str, names: str) -> tuple[Column, ...]:
    """Columns that follow from the ledger's own declarations; a question mark says sparse."""
    return tuple(_declared_one(ledger, name.rstrip("?"), name.endswith("?")) for name in names.split())


def _declared_one(ledger: str, name: str, sparse: bool) -> Column:
    field = BY_NAME[ledger].fields[name]
    if field.kind in (Kind.TEXT, Kind.LONG_TEXT):
        return Column(name, (name,), key, texts=True, sparse=sparse)
    if field.kind is Kind.DATE:
        return Column(name, (name,), day, sparse=sparse)
    if field.kind is Kind.CHOICE:
        return Column(name, (name,), places(field.choices).get, sparse=sparse)
    return Column(name, (name,), None, link=field.to, sparse=sparse)


_MARK = Column("mark", ("secret_kind", "level"), mark, always=True, asked=MARKS.get)
_REVIEW = Column("review_on", ("state", *_EXPIRY_COLUMNS), review_day, sparse=True, asked=day)
_EXPIRES = Column("expires_on", _EXPIRY_COLUMNS, last_day, asked=day)

_CARRIER_TEXTS = {
    "number": "c.number", "copy_number": "c.copy_number", "serial_number": "c.serial_number",
    "reference_number": "coalesce(c.reference_number, d.reference_number)", "registry_number": "d.registry_number",
    "title": "CASE WHEN coalesce(c.level = 'TOP_SECRET', 0) OR coalesce(d.level = 'TOP_SECRET', 0) THEN NULL"
             " ELSE coalesce(c.title, d.title) END",
    "issuer": "coalesce(c.issuer, d.issuer)", "capacity": "c.capacity", "left_by": "c.left_by", "remarks": "c.remarks",
}  # fmt: skip
_CARRIERS = "FROM carriers c LEFT JOIN documents d ON d.id = c.document_id"
_DOCUMENT_TEXTS = {
    **{name: f"d.{name}" for name in (
        "registry_number", "reference_number", "barcode_number", "issuer", "remarks", "marking", "attachments",
        "cover_number", "counted_by", "signed_by", "handling_unit", "access_scope",
    )},
    "title": "CASE WHEN d.level = 'TOP_SECRET' THEN NULL ELSE d.title END",
}  # fmt: skip


def _selected(texts: Mapping[str, str]) -> str:
    return ", ".join(f"{sql} AS {name}" for name, sql in texts.items())


CARRIER_LIST = ListTable(  # identifiers: constants of this module
    "carriers", "carrier_list", "carrier_keys", "carrier_search", "number",
    (
        Column("number", ("id", "number"), position, always=True, asked=lambda number: position((0, number))),
        *_declared("carriers", "document_id"), _MARK,
        *_declared("carriers", "state medium shelf_id holder_id? custodian_id?"), _EXPIRES, _REVIEW,
        *_declared("carriers", "registered_on"), *_declared("documents", "received_on"), *_declared("loans", "due_on?"),
        *_declared("carriers", "recall? pages origin to_archive? label_printed? last_counted_on? left_on? copy_number"
                               " reference_number issuer title serial_number? capacity? left_by? remarks?"),
    ),
    searched=("number", "copy_number", "serial_number", "reference_number", "registry_number", "title", "issuer"),
    source=f"""
        SELECT c.id, c.number, c.document_id, c.state, c.secret_kind, c.level, c.term_kind, c.term_amount, c.term_unit,
            c.term_date, c.term_condition, d.issued_on, d.notice_on, c.medium, c.shelf_id, c.holder_id, c.custodian_id,
            c.registered_on, c.recall, c.pages, c.origin, c.to_archive, c.label_printed, c.last_counted_on, c.left_on,
            d.received_on, {_selected({name: sql for name, sql in _CARRIER_TEXTS.items() if name != "number"})},
            (SELECT min(l.due_on) FROM loans l INDEXED BY loans_by_carrier
                WHERE l.carrier_id = c.id AND l.state = 'OUT') AS due_on
        {_CARRIERS}""",
    alias="c",
    texts=_CARRIER_TEXTS,
    joined=_CARRIERS,
    count="SELECT sum(carriers) FROM carrier_counter",
)  # fmt: skip

DOCUMENT_LIST = ListTable(  # identifiers: constants of this module
    "documents", "document_list", "document_keys", "document_search", "id",
    (
        _MARK, _EXPIRES,
        *_declared("documents", "state received_on issued_on urgency pages copies_stated copies_received cover_intact channel"
                                " signed_on? recall? recall_due? registry_number reference_number issuer title marking?"
                                " attachments? cover_number? counted_by? signed_by? handling_unit? access_scope?"
                                " barcode_number? remarks?"),
    ),
    searched=("registry_number", "reference_number", "barcode_number", "title", "issuer", "remarks"),
    source=f"""
        SELECT d.id, d.secret_kind, d.level, d.term_kind, d.term_amount, d.term_unit, d.term_date, d.term_condition,
            d.issued_on, d.notice_on, d.state, d.received_on, d.urgency, d.pages, d.copies_stated, d.copies_received,
            d.cover_intact, d.channel, d.signed_on, d.recall, d.recall_due, {_selected(_DOCUMENT_TEXTS)}
        FROM documents d""",
    alias="d",
    texts=_DOCUMENT_TEXTS,
    joined="FROM documents d",
    count="SELECT count(*) FROM document_list",
)  # fmt: skip
TABLES = (CARRIER_LIST, DOCUMENT_LIST)
BY_LEDGER = {table.ledger: table for table in TABLES}
