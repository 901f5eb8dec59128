"""The decision on one difference: the choices that fit with their consequence, what they ask for, and the reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from models.domain.count_types import Mark, Verdict
from models.domain.problems import Problem
from models.domain.text import T, Text
from models.ledgers.fields import Field, Kind
from models.services.difference_pages import IDENTIFY, RECOUNT, Detail
from ui.context import Context
from ui.links import OfficeLinks
from ui.pages.processes.carrier_words import shown_title
from ui.pages.reconcile.words import consequence, title_for
from ui.theme.marks import VERDICTS
from ui.widgets.form import NoteLine
from ui.widgets.inputs import ChoiceInput, LineInput, OptionCard, set_severity
from ui.widgets.labels import label
from ui.widgets.link_editor import LinkEditor

HERE, NOT_HERE, FINE = "here", "", "fine"
NEEDS_EVIDENCE = ("FATE_REGISTERED", "REPORTED")


class _WhoElse:
    """The persons of a link field without those who counted: they do not look again (R-45)."""

    def __init__(self, links: OfficeLinks) -> None:
        self._links = links
        self.without: frozenset[int] = frozenset()

    def suggest(self, ledger: str, text: str, done: Callable[[list[tuple[int, str]]], None]) -> None:
        self._links.suggest(ledger, text, lambda found: done([pair for pair in found if pair[0] not in self.without]))

    def title(self, ledger: str, id_: int, done: Callable[[str], None]) -> None:
        self._links.title(ledger, id_, done)


@dataclass(frozen=True)
class Choice:
    """What the clerk chose: the act that is performed, and its values."""

    act: str
    values: dict[str, Any] = field(default_factory=dict)
    reason: str = ""


class DecisionForm(QWidget):
    """`changed` after every change; `sent` on Enter in the reason."""

    changed = Signal()
    sent = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._look = look = context.look
        self.detail: Detail | None = None
        self.chosen = ""
        self._cards: dict[str, OptionCard] = {}
        self._group = QButtonGroup(self)
        links = OfficeLinks(context.office, context.tasks)
        column = QVBoxLayout(self)
        column.setContentsMargins(look.px(2), 0, look.px(2), 0)
        column.setSpacing(look.px(6))
        column.addWidget(label(look, T("decision", "决定"), "strong"))
        self._options = QVBoxLayout()
        self._options.setSpacing(look.px(7))
        column.addLayout(self._options)
        column.addSpacing(look.px(2))
        self._who_else = _WhoElse(links)
        self.person = LinkEditor(look, Field(T("decision", "复查人"), Kind.LINK, to="persons"), self._who_else)
        self.result = ChoiceInput(look, T("decision", "复查结果"))
        self._pair = QWidget()
        pair = QHBoxLayout(self._pair)
        pair.setContentsMargins(0, 0, 0, 0)
        pair.setSpacing(look.px(10))
        self._add(pair, T("decision", "复查人"), self.person)
        self._result_box = self._add(pair, T("decision", "复查结果"), self.result)
        column.addWidget(self._pair)
        self.shelf = LinkEditor(look, Field(T("decision", "在哪里找到"), Kind.LINK, to="shelves"), links)
        self._shelf_box = self._add(column, T("decision", "在哪里找到"), self.shelf)
        self.thing = ChoiceInput(look, T("decision", "是哪一份"))
        self._thing_box = self._add(column, T("decision", "是哪一份"), self.thing)
        self.carrier = LinkEditor(look, Field(T("decision", "补登的载体编号"), Kind.LINK, to="carriers"), links)
        self._carrier_box = self._add(column, T("decision", "补登的载体编号"), self.carrier)
        self.evidence = LineInput(look, T("decision", "凭据"))
        self._evidence_box = self._add(column, T("decision", "凭据"), self.evidence)
        self._evidence_name: QLabel = self._evidence_box.findChild(QLabel)  # type: ignore[assignment]
        self.reason = LineInput(look, T("decision", "理由"))
        self._reason_box = self._add(column, T("decision", "理由　必填"), self.reason)
        self._reason_name: QLabel = self._reason_box.findChild(QLabel)  # type: ignore[assignment]
        self.note = NoteLine(look)
        column.addWidget(self.note)
        self._connect()

    def _add(self, into: QHBoxLayout | QVBoxLayout, words: Text, control: QWidget) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self._look.px(3))
        named = label(self._look, words, "label")
        named.setBuddy(control)
        column.addWidget(named)
        column.addWidget(control)
        into.addWidget(box)
        return box

    def _connect(self) -> None:
        for editor in (self.person, self.shelf, self.carrier):
            editor.changed.connect(self._changed)
        for line in (self.evidence, self.reason):
            line.textChanged.connect(lambda _text: self._changed())
            line.returnPressed.connect(self.sent)
        self.result.chosen.connect(lambda _code: self._fit())
        self.thing.chosen.connect(lambda _code: self._changed())

    # showing -------------------------------------------------------------------------------------------------------

    def show_detail(self, found: Detail) -> None:
        """The choices for another difference; nothing is chosen yet but the likeliest."""
        self.detail = found
        self._who_else.without = found.counters
        for card in self._cards.values():
            self._group.removeButton(card)
            card.hide()
            card.deleteLater()
        self._cards = {}
        for index, code in enumerate(found.options, 1):
            card = OptionCard(self._look, title_for(code, found), consequence(code, found), f"Alt+{index}")
            card.clicked.connect(lambda _on=False, code=code: self.choose(code))
            self._group.addButton(card)
            self._options.addWidget(card)
            self._cards[code] = card
        missing = found.line.finding["verdict"] == Verdict.MISSING
        if missing:
            self.result.set_items([(NOT_HERE, T("decision", "仍未找到")), (HERE, T("decision", "找到了"))])
        else:
            word = T("decision", "确是{mark}", mark=self._word(found))
            self.result.set_items([(HERE, word), (FINE, T("decision", "没有问题"))])
        self.result.setCurrentIndex(0)
        self.thing.set_items([
            (thing.carrier_id, f"{thing.number}　{shown_title(self._look, thing.level, thing.title)}") for thing in found.missing
        ])  # fmt: skip
        for editor in (self.person, self.shelf, self.carrier):
            editor.set_value(None)
        for line in (self.evidence, self.reason):
            line.clear()
        self.show_problems([])
        self.choose(found.options[0] if found.options else "")

    def _word(self, found: Detail) -> Text:
        return VERDICTS[found.line.finding["verdict"]].word

    def choose(self, code: str) -> None:
        self.chosen = code
        if code in self._cards:
            self._cards[code].setChecked(True)
        self._fit()

    def _fit(self) -> None:
        """Show what the chosen decision asks for."""
        code = self.chosen
        looks_again = code in (RECOUNT, IDENTIFY)
        missing = self.detail is not None and self.detail.line.finding["verdict"] == Verdict.MISSING
        self._pair.setVisible(looks_again)
        self._result_box.setVisible(code == RECOUNT)
        self._shelf_box.setVisible(code == RECOUNT and missing and self.result.code() == HERE)
        self._thing_box.setVisible(code == IDENTIFY)
        self._carrier_box.setVisible(code == "REGISTER")
        must = code in NEEDS_EVIDENCE
        self._evidence_name.setText(self._look.t(T("decision", "凭据　必填") if must else T("decision", "凭据")))
        prompt = T("decision", "如 报告文号、受理人") if code == "REPORTED" else T("decision", "如 借条、移交单的编号")
        self.evidence.setPlaceholderText(self._look.t(prompt))
        self._evidence_box.setVisible(not looks_again and code not in ("PUT_BACK", "RELABELLED", "REPAIRED", ""))
        self._reason_box.setVisible(bool(code))
        words = T("decision", "说明") if code == RECOUNT else T("decision", "理由　必填")
        self._reason_name.setText(self._look.t(words))
        self._changed()

    def _changed(self) -> None:
        self.show_problems([])
        self.changed.emit()

    def start(self) -> None:
        """To the first field of the decision."""
        first = self.person.line if self.chosen in (RECOUNT, IDENTIFY) else self.reason
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    # taking --------------------------------------------------------------------------------------------------------

    def lacks(self) -> Text | None:
        """What is still missing before it can be noted."""
        if not self.chosen:
            return T("decision", "先选一种决定")
        if self.chosen in (RECOUNT, IDENTIFY) and self.person.value() is None:
            return T("decision", "还差复查人")
        if self.chosen == RECOUNT and not self._shelf_box.isHidden() and self.shelf.value() is None:
            return T("decision", "还差找到的位置")
        if self.chosen == IDENTIFY and self.thing.code() is None:
            return T("decision", "没有列为缺失的载体可认")
        if self.chosen == "REGISTER" and self.carrier.value() is None:
            return T("decision", "还差补登的载体编号")
        if self.chosen in NEEDS_EVIDENCE and not self.evidence.text().strip():
            return T("decision", "还差凭据")
        if self.chosen != RECOUNT and not self.reason.text().strip():
            return T("decision", "还差理由")
        return None

    def choice(self) -> Choice:
        """The act and its values, as they stand."""
        assert self.detail is not None  # noqa: S101 - the form shows a difference
        finding, reason = self.detail.line.finding, self.reason.text().strip()
        if self.chosen == RECOUNT:
            return Choice("recount", {"finding_id": finding["id"], "person_id": self.person.value(), "note": reason} | self._seen())
        if self.chosen == IDENTIFY:
            return Choice("identify", {"finding_id": finding["id"], "carrier_id": self.thing.code(), "person_id": self.person.value(),
                                       "note": reason}, reason)  # fmt: skip
        values = {"finding_id": finding["id"], "decision": self.chosen, "reason_given": reason}
        if not self._evidence_box.isHidden():
            values["evidence"] = self.evidence.text().strip()
        if self.chosen == "REGISTER":
            values["registered_as"] = self.carrier.value()
        return Choice("decide", values, reason)

    def _seen(self) -> dict[str, Any]:
        """What a recount found: where, or whether the mark holds."""
        assert self.detail is not None  # noqa: S101 - the form shows a difference
        verdict = self.detail.line.finding["verdict"]
        if verdict == Verdict.MISSING:
            return {"shelf_id": self.shelf.value()} if self.result.code() == HERE else {}
        return {"mark": Mark(verdict) if self.result.code() == HERE else None}

    def show_problems(self, problems: list[Problem]) -> None:
        """The first problem in the note, and a frame round the field it is about."""
        first = next((found for found in problems if found.blocks), problems[0] if problems else None)
        self.note.show_problem(first)
        controls = {"reason_given": self.reason, "evidence": self.evidence, "registered_as": self.carrier.line,
                    "person_id": self.person.line, "carrier_id": self.thing}  # fmt: skip
        for name, control in controls.items():
            set_severity(control, first.severity if first is not None and first.field == name else "")
