"""What the page of loans and returns asks: what is this code, may it go out, who has what, what does an issuer want."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from models.domain import clocks
from models.domain.dates import from_iso
from models.domain.levels import Level
from models.domain.lifecycle import IN_BOOK, STATE_WORDS, WAY_OUT, CarrierState, Move, check_move
from models.domain.markings import MarkingError, marking_from, render_marking
from models.domain.text import T, Text
from models.exchange.scans import ScanKind, Scanned, read_scan
from models.storage import movement_queries, process_queries, register_queries
from models.storage.store import Reader, Row

LONGEST_SHOWN = 24  # characters of an unknown code in a sentence
HIDDEN = T("carrier", "（绝密件，标题隐去）")


class Wish(StrEnum):
    """What carriers are gathered for."""

    LEND = "LEND"
    RECALL = "RECALL"
    RETURN = "RETURN"


class Answer(StrEnum):
    """What became of a code: gathered, to be taken back, refused for now, or not a carrier at all."""

    TAKEN = "TAKEN"
    BACK = "BACK"
    REFUSED = "REFUSED"
    NOT_A_CARRIER = "NOT_A_CARRIER"
    UNKNOWN = "UNKNOWN"


@dataclass(frozen=True, slots=True)
class Brief:
    """A carrier in a few words. `title` is None for a 绝密 row, whose title stays hidden (R-43)."""

    id: int
    number: str
    title: str | None
    reference: str
    copy: str
    pages: int | None
    badge: str
    level: Level | None
    marking: str
    issuer: str
    state: CarrierState
    place: str
    holder: str
    urgency: str
    recalled: bool
    notice: str
    recall_due: str = ""


@dataclass(frozen=True, slots=True)
class OpenLoan:
    """A loan that is out. `late` counts days past the due day, 0 if it is not late."""

    id: int
    carrier_id: int
    number: str
    title: str | None
    reference: str
    copy: str
    pages: int | None
    badge: str
    person: str
    unit: str
    lent_on: str
    due_on: str
    late: int
    approval_form: str
    approved_by: str
    purpose: str


@dataclass(frozen=True, slots=True)
class Seen:
    """What a scanned or typed code is, said at once. `rule` names the source of a refusal."""

    answer: Answer
    code: str
    title: Text
    sentence: Text
    carrier: Brief | None = None
    loan: OpenLoan | None = None
    rule: str = ""


def look_up(read: Reader, code: str, wish: Wish, today: date) -> Seen:
    """Judge one code for what is being gathered. Changes nothing."""
    scanned = read_scan(code)
    if scanned.kind is not ScanKind.CARRIER:
        return _not_a_carrier(read, scanned)
    number = scanned.value
    found = movement_queries.carrier_id_of(read, number)
    if found is None:
        sentence = T("movement", "登记簿里没有这个编号")
        return Seen(Answer.UNKNOWN, number, T("movement", "不认得 {number}", number=number), sentence)
    carrier = briefs(read, [found])[0]
    if wish is Wish.LEND:
        return _for_loan(read, carrier, today)
    return _for_recall(carrier) if wish is Wish.RECALL else _for_return(carrier)


def briefs(read: Reader, ids: Sequence[int]) -> list[Brief]:
    """Carriers in a few words, in the order asked."""
    return [_brief(row) for row in movement_queries.carrier_briefs(read, ids)]


def open_loans(read: Reader, today: date) -> list[OpenLoan]:
    """Every loan that is out, the one due longest ago first."""
    return [_open_loan(row, today) for row in movement_queries.open_loans(read)]


def loan_of(read: Reader, carrier_id: int, today: date) -> OpenLoan | None:
    """The loan under which a carrier is out."""
    loan = register_queries.open_loan_of(read, carrier_id)
    if loan is None:
        return None
    return next((found for found in open_loans(read, today) if found.id == loan["id"]), None)


def recalled(read: Reader) -> list[Brief]:
    """Carriers that their issuer wants back and that are still here."""
    return briefs(read, movement_queries.recalled_carriers(read))


def due_day(carriers: Sequence[Brief], lent_on: date) -> date:
    """The day by which all of them are back: the shortest turn among them (R-36)."""
    days = [clocks.due_back(carrier.level, carrier.urgency, lent_on) for carrier in carriers]
    return min(days, default=clocks.due_back(None, "", lent_on))


def standing(brief: Brief) -> Text:
    """Where a carrier is now, in one phrase: 在库，5号柜 1层."""
    where = brief.holder if brief.holder else brief.place
    if not where:
        return STATE_WORDS[brief.state]
    return T("movement", "{state}，{where}", state=STATE_WORDS[brief.state], where=where)


# --- judging ---------------------------------------------------------------------------------------------------------


def _for_loan(read: Reader, carrier: Brief, today: date) -> Seen:
    if carrier.state is CarrierState.ON_LOAN:
        loan = loan_of(read, carrier.id, today)
        if loan is None:
            return _refused(carrier, T("movement", "账上写着借出，却没有借阅记录：请更正后再办"))
        sentence = T("movement", "{person} {lent_on} 借出，应还 {due_on}", person=loan.person, lent_on=loan.lent_on,
                     due_on=loan.due_on)  # fmt: skip
        return Seen(Answer.BACK, carrier.number, T("movement", "归还"), sentence, carrier, loan)
    problems = check_move(carrier.state, Move.LEND)
    if problems:
        return _refused(carrier, problems[0].text, problems[0].rule)
    if carrier.level is Level.TOP_SECRET:
        return _refused(carrier, T("problem", "绝密件只能在指定场所当场阅读，不能借出"), "R-34")
    return _taken(carrier, T("movement", "待借"))


def _for_recall(carrier: Brief) -> Seen:
    if carrier.state not in IN_BOOK:
        return _refused(carrier, WAY_OUT[carrier.state], "R-49")
    if not carrier.recalled:
        return _taken(carrier, T("movement", "待登记"))
    known = "，".join(part for part in (carrier.notice, carrier.recall_due) if part)
    sentence = (T("movement", "已登记过清退要求：{notice}；可补登或改期限", notice=known) if known
                else T("movement", "已登记过清退要求，没有通知和期限：可补登"))  # fmt: skip
    return Seen(Answer.TAKEN, carrier.number, T("movement", "待补登"), sentence, carrier)


def _for_return(carrier: Brief) -> Seen:
    problems = check_move(carrier.state, Move.LIST_FOR_ISSUER) if carrier.state != CarrierState.BEING_RETURNED else []
    if problems:
        return _refused(carrier, problems[0].text, problems[0].rule)
    return _taken(carrier, T("movement", "待清退"))


def _taken(carrier: Brief, word: Text) -> Seen:
    return Seen(Answer.TAKEN, carrier.number, word, standing(carrier), carrier)


def _refused(carrier: Brief, why: Text, rule: str = "") -> Seen:
    return Seen(Answer.REFUSED, carrier.number, T("movement", "不能办"), why, carrier, rule=rule)


def _not_a_carrier(read: Reader, scanned: Scanned) -> Seen:
    """Say what a wrong code is; nothing is changed by it."""
    title, words = T("movement", "这不是载体编号"), _what_it_is(read, scanned)
    shown = scanned.value if len(scanned.value) <= LONGEST_SHOWN else f"{scanned.value[:LONGEST_SHOWN]}…"
    if words is not None:
        return Seen(Answer.NOT_A_CARRIER, shown, title, words)
    words = T("movement", "“{text}”不是载体、柜层或表单的编号", text=shown)
    return Seen(Answer.UNKNOWN, shown, title, words)


def _what_it_is(read: Reader, scanned: Scanned) -> Text | None:
    if scanned.kind is ScanKind.SHELF:
        row = process_queries.shelf_by_code(read, scanned.value)
        place = process_queries.place_of(read, row["id"]) if row else None
        if place is None:
            return None
        return T("movement", "这是柜层标签：{place}。这里要扫载体", place=f"{place['cabinet']} {place['shelf']}")
    if scanned.kind is ScanKind.COVER:
        return T("movement", "这是公文封面条码：收文登记时才扫它")
    if scanned.kind is ScanKind.FORM:
        return T("movement", "这是表单 {number} 的二维码。这里要扫载体", number=scanned.value)
    if scanned.kind is ScanKind.RUN_TOGETHER:
        return T("movement", "几个编号连在了一起：{numbers}。请一份一份扫", numbers=scanned.value)
    if scanned.kind is ScanKind.EMPTY:
        return T("movement", "没有读到编号，请再扫一次")
    return None


# --- rows ------------------------------------------------------------------------------------------------------------


def _brief(row: Row) -> Brief:
    place = f"{row['cabinet']} {row['shelf']}" if row["shelf"] else ""
    level = Level(row["level"]) if row["level"] else None
    return Brief(
        row["id"], str(row["number"]), _title(row), str(row["reference_number"] or row["serial_number"] or ""),
        str(row["copy_number"] or ""), row["pages"], _badge(row), level, _marking(row), str(row["issuer"] or ""),
        CarrierState(row["state"]), place, str(row["holder"] or ""), str(row["urgency"] or ""),
        row["recall"] == "DEMANDED", str(row["recall_notice"] or ""), str(row["recall_due"] or ""),
    )  # fmt: skip


def _open_loan(row: Row, today: date) -> OpenLoan:
    due = from_iso(row["due_on"])
    return OpenLoan(
        row["id"], row["carrier_id"], str(row["number"]), _title(row), str(row["reference_number"] or ""),
        str(row["copy_number"] or ""), row["pages"], _badge(row), str(row["person"] or ""), str(row["unit"] or ""),
        str(row["lent_on"]), str(row["due_on"] or ""), clocks.days_overdue(due, today) if due else 0,
        str(row["approval_form"] or ""), str(row["approved_by"] or ""), str(row["purpose"] or ""),
    )  # fmt: skip


def _title(row: dict[str, Any]) -> str | None:
    return None if row["level"] == Level.TOP_SECRET else str(row["title"] or "")


def _badge(row: Row) -> str:
    return str(row["level"] or row["secret_kind"] or "UNMARKED")


def _marking(row: Row) -> str:
    try:
        return render_marking(marking_from(row))
    except MarkingError:
        return ""
