"""What verification found, and how it tells its progress. Findings hold codes and ids, never a value (K-3)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from models.domain.errors import Cancelled

THIS_PC = "THIS_PC"
SHORTEST_WITNESS = 32  # hexadecimal digits: fewer can be collided (K-18)
MOST_KEPT = 1000  # findings kept in full; the rest are counted
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing that is wrong: at which entry (0 = none in particular), in which ledger, row and field; `seen` is the
    fingerprint of what stands there, so that accepting it accepts nothing that is put there later."""

    entry: int
    code: str
    ledger: str = ""
    id: int = 0
    field: str = ""
    seen: str = ""


@dataclass(frozen=True, slots=True)
class Witness:
    """What something outside the register says of one entry: the beginning of its digest, in hexadecimal.

    `kind`: PAPER, MEDIUM or THIS_PC; `name`: the number of the print or of the medium. THIS_PC is a hint: if it differs,
    that is a finding, but it proves nothing, for it lies where the register lies.
    """

    kind: str
    name: str
    entry: int
    digest: str

    @property
    def digest_is_whole(self) -> bool:
        """Whether enough digits stand there to prove anything: a QR code's, not those a person types from a footer."""
        return len(self.digest) >= SHORTEST_WITNESS


@dataclass(frozen=True, slots=True)
class NeedRule:
    """A second signature that an act asks for."""

    role: str
    accounts: frozenset[str]
    on_paper: bool
    by_requester: bool


@dataclass(frozen=True, slots=True)
class LedgerRule:
    """What an act may change in one ledger: these columns, and `state` to these codes; `*` stands for all."""

    columns: frozenset[str]
    states: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ActRule:
    """What verification must know of an act: who may perform it, who must sign with him, and what it may change beside
    the rows of its signatures."""

    roles: frozenset[str]
    needs: tuple[NeedRule, ...] = ()
    while_changing_password: bool = False
    ledgers: Mapping[str, LedgerRule] = field(default_factory=dict)


Rules = Mapping[str, ActRule]


@dataclass
class Outcome:
    """What was looked at and what was found."""

    first: int = 1  # the first entry looked at: 1 in a full check
    last: int = 0
    last_digest: str = ""
    last_time: str = ""
    vault: str = ""
    entries: int = 0
    changes: int = 0
    signatures: int = 0
    approvals: int = 0
    signers: int = 0
    rows: int = 0
    derived_rows: int = 0
    clock_went_back: int = 0
    count: int = 0  # of findings
    witnessed: int = 0  # everything up to this entry is vouched for from outside; 0 = nothing
    witnesses: list[tuple[Witness, bool]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    codes: dict[str, int] = field(default_factory=dict)

    def add(self, *found: Finding) -> None:
        """Take findings in; beyond MOST_KEPT they are only counted."""
        for finding in found:
            self.count += 1
            self.codes[finding.code] = self.codes.get(finding.code, 0) + 1
            if len(self.findings) < MOST_KEPT:
                self.findings.append(finding)

    def extend(self, found: Iterable[Finding]) -> None:
        """Take an iterable of findings in."""
        self.add(*found)

    @property
    def first_wrong(self) -> Finding | None:
        """The finding at the lowest entry; those that belong to no entry come last."""
        return min(self.findings, key=lambda one: (one.entry == 0, one.entry, one.code), default=None)


class Watch:
    """Progress and cancelling of long work. `progress(stage, done, total)` is called some times a second at most by the
    size of the pieces; `is_cancelled` is asked as often."""

    def __init__(self, progress: Progress | None = None, is_cancelled: Callable[[], bool] | None = None) -> None:
        self._progress, self._is_cancelled = progress, is_cancelled

    def at(self, stage: str, done: int, total: int) -> None:
        """Tell where we are. Raises Cancelled if somebody asked to stop."""
        if self._progress:
            self._progress(stage, done, total)
        if self.is_cancelled():
            raise Cancelled

    def is_cancelled(self) -> bool:
        """True if somebody asked to stop."""
        return self._is_cancelled is not None and self._is_cancelled()
