"""A form: fields of a ledger two by two, problems as marks and sentences at the fields, one reason for all warnings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from models.domain.problems import Problem, Severity, blocks
from models.domain.text import T, Text
from models.ledgers.fields import Field, Kind
from ui.theme import marks
from ui.theme.look import Look
from ui.theme.marks import SEVERITIES
from ui.widgets.buttons import Button
from ui.widgets.editors import Editor, Links, make_editor
from ui.widgets.inputs import LineInput, set_severity
from ui.widgets.labels import MarkLabel, label, lowered, set_tone


class NoteLine(QWidget):
    """The line under a field: a hint, or a mark with what is wrong. Its room is kept, so that nothing jumps."""

    def __init__(self, look: Look, hint: Text | str = "") -> None:
        super().__init__()
        self._look, self._hint = look, look.t(hint)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.px(5))
        self._mark = MarkLabel(look, "triangle", "bad", 12)
        self._words = label(look, self._hint, "hint", wrap=True)
        row.addLayout(lowered(self._mark, look.px(4)))
        row.addWidget(self._words, 1)
        self._mark.hide()
        self.setMinimumHeight(look.px(18))

    def set_hint(self, hint: Text | str) -> None:
        self._hint = self._look.t(hint)
        if self._mark.isHidden():
            self._words.setText(self._hint)

    def show_problem(self, problem: Problem | None) -> None:
        if problem is None:
            self._mark.hide()
            self._words.setText(self._hint)
            set_tone(self._words, "text3")
            return
        mark = SEVERITIES[problem.severity]
        self._mark.set_mark(mark.shape, mark.token)
        self._mark.show()
        self._words.setText(self._look.t(problem.text))
        set_tone(self._words, mark.token)

    def words(self) -> str:
        return self._words.text()


class FieldBox(QWidget):
    """Label above, editor, note below; 必填 as a word; at the right where the value comes from (条码)."""

    def __init__(self, look: Look, name: str, field: Field, editor: Editor) -> None:
        super().__init__()
        self.name, self.field, self.editor, self._look = name, field, editor, look
        self.touched = False
        self.typing = False  # changed since the focus came: what cannot be read yet is judged when it is left
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(3))
        row = QHBoxLayout()
        row.setSpacing(look.px(6))
        title = label(look, field.label, "label")
        title.setBuddy(editor.control)
        row.addWidget(title)
        if field.required:
            row.addWidget(label(look, T("form", "必填"), "hint"))
        row.addStretch(1)
        self._origin = label(look, "", "hint", "ok")
        row.addWidget(self._origin)
        column.addLayout(row)
        column.addWidget(editor)
        self.note = NoteLine(look, field.hint or "")
        column.addWidget(self.note)
        editor.left.connect(self._touch)
        editor.changed.connect(self._change)

    def set_origin(self, text: Text | str) -> None:
        self._origin.setText(self._look.t(text))

    def _touch(self) -> None:
        self.touched, self.typing = True, False

    def _change(self) -> None:
        self.typing = self.editor.control.hasFocus()

    def show_problem(self, problem: Problem | None) -> None:
        self.editor.set_severity(problem.severity if problem else "")
        self.note.show_problem(problem)
        said = self._look.t(problem.text) if problem else self._look.t(self.field.hint or "")
        self.editor.control.setAccessibleDescription(said)


class Summary(QWidget):
    """How many fields must be changed and how many need a reason; F8 goes to the next one."""

    next_wanted = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look, self._tone = look, "bad"
        row = QHBoxLayout(self)
        row.setContentsMargins(look.px(14), look.px(4), look.px(11), look.px(4))
        row.setSpacing(look.px(8))
        self._parts: dict[str, tuple[MarkLabel, Any]] = {}
        for severity, shape, tone in ((Severity.BLOCKS, "triangle", "bad"), (Severity.WARNS, "diamond", "warn")):
            mark, words = MarkLabel(look, shape, tone, 14), label(look, "", "strong", tone)
            row.addWidget(mark)
            row.addWidget(words)
            row.addSpacing(look.px(36))
            self._parts[severity] = (mark, words)
        row.addStretch(1)
        button = Button(look, T("form", "下一处"), key="F8", tall=30)
        button.clicked.connect(self.next_wanted)
        row.addWidget(button)
        self.setMinimumHeight(look.px(44))
        self.hide()

    def show_counts(self, must: int, reason: int) -> None:
        texts = {
            Severity.BLOCKS: (must, T("form", "{n} 处要改才能保存", n=must)),
            Severity.WARNS: (reason, T("form", "{n} 处要写理由", n=reason)),
        }
        for severity, (count, text) in texts.items():
            for part in self._parts[severity]:
                part.setVisible(bool(count))
            self._parts[severity][1].setText(self._look.t(text))
        self._tone = "bad" if must else "warn"
        self.setVisible(bool(must or reason))
        self.setAccessibleName(self._look.t(T("form", "要改 {must} 处，要写理由 {reason} 处", must=must, reason=reason)))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = self._look, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(look.color(marks.SOFT[self._tone]))
        painter.setPen(QPen(look.color(self._tone), look.tokens.border))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), look.px(6), look.px(6))


class ReasonField(QWidget):
    """One reason for all warnings; its note says who will read it."""

    changed = Signal()

    def __init__(self, look: Look, title: Text | None = None) -> None:
        super().__init__()
        title = title or T("form", "警告仍要保存的理由")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(3))
        words = label(look, title, "label")
        self.line = LineInput(look, title)
        self.line.setPlaceholderText(look.t(T("form", "如：分管领导已批准，批件号")))
        words.setBuddy(self.line)
        column.addWidget(words)
        column.addWidget(self.line)
        self.note = NoteLine(look, T("form", "理由会写入日志，审计员可见"))
        column.addWidget(self.note)
        self.line.textChanged.connect(lambda _text: self.changed.emit())

    def show_missing(self, missing: bool) -> None:
        """Say at the field that the reason is what is missing, or no more."""
        problem = blocks("REQUIRED", "reason", T("form", "还差理由：写一句为什么仍要这样办")) if missing else None
        set_severity(self.line, problem.severity if problem else "")
        self.note.show_problem(problem)

    def text(self) -> str:
        return self.line.text().strip()


def _waits(problem: Problem, box: FieldBox, all_fields: bool) -> bool:
    """Whether a problem is only that the field is not filled in to its end yet."""
    if problem.code == "UNREADABLE":
        return box.typing
    return problem.code == "REQUIRED" and not (box.touched or all_fields)


class Form(QWidget):
    """Fields by name. `changed` after every change; `left` when a field was left (time to ask the rules).

    `spans` says how many columns a field takes (else one; long texts take all), `editors` gives editors of the page's
    own instead of the one that fits the field's kind.
    """

    changed = Signal()
    left = Signal()

    def __init__(self, look: Look, fields: Mapping[str, Field], links: Links | None = None, columns: int = 2,
                 year: int | None = None, spans: Mapping[str, int] | None = None,
                 editors: Mapping[str, Editor] | None = None) -> None:  # fmt: skip
        super().__init__()
        self.look = look
        own, widths = editors or {}, spans or {}
        self.boxes: dict[str, FieldBox] = {}
        self._shown: list[Problem] = []
        grid = QGridLayout(self)
        edge = look.px(3)
        grid.setContentsMargins(edge, edge, edge, edge)
        grid.setHorizontalSpacing(look.px(18))
        grid.setVerticalSpacing(look.px(6))
        row = column = 0
        for name, field in fields.items():
            box = FieldBox(look, name, field, own.get(name) or make_editor(look, field, links, year))
            self.boxes[name] = box
            wide = widths.get(name, columns if field.kind is Kind.LONG_TEXT else 1)
            if column + wide > columns:
                row, column = row + 1, 0
            grid.addWidget(box, row, column, 1, wide, Qt.AlignmentFlag.AlignTop)
            column += wide
            box.editor.changed.connect(self.changed)
            box.editor.left.connect(self.left)
        for part in range(columns):
            grid.setColumnStretch(part, 1)

    def values(self) -> dict[str, Any]:
        """What would be stored, field by field; None where nothing is filled in."""
        return {name: box.editor.value() for name, box in self.boxes.items()}

    def set_values(self, values: Mapping[str, Any]) -> None:
        for name, box in self.boxes.items():
            if name in values:
                box.editor.set_value(values[name])

    def unreadable(self) -> list[Problem]:
        """Fields whose text cannot be read as what it should be."""
        found = []
        for name, box in self.boxes.items():
            text = box.editor.wrong()
            if text is not None:
                found.append(blocks("UNREADABLE", name, text))
        return found

    def settle(self) -> None:
        """Nobody goes on typing now: judge every field as it stands."""
        for box in self.boxes.values():
            box.typing = False

    def show_problems(self, problems: Sequence[Problem], all_fields: bool = False) -> list[Problem]:
        """Put problems at their fields; returns those that belong to no field of this form.

        An empty required field that nobody has come to yet is not marked, unless `all_fields`; what cannot be read is
        not marked while it is typed.
        """
        worst: dict[str, Problem] = {}
        rest: list[Problem] = []
        for problem in sorted(problems, key=lambda found: not found.blocks):
            box = self.boxes.get(problem.field)
            if box is None:
                rest.append(problem)
            elif not _waits(problem, box, all_fields):
                worst.setdefault(problem.field, problem)
        for name, box in self.boxes.items():
            box.show_problem(worst.get(name))
        self._shown = list(worst.values())
        return rest

    def marked(self) -> list[Problem]:
        """The problems that stand at fields now."""
        return list(self._shown)

    def go_to_next(self) -> bool:
        """F8: the next field with a problem after the one with the focus."""
        names = list(self.boxes)
        wrong = [name for name in names if any(problem.field == name for problem in self._shown)]
        if not wrong:
            return False
        here = next((i for i, name in enumerate(names) if self.boxes[name].editor.control.hasFocus()), -1)
        after = [name for name in wrong if names.index(name) > here]
        self.boxes[(after or wrong)[0]].editor.control.setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def first(self) -> QWidget | None:
        """The first control that can be filled in."""
        for box in self.boxes.values():
            if box.editor.control.focusPolicy() & Qt.FocusPolicy.TabFocus and box.editor.control.isEnabled():
                return box.editor.control
        return None
