"""What a field offers that points to a row of another ledger, and how such a row is called in one line."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from models.domain.levels import Level
from models.domain.numbering import normalise_reference
from models.domain.search_text import fold
from models.domain.text_cleaning import compact
from models.ledgers import BY_NAME
from models.storage import link_queries
from models.storage.store import Reader, Row

MOST = 30  # rows offered; a longer list is not read but narrowed by typing

Found = list[tuple[int, str]]


def suggest(read: Reader, ledger: str, text: str, most: int = MOST) -> Found:
    """Rows whose name contains the text, as (id, title); all of the first ones for "". Raises KeyError for an
    unknown ledger."""
    find = _SUGGEST.get(ledger)
    if find is None:
        BY_NAME[ledger]
        return []
    return find(read, text.strip(), most)


def title(read: Reader, ledger: str, id_: int) -> str:
    """How one row is called; its number in the table if it does not exist. 绝密 titles stay hidden (R-43)."""
    name = _TITLE.get(ledger)
    found = name(read, id_) if name else None
    if found is None:
        row = read.get(ledger, id_)
        found = _plain(ledger, row) if row else None
    return found or str(id_)


def place_words(row: Row) -> str:
    """A shelf as it is spoken of: 5号柜 1层."""
    return f"{row['cabinet']} {row['name']}"


def _plain(ledger: str, row: Row) -> str:
    for column in ("name", "number", "registry_number", "print_number", "file_name"):
        if row.get(column):
            return str(row[column])
    declared = BY_NAME[ledger]
    return declared.title_of(row) if declared.title_of else ""


# --- the ledgers that fields point to --------------------------------------------------------------------------------


def _persons(read: Reader, text: str, most: int) -> Found:
    return [(row["id"], _person_title(row)) for row in link_queries.persons_like(read, _pattern(text), most)]


def _person(read: Reader, id_: int) -> str | None:
    row = link_queries.person(read, id_)
    return _person_title(row) if row else None


def _person_title(row: Row) -> str:
    """The name alone; with the unit only where two persons have one name."""
    apart = row["unit"] or row["post"]
    return f"{row['name']}（{apart}）" if row["namesake"] and apart else str(row["name"])


def _units(read: Reader, text: str, most: int) -> Found:
    return [(row["id"], str(row["name"])) for row in link_queries.units_like(read, _pattern(text), most)]


def _rooms(read: Reader, text: str, most: int) -> Found:
    return [(row["id"], str(row["name"])) for row in link_queries.rooms_like(read, _pattern(text), most)]


def _cabinets(read: Reader, text: str, most: int) -> Found:
    rows = link_queries.cabinets(read)
    names = [str(row["name"]) for row in rows]
    titles = [(row, _with_room(row, str(row["name"]), names.count(str(row["name"])) > 1)) for row in rows]
    return _containing(titles, text, most)


def _cabinet(read: Reader, id_: int) -> str | None:
    return dict(_cabinets(read, "", 10_000)).get(id_)


def _shelves(read: Reader, text: str, most: int) -> Found:
    rows = link_queries.shelves(read)
    rooms: dict[str, set[int]] = {}
    for row in rows:
        rooms.setdefault(str(row["cabinet"]), set()).add(row["cabinet_id"])
    titles = [(row, _with_room(row, place_words(row), len(rooms[str(row["cabinet"])]) > 1)) for row in rows]
    return _containing(titles, text, most)


def _shelf(read: Reader, id_: int) -> str | None:
    return dict(_shelves(read, "", 100_000)).get(id_)


def _with_room(row: Row, words: str, ambiguous: bool) -> str:
    return f"{row['room']} {words}" if ambiguous and row["room"] else words


def _containing(titles: list[tuple[Row, str]], text: str, most: int) -> Found:
    """Rows whose place words or room contain every word typed, spaces not counted; or the label's code, by its beginning
    or four of its characters: a "2" is a shelf's name and no piece of S00012."""
    words = [fold(compact(word)) for word in text.split()]
    found: Found = []
    for row, name in titles:
        whole, code = fold(compact(f"{row['room'] or ''}{name}")), fold(row.get("code") or "")
        if all(word in whole or code.startswith(word) or (len(word) >= 4 and word in code) for word in words):
            found.append((row["id"], name))
    return found[:most]


def _documents(read: Reader, text: str, most: int) -> Found:
    return [(row["id"], _document_title(row)) for row in link_queries.documents_from(read, normalise_reference(text), most)]


def _document(read: Reader, id_: int) -> str | None:
    row = read.get("documents", id_)
    return _document_title(row) if row else None


def _document_title(row: Row) -> str:
    name = row["reference_number"] or row["registry_number"]
    return str(name) if row["level"] == Level.TOP_SECRET else f"{name}《{row['title']}》"


def _carriers(read: Reader, text: str, most: int) -> Found:
    digits = compact(text)
    start = f"{digits[:4]}-{digits[4:]}" if digits.isdigit() and len(digits) > 4 else digits
    return [(row["id"], str(row["number"])) for row in link_queries.carriers_from(read, start, most)]


def _pattern(text: str) -> str:
    for sign in "!%_":
        text = text.replace(sign, "!" + sign)
    return f"%{text}%"


_SUGGEST: dict[str, Callable[[Reader, str, int], Found]] = {
    "persons": _persons, "units": _units, "rooms": _rooms, "cabinets": _cabinets, "shelves": _shelves,
    "documents": _documents, "carriers": _carriers,
}  # fmt: skip
_TITLE: dict[str, Callable[[Reader, int], Any]] = {
    "persons": _person, "cabinets": _cabinet, "shelves": _shelf, "documents": _document,
}  # fmt: skip
