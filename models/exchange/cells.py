"""Reading single cells: counts, pages, names, urgency, channel, medium. None means: not understood, keep the text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from models.domain.dates import chinese_number
from models.domain.lifecycle import Medium
from models.domain.text_cleaning import half_width
from models.exchange.book import DateText
from models.exchange.cleaned import clean_line, compact
from models.exchange.wordlists import words

_CJK = "\u3400-\u9fff\U00020000-\U0003ffff"
_NOTHING = words(
    "无 - — —— － / ／ \\ 无文号 无字号 无编号 无号 未编号 未编 没有 无份号 /无 ― – 0 未标 略 不详 空 暂无 N/A n/a … …… . 、"
) | {""}
_BIG = str.maketrans("壹贰叁肆伍陆柒捌玖拾两", "一二三四五六七八九十二")
_COUNT = re.compile(
    r"^(?:共|计|各|合计)?([0-9]{1,6}|[一二三四五六七八九十百]{1,5})(?:\.0+)?(?:份|册|本|张|件|套|个|盘|盒|枚|块|页)?(?:整)?$"
)
_COUNT_WITH_NUMBERS = re.compile(
    r"^(?:共)?([0-9]{1,5})(?:份)?[（(:：]\s*(?:份号|编号|号)?[:：]?\s*([^)）]+?)[)）]?$|^(.+?)[（(](?:共|计)?([0-9]{1,5})份[)）]$"
)
_SUM = re.compile(r"^([0-9]{1,4})(?:份)?\+([0-9]{1,4})(?:份)?$|^正本([0-9]{1,3})(?:份)?[、,，]?副本([0-9]{1,3})(?:份)?$")
_PAGES = re.compile(r"^(?:共)?([0-9]{1,5})(?:\.0+)?(?:页|P|p|张|面)?$|^(?:1|第1)[-~—至](?:第)?([0-9]{1,5})(?:页)?$")
_URGENCIES = {
    "急": "URGENT", "急件": "URGENT", "紧急": "URGENT", "加急": "SPEEDED", "加急件": "SPEEDED", "特急": "EXTRA_URGENT",
    "特急件": "EXTRA_URGENT", "特提": "EXTRA_LIFTED", "特提件": "EXTRA_LIFTED", "平急": "PLAIN_FAST", "无": "NONE",
    "平": "NONE", "平件": "NONE", "一般": "NONE", "普通": "NONE", "普件": "NONE", "常规": "NONE", "-": "NONE", "/": "NONE",
    "—": "NONE", "——": "NONE", "不急": "NONE", "缓": "NONE",
}  # fmt: skip
_CHANNELS = (
    (r"^机要交通(?:局|站)?$", "PARTY_COURIER"),
    (r"^机要通信(?:局|站)?$|^机要邮(?:寄|件|局|政)?$|^机要邮寄$", "POSTAL_COURIER"),
    (r"^专人(?:送达|送|递送|送取|取)?$|^自取$|^派人领?取$", "HAND_DELIVERY"),
    (r"^(?:机要)?(?:文件)?交换(?:站|件)?$|^交换站(?:取|领取)?$", "EXCHANGE_STATION"),
    (r"^会议(?:带回|领取|发放)?$|^会上(?:发|领取|带回)$", "BROUGHT_FROM_MEETING"),
)
_MEDIA = (
    (r"^(?:移动硬盘|移动存储硬盘|移动固态硬盘|移动SSD)$", Medium.MOBILE_DISK),
    (r"^(?:[Uu优]盘|闪存盘?|移动存储介质[（(]?[Uu]盘[)）]?|USB盘?|usb盘?)$", Medium.USB_DISK),
    (r"^(?:硬盘|电脑硬盘|机械硬盘|固态硬盘|磁盘|内置硬盘|SSD)$", Medium.HARD_DISK),
    (r"^(?:光盘|光碟|CD|DVD|CD-?R|DVD-?R|刻录光盘|蓝光光?盘|cd|dvd|碟片|光盘片)$", Medium.OPTICAL_DISC),
    (r"^(?:录音带|录像带|磁带|录音磁带|盒式磁带)$", Medium.TAPE),
    (r"^(?:照片|相片|胶片|底片|影像)$", Medium.PHOTO),
    (r"^(?:图纸|地图|地形图|蓝图|设计图)$", Medium.DRAWING),
    (r"^(?:笔记本|保密本|工作笔记本?|保密笔记本|记录本)$", Medium.NOTEBOOK),
    (r"^(?:密品|涉密产品|实物)$", Medium.ITEM),
    (r"^(?:纸|纸质|纸介质|纸质文件|纸质载体|文件|纸件|纸张|书面|文书|纸介质文件|纸质件|公文|刊物|资料)$", Medium.PAPER),
)


def is_nothing(text: str) -> bool:
    """Whether a cell says that there is nothing: 无, a stroke, 未编号."""
    return len(text) <= 12 and compact(text) in _NOTHING


def plain(text: str) -> str:
    """One clean line; numbers of a spreadsheet as they are shown."""
    return clean_line(text).text


@dataclass(frozen=True, slots=True)
class Count:
    """How many copies a cell says, and the copy numbers it names beside (3份（000012-000014）)."""

    copies: int
    numbers: str = ""


@lru_cache(2048)
def parse_count(text: str) -> Count | None:
    """3, 3份, 叁份, 1.0, 1+1, 3份（12-14）; None if it is no count."""
    bare = compact(text).translate(_BIG)
    found = _COUNT.match(bare)
    if found:
        number = int(found[1]) if found[1].isdigit() else chinese_number(found[1])
        return None if number is None else Count(number)
    found = _SUM.match(bare)
    if found:
        return Count(sum(int(part) for part in found.groups() if part))
    found = _COUNT_WITH_NUMBERS.match(bare)
    if found:
        return Count(int(found[1]), found[2]) if found[1] else Count(int(found[4]), found[3])
    return None


@lru_cache(2048)
def parse_pages(text: str) -> int | None:
    """12, 12页, 12.0, 共12页, 1-12; None if it is no number of pages."""
    found = _PAGES.match(compact(text))
    return int(found[1] or found[2]) if found else None


@lru_cache(512)
def parse_urgency(text: str) -> str | None:
    """The code of an urgency word, None if it is none."""
    return _URGENCIES.get(re.sub(r"[（(].*[)）]", "", compact(text)))


@lru_cache(512)
def parse_channel(text: str) -> str | None:
    """The code of a way of delivery, None if it is none of them."""
    bare = compact(text)
    return next((code for pattern, code in _CHANNELS if re.match(pattern, bare)), None)


@lru_cache(512)
def parse_medium(text: str) -> Medium | None:
    """What a carrier is made of, None if the word is not known."""
    bare = compact(text)
    return next((medium for pattern, medium in _MEDIA if re.match(pattern, bare)), None)


@lru_cache(4096)
def person_name(text: str) -> str:
    """A name without the spaces that only pad it: 张　伟 is 张伟."""
    return re.sub(rf"(?<=[{_CJK}·]) (?=[{_CJK}·])", "", clean_line(text).text)


@lru_cache(512)
def yes_or_no(text: str) -> bool | None:
    """是, √, 需 … or 否, 不, 无 …; None for anything else."""
    bare = compact(text)
    if re.match(r"^(?:√|✓|✔|是|需|需要|需清退|要|应|有|Y|y|应清退|需退|须清退|清退|要求清退|退)$", bare):
        return True
    if re.match(r"^(?:×|✗|✘|否|不|不需|不需要|无|无需|无须|N|n|不清退|-|/|—|免|不用|不必|不退|不需清退|无需清退)$", bare):
        return False
    return None


def copy_text(text: str) -> tuple[str, bool]:
    """The text of a copy-number cell, and whether Excel had made a date of 3-5 (then it is undone)."""
    if isinstance(text, DateText) and len(text) == 10:
        _, month, day = text.split("-")
        return f"{int(month)}-{int(day)}", True
    return text, False


_SHORT_END = re.compile(r"(?<!\d)(\d{2,8})([-~～〜‐-―－至到]+)(\d{1,7})(?!\d)")


def full_ranges(text: str) -> str:
    """000112-14 as it is meant: the end of a range written without its equal beginning is completed."""

    def complete(found: re.Match[str]) -> str:
        first, dash, last = found.groups()
        if len(last) < len(first) and int(last) < int(first) and not first.startswith("0" * (len(first) - len(last))):
            return f"{first}{dash}{first[: len(first) - len(last)]}{last}"
        return found[0]

    return _SHORT_END.sub(complete, half_width(text))


_NUMBER = (
    rf"(?:(?!关于|转发|印发|贯彻|落实|的)[{_CJK}A-Za-z×]){{1,10}}"
    r"[〔\[（(【［{〖﹝](?:19|20)\d{2}年?[〕\]）)】］}〗﹞]\s*(?:第)?\s*\d+\s*号?"
)
_NUMBER_FIRST = re.compile(rf"[（(]?\s*({_NUMBER})\s*[)）]?[\s:：,，、;；—-]*")
_NUMBER_LAST = re.compile(rf"(?:[（(\s,，、;；]|(?<=[）)》】]))\s*({_NUMBER})\s*[)）]?$")


_LEVEL = (
    r"((?:绝密|机密|秘密)级?(?:\s*[★☆*·]?\s*(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})(?:年|个月)|\s*[★☆]\s*长期|[★☆])?)"
)
_LEVEL_AHEAD = re.compile(rf"^\s*[（(【\[〔]\s*{_LEVEL}\s*[）)】\]〕]\s*")
_LEVEL_BEHIND = re.compile(rf"\s*[（(【\[〔]\s*{_LEVEL}\s*[）)】\]〕]\s*$")
_BARE_AHEAD = re.compile(rf"^\s*{_LEVEL}[:：\s]*(?=[{_CJK}×]{{1,10}}[〔\[（(])")
_BARE_BEHIND = re.compile(rf"(?<=号)\s*{_LEVEL}\s*$")


def split_level(text: str, *, bare: bool = False) -> tuple[str, str]:
    """(text, level) of a title or number with its level in brackets at an end: 关于…的通知（机密★10年）. `bare`: also without."""
    if "密" not in text:
        return text, ""
    for pattern in (_LEVEL_AHEAD, _LEVEL_BEHIND, *((_BARE_AHEAD, _BARE_BEHIND) if bare else ())):
        found = pattern.search(text)
        if found:
            return text[: found.start()] + text[found.end() :], found[1]
    return text, ""


def split_title(text: str) -> tuple[str, str]:
    """(title, reference) of a cell that holds both; the reference stands first, or last behind a bracket or space."""
    line = clean_line(text).text
    found = _NUMBER_FIRST.match(line) or _NUMBER_LAST.search(line)
    if not found:
        return line, ""
    title = (line[: found.start()] + line[found.end() :]).strip(" 　:：,，、;；-—")
    return (title, found[1]) if title else (line, found[1])
