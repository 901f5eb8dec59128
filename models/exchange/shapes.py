"""What a cell's text looks like, without understanding it: dates, references, levels, counts, copy numbers, places.

Used to tell headings from rows and ambiguous columns apart; the real reading is done by the domain's parsers.
"""

from __future__ import annotations

import re
from functools import lru_cache

from models.exchange.book import DateText, NumberText
from models.exchange.cleaned import compact

DITTO_MARKS = frozenset("〃″\"”“＂〞˝''’‘＇々ˊ゛〝")
_DITTO_WORDS = frozenset(["同上", "同前", "同日", "上同", "同上件", "同上行", "同上文", "同", "同左上", "〃〃"])
_DATE = re.compile(
    r"^(?:(?:19|20)?\d{2}年)?\d{1,2}月\d{1,2}[日号]?|^(?:19|20)?\d{2}[-/.．。]\d{1,2}[-/.．。]\d{1,2}|^\d{1,2}[./．]\d{1,2}$|^(?:19|20)\d{6}$"
    r"|^[二一〇零○]{1,2}.{2,3}年.{1,2}月.{1,3}日$"
)
_FULL_DAY = re.compile(r"^(?:19|20)\d{2}[-/.．](?:0?[1-9]|1[0-2])[-/.．](?:0?[1-9]|[12]\d|3[01])$")
_REFERENCE = re.compile(
    r"[\u3400-\u9fffA-Za-z].{0,12}[〔\[（(【﹝［｛{<〈《]?(?:19|20)\d{2}年?[〕\]）)】﹞］｝}>〉》]?(?:第)?\d+号?|^第?\d+期$|^(?!第)[\u3400-\u9fff]{1,8}第?\d+号"
)
_LEVEL = re.compile(r"^[（(\[【]?(?:绝密|机密|秘密|工作秘密|内部|公开|非密|无密级|不涉密|非涉密|普通|绝$|机$|秘$|已解密|一般$|平件?$|商密)")
_COUNT = re.compile(r"^(?:共|计)?[0-9一二两三四五六七八九十壹贰叁肆伍陆柒捌玖拾]{1,4}(?:\.0)?(?:份|册|本|张|件|套|个|页|盘|盒)?$")
_COPY = re.compile(r"^(?:第|no\.?|№)?\d{1,8}号?(?:[-~～—–－至到、,，;；/\s.]+(?:第)?\d{1,8}号?)*$", re.IGNORECASE)
_COPY_SURE = re.compile(r"^(?:第|no\.?|№)?0\d{3,7}号?|\d[-~～—–－至、,，]+0*\d|^第\d+号", re.IGNORECASE)
_REGISTRY = re.compile(r"^[收机密办文]{0,2}字?(?:19|20)\d{2}[-－—–_/.]?[收机密办文]{0,2}\d{3,4}号?$|^[收机密]{1,2}字?第?\d{1,4}号?$")
_PLACE = re.compile(r"柜|层|格|架|箱|盒|抽屉|库房|机要室|保密室|^[A-Za-z]{1,4}[-－]?\d+[-－]\d+|^\d+#$")
_FATE = re.compile(
    r"清退|退[文回还]|退$|^退|销毁|^已?毁|归档|归还|未还|已还|借[阅出走给]|^[\u3400-\u9fff]{2,3}借$|移交|在[库册柜用]|遗失|丢失|粉碎|上交|收回|存档"
    r"|报废|停用|待[退销]|^(?:现?在|存).{1,8}处$|[长记任员]处$|^(?:留存|送销)"
)
_URGENCY = re.compile(r"^(?:特急|加急|急|急件|特提|平急|平件?|紧急|一般|普通|特件|无)$")
_MEDIUM = re.compile(r"纸|光盘|[Uu优]盘|硬盘|磁带|录音带|录像带|照片|图纸|胶片|笔记本|存储|密品|电子")
_NAME = re.compile(r"^[\u3400-\u9fff\U00020000-\U0003ffff]{2,4}$|^[\u3400-\u9fff]{2,8}·[\u3400-\u9fff]{2,8}$")
_UNIT = re.compile(r"(?:[院府厅局委办部会室处组科司署校站所队团行社区县市省]|中心|公司|机关|法院|检察院|党组)$")


@lru_cache(4096)
def is_ditto(text: str) -> bool:
    """Whether a cell says the same as the one above: 〃, ″, ", 同上, 同前 and the like."""
    plain = "".join(text.split())
    if not plain or len(plain) > 6:
        return False
    if plain in _DITTO_WORDS:
        return True
    bare = plain.strip("-－—_–·.…")
    return bool(bare) and len(bare) <= 4 and all(mark in DITTO_MARKS for mark in bare)


def shape_scores(text: str) -> frozenset[str]:
    """The shapes a text fits; a text can fit several."""
    if isinstance(text, DateText):
        return frozenset(["date"])
    return _scores(text, isinstance(text, NumberText))


@lru_cache(16384)
def _scores(text: str, number: bool) -> frozenset[str]:
    plain = compact(text[:300])
    found = {name for name, pattern in _PATTERNS if pattern.search(plain)}
    if number and plain.isdecimal() and 20_000 < int(plain) < 75_000:
        found.add("serial day")
    if plain.isdigit():
        found.add("integer")
    if _REGISTRY.match(plain):  # 2019-001 is a running number of a year, not the copies 2019 to 1
        found -= {"copy", "copy for sure", "reference"}
        found.add("registry")
    if _FULL_DAY.match(plain):
        found -= {"copy", "copy for sure"}
    letters = sum(1 for c in plain if c > "\u3400")
    if letters > 14:
        found.discard("reference")  # a title that cites a number
    if len(plain) >= 9 and letters >= 7 and "reference" not in found:
        found.add("long")
    return frozenset(found)


_PATTERNS = (
    ("date", _DATE),
    ("reference", _REFERENCE),
    ("level", _LEVEL),
    ("count", _COUNT),
    ("copy", _COPY),
    ("copy for sure", _COPY_SURE),
    ("place", _PLACE),
    ("fate", _FATE),
    ("urgency", _URGENCY),
    ("medium", _MEDIUM),
    ("name", _NAME),
    ("unit", _UNIT),
)
