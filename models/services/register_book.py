"""Register books: a printed page is fixed; later changes stand as correction lines on the current page (K-20)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from models.domain.markings import MARKING_COLUMNS
from models.forms import book as volume
from models.forms import registers
from models.forms.fonts import FontSet
from models.forms.registers import Correction, RegisterData
from models.forms.render import FormDocument
from models.forms.stamp import Stamp
from models.services.list_marks import list_mark
from models.services.office import Office
from models.services.printing import Fixing
from models.services.process_entries import G09, G10
from models.services.register_entries import G01, G03, Book, Facts
from models.storage import book_queries, journal
from models.storage.canonical import canonical_bytes
from models.storage.digests import sm3
from models.storage.store import Reader, Row

BOOKS = (G01, G03, G09, G10)
BY_CODE: dict[str, Book] = {book.code: book for book in BOOKS}


@dataclass(frozen=True)
class Line:
    """One line of a book: an entry, or a correction of an earlier line. `facts` is what it says of the row."""

    row_id: int
    facts: Facts
    entry: Any = None
    correction: Correction | None = None


@dataclass(frozen=True)
class OpenPages:
    """What is not printed yet: the lines, and the number of the page they begin on."""

    first_page: int
    lines: tuple[Line, ...]


def fixed_pages(read: Reader, book: Book, year: int) -> list[Row]:
    """The rows of the pages printed so far, in order; pages whose print failed are not fixed."""
    annulled = {row["id"] for row in read.find("prints", form=book.code, outcome="FAILED")}
    pages = [row for row in read.find("register_pages", register=book.code, year=year) if row["print_id"] not in annulled]
    return sorted(pages, key=lambda row: int(row["page"]))


def fixed_lines(read: Reader, book: Book, year: int) -> list[tuple[int, int, Line]]:
    """Page, line and content of everything printed so far, in order."""
    found = []
    for page in fixed_pages(read, book, year):
        for number, packed in enumerate(json.loads(page["rows"]), page["first_line"]):
            found.append((page["page"], number, _unpacked(book, packed)))
    return found


def open_pages(office: Office, book: Book, year: int) -> OpenPages:
    """New entries in register order, then corrections of printed lines, oldest first."""
    read, level = office.read, office.vault_level
    printed = fixed_lines(read, book, year)
    first_line = {line.row_id: (page, number) for page, number, line in printed if line.correction is None}
    said = {line.row_id: line.facts for _page, _number, line in printed}
    entries, corrections = [], []
    for row_id in book.row_ids(read, year):
        row = read.get(book.ledger, row_id) or {}
        facts = book.facts(row)
        if row_id not in first_line:
            entries.append(Line(row_id, facts, book.entry(read, row, level)))
        elif facts != said[row_id]:
            corrections += _corrections(read, book, row_id, first_line[row_id], said[row_id], facts)
    next_page = max((page for page, _number, _line in printed), default=0) + 1
    corrections.sort(key=lambda line: (line.correction.corrected_on if line.correction else date.min, line.row_id))
    return OpenPages(next_page, (*entries, *corrections))


def draw_open(office: Office, book: Book, year: int, stamp: Stamp, fonts: FontSet) -> FormDocument:
    """The pages that are not printed yet, as one form."""
    pages = open_pages(office, book, year)
    return registers.draw(book.register, _data(office, book, year, pages.first_page, pages.lines), stamp, fonts)


def draw_volume(office: Office, book: Book, year: int, keeper: str, stamp: Stamp, fonts: FontSet) -> FormDocument:
    """The whole year's book with cover and closing line: printed pages as they were, then the open ones."""
    printed = fixed_lines(office.read, book, year)
    lines = [line for _page, _number, line in printed]
    breaks = {at for at in range(1, len(printed)) if printed[at][0] != printed[at - 1][0]}
    left = open_pages(office, book, year)
    if printed and left.lines:
        breaks.add(len(lines))
    data = _data(office, book, year, 1, (*lines, *left.lines), frozenset(breaks))
    today = office.clock.today()
    ended = date(year, 12, 31) if year < today.year else None
    cover = volume.Cover(keeper, date(year, 1, 1), ended)
    return volume.draw(book.register, data, cover, stamp, fonts)


def fixing(office: Office, book: Book, year: int, fonts: FontSet) -> Fixing:
    """The open pages as they stand now: where each line stands, to be kept with the print, so that no later print moves a
    line (K-20); and their drawing."""
    pages = open_pages(office, book, year)
    data = _data(office, book, year, pages.first_page, pages.lines)
    packed: dict[int, list[dict[str, Any]]] = {}
    for place, line in zip(registers.places(book.register, data, fonts), pages.lines, strict=True):
        packed.setdefault(place.page, []).append(_packed(book, line))
    rows = tuple(
        {
            "register": book.code, "year": year, "page": page, "first_line": 1, "last_line": len(content),
            "rows": json.dumps(content, ensure_ascii=False, sort_keys=True), "digest": sm3(canonical_bytes(content)).hex(),
        }
        for page, content in sorted(packed.items())
    )  # fmt: skip
    return Fixing(rows, lambda stamp: registers.draw(book.register, data, stamp, fonts))


def _data(
    office: Office, book: Book, year: int, first_page: int, lines: tuple[Line, ...], breaks: frozenset[int] = frozenset()
) -> RegisterData[Any]:
    organ = (office.read.get("organ", 1) or {})["name"]
    content = tuple(line.correction or line.entry for line in lines)
    marks = [book.mark(line.entry) for line in lines if line.entry is not None]
    return RegisterData(organ, year, 1, first_page, content, list_mark(marks, office.clock.today()), breaks)


def _corrections(
    read: Reader, book: Book, row_id: int, place: tuple[int, int], old: Facts, new: Facts
) -> list[Line]:
    number = book_queries.last_change_of(read, book.ledger, row_id, (*book.fact_fields, *MARKING_COLUMNS))
    entry = journal.read_entry(read.connection, number) if number else None
    payload: dict[str, Any] = entry.payload if entry else {"reason": "", "time": "2000-01-01T00:00:00.000Z", "actor": 0}
    day = datetime.fromisoformat(payload["time"]).astimezone().date()
    who = (read.get("accounts", payload["actor"]) or {}).get("name", "")
    return [
        Line(row_id, new, correction=Correction(*place, label, old.get(label, ""), value, payload["reason"], day, who))
        for label, value in new.items() if value != old.get(label, "")
    ]  # fmt: skip


def _packed(book: Book, line: Line) -> dict[str, Any]:
    packed: dict[str, Any] = {"id": line.row_id, "facts": line.facts}
    if line.correction is not None:
        found = line.correction
        packed["correction"] = {
            "page": found.page, "line": found.line, "field": found.field, "old": found.old, "new": found.new,
            "reason": found.reason, "corrected_on": found.corrected_on.isoformat(), "corrected_by": found.corrected_by,
        }  # fmt: skip
    else:
        packed["entry"] = book.pack(line.entry)
    return packed


def _unpacked(book: Book, packed: dict[str, Any]) -> Line:
    if "correction" in packed:
        values = {**packed["correction"], "corrected_on": date.fromisoformat(packed["correction"]["corrected_on"])}
        return Line(packed["id"], packed["facts"], correction=Correction(**values))
    return Line(packed["id"], packed["facts"], entry=book.unpack(packed["entry"]))
