"""Editors for each kind of field: what is typed, what is stored, what is said when it cannot be read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from models.domain.text import T
from models.ledgers import BY_NAME
from models.ledgers.fields import Field, Kind
from tests.ui.helpers import press, show, type_text
from ui.theme.look import Look
from ui.widgets.editors import Editor, local_moment, make_editor
from ui.widgets.inputs import LineInput
from ui.widgets.link_editor import LinkEditor

LABEL = T("person", "职务")


class FakeLinks:
    """Answers at once; counts the questions."""

    rows = {1: "办公室", 2: "财政经济委员会", 3: "财务科"}

    def __init__(self) -> None:
        self.asked: list[str] = []

    def suggest(self, ledger: str, text: str, done: Callable[[list[tuple[int, str]]], None]) -> None:
        self.asked.append(text)
        done([(id_, name) for id_, name in self.rows.items() if text in name])

    def title(self, ledger: str, id_: int, done: Callable[[str], None]) -> None:
        done(self.rows[id_])


def editor(qtbot: Any, look: Look, kind: Kind, **more: Any) -> Editor:
    window = QWidget()
    column = QVBoxLayout(window)
    made = make_editor(look, Field(LABEL, kind, **more), FakeLinks(), year=2026)
    made.window_kept = window  # type: ignore[attr-defined]
    column.addWidget(made)
    other = make_editor(look, Field(LABEL, Kind.TEXT))
    column.addWidget(other)
    show(qtbot, window, 500, 200)
    made.control.setFocus()
    return made


def typed(made: Editor, text: str) -> None:
    made.line.setText(text)  # type: ignore[attr-defined]


@pytest.mark.parametrize(("text", "value", "wrong"), [
    ("2026-11-02", "2026-11-02", None), ("20261102", "2026-11-02", None), ("2026.11.2", "2026-11-02", None),
    ("2026年11月2日", "2026-11-02", None), ("11-2", "2026-11-02", None), ("２０２６-１１-０２", "2026-11-02", None),
    ("2026-13-02", None, "2026-11-02"), ("2026-02-30", None, "2026"), ("明天", None, "明天"), ("", None, None),
])  # fmt: skip
def test_dates_are_read_forgivingly(qtbot: Any, look: Look, text: str, value: str | None, wrong: str | None) -> None:
    made = editor(qtbot, look, Kind.DATE)
    typed(made, text)
    assert made.value() == value
    said = made.wrong()
    assert (said is None) if wrong is None else (wrong in str(said) or "2026" in str(said))


def test_a_date_is_written_out_when_the_field_is_left(qtbot: Any, look: Look) -> None:
    made = editor(qtbot, look, Kind.DATE)
    type_text("20261102")
    press(Qt.Key.Key_Tab)
    assert made.line.text() == "2026-11-02"  # type: ignore[attr-defined]


@pytest.mark.parametrize(("text", "value"), [("12", 12), ("１２", 12), ("12 846", 12846), ("12a", None), ("-1", None),
                                             ("", None)])  # fmt: skip
def test_numbers(qtbot: Any, look: Look, text: str, value: int | None) -> None:
    made = editor(qtbot, look, Kind.INTEGER)
    typed(made, text)
    assert made.value() == value
    assert (made.wrong() is None) is (value is not None or not text)


def test_moments_are_local_on_the_screen_and_utc_in_the_book(qtbot: Any, look: Look) -> None:
    made = editor(qtbot, look, Kind.MOMENT)
    made.set_value("2026-11-23T04:05:00Z")
    assert made.line.text() == local_moment("2026-11-23T04:05:00Z")  # type: ignore[attr-defined]
    assert made.value() == "2026-11-23T04:05:00Z"
    typed(made, "2026-11-23 25:00")
    assert made.value() is None and "25:00" in str(made.wrong())


def test_choices_store_codes(qtbot: Any, look: Look) -> None:
    made = editor(qtbot, look, Kind.CHOICE, choices={"A": T("person", "在岗"), "B": T("person", "已离岗")})
    assert made.value() is None
    made.set_value("B")
    assert made.value() == "B"
    press(Qt.Key.Key_Up)
    assert made.value() == "A"


def test_yes_and_no(qtbot: Any, look: Look) -> None:
    made = editor(qtbot, look, Kind.YES_NO)
    assert made.value() == 0
    press(Qt.Key.Key_Space)
    assert made.value() == 1


def test_long_text_is_left_with_tab(qtbot: Any, look: Look) -> None:
    made = editor(qtbot, look, Kind.LONG_TEXT)
    type_text("one")
    press(Qt.Key.Key_Return)
    type_text("two")
    press(Qt.Key.Key_Tab)
    assert made.value() == "one\ntwo"
    assert not made.control.hasFocus()


@pytest.mark.qt_log_ignore("This plugin does not support")  # popups without a window system
class TestLink:
    def made(self, qtbot: Any, look: Look) -> LinkEditor:
        made = editor(qtbot, look, Kind.LINK, to="units")
        assert isinstance(made, LinkEditor)
        return made

    def test_a_part_of_the_name_finds_rows(self, qtbot: Any, look: Look) -> None:
        made = self.made(qtbot, look)
        event = QInputMethodEvent("", [])
        event.setCommitString("财")
        QCoreApplication.sendEvent(made.line, event)
        qtbot.waitUntil(lambda: made._names.stringList() == ["财政经济委员会", "财务科"])
        assert made.value() is None and "财" in str(made.wrong())
        made._choose(1)
        assert (made.value(), made.line.text(), made.wrong()) == (3, "财务科", None)

    def test_down_opens_the_whole_list(self, qtbot: Any, look: Look) -> None:
        made = self.made(qtbot, look)
        press(Qt.Key.Key_Down)
        assert made._names.stringList() == list(FakeLinks.rows.values())
        assert made._completer.popup().isVisible()
        made._completer.popup().hide()

    def test_a_stored_id_shows_its_name(self, qtbot: Any, look: Look) -> None:
        made = self.made(qtbot, look)
        made.set_value(2)
        assert (made.value(), made.line.text()) == (2, "财政经济委员会")

    def test_a_name_typed_in_full_is_taken_on_leaving(self, qtbot: Any, look: Look) -> None:
        made = self.made(qtbot, look)
        made._found = [(1, "办公室")]
        made.line.setText("办公室")
        made._leave()
        assert made.value() == 1

    def test_so_is_one_typed_faster_than_the_list_comes(self, qtbot: Any, look: Look) -> None:
        made = self.made(qtbot, look)
        made.line.setText("财务科")
        made._leave()
        assert made.value() == 3

    def test_down_offers_nobody_else_for_an_unknown_name(self, qtbot: Any, look: Look) -> None:
        made = self.made(qtbot, look)
        made.line.setText("没有这个科")
        made.line.textEdited.emit("没有这个科")
        press(Qt.Key.Key_Down)
        assert made._names.stringList() == [] and not made._completer.popup().isVisible()
        made._leave()
        assert made.value() is None and "没有这个科" in str(made.wrong())


def test_half_typed_pinyin_is_not_text_yet(qtbot: Any, look: Look) -> None:
    made = editor(qtbot, look, Kind.TEXT)
    seen: list[int] = []
    made.changed.connect(lambda: seen.append(1))
    QCoreApplication.sendEvent(made.control, QInputMethodEvent("zhong", []))
    assert seen == [] and made.value() is None
    done = QInputMethodEvent("", [])
    done.setCommitString("中文")
    QCoreApplication.sendEvent(made.control, done)
    assert seen == [1] and made.value() == "中文"


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_has_a_named_editor(qtbot: Any, look: Look, kind: Kind) -> None:
    made = editor(qtbot, look, kind, choices={"A": LABEL}, to="units")
    assert made.control.accessibleName() == "职务"
    made.set_severity("BLOCKS")
    assert made.control.property("severity") == "BLOCKS"


def test_every_field_of_every_ledger_gets_an_editor(qtbot: Any, look: Look) -> None:
    for ledger in BY_NAME.values():
        for name, field in ledger.fields.items():
            made = make_editor(look, field, FakeLinks())
            qtbot.addWidget(made)
            assert made.control.accessibleName(), (ledger.name, name)


def test_alt_and_a_letter_is_no_text(qtbot: Any, look: Look) -> None:
    """The key of a button that is off must not write into the field that has the focus."""
    line = LineInput(look, "借出日期")
    show(qtbot, line, 300, 40)
    line.setFocus()
    press(Qt.Key.Key_T, Qt.KeyboardModifier.AltModifier)
    assert line.text() == ""
    type_text("2026")
    assert line.text() == "2026"
