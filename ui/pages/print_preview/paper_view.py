"""The paper on the desk: one page of the real file, fitted to the window or larger."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from models.domain.text import T
from ui.theme.look import Look

LARGEST, STEP = 4.0, 1.25
POINTS_PER_PIXEL = 0.75  # a pixel at 100 % is a 96th of an inch


class PaperView(QScrollArea):
    """`turned(by)`: PgUp or PgDn; `zoomed`: the size has changed."""

    turned = Signal(int)
    zoomed = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._scale = 0.0  # 0: the whole page fits
        self._paper = _Paper(look)
        self.setWidget(self._paper)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(look.t(T("print", "预览")))
        self._ground()
        look.changed.connect(self._ground)

    def show_page(self, image: QImage | None, height: float) -> None:
        """`height` of the page in points."""
        self._paper.image, self._paper.points = image, height
        self._fit()
        self.verticalScrollBar().setValue(0)
        self._paper.update()

    @property
    def percent(self) -> int:
        """Size on the screen against the paper's own, in per cent."""
        image = self._paper.image
        if image is None or not self._paper.points:
            return 100
        return round(100 * self._paper.height() * POINTS_PER_PIXEL / self._paper.points)

    def zoom(self, larger: bool) -> None:
        """One step; below the whole page there is nothing to see."""
        now = self._scale or 1.0
        now = min(LARGEST, now * STEP) if larger else now / STEP
        self._scale = 0.0 if now <= 1.0 else now
        self._fit()

    def fit(self) -> None:
        """The whole page."""
        self._scale = 0.0
        self._fit()

    def _fit(self) -> None:
        edge, image = self._look.px(20), self._paper.image
        room = self.viewport().size() - QSize(2 * edge, 2 * edge)
        shape = image.size() if image is not None else QSize(210, 297)
        size = shape.scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
        self._paper.setFixedSize(size * (self._scale or 1.0))
        self.zoomed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(event.angleDelta().y() > 0)
            event.accept()
            return
        super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.turned.emit(step)

    def _ground(self) -> None:
        self.setStyleSheet(f"QScrollArea, QScrollArea > QWidget {{ background: {self._look.color('desk').name()}; border: 0; }}")


class _Paper(QWidget):
    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.image: QImage | None = None
        self.points = 0.0

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), Qt.GlobalColor.white)
        if self.image is not None:
            ratio = self.devicePixelRatioF()
            way = Qt.TransformationMode.SmoothTransformation
            fitted = self.image.scaled(self.size() * ratio, Qt.AspectRatioMode.IgnoreAspectRatio, way)
            painter.drawImage(QRectF(self.rect()), fitted)
        painter.setPen(self._look.color("line"))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
