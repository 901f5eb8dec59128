"""What destruction and hand-over do with a scan after it was made: a refused one is answered, the newest is taken back."""

from __future__ import annotations

from collections.abc import Sequence

from models.domain.errors import Refused
from models.domain.problems import Problem, blocks
from models.domain.text import T, Text
from models.services import processes
from models.storage.journal import Change
from models.storage.store import Row

ANSWERS = ("SET_ASIDE", "LABEL_WRONG", "SCANNED_AGAIN")


def refuse_while_open(refusal: Row | None, sentence: Text, rule: str) -> None:
    """Raises Refused while something that was refused (the oldest such scan, if any) waits for an answer."""
    if refusal is not None:
        raise Refused([blocks("REFUSAL_OPEN", "", sentence, rule)])


def answer_problems(scan: Row, accepted: Sequence[str], answer: str, answer_reason: str, rule: str) -> list[Problem]:
    """An answer is one of ANSWERS with a reason, to a scan that was refused and not answered; `accepted`: the verdicts that
    are no refusals."""
    words = {"answer_reason": T("problem", "请写这件实物现在在哪里、怎样处置")}
    problems = processes.required({"answer_reason": answer_reason}, words, rule)
    if scan["answer"] or scan["verdict"] in accepted:
        problems.append(blocks("NOT_REFUSED", "", T("problem", "这一扫不用处置")))
    if answer not in ANSWERS:
        problems.append(blocks("NOT_A_CHOICE", "answer", T("problem", "请选处置：放回保管、标签有误或误扫")))
    return problems


def taken_back(newest: Row | None, item: Row | None, ledgers: tuple[str, str], taken: tuple[str, str], why: str = "") -> list[Change]:
    """The newest scan is undone; what it took in is open again, unless its line has gone another way since.

    `ledgers`: of the scans and of the list; `taken`: the verdict and the line's state of what was taken in. Raises Refused
    if there is no such scan.
    """
    if newest is None or newest["verdict"] not in (taken[0], "TWICE"):
        raise Refused([blocks("NO_SCAN", "", T("problem", "没有可以撤销的一扫；拒收的要写处置"))])
    reason = {"answer_reason": why.strip()} if why.strip() else {}
    changes = [Change(ledgers[0], newest["id"], {"undone": 1, **reason})]
    if newest["verdict"] == taken[0] and item is not None and item["state"] == taken[1]:
        changes.append(Change(ledgers[1], item["id"], {"state": "LISTED", "scan_id": None}))
    return changes
