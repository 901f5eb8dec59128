"""All that a row says about what became of its copies, from every column that speaks of it, in order of time."""

from __future__ import annotations

import re
from dataclasses import replace

from models.domain.lifecycle import GONE, OUT, CarrierState
from models.domain.text import T
from models.exchange.cells import is_nothing, parse_count, person_name
from models.exchange.cleaned import clean_line
from models.exchange.columns import Column
from models.exchange.dating import day_near, written_day
from models.exchange.devices import is_device
from models.exchange.fate_words import STATE_OF_TICK
from models.exchange.fates import Event, Fate, parse_fate, parse_remark, person_or_unit
from models.exchange.places import Place
from models.exchange.row_texts import RowTexts
from models.exchange.slots import Slot

_KINDS = {
    Slot.FATE: None,
    Slot.RETURNED: CarrierState.RETURNED,
    Slot.DESTROYED: CarrierState.DESTROYED,
    Slot.ARCHIVED: CarrierState.ARCHIVED,
    Slot.HANDED_OVER: CarrierState.HANDED_OVER,
}
_REGISTRY = re.compile(r"机要|保密[室柜]|档案室|柜|库")
_OF_COUNTS = re.compile("(?:份数|数量|件数)$")
_NO_NAME = re.compile("^(?:已|未|不|待|拟|暂|尚)|保留|保存|留存|审批|批准|同意|研究|领导")
_PLAIN_NAME = re.compile(
    r"^(?!.*[存留阅发办退毁销归档交还借在待未已不无见同柜库全各])(?:[\u3400-\u9fff\U00020000-\U0003ffff]{2,3}(?<![局处科室部委院办])"
    r"|[\u3400-\u9fff]{1,5}(?:[局处科市县区镇乡院部]长|书记|主任|主席|专员|秘书))$"
)
_NOT_BACK = re.compile(r"^(?:未还|未归还|未|否|没有?|无|×|-|—|/)$")


def collect_events(texts: RowTexts, place: Place) -> list[Event]:
    """The events of a row: loans first, then the columns about its end, then what the remarks say in so many words."""
    events = _loan(texts) + _sent(texts)
    for slot, kind in _KINDS.items():
        for column, text in texts.all(slot):
            events += _column(texts, column, text, kind)
    events = _with_details(texts, events)
    events = _with_holder(texts, events, place)
    for _, text in texts.all(Slot.REMARKS):
        events += parse_remark(text).events
    if place.text and not place.known and not place.room:
        spoken = parse_fate(place.text)
        if spoken.events and not spoken.rest and not spoken.doubtful:
            events += spoken.events
    if len(events) > 1:  # a copy has fields for one event only: the others stay as they are written
        for slot in (*_KINDS, Slot.BORROWER, Slot.BORROWED_ON, Slot.HOLDER, Slot.FATE_ON, Slot.FATE_BATCH):
            texts.keep(slot)
    _warn(texts, events)
    return events


def _column(texts: RowTexts, column: Column, text: str, kind: CarrierState | None) -> list[Event]:
    written = str(text)
    if kind is None and "报废" in column.heading and (written_day(text) or STATE_OF_TICK.match("".join(text.split()))):
        written = f"报废{clean_line(text).text}"
    fate = _counted(column, text, kind) or parse_fate(written, kind)
    events = list(fate.events)
    if not events and kind and not fate.doubtful and fate.rest and not _NO_NAME.search(text):
        person, unit = person_or_unit(clean_line(text).text)
        if person or unit:
            events = [Event(kind, who=person, unit=unit, rest="" if unit and kind is CarrierState.HANDED_OVER else text)]
            fate = replace(fate, rest="", events=tuple(events))
    if not events and kind is None and not fate.doubtful and re.search("去向|流向|下落|去处", column.heading):
        name = person_name(text)
        if _PLAIN_NAME.match(name):
            message = T("import", "去向写的是“{text}”：按借出给这个人登记，请核对", text=name)
            texts.findings.warn("HOLDER_PRESUMED", "holder", message, texts.where_column(column))
            texts.keep_text(column.name, text)
            return [Event(CarrierState.ON_LOAN, who=name, rest=text)]
    if fate.doubtful:
        message = T("import", "去向“{text}”不确定：按在库登记，原文记入备注", text=clean_line(text).text[:40])
        texts.findings.warn("FATE_DOUBTFUL", "state", message, texts.where_column(column))
    elif fate.rest or any(re.search("[0-9]", event.rest) for event in events):
        unread = fate.rest or next(event.rest for event in events if re.search("[0-9]", event.rest))
        message = T("import", "去向“{text}”看不懂，原文记入备注", text=unread[:40])
        texts.findings.warn("FATE_UNKNOWN", "state", message, texts.where_column(column))
    if not fate.complete:
        texts.keep_text(column.name, text)
    return events


def _counted(column: Column, text: str, kind: CarrierState | None) -> Fate | None:
    """销毁份数, 清退数量: how many copies it happened to."""
    count = parse_count(str(text)) if kind and _OF_COUNTS.search(column.heading) else None
    if count is None or kind is None:
        return None
    return Fate((Event(kind, count=count.copies, verb=column.heading),) if count.copies else ())


def _with_details(texts: RowTexts, events: list[Event]) -> list[Event]:
    """Day, list and person from columns of their own, given to the event that ended the copy's stay."""
    gone = next((event for event in reversed(events) if event.state in GONE), None)
    day_text, batch_text = texts.text(Slot.FATE_ON), texts.text(Slot.FATE_BATCH)
    day, _ = day_near(day_text, None) if day_text else (None, False)
    if gone is not None:
        changed = gone
        if day and not gone.day:
            changed = replace(changed, day=day)
        if batch_text.strip() and not gone.batch and not is_nothing(batch_text):
            changed = replace(changed, batch=clean_line(batch_text).text)
        events = [changed if event is gone else event for event in events]
    if day_text.strip() and not (gone is not None and day and gone.day in (None, day)):
        texts.keep(Slot.FATE_ON)
    if batch_text.strip() and not (gone is not None and not gone.batch):
        texts.keep(Slot.FATE_BATCH)
    texts.keep(Slot.FATE_BY)
    return events


def _loan(texts: RowTexts) -> list[Event]:
    """Columns of a loan: who, since when, given back or not. A loan that is over is kept as a remark."""
    back = texts.text(Slot.GIVEN_BACK)
    borrower = texts.text(Slot.BORROWER)
    if not borrower.strip() and texts.has(Slot.GIVEN_BACK) and not texts.has(Slot.BORROWER):
        heading = "".join(column.name for column in texts.item.of(Slot.SIGNED_BY))
        borrower = texts.text(Slot.SIGNED_BY) if re.search("领|借", heading) else ""
    if not borrower.strip() or is_nothing(borrower):
        texts.keep(Slot.BORROWED_ON)
        return _back_alone(texts)
    if back.strip() and not _NOT_BACK.match("".join(back.split())):
        spoken = _column(texts, texts.item.of(Slot.GIVEN_BACK)[0], back, CarrierState.IN_STORE)
        out = next((event for event in spoken if event.state is CarrierState.ON_LOAN), None)
        texts.keep(Slot.GIVEN_BACK)
        if out is None or out.holder:  # it ended, or another has it now
            for slot in (Slot.BORROWER, Slot.BORROWED_ON):
                texts.keep(slot)
            return [event for event in spoken if event.state is not CarrierState.IN_STORE]
    person, unit = person_or_unit(person_name(borrower))
    since = written_day(texts.text(Slot.BORROWED_ON))
    if not since:
        texts.keep(Slot.BORROWED_ON)
    if (not person and not unit) or (person and unit):
        texts.keep(Slot.BORROWER)
    return [Event(CarrierState.ON_LOAN, day=since, who=person or ("" if unit else person_name(borrower)), unit=unit)]


def _back_alone(texts: RowTexts) -> list[Event]:
    """归还情况 where no borrower is written: 清退, 在王主任处, 未还 say where the paper is; 已还 and a day say that it is here."""
    events: list[Event] = []
    for column, text in texts.all(Slot.GIVEN_BACK):
        texts.keep_text(column.name, text)
        if not _NOT_BACK.match("".join(text.split())):
            found = _column(texts, column, text, CarrierState.IN_STORE)
            events += [event for event in found if event.state is not CarrierState.IN_STORE or event.recall or event.pending_destruction]
        elif "还" in text:
            message = T("import", "写的是未还，没有写借阅人：按借出登记，请补上是谁")
            texts.findings.warn("BORROWER_MISSING", "holder", message, texts.where_column(column))
            events.append(Event(CarrierState.ON_LOAN))
    return events


def _with_holder(texts: RowTexts, events: list[Event], place: Place) -> list[Event]:
    """Who has it now, from a column 当前持有人. It completes a loan; with a place and no loan it names the keeper."""
    text = texts.text(Slot.HOLDER)
    if not text.strip() or is_nothing(text):
        return events
    name = person_name(text)
    person, unit = person_or_unit(name)
    if bool(person) == bool(unit):
        texts.keep(Slot.HOLDER)
    out = next((event for event in reversed(events) if event.state in OUT), None)
    if out is not None and not out.holder:
        full = replace(out, who=person or ("" if unit else name), unit=unit)
        return [full if event is out else event for event in events]
    if out is not None or events or place.known or _REGISTRY.search(name) or (is_device(texts) and not texts.has(Slot.CUSTODIAN)):
        texts.keep(Slot.HOLDER)
        return events
    spoken = parse_fate(name)
    if spoken.events and not (person or unit):
        return [*events, *spoken.events]
    return [*events, Event(CarrierState.ON_LOAN, who=person or ("" if unit else name), unit=unit)]


def _sent(texts: RowTexts) -> list[Event]:
    """A dispatch ledger: the copies went to the units it names."""
    text = texts.text(Slot.SENT_TO)
    if not text.strip() or is_nothing(text):
        return []
    message = T("import", "发文登记：按已移交给“{unit}”登记", unit=clean_line(text).text[:40])
    texts.findings.warn("SENT_PAPER", "state", message, texts.where(Slot.SENT_TO))
    texts.keep(Slot.SENT_TO)
    return [Event(CarrierState.HANDED_OVER, unit=clean_line(text).text[:200])]


def _warn(texts: RowTexts, events: list[Event]) -> None:
    pending = [event for event in events if event.pending_destruction]
    if pending and not any(event.state in GONE for event in events):
        message = T("import", "写的是待销毁：按在库登记，请重新列入销毁清单")
        if all("废" in event.verb for event in pending):
            message = T("import", "写的是报废，没有写已销毁：按在库登记，请核对实物，再列入销毁清单")
        texts.findings.warn("PENDING_DESTRUCTION", "state", message)
    if any(event.state is CarrierState.UNACCOUNTED for event in events):
        texts.findings.warn("LOST", "state", T("import", "写的是下落不明：请核查并按规定报告"), rule="R-46")
