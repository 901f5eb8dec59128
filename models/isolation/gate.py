"""Third wall: a production vault opens only on a machine whose network adapters are all down (K-27).

`judge` is a pure function of a `Machine`. No flag, variable or file changes its answer: the one real machine is
`LinuxMachine`, which only `app.py` builds. While the program is open, `judge` is asked again every 5 seconds.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from models.isolation.adapters import Adapter, Kind, State, read_adapters
from models.isolation.guard import GuardResult
from models.isolation.seccomp import FilterResult

RECHECK_SECONDS = 5


class Machine(Protocol):
    """The computer as far as the gate and the journal ask about it."""

    @property
    def guard(self) -> GuardResult:
        """How the import guard came up in this process."""

    @property
    def filter(self) -> FilterResult:
        """How the socket filter came up in this process."""

    def adapters(self) -> tuple[Adapter, ...]:
        """The adapters now. Raises OSError if the system does not list them."""

    def now(self) -> datetime:
        """The wall clock, UTC with zone."""

    def ticks(self) -> float:
        """Seconds since the machine was started, sleep included; never goes back."""

    def boot_id(self) -> str:
        """A text that is another one after every start of the machine."""

    def machine_id(self) -> str:
        """A text that stays with this installation of the system."""


class LinuxMachine:
    """The computer the program runs on. Where there is no /sys (not Linux), its adapters cannot be listed."""

    def __init__(self, guard: GuardResult, filter: FilterResult) -> None:  # noqa: A002 - the wall's name
        self.guard, self.filter = guard, filter

    def adapters(self) -> tuple[Adapter, ...]:
        return read_adapters(Path("/sys/class"))

    def now(self) -> datetime:
        return datetime.now(UTC)

    def ticks(self) -> float:
        return time.clock_gettime(time.CLOCK_BOOTTIME)

    def boot_id(self) -> str:
        return _first_line(Path("/proc/sys/kernel/random/boot_id"))

    def machine_id(self) -> str:
        return _first_line(Path("/etc/machine-id"))


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing the gate saw. `code` names the kind of finding, the values say which adapter or why.

    Codes: IMPORTS_GUARDED, IMPORTED_TOO_EARLY, FILTER_INSTALLED, FILTER_MISSING, ADAPTER_OFF, ADAPTER_ON,
    ADAPTERS_NOT_LISTED. `blocks` is whether it keeps a production vault shut.
    """

    code: str
    blocks: bool
    name: str = ""
    kind: Kind | None = None
    state: State | None = None
    detail: str = ""

    def values(self) -> dict[str, object]:
        """For the journal and for `app.py check`: codes only."""
        return {
            "code": self.code,
            "blocks": self.blocks,
            "name": self.name,
            "kind": self.kind.value if self.kind else "",
            "state": self.state.value if self.state else "",
            "detail": self.detail,
        }


@dataclass(frozen=True, slots=True)
class GateFinding:
    """The gate's answer at one moment."""

    at: datetime
    boot_id: str
    machine_id: str
    findings: tuple[Finding, ...]

    @property
    def production_allowed(self) -> bool:
        return not any(finding.blocks for finding in self.findings)

    def same_as(self, other: GateFinding) -> bool:
        """True if nothing but the time differs, so that a repeated check need not be reported."""
        return (self.findings, self.boot_id, self.machine_id) == (other.findings, other.boot_id, other.machine_id)

    def values(self) -> Mapping[str, object]:
        """For the journal and for `app.py check`: codes only, the time as ISO text."""
        return {
            "at": self.at.isoformat(timespec="seconds"),
            "production_allowed": self.production_allowed,
            "boot_id": self.boot_id,
            "machine_id": self.machine_id,
            "findings": [finding.values() for finding in self.findings],
        }


def judge(machine: Machine) -> GateFinding:
    """Look at the machine once. Three walls stand, or production is not allowed."""
    findings = (_guard(machine.guard), _filter(machine.filter), *_adapters(machine))
    return GateFinding(machine.now(), machine.boot_id(), machine.machine_id(), findings)


def _guard(result: GuardResult) -> Finding:
    if result.stands:
        return Finding("IMPORTS_GUARDED", blocks=False, detail=str(result.checked))
    return Finding("IMPORTED_TOO_EARLY", blocks=True, detail=", ".join(result.early))


def _filter(result: FilterResult) -> Finding:
    if result.stands:
        return Finding("FILTER_INSTALLED", blocks=False)
    return Finding("FILTER_MISSING", blocks=True, name=result.code, detail=result.value)


def _adapters(machine: Machine) -> tuple[Finding, ...]:
    try:
        adapters = machine.adapters()
    except OSError as error:
        return (Finding("ADAPTERS_NOT_LISTED", blocks=True, detail=str(error.errno or "")),)
    return tuple(
        Finding("ADAPTER_ON" if found.is_up else "ADAPTER_OFF", found.is_up, found.name, found.kind, found.state)
        for found in adapters
    )


def _first_line(path: Path) -> str:
    try:
        return path.read_text("ascii").strip()
    except OSError:
        return ""
