"""What became of a paper, read from free text: 已清退2023.12.1, 2023年6月销毁, 已销毁（批次2019-2）, 张三借阅未还 …

Nothing is thrown away: what is not understood stays in `rest`, and `complete` says whether the fields hold all of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from models.domain.dates import DateError, chinese_number, parse_date
from models.domain.lifecycle import GONE, CarrierState
from models.domain.text_cleaning import half_width
from models.exchange.cleaned import clean_line
from models.exchange.fate_clauses import CJK, COUNT, FULL_DATE, clauses_of, where_in, word_in
from models.exchange.fate_words import COPY_OF_IT, DOUBT, HAPPENED, NOT_HAPPENED, NOTHING, STATE_OF_TICK, FateWord
from models.exchange.wordlists import words

_PART_DATE = re.compile(
    r"(?:19|20)?\d{2}年(?:\d{1,2}月份?|[上下]半年|年?[初中底末]|度)?|(?<!\d)(?:19|20)\d{2}[-/.]\d{1,2}(?![\d.-])|\d{1,2}月(?:\d{1,2}[日号]|份|[上中下]旬)?"
    r"|(?<![\d.])\d{1,2}\.\d{1,2}(?![\d.])|[二一][〇零○九一二三四五六七八]{3}年(?:[一二三四五六七八九十]{1,2}月)?"
)
_BATCH = re.compile(
    r"(?:销毁|清退|移交)?(?:清单|登记表|批次|批号|单号|编号|审批表)[号]?\s*[:：为]?\s*([第0-9A-Za-z〔〕\[\]（）()\-－—_年批次号销清退字审]*\d[第0-9A-Za-z〔〕\[\]（）()\-－—_年批次号销清退字审]*)"
    r"|([^\s，,；;（(]*[〔\[［(（](?:19|20)\d{2}[〕\]］)）][^\s，,；;）)]*?\d+号?)"
    r"|(第?[0-9一二三四五六七八九十]+(?:-\d+)?批次?|(?:19|20)\d{2}[-－—](?:第)?\d{1,3}批次?)"
)
_COPIES = re.compile(
    r"(?:份号|编号|其中)[:：为]?((?:第?\d{1,8}号?[、,，和及\-~～—－至到]?)+)"
    r"|((?:第?\d{1,8}(?:[、,，和及\-~～—－至到]+第?\d{1,8})*号(?![柜楼室格层院])[、,，和及\-~～—－至到]?)+"
    r"|(?<![\d.])0\d{2,7}(?:[、,，和及\-~～—－至到]+(?:0\d{2,7}))*(?!\d))"
)
_FILLERS = re.compile(
    r"已经|已|于|由|被|经|的|了|并|均|都|全部|统一|集中|本件|该件|此件|文件|原件|同志|现|今|当日|同时|后|给|至|到|交由|按规定|予以|进行|一并|时间|日期|人|签字|办理|报废|手续|[\s:：，,。.；;、（）()【】\[\]/／\-—_]+"
)
_TITLES = re.compile(r"(?:同志|老师|先生|女士)$")
_UNIT_END = re.compile(r"(?:人大|政协|纪委|监委|中心|公司|机关|法院|检察院|党组|党校|[院府厅局委办部会室处组科司署校站所队团社股区县市省馆])$")
_SHORT_UNIT = re.compile(r"^(?:[省市县区州旗党工纪政]委|[省市县区州]府|中央|中办|国办|中宣部|中组部|国务院|书记处)$")
_UNIT_INSIDE = re.compile(r"^(.*(?:中心|公司|机关|法院|[院府厅局委办部会室处组科司署校站所队股馆]))(.+)$")
_NAME = re.compile(rf"^[{CJK}]{{2,4}}$|^[{CJK}]{{1,8}}·[{CJK}]{{1,8}}$|^[A-Za-z][A-Za-z .·]{{1,30}}$")
_AROUND_NAMES = re.compile(
    "^(?:已|于|由|被|经|移交|上交|交由|交|给|予|至|到|送|从|向|往|退|回|转|在|存|(?:监销|经手|经办|销毁|清退|借阅)人)+|(?:已|于|等|的|(?<!机要)(?<!保密)(?<!文书)(?<!秘书)处|代|领取?|借|取|收|签收|同志|领导)$"
)
_SAME_AGAIN = re.compile(r"^(?:归档|清退|销毁|借阅|借出|移交|保存|处理)$")
_NO_NAME = re.compile(r"报告|登记|签字|完毕|情况|说明|手续|清单|批准|同意|领导|附件|文件|原件|全部|部分|其余|余下|剩余|第.+页|光盘|另|离任|调离|调走|退休|离职")
_SENT_TO = re.compile(rf"送[交往至去到]?([{CJK}]{{2,14}}?)(?:集中|统一)?销毁")
_TICK_AHEAD = re.compile(r"^[√✓✔☑]\s*(?=\S)")
_LIST_NUMBER = re.compile(
    r"^[〔\[（(]?(?:19|20)\d{2}[〕\]）)]?[销退清移归]?字?第?\d+号$"
    r"|^[A-Z]{0,2}\d{0,4}[-·]?(?:19|20)\d{2}[-·](?:[永久长短期定年]|[0-9DY]){1,3}[-·]\d+$"
)
_TOTAL = re.compile(
    r"^(?:(?:共|计|合计|总共|收文?)(?:[0-9]{1,4}|[一二两三四五六七八九十]{1,3})份[，,、]?(?=.)"
    r"|(?:[0-9]{1,4}|[一二两三四五六七八九十]{1,3})份[，,、](?=.*(?:[0-9]|[一二两三四五六七八九十])份))"
)
_REGISTRY = re.compile(r"(?:机要|保密|文件|档案)(?:室|科|处|股|柜)|保险柜|密码柜|文件柜")


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened, or that is still to happen (then `state` is IN_STORE and a flag says what)."""

    state: CarrierState
    day: date | None = None
    when: str = ""
    who: str = ""
    unit: str = ""
    batch: str = ""
    recall: bool = False
    to_archive: bool = False
    pending_destruction: bool = False
    copies: str = ""  # the copy numbers it names, as written
    count: int | None = None
    strong: bool = True
    verb: str = ""  # the words by which it was recognised
    rest: str = ""

    @property
    def holder(self) -> str:
        """Who has it: a person, else a unit."""
        return self.who or self.unit

    @property
    def complete(self) -> bool:
        """Whether the fields of a carrier hold all that was written, so that the words need not be kept as a remark."""
        if self.rest or self.copies or self.count is not None or self.pending_destruction:
            return False
        if self.verb not in _PLAIN_VERBS or bool(self.when) != bool(self.day):
            return False
        if self.state in GONE:
            return not self.who
        if self.state is CarrierState.IN_STORE:
            return not (self.when or self.holder or self.batch)
        return not (self.when or self.batch or (self.who and self.unit))


# Verbs that say exactly what the state says; any other wording is kept beside it.
_PLAIN_VERBS = words(
    """清退 已退 退回 销毁 已销毁 归档 移交 遗失 丢失 下落不明 在库 待清退 需清退 应清退 未清退 未还 借阅未还 借出未还 未归还 借阅未归还
    借出未归还 借阅 借出 作废 待归档 应归档 传阅中 已送销"""
) | {""}


@dataclass(frozen=True, slots=True)
class Fate:
    """The events of a text in their order, and what was not understood."""

    events: tuple[Event, ...] = ()
    rest: str = ""
    doubtful: bool = False

    @property
    def complete(self) -> bool:
        """Whether fields can hold everything: one clear event and nothing else."""
        return not self.rest and not self.doubtful and len(self.events) <= 1 and all(e.complete for e in self.events)

    @property
    def last(self) -> Event | None:
        """The event that decides: the last one by which the paper left for good, else the last of all."""
        if not self.events:
            return None
        gone = [event for event in self.events if event.state in GONE and not event.copies]
        return gone[-1] if gone else self.events[-1]


NO_FATE = Fate()


@lru_cache(8192)
def parse_fate(text: str, kind: CarrierState | None = None) -> Fate:
    """What a text says became of the paper. `kind` is what the column is about (销毁日期: DESTROYED), if it says so.

    With `kind`, a tick or a bare date means that it happened, 否 or a stroke that it did not.
    """
    plain = half_width(clean_line(text).text).strip()
    bare = "".join(plain.split())
    if not bare or NOTHING.match(bare):
        return NO_FATE
    if kind and (STATE_OF_TICK.match(bare) or HAPPENED.get(kind, NOTHING).match(bare)):
        return Fate((Event(kind, verb="" if STATE_OF_TICK.match(bare) else bare),))
    if kind in GONE and NOT_HAPPENED.match(bare) and not word_in(bare):
        return Fate((_not_happened(bare, kind),))
    if DOUBT.search(plain) and not re.search("去向待查|下落待查", plain):
        return Fate(rest=plain, doubtful=True)
    events: list[Event] = []
    rest: list[str] = []
    if kind and _TICK_AHEAD.match(plain):
        plain, marked = _TICK_AHEAD.sub("", plain), True
    else:
        marked = False
    for clause in clauses_of(plain):
        event = _event(clause, kind)
        if event:
            events.append(event)
        else:
            rest.append(clause)
    if kind and marked and not events:
        events, rest = [_details(Event(kind), "，".join(rest))], []
    return Fate(tuple(events), "，".join(rest))


def _not_happened(bare: str, kind: CarrierState) -> Event:
    """未清, 不退, 待归 under a heading about one thing: it has not happened, and whether it is still to happen."""
    still = re.match("尚?还?(?:未|没|待|拟|应|需)", bare) is not None
    return Event(
        CarrierState.IN_STORE,
        recall=still and kind is CarrierState.RETURNED,
        to_archive=still and kind is CarrierState.ARCHIVED,
        pending_destruction=bare[0] in "待拟应需" and kind is CarrierState.DESTROYED,
        verb=bare,
    )


def parse_remark(text: str) -> Fate:
    """A fate that a remark says in so many words; everything else is no fate (缺第3页, 与上件重复？, 附光盘1张)."""
    if len(text) > 60:
        return NO_FATE
    fate = parse_fate(text)
    if fate.doubtful or not fate.events or not all(event.strong for event in fate.events):
        return NO_FATE
    return replace(fate, rest="")


def _event(clause: str, kind: CarrierState | None) -> Event | None:
    if COPY_OF_IT.search(clause):
        return None
    found = word_in(clause)
    if found:
        return _described(found[0], found[1], clause, kind)
    where = where_in(clause)
    if where and not _REGISTRY.search(where[1]):
        return _details(Event(CarrierState.ON_LOAN, strong=False), clause[: where.start()], who=where[1])
    if where or _REGISTRY.search(clause):
        return Event(CarrierState.IN_STORE, strong=False, rest=clause)
    if kind and _LIST_NUMBER.match(clause):
        return Event(kind, batch=clause)
    if kind and (FULL_DATE.search(clause) or _PART_DATE.search(clause)):
        return _details(Event(kind), clause)
    return None


def _described(word: FateWord, found: re.Match[str], clause: str, kind: CarrierState | None) -> Event:
    event = Event(
        word.state,
        recall=word.recall,
        to_archive=word.to_archive,
        pending_destruction=word.pending_destruction,
        strong=word.strong,
        verb=found[0].replace(" ", ""),
    )
    before, after = clause[: found.start()], clause[found.end() :]
    where = where_in(before) if word.state is CarrierState.IN_STORE and (word.recall or word.pending_destruction) else None
    if where and not _REGISTRY.search(where[1]):  # 王主任处未退: it is with him
        return _details(replace(event, state=CarrierState.ON_LOAN), f"{before[: where.start()]} {after}", who=where[1])
    named = ""
    if word.state is CarrierState.HANDED_OVER or word.state in (CarrierState.RETURNED, CarrierState.ARCHIVED):
        named = found[0] if "档案" in found[0] else ""
    event = _details(event, f"{before} {after}")
    if named and event.state is CarrierState.ARCHIVED:
        event = replace(event, unit=event.unit or re.sub(r"^(?:移?交|送|转|进)", "", named))
    if word.state is CarrierState.SENT_FOR_DESTRUCTION and not event.unit and (to := _SENT_TO.search(found[0])):
        event = replace(event, unit=to[1])
    if kind is CarrierState.RETURNED and event.state is CarrierState.ON_LOAN and event.unit and not event.who:
        return replace(event, state=kind)  # 省委取走 among the returned
    if event.state is CarrierState.HANDED_OVER and event.who and not event.unit:
        # Handed to a person of the house: it is still the house's, so it stays in the book with a holder.
        return replace(event, state=CarrierState.ON_LOAN, rest=event.rest or clause)
    return event


def _details(event: Event, text: str, who: str = "") -> Event:
    """Fill in date, batch, copies, count and names; what is left over goes to `rest`."""
    batch = copies = when = ""
    count = day = None
    text = _TOTAL.sub("", text.strip())
    found = _BATCH.search(text)
    if found:
        batch = _balanced(next(group for group in found.groups() if group).strip())
        text = text[: found.start()] + " " + text[found.end() :]
    full = FULL_DATE.search(text)
    hit = full or _PART_DATE.search(text)
    if hit:
        when = hit[0]
        text = text[: hit.start()] + " " + text[hit.end() :]
        day = _day(when) if full else None
    found = _COPIES.search(text)
    if found:
        copies = next(group for group in found.groups() if group).strip("、,，和及")
        text = text[: found.start()] + " " + text[found.end() :]
    found = COUNT.search(text)
    if found:
        count = _number(found[1])
        text = text[: found.start()] + " " + text[found.end() :]
    who, unit, rest = _names(text, who)
    return replace(event, day=day, when=when, batch=batch, copies=copies, count=count, who=who, unit=unit, rest=rest)


def _names(text: str, who: str) -> tuple[str, str, str]:
    """The person and the unit in what is left of a clause, and the remainder."""
    text = re.sub(rf"(?<![{CJK}])([{CJK}]) ([{CJK}])(?![{CJK}])", r"\1\2", text)  # 张　伟
    words = [word for word in re.split(r"[\s，,。；;、:：（）()【】\[\]/／]+", text) if word]
    unit = ""
    rest: list[str] = []
    if who:
        who, unit = person_or_unit(who)
    for word in words:
        bare = _TITLES.sub("", _AROUND_NAMES.sub("", word))
        if not bare or not _FILLERS.sub("", bare) or _SAME_AGAIN.match(bare):
            continue
        if _NO_NAME.search(bare):
            rest.append(word)
            continue
        person, organ = person_or_unit(bare)
        if person and not who and (not organ or not unit):
            who, unit = person, organ or unit
        elif organ and not unit and not person:
            unit = organ
        else:
            rest.append(word)
    return who, unit, "，".join(rest)


def person_or_unit(text: str) -> tuple[str, str]:
    """(person, unit) of a text such as 张三, 法工委, 法工委张三, 张主任; two empty texts if it is neither."""
    text = re.sub(rf"(?<=[{CJK}]) (?=[{CJK}])", "", text).replace("•", "·")
    if _SHORT_UNIT.match(text) or (_UNIT_END.search(text) and 3 <= len(text) <= 30):
        return "", text
    split = _UNIT_INSIDE.match(text)
    if split and len(text) > 4 and _NAME.match(split[2]):
        return split[2], split[1]
    return (text, "") if _NAME.match(text) else ("", "")


def _balanced(text: str) -> str:
    """Without a bracket at the end that belongs to the words around it."""
    return text[:-1] if text[-1:] in "）)" and not re.search("[（(]", text) else text


def _day(text: str) -> date | None:
    try:
        return parse_date(re.sub("[．、]", ".", text)).day
    except DateError:
        return None


def _number(text: str) -> int | None:
    return int(text) if text.isdigit() else chinese_number(text.replace("两", "二"))
