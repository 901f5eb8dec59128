"""What the intake page says at the foot and after the act."""

from __future__ import annotations

from collections.abc import Sequence

from models.domain.text import T, Text
from models.services.acts import Done
from models.services.intake import Place, Trial
from ui.theme.look import Look
from ui.words import number

NAMED = 4  # missing fields named one by one


def missing_words(look: Look, labels: Sequence[Text]) -> Text:
    """还差 3 项：标题、文号、份号."""
    names = look.t(T("list", "、")).join(look.t(label) for label in labels[:NAMED])
    if len(labels) > NAMED:
        return T("intake", "还差 {n} 项：{names} 等", n=len(labels), names=names)
    return T("intake", "还差 {n} 项：{names}", n=len(labels), names=names)


def registered_words(done: Done, trial: Trial, place: Place | None) -> tuple[Text, Text]:
    """已登记 2026-收0319，5 份放在 5号柜 1层 / 载体编号 … • 日志第 8 450 条."""
    count = len(done.result["carriers"])
    title = T("intake", "已登记 {number}，{n} 份放在 {place}", number=trial.registry_number, n=count,
              place=place.words) if place else T("intake", "已登记 {number}，{n} 份，还没有上架",
                                                number=trial.registry_number, n=count)  # fmt: skip
    numbers = [carrier for carrier, _copy in trial.carriers]
    span: Text | str = numbers[0] if len(numbers) == 1 else T("intake", "{first} 至 {last}", first=numbers[0], last=numbers[-1])
    if place is None:
        return title, T("intake", "载体编号 {numbers} • 下一步上架，清查时才找得到", numbers=span)
    return title, T("intake", "载体编号 {numbers} • 日志第 {entry} 条", numbers=span, entry=number(done.entry))
