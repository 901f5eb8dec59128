"""Statements: what a second person signs, and whether the signature holds (K-8)."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from models.domain.errors import Refused
from models.domain.problems import Problem, blocks
from models.domain.text import T
from models.services.acts import Draft, Need
from models.services.clock import stamp
from models.storage.canonical import canonical_bytes
from models.storage.digests import STATEMENT, SigningKey, is_signed, sm3
from models.storage.store import Reader

VALID_FOR = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Statement:
    """Canonical bytes of what is signed, and the content as it is shown to the signer."""

    data: bytes
    shown: Any

    @property
    def fields(self) -> dict[str, Any]:
        return dict(json.loads(self.data))


@dataclass(frozen=True, slots=True)
class SignedStatement:
    """A statement with the signature of an account."""

    statement: Statement
    account: int
    signature: bytes

    @property
    def role(self) -> str:
        return str(self.statement.fields["role"])


@dataclass(frozen=True, slots=True)
class PaperSignature:
    """What stands on a signed paper form: person, form, date. Shown as 纸面签字, never as signed (K-1). `person_id` points
    out which of several people of that name it is."""

    role: str
    person: str
    form: str
    signed_on: str
    person_id: int | None = None


Signed = SignedStatement | PaperSignature
_PRINTED_FIRST = {"approve_destruction": "F1"}  # act → the form that is printed before it is signed


def content_digest(shown: Any) -> bytes:
    """SM3 over the canonical content that is shown to a signer."""
    return sm3(b"shoubu/content/1\0", canonical_bytes(shown))


def content_of(draft: Draft, reason: str) -> Any:
    """What a signer sees: the draft's content and, where a rule warns, what it warns of and why it is done all the same."""
    if draft.shown is None or not draft.problems:
        return draft.shown
    warnings = [[problem.code, str(problem.text)] for problem in draft.problems]
    return {**draft.shown, "warnings": warnings, "reason": reason.strip()}


def unprinted_paper(read: Reader, act: str, record: tuple[str, int] | None, form: str) -> list[Problem]:
    """K-21: what is signed on paper is the form that was printed for this very record, named by its number."""
    code = _PRINTED_FIRST.get(act)
    if code is None or record is None:
        return []
    prints = read.find("prints", form=code, ledger=record[0], record=record[1])
    if any(row["outcome"] != "FAILED" and form.strip() in (row["form_number"], row["print_number"]) for row in prints):
        return []
    text = T("problem", "{form} 不是为这一批打印的审批表：先打印审批表签字，再写它的单号", form=form)
    return [blocks("FORM_NOT_PRINTED", "", text, "K-21")]


def make_statement(
    vault: str, act: str, subject: str, role: str, requester: int, entry: int, moment: datetime, shown: Any
) -> Statement:
    """The bytes a signer will sign for one act, one subject and exactly this content."""
    fields = {
        "kind": "shoubu/statement/1", "vault": vault, "act": act, "subject": subject, "role": role,
        "digest": content_digest(shown).hex(), "requester": requester, "entry": entry, "time": stamp(moment),
        "nonce": os.urandom(16).hex(),
    }  # fmt: skip
    return Statement(canonical_bytes(fields), shown)


def sign_statement(statement: Statement, account: int, key: SigningKey) -> SignedStatement:
    """Sign by an account's key."""
    return SignedStatement(statement, account, key.sign(STATEMENT, statement.data))


def check_people(needs: Sequence[Need], signed: Sequence[Signed], requester: str) -> None:
    """Every need has its signature, from different people. Raises Refused naming what is missing (R-53, R-56)."""
    problems: list[Problem] = []
    left = list(signed)
    for need in needs:
        match = next((item for item in left if item.role == need.role), None)
        if match is None:
            problems.append(
                blocks("SIGNATURE_MISSING", "", T("problem", "还缺签字：{role}", role=ROLE_WORDS[need.role]))
            )
            continue
        left.remove(match)
        if isinstance(match, PaperSignature):
            problems += _paper_problems(need, match)
    problems += [
        blocks("SIGNATURE_NOT_ASKED", "", T("problem", "这件事不需要这个签字：{role}", role=item.role)) for item in left
    ]
    names = [str(item.account) if isinstance(item, SignedStatement) else _named(item) for item in signed]
    if len(set(names)) < len(names):
        problems.append(blocks("SAME_PERSON_TWICE", "", T("problem", "同一个人不能签两次，请换一个人"), "R-53"))
    may_self = {need.role for need in needs if need.by_requester}
    for item, name in zip(signed, names, strict=True):
        if name == requester and item.role not in may_self:
            problems.append(blocks("OWN_SIGNATURE", "", T("problem", "办理人不能给自己签字，请换一个人")))
    if problems:
        raise Refused(problems)


def _named(paper: PaperSignature) -> str:
    return paper.person.strip() if paper.person_id is None else f"persons {paper.person_id}"


def _paper_problems(need: Need, paper: PaperSignature) -> list[Problem]:
    if not need.on_paper:
        text = T("problem", "{role}要在程序内签字，不能用纸面代替", role=ROLE_WORDS[need.role])
        return [blocks("PAPER_NOT_ACCEPTED", "", text)]
    if not (paper.person.strip() and paper.form.strip() and paper.signed_on):
        return [blocks("PAPER_INCOMPLETE", "", T("problem", "纸面签字要写明签字人、表单编号和日期"))]
    return []


def check_statement(
    signed: SignedStatement, need: Need, account: dict[str, Any], vault: str, act: str, subject: str,
    requester: int, now: datetime, shown: Any,
) -> list[Problem]:  # fmt: skip
    """Problems of one in-program signature: key, act, subject, content, age, account role."""
    fields = signed.statement.fields
    expected = {"kind": "shoubu/statement/1", "vault": vault, "act": act, "subject": subject, "requester": requester}
    key_holds = is_signed(bytes.fromhex(account["public_key"]), STATEMENT, signed.statement.data, signed.signature)
    if not key_holds or any(fields.get(name) != value for name, value in expected.items()):
        return [blocks("SIGNATURE_INVALID", "", T("problem", "签字与这件事对不上，请重新签字"))]
    if fields["digest"] != content_digest(shown).hex():
        return [blocks("CONTENT_CHANGED", "", T("problem", "签字以后内容变了，签字已失效，请重新签字"))]
    made = datetime.fromisoformat(fields["time"])
    if not timedelta(seconds=-1) <= now - made <= VALID_FOR:
        return [blocks("SIGNATURE_EXPIRED", "", T("problem", "签字超过 10 分钟未用，已失效，请重新签字"))]
    if account["role"] not in need.accounts or account["state"] != "ENABLED" or account["one_time"]:
        return [blocks("SIGNER_NOT_ALLOWED", "", T("problem", "{name} 的账户不能签这一项", name=account["name"]))]
    return []


ROLE_WORDS = {
    "counter": T("signs as", "清点人"),
    "checker": T("signs as", "复核人"),
    "supervisor": T("signs as", "监督人"),
    "approver": T("signs as", "批准人"),
    "witness": T("signs as", "监销人"),
    "second_witness": T("signs as", "第二监销人"),
    "second_counter": T("signs as", "第二清点人"),
    "transferor": T("signs as", "移交人"),
    "receiver": T("signs as", "接收人"),
    "hand_over_witness": T("signs as", "监交人"),
    "security_administrator": T("signs as", "安全保密管理员"),
}
