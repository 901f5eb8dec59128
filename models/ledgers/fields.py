"""How a kind of record is described: fields, ledger, and the reading of a declaration (`docs/architecture.md`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from functools import cached_property
from typing import Any, get_type_hints

from models.domain.dates import is_day
from models.domain.problems import Problem, blocks
from models.domain.text import T, Text

Values = Mapping[str, Any]


class Kind(StrEnum):
    """What a field holds. Stored as TEXT or INTEGER only: the journal knows no other value (K-8)."""

    TEXT = "TEXT"  # one line
    LONG_TEXT = "LONG_TEXT"  # several lines
    INTEGER = "INTEGER"
    YES_NO = "YES_NO"  # 0 or 1
    DATE = "DATE"  # ISO date
    MOMENT = "MOMENT"  # ISO date and time, UTC, ends in Z
    CHOICE = "CHOICE"  # a code of `choices`
    LINK = "LINK"  # id of a row of the ledger `to`


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a record: its words and where it is shown. `width` is in list pixels at 100 %; 0 = not in lists."""

    label: Text
    kind: Kind = Kind.TEXT
    required: bool = False
    width: int = 0
    choices: Mapping[str, Text] | None = None
    to: str = ""
    in_dialog: bool = True
    searched: bool = False
    form_width: float = 0.0  # millimetres on the printed register page; 0 = not printed
    longest: int = 400  # characters
    hint: Text | None = None


NO_WORDS = T("ledger", "")


@dataclass(frozen=True)
class Ledger:
    """A kind of record: data and at most four callables (`house.md` 6). `record` is a frozen dataclass of fields."""

    name: str
    title: Text
    record: type
    purpose: Text = NO_WORDS
    states: Mapping[str, Text] = field(default_factory=dict)
    order: tuple[str, ...] = ("id",)
    unique: tuple[tuple[str, ...], ...] = ()
    in_navigation: bool = True
    editable: bool = True  # rows may be amended and voided by the generic acts, and added by `add_act`
    add_act: str = "add_row"
    register_code: str = ""  # G01 …: the printed register page
    void_values: Mapping[str, str | int] = field(default_factory=lambda: {"state": "VOID"})  # what voiding a row writes
    check: Callable[[Values, Any], list[Problem]] | None = None
    title_of: Callable[[Values], str] | None = None
    fill: Callable[[dict[str, Any], int], None] | None = None  # sets what a new row gets by itself, such as a code
    stands: Callable[[Values, str], list[Problem]] | None = None  # why a row as it stands takes no "amend" or no "void"

    @cached_property
    def fields(self) -> dict[str, Field]:
        """Field declarations by name in the order of the dataclass, `id` left out."""
        hints = get_type_hints(self.record, include_extras=True)
        found: dict[str, Field] = {}
        for item in fields(self.record):
            if item.name != "id":
                found[item.name] = next(part for part in hints[item.name].__metadata__ if isinstance(part, Field))
        return found

    def shape_problems(self, values: Values) -> list[Problem]:
        """Problems that follow from the declaration alone: required, length, kind, choice."""
        problems: list[Problem] = []
        for name, declared in self.fields.items():
            value = values.get(name)
            if value is None or value == "":
                if declared.required:
                    problems.append(
                        blocks("REQUIRED", name, T("problem", "“{label}”必须填写", label=declared.label))
                    )
                continue
            problems += _shape_problem(name, declared, value)
        return problems


def _shape_problem(name: str, declared: Field, value: object) -> list[Problem]:
    label = declared.label
    if declared.kind in (Kind.INTEGER, Kind.LINK, Kind.YES_NO):
        if not isinstance(value, int):
            return [blocks("NOT_A_NUMBER", name, T("problem", "“{label}”要填数字，如 3", label=label))]
        return []
    if not isinstance(value, str):
        return [blocks("NOT_A_TEXT", name, T("problem", "“{label}”要填文字", label=label))]
    if len(value) > declared.longest:
        text = T("problem", "“{label}”最多 {most} 个字，现有 {now} 个", label=label, most=declared.longest, now=len(value))
        return [blocks("TOO_LONG", name, text)]
    if declared.kind is Kind.DATE and not is_day(value):
        return [blocks("NOT_A_DATE", name, T("problem", "没有 {value} 这一天，请写成 2026-11-02 的样子", value=value))]
    if declared.kind is Kind.CHOICE and value not in (declared.choices or {}):
        return [blocks("NOT_A_CHOICE", name, T("problem", "“{label}”没有 {value} 这一项", label=label, value=value))]
    return []
