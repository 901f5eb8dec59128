"""The dry run's table: every source row with its class, what it becomes and its first problem; made as it is looked at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from models.domain.text import T, Text
from models.services import import_words
from models.services.import_words import FindingCard
from models.services.importing import Class, Judged, Outcome
from ui.theme.look import Look
from ui.theme.marks import Mark
from ui.widgets.cell_table import Cell, CellTable, Head, TableRow
from ui.words import number

MARKS: dict[Class, Mark] = {
    Class.ACCEPTED: Mark("check", "ok", "text", T("import class", "接受")),
    Class.WARNED: Mark("diamond", "warn", "warn", T("import class", "有提示")),
    Class.PRESENT: Mark("double", "neu", "neu", T("import class", "已在库")),
    Class.REFUSED: Mark("triangle", "bad", "bad", T("import class", "不收")),
    Class.SKIPPED: Mark("ring", "text3", "text3", T("import class", "跳过")),
}
SEVERITY_MARKS = {
    "BLOCKS": Mark("triangle", "bad", "bad", T("severity", "须改")),
    "WARNS": Mark("diamond", "warn", "warn", T("severity", "提示")),
    "NOTICE": Mark("ring", "neu", "text2", T("severity", "说明")),
}
ROW_HEIGHT = 50
Places = Sequence[int]


class JudgedRows(Sequence[TableRow]):
    """Rows of the table, made when they are drawn: the whole ledger may be a hundred thousand of them."""

    def __init__(self, outcome: Outcome, places: Places) -> None:
        self.outcome, self.places = outcome, places

    def __len__(self) -> int:
        return len(self.places)

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            return [self[at] for at in range(*index.indices(len(self)))]
        place = self.places[index]
        return _row(place, self.outcome.rows[place])

    def __iter__(self) -> Iterator[TableRow]:
        return (self[at] for at in range(len(self)))

    def where(self, place: int) -> int:
        """The row of the table that shows this row of the outcome, -1 if none does."""
        try:
            return self.places.index(place)
        except ValueError:
            return -1


class JudgedTable(CellTable):
    """Keys are places in `outcome.rows`."""

    def __init__(self, look: Look) -> None:
        heads = (
            Head(T("import page", "源行"), 108), Head(T("import page", "结果"), 92), Head(T("import page", "登记成什么"), 0),
            Head(T("import page", "问题"), 330),
        )  # fmt: skip
        super().__init__(look, heads, T("import page", "逐行结果"), ROW_HEIGHT)

    def show_rows(self, rows: JudgedRows) -> None:
        """Show these rows; the current one stays current if it is among them."""
        key = self.current_key()
        model = self.cells
        model.beginResetModel()
        model.rows = rows  # type: ignore[assignment]  # a sequence that makes its rows
        model.endResetModel()
        at = rows.where(key) if isinstance(key, int) else -1
        if rows:
            self._select(max(at, 0))
        else:
            self.picked.emit(None)

    def go_to(self, key: Any) -> bool:
        rows = self.cells.rows
        at = rows.where(key) if isinstance(rows, JudgedRows) else -1
        if at >= 0:
            self._select(at)
        return at >= 0


def _row(place: int, judged: Judged) -> TableRow:
    mark = MARKS[judged.klass]
    quiet = "text3" if judged.klass in (Class.SKIPPED, Class.PRESENT) else "text"
    return TableRow(place, (
        Cell(str(judged.row.row), judged.row.sheet, token="text2"),
        Cell(mark=mark),
        Cell(import_words.headline(judged), import_words.becomes(judged), token=quiet),
        _problem_cell(import_words.findings(judged)),
    ))  # fmt: skip


def _problem_cell(found: list[FindingCard]) -> Cell:
    if not found:
        return Cell("")
    first = found[0]
    where = where_words(first)
    more = T("import page", "另有 {n} 处", n=number(len(found) - 1)) if len(found) > 1 else ""
    second: Text | str = where or more
    if where and more:
        second = T("import page", "{where}　{more}", where=where, more=more)
    mark = SEVERITY_MARKS[first.severity]
    return Cell(first.text, second, mark=Mark(mark.shape, mark.token, mark.word_token, mark.word))


def where_words(card: FindingCard) -> Text | str:
    """The cell of a finding: E列 密级“很秘密”."""
    if not card.column:
        return card.heading
    if card.value:
        return T("import page", "{column}列 {heading}“{value}”", column=card.column, heading=card.heading, value=" ".join(card.value.split()))
    return T("import page", "{column}列 {heading}", column=card.column, heading=card.heading)


def places_by_class(outcome: Outcome) -> dict[Class | None, list[int]]:
    """Places of rows by class; under None all that are no mere heading or blank (a skipped one only if the clerk chose it)."""
    found: dict[Class | None, list[int]] = {klass: [] for klass in Class}
    found[None] = []
    for place, judged in enumerate(outcome.rows):
        found[judged.klass].append(place)
        if judged.klass is not Class.SKIPPED:
            found[None].append(place)
    return found
