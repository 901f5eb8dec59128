"""The sheet as it will come out of the printer: drawn from the PDF itself, off the screen's thread."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from models.domain.text import T
from ui.theme.look import Look

A4 = (210.0, 297.0)  # mm


class SheetView(QWidget):
    """The page on the desk. `pointed(x, y)`: a place on the paper was clicked, in mm; `turned(page)`: another is wanted."""

    pointed = Signal(float, float)
    turned = Signal(int)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._image: QImage | None = None
        self._fitted: QImage | None = None  # the image at the size of the paper on the screen
        self.setProperty("ownFocus", True)
        self.page, self.pages = 0, 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(look.px(200), look.px(240))
        self.show_page(None, 0, 0)
        look.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(self._look.px(420), self._look.px(560))

    def show_page(self, image: QImage | None, page: int, pages: int) -> None:
        self._image, self._fitted, self.page, self.pages = image, None, page, pages
        words = T("labels", "预览，第 {page} 页，共 {pages} 页", page=page + 1, pages=pages) if pages else T("labels", "预览")
        self.setAccessibleName(self._look.t(words))
        self.update()

    def turn(self, by: int) -> None:
        """Ask for another page, if there is one."""
        if 0 <= self.page + by < self.pages:
            self.turned.emit(self.page + by)

    def paper(self) -> QRectF:
        """Where the paper lies in the widget."""
        edge = self._look.px(16)
        room = QRectF(self.rect()).adjusted(edge, edge, -edge, -edge)
        tall = min(room.height(), room.width() * A4[1] / A4[0])
        box = QRectF(0, 0, tall * A4[0] / A4[1], tall)
        box.moveCenter(room.center())
        return box

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = self._look, QPainter(self)
        painter.fillRect(self.rect(), look.color("desk"))
        box = self.paper()
        painter.fillRect(box.translated(2, 2), look.color("line"))
        painter.fillRect(box, Qt.GlobalColor.white)
        if self._image is not None:
            size = (box.size() * self.devicePixelRatioF()).toSize()
            if self._fitted is None or self._fitted.size() != size:
                way = Qt.TransformationMode.SmoothTransformation
                self._fitted = self._image.scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio, way)
            painter.drawImage(box, self._fitted)
        if self.hasFocus():
            painter.setPen(QPen(look.color("focus"), 2))
            painter.drawRect(box.adjusted(-3, -3, 3, 3))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        self.turn(step)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        box, place = self.paper(), event.position()
        if self.page == 0 and box.contains(place):
            scale = A4[0] / box.width()
            self.pointed.emit((place.x() - box.left()) * scale, (place.y() - box.top()) * scale)
