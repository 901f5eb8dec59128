"""The program's own icons: SVG on a 20 grid, coloured when they are drawn."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer


class Icons:
    """Draws `resources/icons/<name>.svg` in any colour and size; `currentColor` in the file is replaced."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._source = lru_cache(maxsize=None)(self._read)
        self._drawn = lru_cache(maxsize=512)(self._render)

    def names(self) -> list[str]:
        return sorted(path.stem for path in self._folder.glob("*.svg"))

    def paint(self, painter: QPainter, name: str, rect: QRectF, color: str, stroke: float = 1.5) -> None:
        """Draw into `rect` (logical pixels), sharp at the painter's scale."""
        ratio = painter.device().devicePixelRatioF()
        pixmap = self._drawn(name, round(rect.width() * ratio), color, stroke)
        painter.drawPixmap(rect, pixmap, QRectF(pixmap.rect()))

    def pixmap(self, name: str, size: int, color: str, ratio: float = 1.0, stroke: float = 1.5) -> QPixmap:
        """A pixmap of `size` logical pixels for places that take no painter (menus, window icon)."""
        pixmap = QPixmap(self._drawn(name, round(size * ratio), color, stroke))
        pixmap.setDevicePixelRatio(ratio)
        return pixmap

    def _read(self, name: str) -> str:
        return (self._folder / f"{name}.svg").read_text(encoding="utf-8")

    def _render(self, name: str, size: int, color: str, stroke: float) -> QPixmap:
        source = self._source(name).replace("currentColor", QColor(color).name())
        if stroke != 1.5:
            source = source.replace('stroke-width="1.5"', f'stroke-width="{stroke}"')
        pixmap = QPixmap(size, size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        QSvgRenderer(QByteArray(source.encode())).render(painter, QRectF(0, 0, size, size))
        painter.end()
        return pixmap
