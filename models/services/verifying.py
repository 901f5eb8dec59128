"""Running the checks for an office, telling their outcome in words, and keeping it in the journal (K-10, K-14, K-31).

A check that finds something stops the writing of registers until a later check is clean, or until the security
administrator and the auditor accept the findings together (`accept_findings`). A clean check is never called proof: it
says up to which entry something outside the register vouches for it.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from models.domain.errors import UserError
from models.domain.problems import blocks, warns
from models.domain.text import T, Text
from models.services import printing
from models.services.acts import Act, Done, Draft
from models.services.finding_words import FINDING_WORDS
from models.services.office import Desk, Office
from models.storage import failures
from models.storage.canonical import canonical_bytes
from models.storage.digests import sm3
from models.storage.journal import last_of, read_entry
from models.storage.store import Reader
from models.storage.vault import Vault
from models.storage.verify import (
    ActRule,
    Finding,
    LedgerRule,
    NeedRule,
    Outcome,
    Rules,
    Watch,
    Witness,
    check_all,
    check_at_the_door,
)
from models.storage.verify.findings import MOST_KEPT, Progress

_PAPER = re.compile(
    r"(?P<number>[A-Z0-9-]{2,20}-\d{4}-\d{4,})[:\s]+(?P<entry>\d{1,12})[:\s]+(?P<digest>[0-9A-F]{4}(\s?[0-9A-F]{4}){3,15})"
)
FULL, AT_THE_DOOR = "FULL", "AT_THE_DOOR"
WRONG, NOT_PROVABLE, WITNESSED = "WRONG", "NOT_PROVABLE", "WITNESSED"


@dataclass(frozen=True)
class Report:
    """The outcome of one check, in words. `kind`: FULL or AT_THE_DOOR; `seconds` that it took."""

    kind: str
    outcome: Outcome
    seconds: float
    paper: int = 0  # the entry that the newest printed form stands for; only held against the journal it is a witness

    @property
    def verdict(self) -> str:
        """WRONG, NOT_PROVABLE (nothing found, but no outside witness covers the end), WITNESSED (covered to the end)."""
        if self.outcome.count:
            return WRONG
        return WITNESSED if self.outcome.witnessed >= self.outcome.last else NOT_PROVABLE

    @property
    def is_clean(self) -> bool:
        """True if nothing was found. It does not say that the journal is proved: see `verdict`."""
        return not self.outcome.count

    @property
    def first_wrong(self) -> Finding | None:
        """The finding at the lowest entry."""
        return self.outcome.first_wrong

    def headline(self) -> Text:
        """One conclusion."""
        first = self.first_wrong
        if first is None and self.outcome.first > 1:
            return T("verify", "第 {first} 条至第 {last} 条日志没有发现问题", first=self.outcome.first, last=self.outcome.last)
        if first is None:
            return T("verify", "日志完好，账与日志一致")
        if first.entry:
            return T("verify", "第 {n} 条：{what}", n=first.entry, what=words_of(first))
        return words_of(first)

    def proof(self) -> Text:
        """How far the proof reaches: never more than an outside witness vouches for."""
        last, covered = self.outcome.last, self.outcome.witnessed
        if covered >= last > 0:
            return T("verify", "第 {n} 条以前（含）有外部见证。", n=covered)
        if covered:
            return T("verify", "第 {n} 条以前（含）有外部见证；其后 {left} 条还没有外部见证，暂不能证明。", n=covered, left=last - covered)
        if any(not agrees for _witness, agrees in self.outcome.witnesses):
            return T("verify", "没有一个见证与日志相符：暂不能证明没有被截短或整体重写。")
        if 0 < self.paper <= last:
            return T("verify", "纸面留痕到第 {n} 条：扫那张表单的二维码核对以前，暂不能证明没有被截短或整体重写。", n=self.paper)
        return T("verify", "还没有外部见证：第 1 条至第 {n} 条暂不能证明没有被截短或整体重写。", n=last)

    def lines(self) -> list[Text]:
        """The whole report for the command line: conclusion, what was checked, findings by code and id, proof."""
        out = self.outcome
        checked = T(
            "verify", "日志 {entries} 条，改动 {changes} 行，签名 {signatures} 个（{people} 人），签字 {approvals} 个；账 {rows} 行，派生表 {derived} 行。",
            entries=out.entries, changes=out.changes, signatures=out.signatures, people=out.signers, approvals=out.approvals,
            rows=out.rows, derived=out.derived_rows,
        )  # fmt: skip
        found = [finding_line(finding) for finding in out.findings]
        if out.count > len(out.findings):
            found.append(T("verify", "另有 {n} 处没有逐条列出。", n=out.count - len(out.findings)))
        clock = [T("verify", "时钟倒退过 {n} 次。", n=out.clock_went_back)] if out.clock_went_back else []
        head = T("verify", "库 {vault}，最后一条 {n}，指纹 {digest}", vault=out.vault, n=out.last, digest=out.last_digest[:32])
        return [self.headline(), checked, *clock, *found, self.proof(), head]

    def details(self) -> dict[str, Any]:
        """What the journal keeps of it: codes, numbers and ids."""
        out, first = self.outcome, self.first_wrong
        return {
            "kind": self.kind, "outcome": self.verdict, "first_entry": out.first, "last_entry": out.last,
            "last_digest": out.last_digest, "entries": out.entries, "changes": out.changes, "rows": out.rows,
            "findings": out.count, "codes": dict(sorted(out.codes.items())), "witnessed": out.witnessed,
            "first_wrong": _plain(first) if first else None,
            "digest": findings_digest(out.findings, out.count), "seconds": int(self.seconds),
        }  # fmt: skip


def read_paper(text: str) -> Witness | None:
    """The witness that a printed form is: its QR code, or what a person typed from its footer (number, entry and 16
    digits of the fingerprint, spaces between them as they like). None if it is neither (K-18)."""
    found = _PAPER.fullmatch(text.strip().upper())
    if found is None:
        return None
    return Witness("PAPER", found["number"], int(found["entry"]), "".join(found["digest"].split()).lower())


def agrees(read: Reader, paper: Witness) -> bool:
    """Whether the entry that a witness names has its digits now; a first look, no check."""
    entry = read_entry(read.connection, paper.entry)
    return entry is not None and entry.digest.hex().startswith(paper.digest)


def words_of(finding: Finding) -> Text:
    """What a code means."""
    return FINDING_WORDS[finding.code]


def finding_line(finding: Finding) -> Text:
    """One finding by entry, ledger and id; never a value (K-3)."""
    place = " ".join(part for part in (finding.ledger, str(finding.id or ""), finding.field) if part)
    if finding.entry:
        return T("verify", "第 {n} 条　{code}　{place}　{what}", n=finding.entry, code=finding.code, place=place, what=words_of(finding))
    return T("verify", "{code}　{place}　{what}", code=finding.code, place=place, what=words_of(finding))


def rules_of(acts: Mapping[str, Act]) -> Rules:
    """What verification must know of the acts. An act's rule under one name never becomes stricter: entries written under
    it are judged by it for ever; a stricter act gets a new name (`docs/journal-format.md`)."""
    return {
        act.name: ActRule(
            act.roles, tuple(NeedRule(n.role, n.accounts, n.on_paper, n.by_requester) for n in act.needs),
            act.while_changing_password,
            {ledger: LedgerRule(touch.columns, touch.states) for ledger, touch in act.ledgers.items()},
        )
        for act in acts.values()
    }  # fmt: skip


def check(
    office: Office, *, witnesses: Sequence[Witness] = (), progress: Progress | None = None,
    is_cancelled: Callable[[], bool] | None = None,
) -> Report:  # fmt: skip
    """The full check, on any thread, with a connection of its own; writes nothing. Raises Cancelled."""
    began = time.monotonic()
    vault = office.vault
    with failures.told(vault.store.path):
        everything = (*office.witnesses, *witnesses)
        outcome = check_all(vault.folder, vault.key, rules_of(office.acts), everything, Watch(progress, is_cancelled))
    return Report(FULL, outcome, time.monotonic() - began, _newest_paper(office))


def _newest_paper(office: Office) -> int:
    """A damaged register is what a check is for: it then simply does not say what was printed."""
    try:
        return printing.last_paper(office.read)
    except UserError:
        return 0


def record(office: Office, report: Report) -> Done:
    """Journal the outcome, and stop or release writing accordingly; on the writing thread."""
    done = office.note("note_verify", report=report)
    office.is_halted = not done.result
    return done


def note_verify(desk: Desk, *, report: Report) -> Draft:
    """That a check was made, and its outcome. What is accepted is judged here, never handed in. Result: whether all is."""
    accepted = report.is_clean or is_accepted(desk.read, report.outcome)
    return Draft(report.verdict, details=report.details() | {"accepted": accepted}, result=accepted)


def run_full_check(
    office: Office, *, witnesses: Sequence[Witness] = (), progress: Progress | None = None,
    is_cancelled: Callable[[], bool] | None = None,
) -> Report:  # fmt: skip
    """The full check with its outcome journalled (not in a copy opened to read). Raises Cancelled; then nothing is kept."""
    report = check(office, witnesses=witnesses, progress=progress, is_cancelled=is_cancelled)
    if not office.vault.store.read_only:
        record(office, report)
    return report


def at_the_door(vault: Vault, acts: Mapping[str, Act], witnesses: Sequence[Witness] = ()) -> Report:
    """What is checked while a person waits: head, last 200 entries, accounts, slots, witnesses (K-14)."""
    began = time.monotonic()
    with failures.told(vault.store.path):
        outcome = check_at_the_door(vault.folder, vault.key, rules_of(acts), witnesses)
    return Report(AT_THE_DOOR, outcome, time.monotonic() - began)


def must_halt(reader: Reader, door: Report) -> bool:
    """True if writing stays stopped: the door's check or the last full check found what nobody has accepted. An entry
    that does not say what was found counts as not accepted."""
    if not door.is_clean and not is_accepted(reader, door.outcome):
        return True
    full, accepting = (last_of(reader.connection, act) for act in ("note_verify", "accept_findings"))
    if full is None:
        return False
    found = full.payload["details"]
    if found.get("accepted") is True and found.get("codes") is not None and found.get("digest"):
        return False
    if accepting is None or accepting.number < full.number:
        return True
    return not found.get("digest") or accepting.payload["details"].get("digest") != found["digest"]


def is_accepted(reader: Reader, outcome: Outcome) -> bool:
    """True if everything found was accepted before."""
    return not outcome.count or acceptance(reader, outcome) > 0


def acceptance(reader: Reader, outcome: Outcome) -> int:
    """The entry by which everything found was accepted; 0 if something was not."""
    entry = last_of(reader.connection, "accept_findings")
    accepted = entry.payload["details"] if entry else {}
    known = {tuple(item) for item in accepted.get("findings", ())}
    is_known = outcome.count <= accepted.get("count", 0) and all(tuple(_plain(one)) in known for one in outcome.findings)
    return entry.number if entry and is_known else 0


def last_full_check_on(reader: Reader) -> date | None:
    """The day, local time, of the last full check in the journal; None if there was none."""
    found = last_of(reader.connection, "note_verify")
    return datetime.fromisoformat(found.payload["time"]).astimezone().date() if found else None


def is_due(reader: Reader, today: date) -> bool:
    """True if no full check was made this day: it is made in the background (K-14)."""
    last = last_full_check_on(reader)
    return last is None or last < today


def accept_findings(desk: Desk, *, findings: Sequence[Finding], count: int) -> Draft:
    """The security administrator and the auditor accept named findings, with a reason, so that work can go on. The
    findings stay in every later report. `count`: how many there are in all; beyond MOST_KEPT they cannot be accepted."""
    listed = [_plain(one) for one in findings]
    problems = [warns("ACCEPTS_FINDINGS", "", T("problem", "校验发现 {n} 处不符，接受后恢复登记；请写明原因和处理", n=count))]
    if not listed:
        problems = [blocks("NOTHING_FOUND", "", T("problem", "没有需要接受的校验结果"))]
    elif count > MOST_KEPT or count != len(listed):
        problems = [blocks("TOO_MANY_FINDINGS", "", T("problem", "不符有 {n} 处，不能接受：请从备份恢复", n=count))]
    office = desk.office

    def go_on() -> None:
        office.is_halted = False

    details = {"findings": listed, "count": count, "digest": findings_digest(findings, count)}
    return Draft("findings", problems=problems, details=details, shown=details | _shown(findings, count), finish=go_on)


def _shown(findings: Sequence[Finding], count: int) -> dict[str, Any]:
    """The findings as the auditor reads them before signing."""
    rows = [[one.entry or "", one.code, one.ledger, one.id or "", one.field, str(words_of(one))] for one in findings]
    facts = [["不符", f"{count} 处"], ["接受以后", "恢复登记；不符之处仍列在每次校验结果里"]]
    return {"facts": facts, "columns": ["日志条号", "代码", "账", "编号", "栏目", "说明"], "rows": rows}


def findings_digest(findings: Sequence[Finding], count: int) -> str:
    """By which a report and its acceptance know each other."""
    return sm3(canonical_bytes([[_plain(one) for one in findings], count])).hex()


def _plain(finding: Finding) -> list[Any]:
    seen = [finding.seen] if finding.seen else []
    return [finding.entry, finding.code, finding.ledger, finding.id, finding.field, *seen]
