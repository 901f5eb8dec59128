"""The office: who is signed in, the clock and the store; and the one door through which every act goes (K-2)."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from models.domain.context import RuleContext
from models.domain.dates import day_problems
from models.domain.errors import Refused, UserError
from models.domain.levels import Level
from models.domain.passwords import PasswordPolicy
from models.domain.problems import Problem, blocks
from models.domain.text import T
from models.services import people, policy, signing
from models.services.acts import Act, Done, Draft
from models.services.clock import Clock, stamp
from models.services.people import Who
from models.services.signing import PaperSignature, Signed, SignedStatement, Statement
from models.storage.digests import SigningKey
from models.storage.journal import Change, Head, Record
from models.storage.slots import KdfCost
from models.storage.store import Reader
from models.storage.vault import Vault
from models.storage.verify import Witness

Listener = Callable[[Mapping[str, tuple[int, ...]]], None]


@dataclass
class Sitting:
    """One person's time at the program, from sign-in to lock. `looked_at` keeps the 绝密 rows opened (K-13)."""

    account: dict[str, Any] = field(repr=False)
    key: SigningKey = field(repr=False)
    since: str = ""
    ident: str = field(default_factory=lambda: os.urandom(8).hex())
    looked_at: set[int] = field(default_factory=set)
    has_consented: bool = False  # typed that only practice contents are entered (K-28)
    has_outlived_password: bool = False  # it must be changed before anything else (domain.md 4.3)

    @property
    def id(self) -> int:
        return int(self.account["id"])

    @property
    def name(self) -> str:
        return str(self.account["name"])

    @property
    def role(self) -> str:
        return str(self.account["role"])


class Desk:
    """What a service function sees while its act runs inside the transaction: reading, numbering, time, person."""

    def __init__(self, office: Office, reader: Reader) -> None:
        self.read = reader
        self.office = office
        self.now: datetime = office.clock.now()
        self.today: date = office.clock.today()
        self.sitting = office.sitting
        self.serials: dict[str, int] = {}  # last number given in this act, by series (`numbers.py`)
        self._next: dict[str, int] = {}

    def new_id(self, ledger: str) -> int:
        """An id for a new row; several new rows of one act get consecutive ids."""
        given = self._next.get(ledger) or self.office.vault.store.next_id(ledger)
        self._next[ledger] = given + 1
        return given

    def context(self, previous: Mapping[str, Any] | None = None, **facts: Any) -> RuleContext:
        """The surroundings of a rule."""
        return RuleContext(self.today, self.office.vault_level, previous, facts)

    def person_name(self) -> str:
        """Name of the person signed in, as it stands on paper: the linked person's, else the account's."""
        return people.of_account(self.read, self.sitting.account).name


class Office:
    """An unlocked vault with one person signed in."""

    def __init__(
        self, vault: Vault, sitting: Sitting, clock: Clock, machine: str, acts: Mapping[str, Act], cost: KdfCost
    ) -> None:
        self.vault, self.sitting, self.clock, self.machine, self.acts = vault, sitting, clock, machine, acts
        self.cost = cost
        self._listeners: list[Listener] = []
        self._last_ticks = clock.ticks()
        self._readers = threading.local()
        self._opened: list[Reader] = []
        self.last_done: tuple[str, Done] | None = None
        self.witnesses: Sequence[Witness] = ()  # what this PC remembers of the journal's end, for full checks
        self.last_seen: Path | None = None
        self.is_halted = False  # a check found what nobody has accepted: registers are not written (`verifying`)
        self.arrival: Mapping[str, Any] = {}  # what the sign-in entry kept: tries since the last one, repaired key file

    # reading

    @property
    def read(self) -> Reader:
        """A reader of the calling thread's own."""
        reader = getattr(self._readers, "reader", None)
        if reader is None:
            reader = self._readers.reader = self.vault.store.reader()
            self._opened.append(reader)
        return reader

    @property
    def vault_level(self) -> Level:
        """The level the vault is declared for (K-4)."""
        return Level((self.read.get("organ", 1) or {})["vault_level"])

    @property
    def policy(self) -> PasswordPolicy:
        """What passwords must be, and after how many idle minutes the program locks itself."""
        return policy.policy(self.read)

    @property
    def needs_consent(self) -> bool:
        """Whether this sitting in a practice vault must still confirm that only practice contents are entered (K-28)."""
        return self.vault.is_training and not self.vault.store.read_only and not self.sitting.has_consented

    # acting

    def perform(self, name: str, /, *, reason: str = "", signed: Sequence[Signed] = (), **values: Any) -> Done:
        """Check role, signatures and rules; write the entry and its rows in one durable transaction; tell the pages.

        Raises Refused (nothing written) when somebody may not, a signature is missing or dead, a rule blocks, or a
        warning has no reason; also for an act that only the program itself notes.
        """
        act = self._admitted(name)
        if act.internal:
            raise Refused([blocks("BY_THE_PROGRAM", "", T("problem", "“{act}”由程序自己记，不能另外办理", act=act.words))])
        if act.asks_consent and self.needs_consent:
            text = T("problem", "演练库里先确认只录编造的内容，再登记")
            raise Refused([blocks("CONSENT_FIRST", "", text, "K-28")])
        done = self._run(act, reason, signed, values)
        self.last_done = (name, done)
        return done

    def note(self, name: str, /, *, reason: str = "", **values: Any) -> Done:
        """What only the program notes: that somebody came in or left, a check's outcome, a print and its outcome. For the
        services that did it; raises like `perform`."""
        act = self._admitted(name)
        if not act.internal:
            raise KeyError(f"{name} is performed, not noted")
        return self._run(act, reason, (), values)

    def _run(self, act: Act, reason: str, signed: Sequence[Signed], values: Mapping[str, Any]) -> Done:
        signing.check_people(act.needs, signed, str(self.sitting.id))
        if self.vault.store.read_only:
            raise read_only_copy()
        with self.vault.store.transaction():
            desk = Desk(self, self.vault.store.own)
            draft = act.service(desk, **values)
            judge(draft.problems, reason)
            draft.shown = signing.content_of(draft, reason)
            approvals = self._accept(act, draft, signed, desk)
            if draft.prepare:
                draft.prepare()
            why = "；".join(dict.fromkeys(part for part in (reason.strip(), draft.reason) if part))
            head = self._write(act, draft, approvals, why)
        if draft.finish:
            draft.finish()
        done = Done(head.number, head.digest, changed_rows(draft.changes), draft.result)
        for listener in list(self._listeners):
            listener(done.changed)
        return done

    def try_out(self, name: str, /, **values: Any) -> Draft:
        """What the act would write and which problems it has, without writing: dry runs, previews, statements."""
        act = self._admitted(name)
        if self.vault.store.read_only:
            raise read_only_copy()
        with self.vault.store.rehearsal():
            return act.service(Desk(self, self.vault.store.own), **values)

    def statement(self, name: str, role: str, /, *, reason: str = "", **values: Any) -> Statement:
        """What a second person is asked to sign for this act in this role, with the content as it stands now. `reason`: the
        one with which it will be performed; where a rule warns it is signed, too (K-8)."""
        draft = self.try_out(name, **values)
        judge([problem for problem in draft.problems if problem.blocks], "")
        return signing.make_statement(
            self.vault.keys.vault, name, draft.subject, role, self.sitting.id, self.read.head().number,
            self.clock.now(), signing.content_of(draft, reason),
        )  # fmt: skip

    def sign(self, statement: Statement) -> SignedStatement:
        """The person signed in signs a statement, in a part that the act lets the performer play."""
        return signing.sign_statement(statement, self.sitting.id, self.sitting.key)

    def subscribe(self, listener: Listener) -> None:
        """Tell `listener` after each act which rows of which ledgers changed (called on the acting thread)."""
        self._listeners.append(listener)

    def close(self) -> None:
        """Close the readers and the vault; the caller has journalled the lock or sign-out."""
        for reader in self._opened:
            reader.connection.close()
        self._opened.clear()
        self._readers = threading.local()
        self.vault.close()

    # inside

    def _admitted(self, name: str) -> Act:
        act = self.acts[name]
        if self.sitting.role not in act.roles:
            text = T("problem", "“{act}”不归这个角色办理", act=act.words)
            raise Refused([blocks("ROLE_NOT_ALLOWED", "", text)])
        if self.sitting.account["one_time"] and not act.while_changing_password:
            raise Refused([blocks("PASSWORD_FIRST", "", T("problem", "请先把一次性口令换成自己的口令"))])
        if self.sitting.has_outlived_password and not act.while_changing_password:
            text = T("problem", "口令已用满 {days} 天：请先在窗口里登录，换一个新口令", days=self.policy.longest_days)
            raise Refused([blocks("PASSWORD_OUTLIVED", "", text)])
        if self.is_halted and not act.while_halted:
            raise writing_is_halted()
        return act

    def _accept(self, act: Act, draft: Draft, signed: Sequence[Signed], desk: Desk) -> list[dict[str, Any]]:
        needs = {need.role: need for need in act.needs}
        problems: list[Problem] = []
        approvals: list[dict[str, Any]] = []
        signers = [] if any(need.by_requester for need in act.needs) else [people.of_account(desk.read, self.sitting.account)]
        for item in signed:
            if isinstance(item, SignedStatement):
                account = desk.read.get("accounts", item.account)
                if account is None or desk.read.find_one("signatures", nonce=item.statement.fields["nonce"]):
                    problems.append(blocks("SIGNATURE_USED", "", T("problem", "这个签字已经用过，请重新签字")))
                    continue
                problems += signing.check_statement(
                    item, needs[item.role], account, self.vault.keys.vault, act.name, draft.subject, self.sitting.id,
                    self.clock.now(), draft.shown,
                )  # fmt: skip
            if isinstance(item, PaperSignature):
                problems += day_problems("signed_on", item.signed_on, not_after=desk.today, rule="K-1")
                problems += signing.unprinted_paper(desk.read, act.name, draft.record, item.form)
            who = _who_signed(item, desk)
            problems += people.expected_problems(desk.read, who, draft.people.get(item.role)) or _twice(who, signers)
            signers.append(who)
            approvals.append(_approval(item, who))
            row = _signature_row(act, draft, item, desk, who)
            draft.changes.append(Change("signatures", desk.new_id("signatures"), row))
        if problems:
            raise Refused(problems)
        return approvals

    def _write(self, act: Act, draft: Draft, approvals: list[dict[str, Any]], reason: str) -> Head:
        """Raises ValueError, nothing written, for a change that the act's declaration does not admit: `verify` would name it."""
        for change in draft.changes:
            if not act.admits(change):
                raise ValueError(f"{act.name} may not change {change.ledger} so: {sorted(change.values)}")
        ticks = self.clock.ticks()
        record = Record(
            act=act.name, subject=draft.subject, actor=self.sitting.id, time=stamp(self.clock.now()),
            elapsed=ticks - self._last_ticks, machine=self.machine, act_id=os.urandom(8).hex(), reason=reason,
            warnings=sorted({p.code for p in draft.problems}), approvals=approvals, details=draft.details,
            shown=draft.shown if any(item["how"] == "IN_PROGRAM" for item in approvals) else None,
            changes=draft.changes,
        )  # fmt: skip
        self._last_ticks = ticks
        signers = [self.sitting.key] + ([draft.signing] if draft.signing else [])
        return self.vault.store.write(record, signers)


def judge(problems: Sequence[Problem], reason: str) -> None:
    """Refuse if a rule blocks, or if a warning stands without a typed reason."""
    if any(problem.blocks for problem in problems) or (problems and not reason.strip()):
        raise Refused(list(problems))


def changed_rows(changes: Sequence[Change]) -> dict[str, tuple[int, ...]]:
    """Ledger → ids that an act wrote."""
    found: dict[str, dict[int, None]] = {}
    for change in changes:
        found.setdefault(change.ledger, {})[change.id] = None
    return {ledger: tuple(ids) for ledger, ids in found.items()}


def writing_is_halted() -> UserError:
    """The sentence while findings of a check stand unaccepted."""
    return UserError(
        "WRITING_HALTED",
        T("error", "校验发现不符（账、日志或见证），本库已停止登记。"),
        T("error", "没有写入任何内容；可以查看、打印和备份。"),
        T("error", "请不要再改动这台机器，告知安全保密管理员和安全审计员；两人在校验页处理后恢复登记。"),
    )


def read_only_copy() -> UserError:
    """The sentence for a try to write into a copy opened to read."""
    return UserError(
        "READ_ONLY",
        T("error", "这是一份只供查看的备份。"),
        T("error", "没有写入任何内容。"),
        T("error", "要登记请打开正式的库。"),
    )


def _who_signed(item: Signed, desk: Desk) -> Who:
    if isinstance(item, PaperSignature):
        return people.of_paper(desk.read, item.person, item.person_id)
    return people.of_account(desk.read, desk.read.get("accounts", item.account) or {"name": ""})


def _twice(who: Who, others: Sequence[Who]) -> list[Problem]:
    if not any(who.may_be(other) for other in others):
        return []
    return [blocks("SAME_PERSON_TWICE", "", T("problem", "{person} 已在这件事里签过或办理，请换一个人", person=who.name))]


def _approval(item: Signed, who: Who) -> dict[str, Any]:
    if isinstance(item, SignedStatement):
        return {
            "how": "IN_PROGRAM", "role": item.role, "account": item.account,
            "statement": item.statement.data.decode("utf-8"), "signature": item.signature.hex(),
        }  # fmt: skip
    known = {} if who.id is None else {"person_id": who.id}
    return {"how": "ON_PAPER", "role": item.role, "person": who.name, "form": item.form, "signed_on": item.signed_on} | known


def _signature_row(act: Act, draft: Draft, item: Signed, desk: Desk, who: Who) -> dict[str, Any]:
    ledger, record = draft.record or (None, None)
    row: dict[str, Any] = {"act": act.name, "ledger": ledger, "record": record, "role": item.role}
    if isinstance(item, PaperSignature):
        return row | {"how": "ON_PAPER", "person": who.name, "form": item.form, "signed_on": item.signed_on}
    fields = item.statement.fields
    return row | {
        "how": "IN_PROGRAM", "account_id": item.account, "person": who.name,
        "signed_on": desk.today.isoformat(), "digest": fields["digest"], "nonce": fields["nonce"],
    }  # fmt: skip
