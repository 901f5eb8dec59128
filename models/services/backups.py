"""Copies of the vault: made, proved, journalled, opened to read, made a vault again (`house.md` 9, `trust.md` R12, R13).

The copy is encrypted with the same key as the vault and needs the same care: a copy of a classified register is itself
classified, and an old copy still opens with the passwords of its day.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from models.domain.errors import UserError
from models.domain.problems import blocks
from models.domain.text import T
from models.services.acts import Draft
from models.services.clock import stamp
from models.services.door import Entrance
from models.services.office import Desk, Office
from models.services.verifying import FULL, Report, is_accepted, rules_of
from models.storage import backup
from models.storage.backup import Copy, Told
from models.storage.journal import newest_of
from models.storage.store import Reader
from models.storage.verify import Watch, Witness, check_all
from models.storage.verify.findings import Progress

DONE, FAILED = "DONE", "FAILED"


@dataclass(frozen=True)
class Made:
    """A finished copy and the check that it passed."""

    copy: Copy
    report: Report
    seconds: float


def make_copy(
    office: Office, target: Path, *, medium: str = "", told: Told | None = None, progress: Progress | None = None,
    is_cancelled: Callable[[], bool] | None = None,
) -> Made:  # fmt: skip
    """Write a copy into a new folder under `target`, fold it whole, and journal it. `medium`: the registered number of the
    medium. Raises UserError or Cancelled; the copies that were there before are untouched, a failure is journalled."""
    try:
        made = write_copy(office, target, told=told, progress=progress, is_cancelled=is_cancelled)
    except UserError as error:
        office.note("note_backup", details={"outcome": FAILED, "code": error.code, "medium": medium})
        raise
    record(office, made, medium)
    return made


def write_copy(
    office: Office, target: Path, *, told: Told | None = None, progress: Progress | None = None,
    is_cancelled: Callable[[], bool] | None = None,
) -> Made:  # fmt: skip
    """The copy without its entry: on any thread, while work goes on. Raises UserError or Cancelled."""
    began = time.monotonic()
    vault, reports = office.vault, []

    def prove(folder: Path) -> None:
        outcome = check_all(folder, vault.key, rules_of(office.acts), (), Watch(progress, is_cancelled))
        reports.append(Report(FULL, outcome, 0.0))
        if not office.is_halted and not is_accepted(office.read, outcome):  # nobody knows of it yet
            raise _copy_is_wrong(outcome.count)

    made_at = stamp(office.clock.now())
    copy = backup.write_copy(vault.folder, vault.key, target, made_at, prove, told=told, is_cancelled=is_cancelled)
    return Made(copy, reports[-1], time.monotonic() - began)


def record(office: Office, made: Made, medium: str = "") -> None:
    """Journal a finished copy; on the writing thread."""
    details = {
        "outcome": DONE, "name": made.copy.name, "medium": medium, "entry": made.copy.entry,
        "entry_digest": made.copy.entry_digest, "register_digest": made.copy.register_digest, "bytes": made.copy.bytes,
        "check": made.report.verdict,
    }  # fmt: skip
    office.note("note_backup", details=details)


def note_backup(desk: Desk, *, details: dict[str, Any]) -> Draft:
    """That a copy was written, or could not be."""
    problems = []
    if details.get("outcome") not in (DONE, FAILED):
        problems.append(blocks("OUTCOME_MISSING", "", T("problem", "没有写明备份结果")))
    done = details.get("medium") or details.get("name") if details.get("outcome") == DONE else None
    return Draft(str(done or "backup"), problems=problems, details=details)  # no name of its own: it was not written


def last_copy_on(reader: Reader) -> date | None:
    """The day, local time, of the last copy that succeeded; None if there was none."""
    done = (entry for entry in newest_of(reader.connection, "note_backup") if entry.payload["details"]["outcome"] == DONE)
    found = next(done, None)
    return datetime.fromisoformat(found.payload["time"]).astimezone().date() if found else None


def opened_copy(office: Office) -> str:
    """The moment at which the copy that is open was written; "" for a vault that is worked in."""
    if not office.vault.store.read_only:
        return ""
    copy = backup.read_copy(office.vault.folder)
    return copy.made_at if copy else ""


def copies_in(office: Office, target: Path) -> list[Copy]:
    """The finished copies of this vault in a folder, newest first."""
    return backup.copies_in(target, office.vault.keys.vault)


def witnesses_in(office: Office, targets: Sequence[Path]) -> list[Witness]:
    """What copies say of the journal, by folders that hold copies or are one: each names an entry and its digest, and so
    vouches for all before it. Copies of other vaults are left out."""
    found = [copy for target in targets for copy in (backup.read_copy(target), *copies_in(office, target)) if copy]
    return [Witness("MEDIUM", copy.name, copy.entry, copy.entry_digest) for copy in found if copy.vault == office.vault.keys.vault]


def restore_copy(entrance: Entrance, copy: Path, target: Path) -> None:
    """Make a vault of a copy in a new folder. Raises UserError; then nothing was made."""
    backup.restore(copy, target, stamp(entrance.clock.now()), entrance.gate)


def _copy_is_wrong(count: int) -> UserError:
    return UserError(
        "COPY_IS_WRONG",
        T("error", "备份没有写成：写出的内容复核有 {n} 处不符。", n=count),
        T("error", "之前的备份没有改动，登记库没有改动。"),
        T("error", "请先做全面校验；校验没有问题再换一个介质重新备份。"),
    )
