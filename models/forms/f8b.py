"""F8b 涉密载体清查差异报告 (`forms.md` 2, columns by K-22): sums by level, every difference, three opinions.

The sums are checked before anything is drawn: a report whose figures disagree is never printed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from models.domain.count_types import DIFFERENCES, UNRECORDED_WORDS, VERDICT_WORDS, Unrecorded, Verdict
from models.domain.markings import NO_MARKING, Marking, render_marking
from models.domain.reconciliation import CountFigures
from models.forms import columns as fits
from models.forms.blocks import Block, Opinion, opinion_block
from models.forms.fonts import FontSet
from models.forms.grid import Grid, HeadCell, Label, Value, count_rows
from models.forms.lists import TITLE_HIDDEN, check_mark, chinese_date, level_word
from models.forms.page import PORTRAIT, Head, Header
from models.forms.render import FormDocument, compose
from models.forms.rows import Row
from models.forms.setting import Typesetter
from models.forms.sheet import CENTRE, Sheet
from models.forms.stamp import Stamp
from models.forms.table import TableSpec, Tick, draw_table

PREFIX = "PC"
WORD = "查差"
CODE = "F8b"
TITLE = "涉密载体清查差异报告"
NOTE = (
    "注：1. 账面＝相符＋借出＋期间异动＋缺失＋其他；实有＝相符＋账外＋其他；其他为错位、标识不符、破损之和。"
    "2. 缺失载体自发现之日起，绝密级10日内、机密级和秘密级60日内查无下落的，按泄露国家秘密处理；"
    "发现可能泄密应在24小时内报告。"
)
MOST_NAMED = 6  # carriers named in a note
LEVELS = ("绝密", "机密", "秘密", "工作秘密")
OTHER_LEVEL = "其他"
_WIDTHS = (17.0, 17.0, 17.0, 17.0, 16.0, 16.0, 16.0, 16.0)
_HEADS = ("账面", "实有", "相符", "借出\n（有手续）", "期间\n异动", "缺失", "账外", "其他")
_LEVEL_WIDTH = 24.0

COLUMNS = (
    fits.number_column("序号"),
    fits.column("载体名称", 43, fits.narrow_title),
    fits.column("文号／份号", 30, fits.reference),
    fits.column("密级和\n保密期限", 22, fits.marking, CENTRE),
    fits.column("差异类型", 17, fits.name, CENTRE, 10.0),
    fits.column("原因", 17, fits.name, CENTRE),
    fits.column("处理及\n期限", 18, fits.name, CENTRE),
)


class SumsDisagree(ValueError):
    """The figures of a report contradict each other: something counted wrongly, and nothing may be printed."""


@dataclass(frozen=True, slots=True)
class Line:
    """One difference. `reference` is the document number, `copy` the copy number or "" (media: two lines in `reference`)."""

    title: str
    reference: str
    copy: str
    marking: Marking
    verdict: Verdict
    unrecorded: Unrecorded | None = None
    cause: str = ""
    handling: str = ""
    title_hidden: bool = False
    detail: str = ""  # what is known beyond the class: 账上已移交; "" for the words of `unrecorded`


@dataclass(frozen=True, slots=True)
class Data:
    """A report on a count; `figures` by the level words 绝密, 机密, 秘密, 工作秘密, 其他 (absent = all zero)."""

    number: str  # 〔2026〕查差第001号
    batch: str  # 〔2026〕清查第001号
    began_on: date
    ended_on: date
    counters: str
    scope: str
    figures: Mapping[str, CountFigures]
    rows: tuple[Line, ...] = ()
    mark: Marking = NO_MARKING
    titles_hidden: bool = False
    holder_statement: str = ""
    above_limit: tuple[str, ...] = ()  # carriers that are no difference but lay where their level may not lie


def draw(data: Data, stamp: Stamp, fonts: FontSet, tick: Tick | None = None) -> FormDocument:
    """The report on as many pages as it needs.

    Raises SumsDisagree, MissingGlyphs, TextDoesNotFit, ValueError for a mark lower than a row's.
    """
    check_sums(data)
    setter = Typesetter(fonts)
    shown = [line.marking for line in data.rows if not (data.titles_hidden or line.title_hidden)]
    check_mark(data.mark, shown)
    header = Header((f"清查批次：{data.batch}",), (), (f"编号：{data.number}",))
    spec = TableSpec(
        columns=COLUMNS,
        rows=tuple(_row(index, line, data) for index, line in enumerate(data.rows, 1)),
        title_column=1,
        head_height=9.5,
        front=(_front(data),),
        end=tuple(opinion_block(opinion, 22.0) for opinion in _opinions(data)),
        note=NOTE + _above_limit(data.above_limit),
    )
    head = Head(TITLE, render_marking(data.mark) if shown else "", (header,))
    return compose(TITLE, draw_table(PORTRAIT, setter, head, spec, tick), stamp, fonts)


def check_sums(data: Data) -> None:
    """Raise SumsDisagree unless the figures of every level agree (K-22) and the rows are the differences counted."""
    if set(data.figures) - {*LEVELS, OTHER_LEVEL}:
        raise SumsDisagree("unknown level")
    if any(line.verdict not in DIFFERENCES for line in data.rows):
        raise SumsDisagree("a row that is no difference")
    for level in (*LEVELS, OTHER_LEVEL):
        figures = data.figures.get(level, CountFigures())
        if not figures.adds_up:
            raise SumsDisagree(f"figures of {level}")
        found = Counter(line.verdict for line in data.rows if level_word(line.marking) == level)
        counted = {
            Verdict.MISSING: figures.missing, Verdict.MISPLACED: figures.misplaced, Verdict.MISMARKED: figures.mismarked,
            Verdict.DAMAGED: figures.damaged, Verdict.UNRECORDED: figures.unrecorded,
        }  # fmt: skip
        if any(found[verdict] != number for verdict, number in counted.items()):
            raise SumsDisagree(f"rows of {level}")


def _shown(figures: CountFigures) -> tuple[int, ...]:
    """The figures in the order of the printed columns; 其他 is 错位, 标识不符 and 破损 together."""
    other = figures.misplaced + figures.mismarked + figures.damaged
    return (
        figures.book, figures.actual, figures.matched, figures.on_loan, figures.moved_during, figures.missing,
        figures.unrecorded, other,
    )  # fmt: skip


def _front(data: Data) -> Block:
    rows = _count_table(data.figures)
    height = 9.0 + 12.0 + 9.5 + 7.5 * len(rows)

    def draw_front(sheet: Sheet, setter: Typesetter, x: float, y: float, width: float) -> None:
        grid = Grid(sheet, setter, x, y, width)
        grid.row(
            9.0,
            Label("清查期间", 26.0), Value(_period(data), 52.0, "清查期间"),
            Label("清查人", 26.0), Value(data.counters, 52.0, "清查人"),
        )  # fmt: skip
        grid.row(12.0, Label("清查范围", 26.0), Value(data.scope, 130.0, "清查范围"))
        heads = (HeadCell(word, wide) for word, wide in zip(_HEADS, _WIDTHS, strict=True))
        grid.row(9.5, HeadCell("密级", _LEVEL_WIDTH), *heads)
        count_rows(grid, _LEVEL_WIDTH, _WIDTHS, rows)

    return Block(height, draw_front)


def _count_table(figures: Mapping[str, CountFigures]) -> list[tuple[Label, Sequence[int]]]:
    words = [*LEVELS, *([OTHER_LEVEL] if any(_shown(figures.get(OTHER_LEVEL, CountFigures()))) else [])]
    table = [_shown(figures.get(word, CountFigures())) for word in words]
    rows: list[tuple[Label, Sequence[int]]] = [
        (Label(word, _LEVEL_WIDTH), shown) for word, shown in zip(words, table, strict=True)
    ]
    return [*rows, (Label("合  计", _LEVEL_WIDTH), [sum(column) for column in zip(*table, strict=True)])]


def _period(data: Data) -> str:
    end = chinese_date(data.ended_on)
    if data.began_on.year == data.ended_on.year:
        end = end.partition("年")[2]
    return f"{chinese_date(data.began_on)}至{end}"


def _row(index: int, line: Line, data: Data) -> Row:
    hidden = data.titles_hidden or line.title_hidden
    number = "\n".join(part for part in (line.reference, f"份号{line.copy}" if line.copy else "") if part)
    cells = (
        str(index),
        TITLE_HIDDEN if hidden else line.title,
        number or "—",
        render_marking(line.marking) or "—",
        _verdict_words(line),
        line.cause,
        line.handling,
    )
    return Row(cells, source=line)


def _verdict_words(line: Line) -> str:
    word = str(VERDICT_WORDS[line.verdict])
    detail = line.detail or (str(UNRECORDED_WORDS[line.unrecorded]) if line.unrecorded else "")
    return f"{word}\n（{detail}）" if detail else word


def _above_limit(numbers: Sequence[str]) -> str:
    if not numbers:
        return ""
    named = "、".join(numbers[:MOST_NAMED]) + ("等" if len(numbers) > MOST_NAMED else "")
    return f"3. 另有{len(numbers)}份账物相符，但密级高于所在柜层的上限，应当移放：{named}。"


def _opinions(data: Data) -> tuple[Opinion, Opinion, Opinion]:
    return (
        Opinion("责任人说明", "签字：", data.holder_statement),
        Opinion("保密工作机构\n意    见"),
        Opinion("分管领导\n意    见"),
    )
