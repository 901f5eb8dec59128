"""Books of discs, drives and devices rather than papers: how they are told from others and what their columns mean."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from functools import lru_cache

from models.domain.lifecycle import Medium
from models.exchange.cells import parse_medium
from models.exchange.cleaned import compact
from models.exchange.slots import Slot

Wanted = dict[int, tuple[tuple[Slot, ...], float]]  # of every column what its heading can mean, and how sure that is
_PAPER_WORDS = re.compile("纸|文件|公文|资料|刊|书|图")
# With one of these a table is about papers, whatever else it has.
_OF_PAPERS = frozenset(
    {
        *(Slot.REFERENCE, Slot.REFERENCE_SERIAL, Slot.TITLE_AND_REFERENCE, Slot.ISSUER_AND_REFERENCE, Slot.COPY_FIRST),
        *(Slot.SENT_TO, Slot.ISSUER, Slot.COPY_NUMBERS),
    }
)
DEVICE = re.compile(
    r"计算机|电脑|笔记本|台式机|主机|服务器|工作站|一体机|打印机|复印机|扫描仪|传真机|绘图仪|投影仪|照相机|摄像机|碎纸机|电话|手机|密码机|终端|录音笔|设备$"
)
_AROUND = re.compile(
    r"^(?:涉密|非密|保密|加密|安全|专用|红色?|机密级?|秘密级?|绝密级?)+|[（(][^（()）]*[)）]$|[0-9.]+[GTMgtm][Bb]?$"
)


_DEVICE_NAME = re.compile(rf"(?:硬盘|[Uu优]盘|光盘|磁带|录音带|录像带|{DEVICE.pattern})(?:[（(].{{0,20}}[)）]|[0-9.]+[GTMgtm][Bb]?|[0-9#号]+)?$")


def names_device(title: str) -> bool:
    """Whether what stands in a column of names is a thing (涉密U盘, 移动硬盘1T) and not the title of a paper about such things."""
    return len(title) <= 20 and "关于" not in title and _DEVICE_NAME.search(compact(title)) is not None


def is_device_table(sure: Collection[Slot], medium_texts: Iterable[str]) -> bool:
    """Whether a table with a column of media lists things instead of papers. `sure`: what its headings mean beyond doubt.

    `medium_texts` are samples of its column of media, or of its column of names where it has none.
    """
    if _OF_PAPERS.intersection(sure):
        return False
    texts = [compact(text) for text in medium_texts]
    things = sum(
        names_device(text) or (len(text) <= 12 and medium_of_word(text) is not None and not _PAPER_WORDS.search(text)) for text in texts
    )
    return bool(texts) and things * 2 > len(texts)


@lru_cache(1024)
def medium_of_word(text: str) -> Medium | None:
    """What a thing of this kind is made of; computers and other devices count as 密品. None: the word is not known."""
    bare = compact(text)
    known = parse_medium(bare) or parse_medium(_AROUND.sub("", bare))
    if known is None and DEVICE.search(bare):
        return Medium.ITEM
    return known


def of_devices(wanted: Wanted) -> Wanted:
    """The headings of a book of discs and drives: a bare 编号 is the thing's own number, not that of a document."""
    has_serial = any(slots == (Slot.SERIAL_NUMBER,) for slots, _ in wanted.values())
    own = Slot.CARRIER_NUMBER if has_serial else Slot.SERIAL_NUMBER
    found = dict(wanted)
    for index, (slots, confidence) in wanted.items():
        if slots == (Slot.CARRIER_NUMBER,) or (len(slots) > 1 and Slot.COPY_NUMBERS in slots and Slot.COPIES not in slots):
            found[index] = ((own,), min(confidence, 0.9))
    return found
