"""The journal as a page lists it: newest first, by windows of numbers; and one entry in plain words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from models.domain.text import T, Text
from models.services import subjects
from models.services.office import Office
from models.services.printing import last_paper
from models.storage import home_queries, journal


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One entry: when, who, which act, on what, and whether printed paper covers it."""

    number: int
    time: str
    who: str
    words: Text | str
    subject: Text | str
    covered: bool


@dataclass(frozen=True)
class EntryDetail:
    """One entry opened: facts in order, and the fingerprint."""

    line: EntryLine
    facts: tuple[tuple[Text, str], ...]
    digest: str


def newest(office: Office, before: int | None = None, most: int = 200) -> list[EntryLine]:
    """Entries below a number (None: from the end), newest first."""
    read = office.read
    covered = last_paper(read)
    rows = home_queries.newest_entries(read, most, before)
    return [
        EntryLine(
            row["number"], row["time"], row["who"] or "", _words(office, row["act"]), subjects.words(read, row["subject"]),
            row["number"] <= covered,
        )
        for row in rows
    ]


def detail(office: Office, number: int) -> EntryDetail | None:
    """One entry in plain words; None if there is no such entry."""
    entry = journal.read_entry(office.read.connection, number)
    if entry is None:
        return None
    payload: dict[str, Any] = entry.payload
    account = office.read.get("accounts", payload["actor"]) or {}
    line = EntryLine(
        number, payload["time"], str(account.get("name", "")), _words(office, payload["act"]),
        subjects.words(office.read, payload["subject"]), True,
    )  # fmt: skip
    facts = [
        (T("entry", "机器"), payload["machine"]), (T("entry", "理由"), payload["reason"] or "—"),
        (T("entry", "改动"), str(payload["changes"])), (T("entry", "签字"), str(len(payload["approvals"]))),
        (T("entry", "第几部分"), f"{payload['part']} / {payload['parts']}"),
    ]  # fmt: skip
    return EntryDetail(line, tuple(facts), entry.digest.hex())


def _words(office: Office, name: str) -> Text | str:
    act = office.acts.get(name)
    return act.words if act else GENESIS.get(name, name)


GENESIS = {"found_vault": T("act", "建库"), "confirm_slots": T("act", "确认钥匙槽")}
