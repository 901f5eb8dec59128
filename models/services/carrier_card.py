"""One carrier as the register's pane shows it: facts, where it is now, its life, and the acts that fit its state."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from models.domain import periods
from models.domain.dates import from_iso
from models.domain.levels import Level, SecretKind
from models.domain.lifecycle import GONE, IN_BOOK, STATE_WORDS, TERMINAL, WAY_OUT, CarrierState
from models.domain.markings import MarkingError, marking_from, render_marking
from models.domain.text import T, Text
from models.ledgers.carriers import stands
from models.ledgers.choices import RECALLS
from models.services import links
from models.services.carrier_life import LifeEvent, life
from models.services.movements import HIDDEN
from models.services.office import Office
from models.storage import book_queries, process_queries, register_queries
from models.storage.store import Reader, Row

Words = Text | str


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a carrier is now: a state code or OVERDUE, REVIEW_DUE, NOT_SHELVED, and two sentences."""

    code: str
    title: Text
    sentence: Words = ""


@dataclass(frozen=True)
class Card:
    """What the pane shows. `title` is hidden for a 绝密 row that is not opened (R-43)."""

    id: int
    number: str
    badge: str
    marking: str
    title: Words
    masked: bool
    facts: tuple[tuple[Text, Words], ...]
    standing: Standing
    life: tuple[LifeEvent, ...]
    acts: tuple[str, ...]
    state: str
    document_id: int | None
    shelf_id: int | None
    copies: int
    closed: Mapping[str, Text]  # "amend", "void", "label", "copies" → why this carrier takes it no more


def card(office: Office, carrier_id: int) -> Card | None:
    """Everything about one carrier; None if there is no such row. A 绝密 title is hidden until the row is opened."""
    read, today = office.read, office.clock.today()
    row = read.get("carriers", carrier_id)
    if row is None:
        return None
    document = read.get("documents", row["document_id"])
    texts = book_queries.carrier_with_document(read, carrier_id)
    masked = needs_look(office, carrier_id)
    copies = len(register_queries.copies_of(read, row["document_id"])) if document else 1
    loan = register_queries.open_loan_of(read, carrier_id) if row["state"] == CarrierState.ON_LOAN else None
    last_day = _last_day(row, texts)
    title: Words = HIDDEN if masked else str(texts["title"] or "")
    return Card(
        carrier_id, str(row["number"]), str(row["level"] or row["secret_kind"] or SecretKind.UNMARKED), _marking(row),
        title, masked, _facts(row, texts, document, copies, last_day, today),
        _standing(row, texts, loan, last_day, today), tuple(life(office, row, masked)),
        _acts(row, office.sitting.role), str(row["state"]),
        row["document_id"], row["shelf_id"], copies, _closed(read, row),
    )  # fmt: skip


def needs_look(office: Office, carrier_id: int) -> bool:
    """Whether opening this row must be journalled first: a 绝密 row not yet looked at in this sitting (K-13)."""
    row = office.read.get("carriers", carrier_id) or {}
    document = office.read.get("documents", row.get("document_id")) or {}
    return Level.TOP_SECRET in (row.get("level"), document.get("level")) and carrier_id not in office.sitting.looked_at


def look_at(office: Office, carrier_id: int) -> Card | None:
    """Open a row: the look is an entry, once a sitting; then the title may be shown."""
    if needs_look(office, carrier_id):
        office.perform("look_at", carrier_id=carrier_id)
    return card(office, carrier_id)


# --- facts -----------------------------------------------------------------------------------------------------------


def _facts(
    row: Row, texts: Row, document: Row | None, copies: int, last_day: date | None, today: date
) -> tuple[tuple[Text, Words], ...]:
    copy: Words = str(row["copy_number"] or "—")
    if document is not None and copies > 1:
        copy = T("carrier card", "{copy}　共 {n} 份", copy=row["copy_number"] or "—", n=copies)
    begin: list[tuple[Text, Words]] = [
        (T("carrier card", "载体编号"), str(row["number"])),
        (T("carrier card", "文号"), str(texts["reference_number"] or row["serial_number"] or "—")),
        (T("carrier card", "份号"), copy),
    ]
    if CarrierState(row["state"]) in GONE:  # nothing lies anywhere and nothing runs any more; the standing says how it ended
        return (*begin, (T("carrier card", "保密到期"), last_day.isoformat() if last_day else "—"))
    place: Words = str(texts["place"] or "")
    if not place and row["place_text"]:
        place = T("carrier card", "未上架（旧台账：{text}）", text=row["place_text"])
    return (
        *begin, (T("carrier card", "保密到期"), _expiry_words(last_day, today)), (T("carrier card", "应在位置"), place or "—"),
        (T("carrier card", "清退要求"), _recall_words(row, document)),
    )  # fmt: skip


def _recall_words(row: Row, document: Row | None) -> Words:
    words, due = RECALLS[row["recall"] or "NONE"], (document or {}).get("recall_due")
    if row["recall"] != "DEMANDED":
        return words
    said = "，".join(part for part in (row["recall_notice"], due) if part)
    return T("carrier card", "{recall}（{notice}）", recall=words, notice=said) if said else words


def _last_day(row: Row, texts: Row) -> date | None:
    try:
        return periods.row_expiry({**row, "issued_on": texts["issued_on"], "notice_on": texts["notice_on"]}).last_day
    except (MarkingError, ValueError):
        return None


def _marking(row: Row) -> str:
    try:
        return render_marking(marking_from(row))
    except MarkingError:
        return ""


def _expiry_words(last_day: date | None, today: date) -> Words:
    if last_day is None:
        return "—"
    if last_day < today:
        return T("carrier card", "{day}　已满，待审核", day=last_day.isoformat())
    return T("carrier card", "{day}　{left}", day=last_day.isoformat(), left=_left_words(last_day, today))


def _left_words(last_day: date, today: date) -> Text:
    months = (last_day.year - today.year) * 12 + last_day.month - today.month - (last_day.day < today.day)
    years, months = divmod(months, 12)
    if years and months:
        return T("carrier card", "还有 {years} 年 {months} 月", years=years, months=months)
    if years:
        return T("carrier card", "还有 {years} 年", years=years)
    if months:
        return T("carrier card", "还有 {months} 个月", months=months)
    days = (last_day - today).days
    return T("carrier card", "还有 {days} 天", days=days) if days else T("carrier card", "今天到期")


# --- where it is now -------------------------------------------------------------------------------------------------


def _standing(row: Row, texts: Row, loan: Row | None, last_day: date | None, today: date) -> Standing:
    state = CarrierState(row["state"])
    if state is CarrierState.ON_LOAN:
        return _lent(texts, loan, today)
    if state is CarrierState.IN_STORE:
        return _stored(row, texts, last_day, today)
    if state in GONE:
        when = T("carrier card", "{day} {state}", day=row["left_on"], state=STATE_WORDS[state])
        proof = T("carrier card", "凭据：{proof}", proof=row["left_by"]) if row["left_by"] else ""
        return Standing(state.value, when if row["left_on"] else STATE_WORDS[state], proof)
    if state is CarrierState.UNACCOUNTED:
        place = texts["place"] or row["place_text"]
        where = T("carrier card", "应在 {place}。找到后登记找回。", place=place) if place else WAY_OUT[state]
        return Standing(state.value, STATE_WORDS[state], where)
    holder = texts["holder"]
    title = T("carrier card", "{state}：{who}", state=STATE_WORDS[state], who=holder) if holder else STATE_WORDS[state]
    return Standing(state.value, title, WAY_OUT[state])


def _stored(row: Row, texts: Row, last_day: date | None, today: date) -> Standing:
    counted = T("carrier card", "上次清查 {day}", day=row["last_counted_on"]) if row["last_counted_on"] else ""
    if row["shelf_id"] is None:
        return Standing("NOT_SHELVED", T("carrier card", "还没有上架"), T("carrier card", "给它定一个柜层，清查时才找得到。"))
    title = T("carrier card", "在 {place}", place=texts["place"])
    if row["recall"] == "DEMANDED":
        return Standing("BEING_RETURNED", T("carrier card", "在 {place}，等着清退", place=texts["place"]),
                        T("carrier card", "要求清退的不能自行销毁。"))  # fmt: skip
    if last_day is not None and last_day < today:
        return Standing("REVIEW_DUE", title, T("carrier card", "保密期已满：先审核是否解密或延长。"))
    return Standing(row["state"], title, counted)


def _lent(texts: Row, loan: Row | None, today: date) -> Standing:
    who = str(texts["holder"] or "")
    if loan is None:
        return Standing("ON_LOAN", T("carrier card", "借给{who}", who=who), T("carrier card", "没有借阅记录，请更正。"))
    due = from_iso(loan["due_on"])
    said = T("carrier card", "{day} 借出", day=_short(loan["lent_on"]))
    if loan["approved_by"]:
        said = T("carrier card", "{day} 借出 • 批准人 {name}", day=_short(loan["lent_on"]), name=loan["approved_by"])
    if due is None:
        return Standing("ON_LOAN", T("carrier card", "借给{who}，没有约定归还日期", who=who), said)
    late = (today - due).days
    if late > 0:
        return Standing("OVERDUE", T("carrier card", "借给{who}，超期 {n} 天", who=who, n=late), said)
    if late == 0:
        return Standing("ON_LOAN", T("carrier card", "借给{who}，今天应还", who=who), said)
    return Standing("ON_LOAN", T("carrier card", "借给{who}，{day} 应还", who=who, day=_short(loan["due_on"])), said)


def _short(day: str) -> str:
    return day[5:] if len(day) == 10 else day


# --- what may be done ------------------------------------------------------------------------------------------------

_ELSEWHERE = {
    CarrierState.PROPOSED_FOR_DESTRUCTION: "destroy", CarrierState.AWAITING_DESTRUCTION: "destroy",
    CarrierState.SENT_FOR_DESTRUCTION: "destroy", CarrierState.BEING_HANDED_OVER: "handover",
    CarrierState.BEING_RETURNED: "return", CarrierState.UNACCOUNTED: "loss",
}  # fmt: skip


def _acts(row: Row, role: str) -> tuple[str, ...]:
    """What fits the state, the most likely first: names of acts, or of the process that has the carrier in hand."""
    state = CarrierState(row["state"])
    if role != "clerk" or state in GONE - {CarrierState.SENT_FOR_DESTRUCTION}:
        return ()
    if state is CarrierState.ON_LOAN:
        return ("take_back",)
    if state in _ELSEWHERE:
        return (_ELSEWHERE[state],)
    if state is not CarrierState.IN_STORE:
        return ()
    recall = "lift_recall" if row["recall"] == "DEMANDED" else "demand_recall"
    lend = () if row["level"] == Level.TOP_SECRET else ("lend",)
    acts = ("return", *lend, "shelve", recall) if row["recall"] == "DEMANDED" else (*lend, "shelve", recall)
    return acts if row["shelf_id"] is not None else ("shelve", *(act for act in acts if act != "shelve"))


def _closed(read: Reader, row: Row) -> dict[str, Text]:
    """What a carrier at its end, or on a list, takes no more; the services refuse the same."""
    state = CarrierState(row["state"])
    closed = {act: found[0].text for act in ("amend", "void") if (found := stands(row, act))}
    if state in TERMINAL:
        closed["label"] = WAY_OUT[state]
        copies = register_queries.copies_of(read, row["document_id"]) if row["document_id"] is not None else []
        if not any(CarrierState(copy["state"]) in IN_BOOK for copy in copies):
            closed["copies"] = WAY_OUT[state]
    return closed


# --- several at once -------------------------------------------------------------------------------------------------

MOST_SUMMED = 20_000  # carriers that a selection is summed up for


@dataclass(frozen=True, slots=True)
class Selection:
    """Marked carriers summed up: badge code, state code and shelf id, each with how many; empty sums if too many."""

    count: int
    badges: tuple[tuple[str, int], ...] = ()
    states: tuple[tuple[str, int], ...] = ()
    shelves: int = 0


def selection(office: Office, ids: Sequence[int]) -> Selection:
    """What the marked rows are, most frequent first."""
    if len(ids) > MOST_SUMMED:
        return Selection(len(ids))
    rows = office.read.get_many("carriers", ids)
    badges = Counter(str(row["level"] or row["secret_kind"] or SecretKind.UNMARKED) for row in rows)
    states = Counter(str(row["state"]) for row in rows)
    shelves = {row["shelf_id"] for row in rows if row["shelf_id"] is not None}
    return Selection(len(ids), tuple(badges.most_common()), tuple(states.most_common()), len(shelves))


def scanned_shelf(office: Office, code: str) -> tuple[int, str] | None:
    """The shelf whose label was scanned, with how it is called."""
    row = process_queries.shelf_by_code(office.read, code.strip().upper())
    return (int(row["id"]), links.title(office.read, "shelves", row["id"])) if row else None
