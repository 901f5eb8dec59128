"""What the intake page asks before anything is written: proposals, completion, places, and a rehearsal of the act."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from models.domain import numbering
from models.domain.dates import from_iso
from models.domain.levels import Level, SecretKind
from models.domain.markings import NO_TERM, Marking, MarkingError, Term, TermKind, TermUnit, parse_term, render_term
from models.domain.periods import Expiry, expiry
from models.domain.problems import Problem
from models.domain.text import T, Text
from models.services import links
from models.services.office import Office
from models.storage import link_queries, movement_queries, process_queries, register_queries
from models.storage.store import Reader

Values = Mapping[str, Any]

# What the cover says about secrecy, as one choice: the kind of secret, and its level where it has one.
MARKS: dict[str, tuple[SecretKind, Level | None]] = {
    "CONFIDENTIAL": (SecretKind.STATE_SECRET, Level.CONFIDENTIAL),
    "SECRET": (SecretKind.STATE_SECRET, Level.SECRET),
    "TOP_SECRET": (SecretKind.STATE_SECRET, Level.TOP_SECRET),
    "WORK_SECRET": (SecretKind.WORK_SECRET, None),
    "INTERNAL": (SecretKind.INTERNAL, None),
    "UNMARKED": (SecretKind.UNMARKED, None),
}
MARK_WORDS: dict[str, Text] = {
    "CONFIDENTIAL": T("level", "秘密"), "SECRET": T("level", "机密"), "TOP_SECRET": T("level", "绝密"),
    "WORK_SECRET": T("level", "工作秘密"), "INTERNAL": T("level", "内部资料"), "UNMARKED": T("level", "无密级"),
}  # fmt: skip
NO_REFERENCE = "无"  # what a clerk writes where a paper bears no number


@dataclass(frozen=True, slots=True)
class Twin:
    """A registered document with the same issuer and reference number."""

    document_id: int
    carrier_id: int | None  # the first of its copies, where the register shows it
    registry_number: str
    registered_at: str  # UTC, ISO; "" if unknown
    same_title: bool
    same_copies: tuple[str, ...]  # copy numbers that are registered already


@dataclass(frozen=True)
class Trial:
    """What registering would write now, and what the rules say to it."""

    problems: list[Problem] = field(default_factory=list)
    registry_number: str = ""
    carriers: tuple[tuple[str, str | None], ...] = ()  # carrier number, copy number
    twin: Twin | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A shelf as the page shows it: how it is called, up to which level it goes, how much room is left."""

    id: int
    code: str
    words: str
    limit: str | None
    used: int
    capacity: int | None

    @property
    def free(self) -> int | None:
        """Carriers that still fit; None where nobody said how many do."""
        return None if self.capacity is None else max(0, self.capacity - self.used)


def rehearse(
    office: Office, values: Values, copy_numbers: Sequence[str | None], shelf_id: int | None, medium: str = "PAPER"
) -> Trial:
    """Try the act out: its problems, the numbers it would give, and the twin that a duplicate warning speaks of."""
    draft = office.try_out(
        "register_document", values=dict(values), copy_numbers=list(copy_numbers), shelf_id=shelf_id, medium=medium
    )
    document = next((change.values for change in draft.changes if change.ledger == "documents"), {})
    carriers = tuple(
        (str(change.values["number"]), change.values["copy_number"])
        for change in draft.changes
        if change.ledger == "carriers"
    )
    twin = find_twin(office.read, document, copy_numbers)
    return Trial(list(draft.problems), str(document.get("registry_number") or ""), carriers, twin)


def find_twin(read: Reader, document: Values, copy_numbers: Sequence[str | None]) -> Twin | None:
    """The newest registered document with this issuer and reference number (R-29)."""
    reference = document.get("reference_number")
    if not reference:
        return None
    same = [row for row in register_queries.documents_with_reference(read, str(reference))
            if row["issuer"] == document.get("issuer")]  # fmt: skip
    if not same:
        return None
    row = same[-1]
    theirs = register_queries.copies_of(read, row["id"])
    there = {copy["copy_number"] for copy in theirs}
    copies = tuple(number for number in copy_numbers if number is not None and number in there)
    moment = movement_queries.registered_at(read, row["id"]) or ""
    first = theirs[0]["id"] if theirs else None
    return Twin(row["id"], first, str(row["registry_number"]), moment, row["title"] == document.get("title"), copies)


# --- the marking, as it is typed -------------------------------------------------------------------------------------


def typed_term(text: str) -> Term:
    """The period in a typed text: a bare number is years; 6个月, 长期, 2035年12月31日 or a condition as they stand;
    nothing is a period that the cover does not mark. Raises MarkingError."""
    plain = text.strip()
    digits = numbering.normalise_reference(plain)
    return parse_term(f"{digits}年" if digits.isascii() and digits.isdecimal() else plain)


def marking_of(mark: str | None, term_text: str) -> Marking | None:
    """The marking that the two fields mean; None if no mark is chosen. Raises MarkingError for an unreadable period."""
    if mark is None:
        return None
    kind, level = MARKS[mark]
    typed = term_text.strip()
    if not typed and kind is not SecretKind.STATE_SECRET:
        return Marking(kind, None, NO_TERM)
    return Marking(kind, level, typed_term(typed))


def term_words(term: Term) -> str:
    """A period as it is written into the field: 5 for five years, else the words of the mark."""
    if term.kind is TermKind.DURATION and term.unit is TermUnit.YEAR:
        return str(term.amount)
    return render_term(term)


def mark_of(kind: SecretKind, level: Level | None) -> str:
    """The choice that stands for a kind and level."""
    return level.value if level else kind.value if kind.value in MARKS else "UNMARKED"


def expires(mark: str | None, term_text: str, issued_on: str | None) -> Expiry | None:
    """When the protection ends, as far as the fields say; None while they cannot be read."""
    try:
        marking = marking_of(mark, term_text)
        return expiry(marking, from_iso(issued_on)) if marking else None
    except (MarkingError, ValueError):
        return None


# --- completion ------------------------------------------------------------------------------------------------------


def issuers(read: Reader, text: str) -> list[str]:
    """Issuers registered before that begin with the text, the most frequent first."""
    return register_queries.known_issuers(read, text.strip())


def number_beginnings(read: Reader, issuer: str, year: int) -> list[str]:
    """How this issuer's reference numbers begin, ready to go on with the number: 云人保〔2026〕."""
    return [f"{prefix}〔{year}〕" for prefix in register_queries.prefixes_of_issuer(read, issuer.strip())]


def own_name(office: Office) -> str:
    """The name under which the person signed in counts and signs."""
    person = office.read.get("persons", office.sitting.account.get("person_id"))
    return str(person["name"]) if person else office.sitting.name


def signers(office: Office) -> list[str]:
    """Who may sign for an incoming document: the person signed in first, then the other clerks of this office."""
    names = [own_name(office)]
    for account in office.read.find("accounts", role="clerk", state="ENABLED"):
        person = office.read.get("persons", account.get("person_id"))
        names.append(str((person or account)["name"]))
    return list(dict.fromkeys(names))


# --- places ----------------------------------------------------------------------------------------------------------


def place(read: Reader, shelf_id: int | None) -> Place | None:
    """A shelf with its limit and free room."""
    row = process_queries.place_of(read, shelf_id) if shelf_id is not None else None
    if row is None or row["state"] == "VOID":
        return None
    shelf = read.get("shelves", row["id"]) or {}
    words = links.title(read, "shelves", row["id"])
    used = register_queries.carriers_on_shelf(read, row["id"])
    return Place(row["id"], str(row["code"]), words, row["level_limit"], used, shelf.get("capacity"))


def place_by_code(read: Reader, code: str) -> Place | None:
    """The shelf whose label was scanned."""
    row = process_queries.shelf_by_code(read, code.strip().upper())
    return place(read, row["id"]) if row else None


def has_places(read: Reader) -> bool:
    """Whether there is a shelf at all."""
    return bool(link_queries.shelves(read))


def day_of(moment: str, today: date) -> tuple[bool, str]:
    """Whether a UTC moment was today here, and its words: 08:36, or the date."""
    local = datetime.fromisoformat(moment.replace("Z", "+00:00")).astimezone()
    is_today = local.date() == today
    return is_today, local.strftime("%H:%M") if is_today else local.date().isoformat()
