"""What the page of loans and returns says about a code, large, and with which sound."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from models.domain.text import T, Text
from models.services.movements import HIDDEN, Answer, Brief, OpenLoan, Seen, Wish
from ui.sound import ATTENTION, MATCHED, UNKNOWN
from ui.theme.look import Look
from ui.theme.marks import Mark
from ui.widgets.verdict import VerdictPanel

MODES = (
    (Wish.LEND, T("movement", "借出归还"), "Alt+B"), (Wish.RECALL, T("movement", "清退要求"), "Alt+Q"),
    (Wish.RETURN, T("movement", "退回发文单位"), "Alt+T"),
)  # fmt: skip
SENTENCES = {
    Wish.LEND: T("movement", "扫在库的加入借出清单，扫借出的就地归还；借阅凭纸面审批单"),
    Wish.RECALL: T("movement", "登记了清退要求的不能在本机关销毁"),
    Wish.RETURN: T("movement", "凭清退单退给发文单位，一张单只退一个单位"),
}  # fmt: skip
INVITE = {
    Wish.LEND: T("movement", "扫一份载体：在库的加入清单，借出的办归还"),
    Wish.RECALL: T("movement", "扫发文单位要求退回的载体"),
    Wish.RETURN: T("movement", "扫要退回的载体，或在下面勾选"),
}  # fmt: skip

TAKEN = "square"
_MARKS = {
    Answer.REFUSED: Mark("cross", "bad", "bad", T("movement", "不能办")),
    Answer.NOT_A_CARRIER: Mark("diamond", "warn", "warn", T("movement", "不是载体")),
    Answer.UNKNOWN: Mark("plus", "vio", "vio", T("movement", "不认得")),
    Answer.BACK: Mark("arrow", "accent", "accent", T("movement", "归还")),
}
DUPLICATE = Mark("double", "neu", "neu", T("movement", "已在清单"))
WAITING = Mark("diamond", "warn", "warn", T("movement", "先核对"))
DONE = "check"
SOUNDS = {
    Answer.TAKEN: MATCHED, Answer.BACK: MATCHED, Answer.REFUSED: UNKNOWN, Answer.NOT_A_CARRIER: UNKNOWN,
    Answer.UNKNOWN: UNKNOWN,
}  # fmt: skip
NOTHING_DONE = T("movement", "什么也没有改动")


@dataclass(frozen=True, slots=True)
class Verdict:
    """One answer to a scan: what is shown and what is heard."""

    mark: Mark
    under: Text | str
    head: Text | str
    second: Text | str = ""
    carrier: Brief | None = None
    code: str = ""
    sound: str = MATCHED


def title_of(look: Look, thing: Brief | OpenLoan) -> str:
    """The title as it may be shown here."""
    return look.t(HIDDEN) if thing.title is None else thing.title


def of_scan(seen: Seen, count: int) -> Verdict:
    """The verdict of a scan; `count` is how many are gathered now."""
    sound = SOUNDS[seen.answer]
    if seen.answer is Answer.TAKEN:
        mark = Mark(TAKEN, "ok", "ok", seen.title)
        return Verdict(mark, T("movement", "清单里第 {n} 份", n=count), seen.sentence, "", seen.carrier, sound=sound)
    if seen.answer is Answer.BACK and seen.loan is not None:
        return _of_return(seen, seen.loan)
    return Verdict(_MARKS[seen.answer], NOTHING_DONE, seen.sentence, "", seen.carrier, seen.code, sound)


def _of_return(seen: Seen, loan: OpenLoan) -> Verdict:
    late = T("movement", "{lent_on} 借出，应还 {due_on}，已超 {n} 天", lent_on=loan.lent_on, due_on=loan.due_on, n=loan.late)
    due = T("movement", "{lent_on} 借出，应还 {due_on}", lent_on=loan.lent_on, due_on=loan.due_on)
    return Verdict(_MARKS[Answer.BACK], T("movement", "核对页数和完好，再按下面的键"), loan.person, late if loan.late else due,
                   seen.carrier, sound=ATTENTION if loan.late else MATCHED)  # fmt: skip


def already_there(carrier: Brief) -> Verdict:
    """The same carrier twice."""
    return Verdict(DUPLICATE, NOTHING_DONE, T("movement", "这一份已在清单里"), "", carrier, sound=ATTENTION)


def still_open(carrier: Brief) -> Verdict:
    """Another code while a return waits for its check."""
    return Verdict(WAITING, T("movement", "这次扫描没有记"), T("movement", "上一份还没有核对完"),
                   T("movement", "核对后按 Alt+1，有缺损按 Alt+2"), carrier, sound=ATTENTION)  # fmt: skip


def show(panel: VerdictPanel, look: Look, verdict: Verdict) -> None:
    """Put it on the panel."""
    carrier = verdict.carrier
    panel.say(
        verdict.mark, verdict.under, verdict.head, verdict.second, carrier.badge if carrier else "",
        carrier.number if carrier else verdict.code, title_of(look, carrier) if carrier else "",
    )  # fmt: skip


def done(word: Text, head: Text, second: Text | str = "", carrier: Brief | None = None) -> Verdict:
    """An act was performed; it is on disk."""
    return Verdict(Mark(DONE, "ok", "ok", word), T("movement", "已存盘"), head, second, carrier)


def extended(loan: OpenLoan, day: str) -> tuple[Verdict, Text]:
    """A loan that may stay out longer, and how taking that back is called."""
    what = T("movement", "{number} 续借到 {day}", number=loan.number, day=day)
    return done(T("movement", "已续借"), what, T("movement", "{person} 借阅", person=loan.person)), what


def of_act(wish: Wish, carriers: Sequence[Brief], values: Mapping[str, Any], who: str) -> tuple[Verdict, Text | None]:
    """What was done with everything gathered, and how taking it back is called (None: it cannot be taken back)."""
    n = len(carriers)
    if wish is Wish.LEND:
        verdict = done(T("movement", "已借出"), T("movement", "{n} 份 → {who}", n=n, who=who),
                       T("movement", "应还 {day}", day=values["due_on"]))  # fmt: skip
        return verdict, T("movement", "撤销借出 {n} 份", n=n)
    if wish is Wish.RECALL:
        verdict = done(T("movement", "已登记"), T("movement", "{n} 份要求清退", n=n), str(values["notice"]))
        return verdict, T("movement", "撤销清退要求 {n} 份", n=n)
    verdict = done(T("movement", "已清退"), T("movement", "{n} 份退给{issuer}", n=n, issuer=carriers[0].issuer),
                   T("movement", "清退单 {number}", number=values["list_number"]))  # fmt: skip
    return verdict, None


def returned(carrier: Brief, loan: OpenLoan, checked: str) -> Verdict:
    """A carrier was taken back; says where it belongs."""
    place = T("movement", "放回 {place}", place=carrier.place) if carrier.place else T("movement", "还没有上架")
    return done(T("movement", "已归还"), place, T("movement", "{who} 归还 • {checked}", who=loan.person, checked=checked), carrier)
