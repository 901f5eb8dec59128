"""Contrast of every colour in its use, and shapes that are told apart without colour."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter, QPalette

from models.domain.count_types import Verdict
from models.domain.destruction_run import PutIn
from models.domain.levels import Level, SecretKind
from models.domain.lifecycle import CarrierState
from ui.theme import marks
from ui.theme.badges import BADGES, badge_code, paint_badge
from ui.theme.look import Look
from ui.theme.marks import PUT_INS, SOFT, STATES, VERDICTS
from ui.theme.tokens import COLOUR_NAMES, DARK, LIGHT, Tokens, contrast, from_palette

GROUNDS = ("window", "nav", "surface", "well", "selected")
WORDS = ("text", "text2", "text3", "accent", "ok", "warn", "bad", "vio", "neu")


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=lambda tokens: tokens.name)
class TestContrast:
    @pytest.mark.parametrize("word", WORDS)
    def test_words_are_read_on_every_ground(self, tokens: Tokens, word: str) -> None:
        assert min(contrast(getattr(tokens, word), getattr(tokens, ground)) for ground in GROUNDS) >= 4.5

    @pytest.mark.parametrize(("word", "soft"), [(word, soft) for word, soft in SOFT.items() if word != "text3"])
    def test_words_are_read_on_their_own_soft_ground(self, tokens: Tokens, word: str, soft: str) -> None:
        assert contrast(getattr(tokens, word), getattr(tokens, soft)) >= 4.5

    @pytest.mark.parametrize("soft", sorted(set(SOFT.values())))
    def test_second_lines_are_read_on_soft_grounds(self, tokens: Tokens, soft: str) -> None:
        assert contrast(tokens.text2, getattr(tokens, soft)) >= 4.5

    def test_filled_controls(self, tokens: Tokens) -> None:
        assert contrast(tokens.fill, tokens.on_fill) >= 4.5
        assert contrast(tokens.tsfill, tokens.on_fill) >= 4.5
        assert contrast(tokens.train, tokens.trains) >= 4.5

    def test_edges_and_the_focus_ring_are_seen(self, tokens: Tokens) -> None:
        for ground in ("window", "surface", "nav"):
            assert contrast(tokens.focus, getattr(tokens, ground)) >= 3
        assert contrast(tokens.edge, tokens.surface) >= 3
        assert contrast(tokens.edge, tokens.window) >= 3


def test_contrast_is_what_wcag_computes() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


def test_high_contrast_takes_the_systems_colours() -> None:
    palette = QPalette()
    for role, color in ((QPalette.ColorRole.WindowText, "#ffff00"), (QPalette.ColorRole.Window, "#000000"),
                        (QPalette.ColorRole.Base, "#000000"), (QPalette.ColorRole.Text, "#ffffff"),
                        (QPalette.ColorRole.Highlight, "#202020"), (QPalette.ColorRole.HighlightedText, "#303030")):  # fmt: skip
        palette.setColor(role, QColor(color))
    tokens = from_palette(palette)
    assert (tokens.text, tokens.surface, tokens.border, tokens.high_contrast) == ("#ffff00", "#000000", 2, True)
    assert contrast(tokens.fill, tokens.on_fill) >= 4.5
    assert {getattr(tokens, name) for name in SOFT.values()} == {"#000000"}


def test_every_colour_is_a_colour() -> None:
    for tokens in (LIGHT, DARK):
        assert all(QColor(getattr(tokens, name)).isValid() for name in COLOUR_NAMES)


def _drawn(shape: str) -> bytes:
    image = QImage(32, 32, QImage.Format.Format_Grayscale8)
    image.fill(QColor("white"))
    painter = QPainter(image)
    marks.paint(painter, shape, QRectF(2, 2, 28, 28), QColor("black"))
    painter.end()
    return bytes(image.constBits())


def test_marks_differ_by_shape_alone(look: Look) -> None:
    assert len({_drawn(shape) for shape in marks.SHAPES}) == len(marks.SHAPES)


def test_every_state_and_verdict_has_a_mark() -> None:
    assert {state.value for state in CarrierState} <= STATES.keys()
    assert {verdict.value for verdict in Verdict} <= VERDICTS.keys()
    assert {verdict.value for verdict in PutIn} <= PUT_INS.keys()
    assert {level.value for level in Level} | {kind.value for kind in SecretKind if kind != "STATE_SECRET"} <= BADGES.keys()


def test_badges_differ_without_colour(look: Look) -> None:
    shapes = {(badge.bars, badge.fill) for code, badge in BADGES.items() if code in ("TOP_SECRET", "SECRET", "CONFIDENTIAL",
                                                                                      "WORK_SECRET", "INTERNAL")}  # fmt: skip
    assert len(shapes) == 5
    image = QImage(80, 30, QImage.Format.Format_RGB32)
    for code in BADGES:
        image.fill(QColor("white"))
        painter = QPainter(image)
        paint_badge(painter, look, QRectF(4, 4, 66, 22), code)
        painter.end()
        assert any(image.pixelColor(x, 15) != QColor("white") for x in range(4, 70))


@pytest.mark.parametrize(("kind", "level", "code"), [
    ("STATE_SECRET", "SECRET", "SECRET"), ("WORK_SECRET", None, "WORK_SECRET"), (None, "TOP_SECRET", "TOP_SECRET"),
    ("INTERNAL", None, "INTERNAL"), (None, None, "UNMARKED"), ("DECLASSIFIED", "SECRET", "DECLASSIFIED"),
])  # fmt: skip
def test_which_badge_a_row_bears(kind: str | None, level: str | None, code: str) -> None:
    assert badge_code(kind, level) == code


def test_every_icon_is_drawn(look: Look) -> None:
    names = look.icons.names()
    assert len(names) > 60
    for name in names:
        image = look.icons.pixmap(name, 20, "#000000").toImage()
        assert any(image.pixelColor(x, y).alpha() for x in range(20) for y in range(20)), name
