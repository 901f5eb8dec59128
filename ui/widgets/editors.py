"""One editor for each kind of field (`models.ledgers.fields.Kind`): value in, value out, and what cannot be read."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Protocol

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from models.domain.dates import DateError, parse_date
from models.domain.text import T, Text
from models.ledgers.fields import Field, Kind
from ui.theme.look import Look
from ui.widgets.inputs import ChoiceInput, LineInput, Switch, set_severity


class Links(Protocol):
    """Rows that a LINK field can point to. Answers come back on the GUI thread."""

    def suggest(self, ledger: str, text: str, done: Callable[[list[tuple[int, str]]], None]) -> None:
        """Rows of a ledger whose title contains the text, best first, as (id, title)."""

    def title(self, ledger: str, id_: int, done: Callable[[str], None]) -> None:
        """The title of one row."""


class Editor(QWidget):
    """Base of the editors. `value` is what is stored; `wrong` is why what was typed cannot be stored."""

    changed = Signal()
    left = Signal()

    def __init__(self, look: Look, control: QWidget) -> None:
        super().__init__()
        self.look, self.control = look, control
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(control)
        self.setFocusProxy(control)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def value(self) -> Any:
        raise NotImplementedError

    def set_value(self, value: Any) -> None:
        raise NotImplementedError

    def wrong(self) -> Text | None:
        return None

    def set_read_only(self, fixed: bool) -> None:
        self.control.setEnabled(not fixed)

    def set_severity(self, severity: str) -> None:
        set_severity(self.control, severity)


class EditorLine(LineInput):
    left = Signal()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()


class TextEditor(Editor):
    """One line of text; `line` is the line of an editor made from this one."""

    def __init__(self, look: Look, field: Field, line: EditorLine | None = None) -> None:
        self.line = line or EditorLine(look, field.label)
        super().__init__(look, self.line)
        self.field = field
        self.line.textChanged.connect(lambda _text: self.changed.emit())
        self.line.left.connect(self._leave)

    def _leave(self) -> None:
        self.left.emit()

    def typed(self) -> str:
        return self.line.text().strip()

    def value(self) -> Any:
        return self.typed() or None

    def set_value(self, value: Any) -> None:
        self.line.setText("" if value is None else str(value))
        self.line.setCursorPosition(0)

    def set_read_only(self, fixed: bool) -> None:
        self.line.setReadOnly(fixed)
        self.line.setFocusPolicy(Qt.FocusPolicy.ClickFocus if fixed else Qt.FocusPolicy.StrongFocus)


class IntegerEditor(TextEditor):
    """A whole number; full-width digits are read too."""

    def _number(self) -> int | None:
        typed = unicodedata.normalize("NFKC", self.typed()).replace("\u2009", "").replace(" ", "")
        return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 16 else None

    def value(self) -> Any:
        return self._number()

    def wrong(self) -> Text | None:
        if self.typed() and self._number() is None:
            return T("problem", "“{label}”要填数字，如 3", label=self.field.label)
        return None


class DateEditor(TextEditor):
    """A day, typed as it comes (2026-11-02, 20261102, 11月2日); shown as 2026-11-02 once the field is left."""

    def __init__(self, look: Look, field: Field, year: int | None = None) -> None:
        super().__init__(look, field)
        self._year = year

    def _parsed(self) -> str | Text | None:
        if not self.typed():
            return None
        try:
            return parse_date(self.typed(), self._year).day.isoformat()
        except DateError as wrong:
            return wrong.text

    def value(self) -> Any:
        parsed = self._parsed()
        return parsed if isinstance(parsed, str) else None

    def wrong(self) -> Text | None:
        parsed = self._parsed()
        return parsed if isinstance(parsed, Text) else None

    def _leave(self) -> None:
        value = self.value()
        if value is not None and value != self.typed():
            self.line.setText(value)
        super()._leave()


class MomentEditor(DateEditor):
    """A day and a time of day in local time; stored in UTC."""

    def _parsed(self) -> str | Text | None:
        typed = unicodedata.normalize("NFKC", self.typed())
        if not typed:
            return None
        day, _space, time = typed.partition(" ")
        try:
            clock = datetime.strptime(time.strip() or "00:00", "%H:%M").time()  # noqa: DTZ007 - only the time is taken
            local = datetime.combine(parse_date(day, self._year).day, clock).astimezone()
        except DateError as wrong:
            return wrong.text
        except ValueError:
            return T("problem", "没有 {time} 这个时刻，请写成 2026-11-02 14:05 的样子", time=time.strip())
        return local.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    def set_value(self, value: Any) -> None:
        self.line.setText(local_moment(value))

    def _leave(self) -> None:
        value = self.value()
        if value is not None:
            self.line.setText(local_moment(value))
        self.left.emit()


class LongTextEditor(Editor):
    """Several lines; Tab leaves the field."""

    def __init__(self, look: Look, field: Field, lines: int = 3) -> None:
        self.text = _LongText(look, lines)
        self.text.setAccessibleName(look.t(field.label))
        super().__init__(look, self.text)
        self.text.textChanged.connect(self.changed)
        self.text.left.connect(self.left)

    def value(self) -> Any:
        return self.text.toPlainText().strip() or None

    def set_value(self, value: Any) -> None:
        self.text.setPlainText("" if value is None else str(value))

    def set_read_only(self, fixed: bool) -> None:
        self.text.setReadOnly(fixed)


class _LongText(QPlainTextEdit):
    left = Signal()

    def __init__(self, look: Look, lines: int) -> None:
        super().__init__()
        self._look, self._lines = look, lines
        self.setTabChangesFocus(True)
        self.setProperty("ringRadius", look.px(6))
        self.setFixedHeight(self._tall())
        self.document().setDocumentMargin(2)

    def _tall(self) -> int:
        return QFontMetrics(self._look.font(14)).lineSpacing() * self._lines + self._look.px(18)

    def sizeHint(self) -> QSize:
        return QSize(self._look.px(200), self._tall())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()


class YesNoEditor(Editor):
    """A switch: 1 or 0."""

    def __init__(self, look: Look, field: Field) -> None:
        self.switch = Switch(look, field.label, T("yes no", "是"), T("yes no", "否"))
        super().__init__(look, self.switch)
        self.switch.toggled.connect(lambda _on: self.changed.emit())
        self.setMinimumHeight(look.px(36))

    def value(self) -> Any:
        return int(self.switch.isChecked())

    def set_value(self, value: Any) -> None:
        self.switch.setChecked(bool(value))


class ChoiceEditor(Editor):
    """One of the field's codes; an empty line where the field is not required."""

    def __init__(self, look: Look, field: Field) -> None:
        self.choice = ChoiceInput(look, field.label)
        super().__init__(look, self.choice)
        items: list[tuple[object, Text | str]] = [(None, "")]
        self.choice.set_items(items + list((field.choices or {}).items()))
        self.choice.chosen.connect(lambda _code: self.changed.emit())
        self.choice.chosen.connect(lambda _code: self.left.emit())

    def value(self) -> Any:
        return self.choice.code()

    def set_value(self, value: Any) -> None:
        self.choice.set_code(value)


def local_moment(value: str | None) -> str:
    """A stored UTC moment as it is read here: 2026-11-23 14:05."""
    if not value:
        return ""
    return datetime.fromisoformat(value.replace("Z", "+00:00")).astimezone().strftime("%Y-%m-%d %H:%M")


def make_editor(look: Look, field: Field, links: Links | None = None, year: int | None = None) -> Editor:
    """The editor that fits a field's kind."""
    if field.kind is Kind.LINK and links is not None:
        from ui.widgets.link_editor import LinkEditor

        return LinkEditor(look, field, links)
    if field.kind in (Kind.DATE, Kind.MOMENT):
        return (DateEditor if field.kind is Kind.DATE else MomentEditor)(look, field, year)
    simple: dict[Kind, Callable[[Look, Field], Editor]] = {
        Kind.TEXT: TextEditor, Kind.LONG_TEXT: LongTextEditor, Kind.INTEGER: IntegerEditor, Kind.LINK: IntegerEditor,
        Kind.YES_NO: YesNoEditor, Kind.CHOICE: ChoiceEditor,
    }  # fmt: skip
    return simple[field.kind](look, field)

