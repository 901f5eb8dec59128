"""What the name of a sheet and the titles over a table say for all its rows: the year, a level, what became of them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from models.domain.lifecycle import CarrierState
from models.exchange.book import Sheet
from models.exchange.cleaned import compact
from models.exchange.columns import TableMapping
from models.exchange.rows import is_labelled, year_named
from models.exchange.slots import Slot


@dataclass(frozen=True, slots=True)
class Hints:
    """`level` only where no column says it; `fate` for lists of what was destroyed, returned, archived, handed over."""

    year: int | None = None
    level: str = ""
    fate: CarrierState | None = None
    hidden: bool = False
    issuer: str = ""  # whose papers the sheet holds: 省委文件, 中央来文


_ISSUER = re.compile(
    r"^(?:(?:19|20)[0-9]{2}年?)?((?:中共)?[\u3400-\u9fff]{0,6}?(?:[省市县区州党工纪政]委(?:办公?[厅室]?)?|中央|国务院|中办|国办|政府(?:办公?[厅室]?)?"
    r"|(?<![本我各全])[厅局院]))(?:来文|文件|发文)$"
)
_LEVEL = re.compile("(绝密|机密|秘密)级?(?=文件|载体|资料|件|$|登记|[）)]$)")
_LIST = re.compile(r"清单|名册|明细|目录|登记[簿表册]?$|台[账帐]|记录|一览")
_NOT_YET = re.compile("待|拟|应|申请|审批|计划|收文")
_FATES = (
    ("销毁", CarrierState.DESTROYED),
    ("清退|退文", CarrierState.RETURNED),
    ("归档|移交档案", CarrierState.ARCHIVED),
    ("移交", CarrierState.HANDED_OVER),
)


def hints_of(sheet: Sheet, item: TableMapping) -> Hints:
    """The hints for one table; labels with a value (填表日期：…) among the titles say nothing about the rows."""
    titles = [cell for number in item.table.titles for cell in sheet.cells(number) if cell]
    names = [sheet.name, *(title for title in titles if not is_labelled(title))]
    over = [part for parts in item.table.headings for part in parts[:-1]]  # 2019年 over 月 and 日
    year = next((found for name in (*over, *names) if (found := year_named(name))), None)
    levels: set[str] = set()
    if not item.of(Slot.MARKING) and not item.of(Slot.LEVEL_TICK):
        levels = {word for name in names for word in _LEVEL.findall(compact(name))}
    level = levels.pop() if len(levels) == 1 else ""
    return Hints(year, level, _fate_of(names), not sheet.visible, next(filter(None, map(_issuer_of, names)), ""))


def _issuer_of(name: str) -> str:
    found = _ISSUER.match(re.sub(r"^[（(]?[一二三四五六七八九十0-9]{1,3}[)）]?[、.．]", "", compact(name)))
    return found[1] if found else ""


def _fate_of(names: list[str]) -> CarrierState | None:
    """What a whole table lists: 2020年销毁清单 is what was destroyed; 待销毁, or several words, says nothing."""
    for name in map(compact, names):
        if not _LIST.search(name) or _NOT_YET.search(name):
            continue
        found = [state for pattern, state in _FATES if re.search(pattern, name)]
        if len(found) == 1 or found == [CarrierState.ARCHIVED, CarrierState.HANDED_OVER]:
            return found[0]
    return None
