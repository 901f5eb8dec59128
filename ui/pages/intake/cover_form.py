"""The form of the intake page: what stands on a cover, what it means for the act, and where each value came from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy

from models.domain import numbering
from models.domain.markings import MarkingError, marking_columns, render_marking
from models.domain.numbering import format_copy_numbers
from models.domain.problems import Problem
from models.domain.text import T, Text
from models.services import intake
from models.services.intake import Place
from ui.pages.intake.editors import CopiesEditor, CountEditor, TermEditor
from ui.pages.intake.fields import COLUMNS, FIELDS, MORE, PLACE_OF, SPANS, STAYS, STILL_EMPTY
from ui.theme.look import Look
from ui.widgets.editors import ChoiceEditor, Editor, Links, TextEditor
from ui.widgets.form import Form
from ui.widgets.link_editor import LinkEditor
from ui.widgets.suggest_editor import Ask, SuggestEditor

COPIES = T("unit of count", "份")


@dataclass(frozen=True)
class Entry:
    """What the act is asked to register."""

    values: dict[str, Any]
    copy_numbers: list[str | None]
    shelf_id: int | None
    medium: str = "PAPER"


@dataclass
class _Origin:
    """What a barcode proposed for a field, as the editor then held it."""

    values: dict[str, Any] = field(default_factory=dict)
    hidden: dict[str, Any] = field(default_factory=dict)  # fields of the act without an editor: barcode number, marking


class CoverForm(Form):
    """`entry()` is what would be registered; `problems(…)` puts findings of the act at the fields of the page."""

    def __init__(self, look: Look, links: Links, issuers: Ask, references: Ask, signers: Ask, year: int) -> None:
        own: dict[str, Editor] = {
            "issuer": SuggestEditor(look, FIELDS["issuer"], issuers),
            "reference_number": SuggestEditor(look, FIELDS["reference_number"], references, True, False),
            "signed_by": SuggestEditor(look, FIELDS["signed_by"], signers, opens=True),
            "counted_by": SuggestEditor(look, FIELDS["counted_by"], signers, opens=True),
            "term": TermEditor(look, FIELDS["term"]),
            "copies": CopiesEditor(look, FIELDS["copies"]),
            "copies_stated": CountEditor(look, FIELDS["copies_stated"], COPIES),
            "copies_received": CountEditor(look, FIELDS["copies_received"], COPIES),
            "pages": CountEditor(look, FIELDS["pages"], T("unit of count", "页")),
        }
        super().__init__(look, FIELDS, links, COLUMNS, year, SPANS, own)
        self._origin = _Origin()
        self._followed: int | None = None  # the number received that the copy numbers gave
        self._filling = False
        self.place: Place | None = None
        self._shows_more = True
        self.show_more(False)
        self._even_out()
        for name in ("reference_number", "copies", "mark", "term", "issued_on", "copies_received", "copies_stated"):
            self.boxes[name].editor.changed.connect(self._tell)
        self.changed.connect(self._show_origins)

    def _even_out(self) -> None:
        """Columns of one width whatever stands in them, rows at the top; the title keeps no line free below it."""
        for box in self.boxes.values():
            box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        grid = self.layout()
        if isinstance(grid, QGridLayout):
            grid.setRowStretch(grid.rowCount(), 1)
        self.boxes["title"].note.setMinimumHeight(0)
        self.boxes["title"].note.hide()

    # showing -------------------------------------------------------------------------------------------------------

    @property
    def shows_more(self) -> bool:
        return self._shows_more

    def show_more(self, shown: bool) -> None:
        """The rarer fields below the cover's."""
        self._shows_more = shown
        for name in MORE:
            self.boxes[name].setVisible(shown)

    def set_place(self, place: Place | None) -> None:
        """What is known about the shelf chosen; said under the field."""
        self.place = place
        self._tell()

    def _tell(self) -> None:
        """What the fields mean, under them, before anything exists."""
        hints = {
            "mark": self._mark_words(), "term": self._expiry_words(), "copies": self._copies_words(),
            "copies_received": self._received_words(), "reference_number": self._reference_words(), "shelf_id": self._place_words(),
            "issued_on": T("intake", "期限从这一天算") if self._counts_from_issue() else "",
        }  # fmt: skip
        for name, words in hints.items():
            self.boxes[name].note.set_hint(words or FIELDS[name].hint or "")

    def _mark_words(self) -> Text | str:
        marking = self._marking()
        words = render_marking(marking) if marking else ""
        return T("intake", "标志：{words}", words=words) if words else ""

    def _expiry_words(self) -> Text | str:
        found = intake.expires(self._mark(), self._typed("term"), self.boxes["issued_on"].editor.value())
        if found is None or found.last_day is None:
            return ""
        day = found.last_day.isoformat()
        return T("intake", "推定到期 {day}", day=day) if found.presumed else T("intake", "到期 {day}", day=day)

    def _counts_from_issue(self) -> bool:
        marking = self._marking()
        return marking is not None and marking.term.months is not None

    def _copies_words(self) -> Text | str:
        numbers = self.numbers()
        if not numbers:
            return ""
        together = format_copy_numbers(numbers)
        if "、" not in together and "～" in together:
            first, _wave, last = together.partition("～")
            return T("intake", "{n} 份：{first} 至 {last}", n=len(numbers), first=first, last=last)
        return T("intake", "{n} 份：{numbers}", n=len(numbers), numbers=together)

    def _reference_words(self) -> Text | str:
        typed = self._typed("reference_number")
        proposed = numbering.proposed_reference(typed)
        if not proposed:
            return ""
        if proposed == numbering.normalise_reference(typed):
            return T("intake", "登记为 {number}", number=proposed)
        return T("intake", "通常写成 {number}；原件就这样印的不用改", number=proposed)

    def _received_words(self) -> Text | str:
        numbers, received = self.numbers(), self.boxes["copies_received"].editor.value()
        return T("intake", "与份号相符") if numbers and received == len(numbers) else ""

    def _place_words(self) -> Text | str:
        place = self.place
        if place is None:
            return ""
        limit = T("intake", "扫柜层标签也可；此层没有密级限制")
        if place.limit:
            limit = T("intake", "扫柜层标签也可；此层限{level}及以下", level=intake.MARK_WORDS[place.limit])
        if place.free is None:
            return T("intake", "{limit}，现有 {used} 份", limit=limit, used=place.used)
        return T("intake", "{limit}，余 {free} 份", limit=limit, free=place.free)

    # what is filled in ---------------------------------------------------------------------------------------------

    def _typed(self, name: str) -> str:
        editor = self.boxes[name].editor
        return editor.typed() if isinstance(editor, TextEditor) else ""

    def _mark(self) -> str | None:
        value = self.boxes["mark"].editor.value()
        return str(value) if value else None

    def _marking(self) -> Any:
        try:
            return intake.marking_of(self._mark(), self._typed("term"))
        except MarkingError:
            return None

    def numbers(self) -> list[str]:
        """The copy numbers that were typed, in full."""
        editor = self.boxes["copies"].editor
        return editor.numbers() if isinstance(editor, CopiesEditor) else []

    def copy_numbers(self) -> list[str | None]:
        """One for each carrier: the numbers, or that many copies without one."""
        numbers = self.numbers()
        if numbers:
            return list(numbers)
        return [None] * min(self.boxes["copies_received"].editor.value() or 0, 2000)

    def entry(self, today: date) -> Entry:
        """What the act would be given now."""
        values = {name: self.boxes[name].editor.value() for name in FIELDS}
        marking = self._marking()
        columns = marking_columns(marking) if marking else {}
        for name in ("mark", "term", "copies", "shelf_id", "medium"):
            values.pop(name)
        if values["reference_number"] == intake.NO_REFERENCE:
            values["reference_number"] = None
        intact = values.pop("cover_intact")
        values |= columns | self._origin.hidden
        values["cover_intact"] = None if intact is None else int(intact)
        values["signed_on"] = today.isoformat()
        given = {name: value for name, value in values.items() if value is not None}
        medium = self.boxes["medium"].editor.value() or "PAPER"
        return Entry(given, self.copy_numbers(), self.boxes["shelf_id"].editor.value(), str(medium))

    @property
    def is_empty(self) -> bool:
        """Whether nothing of a document stands here yet."""
        return not any(self.boxes[name].editor.value() for name in ("title", "issuer", "reference_number", "copies"))

    def missing(self) -> list[str]:
        """Required fields that are still empty, in reading order. Copies without number need only be counted."""
        found = []
        for name, declared in FIELDS.items():
            empty = self.boxes[name].editor.value() in (None, "")
            if name == "copies":
                empty = empty and not self.copy_numbers()
            if declared.required and empty:
                found.append(name)
        return found

    # problems ------------------------------------------------------------------------------------------------------

    def own_problems(self) -> list[Problem]:
        """What cannot be read."""
        return self.unreadable()

    def taken(self, own: Sequence[Problem]) -> set[str]:
        """Fields about which the rules have nothing to say now: what cannot be read, and what hangs on it."""
        found = {problem.field for problem in own}
        return found | {"mark"} if "term" in found else found  # without a period that is read there is no marking

    def show_found(self, problems: Sequence[Problem], all_fields: bool = False, twin: str = "") -> list[Problem]:
        """Put the problems at their fields, warnings shortly (they stand in full at the right); `twin` is the registry
        number of a duplicate. Returns what belongs to no field."""
        placed = [self._placed(problem, twin) for problem in problems]
        rest = self.show_problems(placed, all_fields)
        title = self.boxes["title"]
        title.note.setVisible(bool(title.note.words()))
        if any(problem.field in MORE for problem in self.marked()) and not self._shows_more:
            self.show_more(True)
        return rest

    def _placed(self, problem: Problem, twin: str) -> Problem:
        name = PLACE_OF.get(problem.field, problem.field)
        code = "REQUIRED" if problem.code in STILL_EMPTY else problem.code
        text = problem.text if problem.blocks else T("intake", "要写理由，见右侧")
        if problem.code == "DUPLICATE_DOCUMENT" and twin:
            text = T("intake", "与 {number} 相同，见右侧", number=twin)
        return replace(problem, field=name, code=code, text=text)

    def pending(self, problem: Problem) -> bool:
        """Whether a finding only says that a field is empty which nobody has come to yet."""
        box = self.boxes.get(PLACE_OF.get(problem.field, problem.field))
        return problem.code in STILL_EMPTY and box is not None and not box.touched

    # where values come from ----------------------------------------------------------------------------------------

    def propose(self, values: Mapping[str, Any], hidden: Mapping[str, Any]) -> tuple[int, int]:
        """Fill in what a barcode says. What was typed by hand stays. Returns how many were filled and how many kept."""
        filled = kept = 0
        self._filling = True
        for name, value in values.items():
            editor = self.boxes[name].editor
            now = editor.value()
            typed_by_hand = now not in (None, "") and now != self._origin.values.get(name) and name not in _PRESET
            if typed_by_hand and now != value:
                kept += 1
                continue
            editor.set_value(value)
            self._origin.values[name] = editor.value()
            filled += 1
        self._origin.hidden = dict(hidden)
        self._filling = False
        self._show_origins()
        self._tell()
        return filled, kept

    def _show_origins(self) -> None:
        if self._filling:
            return
        for name, value in self._origin.values.items():
            same = self.boxes[name].editor.value() == value
            self.boxes[name].set_origin(T("intake", "条码") if same else "")

    def follow_copies(self) -> None:
        """The number received follows the copy numbers until somebody types another."""
        received = self.boxes["copies_received"].editor
        if received.value() == self._followed and self.boxes["copies"].editor.wrong() is None:
            self._followed = len(self.numbers()) or None
            if received.value() != self._followed:
                received.set_value(self._followed)

    # clearing, keeping ---------------------------------------------------------------------------------------------

    def clear(self, presets: Mapping[str, Any], keep: bool = False) -> None:
        """An empty form for the next document; `keep` leaves what is usually the same within a pile."""
        self._origin = _Origin()
        self._followed = None
        self.place = None
        for name, box in self.boxes.items():
            if not (keep and name in STAYS):
                box.editor.set_value(presets.get(name))
            box.set_origin("")
            box.touched = False
        self.show_found([])
        self._tell()

    def state(self) -> dict[str, Any]:
        """Everything as it is typed, for a draft."""
        typed = {name: self._raw(name) for name in self.boxes}
        return {"fields": {name: value for name, value in typed.items() if value not in (None, "")},
                "origin": dict(self._origin.values), "hidden": dict(self._origin.hidden)}  # fmt: skip

    def restore(self, state: Mapping[str, Any]) -> None:
        """A draft taken up again."""
        fields = state.get("fields", {})
        self.clear({name: value for name, value in fields.items() if name in self.boxes})
        self._followed = len(self.numbers()) or None
        self._origin = _Origin(dict(state.get("origin", {})), dict(state.get("hidden", {})))
        self._show_origins()
        self._tell()

    def _raw(self, name: str) -> Any:
        editor = self.boxes[name].editor
        if isinstance(editor, LinkEditor | ChoiceEditor):
            return editor.value()
        return editor.typed() if isinstance(editor, TextEditor) else editor.value()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not _with_control(event):
            back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.focusNextPrevChild(not back)
            return
        super().keyPressEvent(event)


_PRESET = frozenset({"urgency", "recall", "received_on", "signed_by", "counted_by", "medium", "channel"})


def _with_control(event: QKeyEvent) -> bool:
    return bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
