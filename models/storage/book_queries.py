"""What the register books read: the rows of a year in register order, and the words that stand beside them."""

from __future__ import annotations

from models.storage.store import Reader, Row


def years_of(read: Reader, ledger: str) -> list[int]:
    """Years in which documents or carriers have numbers: one step in the index of the numbers for each year."""
    step = {
        "documents": "SELECT min(registry_number) FROM documents WHERE registry_number > ?",
        "carriers": "SELECT min(number) FROM carriers WHERE number > ?",
    }[ledger]
    found: list[int] = []
    last = ""
    while (number := read.scalar(step, (last,))) is not None:
        year = str(number)[:4]
        if year.isdecimal():
            found.append(int(year))
        last = year + "\uffff"
    return found


def documents_of_year(read: Reader, year: int) -> list[int]:
    """Documents registered under a year's numbers, in the order of their numbers; voided rows keep their line."""
    rows = read.rows(
        "SELECT id FROM documents WHERE registry_number BETWEEN ? AND ? ORDER BY length(registry_number), registry_number",
        (f"{year}-", f"{year}-\uffff"),
    )
    return [row["id"] for row in rows]


def carriers_of_year(read: Reader, year: int) -> list[int]:
    """Carriers numbered in a year, in the order of their numbers; voided rows keep their line."""
    rows = read.rows(
        "SELECT id FROM carriers WHERE number BETWEEN ? AND ? ORDER BY number", (f"{year}-", f"{year}-999999")
    )
    return [row["id"] for row in rows]


def copies_in_book(read: Reader, document_id: int) -> list[Row]:
    """Copies of a document with the words of their place."""
    return read.rows(
        "SELECT c.copy_number, c.state, c.left_on, b.name || ' ' || s.name AS place FROM carriers c"
        " LEFT JOIN shelves s ON s.id = c.shelf_id LEFT JOIN cabinets b ON b.id = s.cabinet_id"
        " WHERE c.document_id = ? AND c.state <> 'VOID' ORDER BY c.copy_number, c.id",
        (document_id,),
    )


def carrier_with_document(read: Reader, carrier_id: int) -> Row:
    """Title, issuer, number and dates of a carrier (its own or its document's), its place, holder and custodian."""
    row = read.first(
        "SELECT coalesce(c.title, d.title) AS title, coalesce(c.issuer, d.issuer) AS issuer,"
        " coalesce(c.reference_number, d.reference_number) AS reference_number, d.issued_on, d.notice_on,"
        " b.name || ' ' || s.name AS place, h.name AS holder, k.name AS custodian FROM carriers c"
        " LEFT JOIN documents d ON d.id = c.document_id LEFT JOIN shelves s ON s.id = c.shelf_id"
        " LEFT JOIN cabinets b ON b.id = s.cabinet_id LEFT JOIN persons h ON h.id = c.holder_id"
        " LEFT JOIN persons k ON k.id = c.custodian_id WHERE c.id = ?",
        (carrier_id,),
    )
    if row is None:
        raise KeyError(f"carriers {carrier_id}")
    return row


def last_change_of(read: Reader, ledger: str, id_: int, fields: tuple[str, ...]) -> int | None:
    """The newest entry that changed any of these fields of a row."""
    for row in read.rows(
        'SELECT entry, "values" AS written FROM changes WHERE ledger = ? AND id = ? ORDER BY entry DESC, seq DESC',
        (ledger, id_),
    ):
        if any(f'"{name}":' in row["written"] for name in fields):
            return int(row["entry"])
    return None


def destructions_of_year(read: Reader, year: int) -> list[int]:
    """Batches numbered in a year that ended with a certificate, in the order of their numbers."""
    return _ended(read, "SELECT id FROM destructions WHERE number LIKE ? AND state = 'CERTIFIED' ORDER BY number", year)


def counts_of_year(read: Reader, year: int) -> list[int]:
    """Counts numbered in a year that were signed, in the order of their numbers."""
    return _ended(read, "SELECT id FROM counts WHERE number LIKE ? AND state = 'SIGNED' ORDER BY number", year)


def _ended(read: Reader, sql: str, year: int) -> list[int]:
    return [int(row["id"]) for row in read.rows(sql, (f"%-{year}-%",))]
