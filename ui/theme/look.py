"""What every widget is built with: colours, fonts, icons and words. Handed over by constructor, never looked up."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QRectF, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QStyleFactory

from models.domain.text import Text
from ui.theme import fonts
from ui.theme.icons import Icons
from ui.theme.palette import palette_of
from ui.theme.sheet import sheet_of
from ui.theme.tokens import DARK, LIGHT, Tokens, from_palette
from ui.words import Words

THEMES = ("light", "dark", "contrast")
SCALES = (100, 115, 130)  # per cent of the design's size of type


class Look(QObject):
    """Theme, scale and language of the whole program; `changed` is sent when the colours change.

    `practice` is true while a training vault is open: dialogs then carry the practice banner (K-28).
    """

    changed = Signal()

    def __init__(self, resources: Path, words: Words, theme: str = "light", scale: float = 1.0) -> None:
        super().__init__()
        self.resources = resources
        self.words = words
        self.scale = scale
        self.practice = False
        self.families = fonts.load(resources / "fonts")
        self.icons = Icons(resources / "icons")
        self._fonts: dict[tuple[int, int, bool], QFont] = {}
        self.tokens: Tokens = self._tokens_for(theme)

    def t(self, text: Text | str) -> str:
        """The words of a text in the user's language."""
        return self.words(text)

    def px(self, pixels: float) -> int:
        """A length of the design (100 %) at the user's size of type."""
        return round(pixels * self.scale)

    def font(self, pixels: int, weight: int = 400, fixed: bool = False) -> QFont:
        key = (self.px(pixels), weight, fixed)
        if key not in self._fonts:
            make = fonts.fixed(self.families, key[0]) if fixed else fonts.make(self.families, key[0], weight)
            self._fonts[key] = make
        return self._fonts[key]

    def color(self, token: str) -> QColor:
        return QColor(getattr(self.tokens, token))

    def draw_icon(self, painter: QPainter, name: str, rect: QRectF, token: str, stroke: float = 1.5) -> None:
        self.icons.paint(painter, name, rect, getattr(self.tokens, token), stroke)

    def pixmap(self, name: str, size: int, token: str, stroke: float = 1.5) -> QPixmap:
        ratio = QGuiApplication.primaryScreen().devicePixelRatio()
        return self.icons.pixmap(name, self.px(size), getattr(self.tokens, token), ratio, stroke)

    def use(self, theme: str, app: QApplication) -> None:
        """Change the colours of the running program."""
        self.tokens = self._tokens_for(theme)
        self.apply(app)
        self.changed.emit()

    def resize(self, percent: int, app: QApplication) -> None:
        """Another size of type for every widget that is built from now on."""
        self.scale = percent / 100
        self.apply(app)

    def apply(self, app: QApplication) -> None:
        """Give the application this look: Fusion, palette, one style sheet, font."""
        app.setStyle(QStyleFactory.create("Fusion"))
        app.setPalette(palette_of(self.tokens))
        app.setFont(self.font(14))
        app.setStyleSheet(sheet_of(self.tokens, self.px))

    @staticmethod
    def _tokens_for(theme: str) -> Tokens:
        if theme == "contrast":
            return from_palette(QStyleFactory.create("Fusion").standardPalette())
        return DARK if theme == "dark" else LIGHT
