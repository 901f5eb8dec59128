"""G10 涉密载体清查（盘点）登记: one line per count, every class of K-22 in its own column, so that a line adds up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from models.domain.reconciliation import CountFigures
from models.forms import columns as fits
from models.forms import registers
from models.forms.fonts import FontSet
from models.forms.registers import Register, RegisterData, both, iso
from models.forms.render import FormDocument
from models.forms.rows import Cell
from models.forms.sheet import CENTRE
from models.forms.stamp import Stamp
from models.forms.table import Tick

PREFIX = "QD"
CODE = "G10"
TITLE = "涉密载体清查（盘点）登记簿"


@dataclass(frozen=True, slots=True)
class Entry:
    """One count; `figures` as reconciled (K-22)."""

    batch: str  # 〔2026〕清查第001号
    kind: str  # 年度, 季度, 离岗, 专项
    base_date: date
    scope: str
    figures: CountFigures
    counters: str
    supervisor: str
    finished_on: date | None = None
    conclusion: str = ""


Data = RegisterData[Entry]


def _check(entry: Entry) -> None:
    if not entry.figures.adds_up:
        raise ValueError("the figures of a count disagree")


def _cells(entry: Entry, hidden: bool) -> tuple[Cell, ...]:
    sums = entry.figures
    return (
        both(entry.batch, entry.kind),
        both(iso(entry.base_date), iso(entry.finished_on)),
        entry.scope,
        sums.book,
        sums.actual,
        sums.matched,
        sums.on_loan,
        sums.moved_during,
        sums.missing,
        sums.misplaced,
        sums.mismarked,
        sums.damaged,
        sums.unrecorded,
        both(entry.counters, entry.supervisor),
        entry.conclusion or "—",
    )


_NARROW = 10.5

REGISTER: Register[Entry] = Register(
    CODE,
    PREFIX,
    TITLE,
    (
        fits.stacked("清查批次", "类型", 30, fits.small_reference, fits.small, CENTRE),
        fits.stacked("基准日期", "完成日期", 20, fits.small, align=CENTRE),
        fits.column("范围", 35, fits.register_title),
        fits.column("账面", 13, fits.text, CENTRE, 9.5),
        fits.column("实有", 13, fits.text, CENTRE, 9.5),
        fits.column("相符", 13, fits.text, CENTRE, 9.5),
        fits.column("借出", _NARROW, fits.text, CENTRE, 9.5),
        fits.column("期间\n异动", _NARROW, fits.text, CENTRE, 9.5),
        fits.column("缺失", _NARROW, fits.text, CENTRE, 9.5),
        fits.column("错位", _NARROW, fits.text, CENTRE, 9.5),
        fits.column("标识\n不符", _NARROW, fits.text, CENTRE, 9.5),
        fits.column("破损", _NARROW, fits.text, CENTRE, 9.5),
        fits.column("账外", _NARROW, fits.text, CENTRE, 9.5),
        fits.stacked("清查人（两人）", "监督人", 26, fits.small_names, align=CENTRE),
        fits.column("处理结论", 27.5, fits.register_title),
    ),
    3,
    _cells,
    "次",
    _check,
)


def draw(data: Data, stamp: Stamp, fonts: FontSet, tick: Tick | None = None) -> FormDocument:
    """The pages. Raises MissingGlyphs; ValueError for figures that do not add up."""
    return registers.draw(REGISTER, data, stamp, fonts, tick)
