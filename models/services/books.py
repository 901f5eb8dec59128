"""Which register books can be printed: their years, and how much of a year is not on paper yet (K-20)."""

from __future__ import annotations

from dataclasses import dataclass

from models.domain.text import T, Text
from models.services import register_book
from models.services.office import Office
from models.storage import book_queries

KINDS: tuple[tuple[str, str, Text], ...] = (
    ("G01", "DB-G01", T("book", "收文登记簿")), ("G03", "DB-G03", T("book", "载体总台账")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Year:
    """One year of a book: lines that were never printed, and pages that are fixed already."""

    year: int
    open_lines: int
    fixed_pages: int


def years_of(office: Office, code: str) -> list[int]:
    """Years in which the book has entries, newest first."""
    book = register_book.BY_CODE[code]
    return sorted(book_queries.years_of(office.read, book.ledger), reverse=True)


def year_of(office: Office, code: str, year: int) -> Year:
    """What printing the open pages of a year would put on paper."""
    book = register_book.BY_CODE[code]
    lines = len(register_book.open_pages(office, book, year).lines)
    pages = len(register_book.fixed_pages(office.read, book, year))
    return Year(year, lines, pages)
