"""The focus ring: 2 px, outside the control with a gap of 1 px, exactly one in a window."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractItemView, QAbstractScrollArea, QApplication, QScrollArea, QWidget
from shiboken6 import isValid

from ui.theme.look import Look

REACH = 4  # how far the ring stands outside the control, px: 1 gap + 2 ring + 1 for smooth edges
_MOVES = (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.ParentChange)


class FocusRing(QWidget):
    """A ring that follows the focus. It takes no mouse and no focus, and is clipped where the control is clipped.

    A widget that marks the focus itself (tables) has the property `ownFocus`; `ringRadius` is its corner radius. The
    ring goes round `ring_target` if the widget has one (a whole line instead of its button), `ringInset` px inside it.
    """

    def __init__(self, look: Look, parent: QWidget, radius: int) -> None:
        super().__init__(parent)
        self._look, self._radius = look, radius
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._look.color("focus"), 2))
        box = QRectF(self.rect()).adjusted(2, 2, -2, -2)
        painter.drawRoundedRect(box, self._radius, self._radius)


class FocusRings(QObject):
    """Puts the ring round whatever has the focus, in every window of the application."""

    def __init__(self, look: Look, app: QApplication) -> None:
        super().__init__(app)
        self._look = look
        self._ring: FocusRing | None = None
        self._watched: list[QWidget] = []
        self._target: QWidget | None = None
        self._reach = REACH
        app.focusChanged.connect(self._moved)

    @property
    def ring(self) -> FocusRing | None:
        """The ring that is shown now; None where the focused widget marks itself."""
        return self._ring

    def _moved(self, _old: QWidget | None, now: QWidget | None) -> None:
        self.drop()
        if now is None or now.property("ownFocus") or now.focusPolicy() == Qt.FocusPolicy.NoFocus:
            return
        if isinstance(now, QAbstractItemView | QScrollArea) or now.windowType() == Qt.WindowType.Popup:
            return
        host = _host_of(now)
        if host is None:
            return
        target = getattr(now, "ring_target", None) or now
        self._target = target
        radius = int(target.property("ringRadius") or self._look.px(6)) + 3
        self._reach = REACH - int(target.property("ringInset") or 0)
        self._ring = FocusRing(self._look, host, radius)
        widget: QWidget | None = now
        while widget is not None and widget is not host:
            widget.installEventFilter(self)
            self._watched.append(widget)
            widget = widget.parentWidget()
        self.follow()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _MOVES:
            self.follow()
        return False

    def follow(self) -> None:
        """Put the ring where its control is now."""
        if self._ring is None or self._target is None or not (isValid(self._ring) and isValid(self._target)):
            return  # a page was freed with the control in it: the focus moves next
        host = self._ring.parentWidget()
        if host is None:
            return
        place = QRect(self._target.mapTo(host, QPoint(0, 0)), self._target.size())
        self._ring.setGeometry(place.adjusted(-self._reach, -self._reach, self._reach, self._reach))
        self._ring.setVisible(self._target.isVisible())
        self._ring.raise_()

    def drop(self) -> None:
        """Take the ring away."""
        for widget in filter(isValid, self._watched):
            widget.removeEventFilter(self)
        self._watched.clear()
        self._target = None
        if self._ring is not None and isValid(self._ring):
            self._ring.hide()
            self._ring.deleteLater()
        self._ring = None


def _host_of(widget: QWidget) -> QWidget | None:
    """The widget that the ring is drawn in: the contents of the scroll area around the control, else the window."""
    parent = widget.parentWidget()
    while parent is not None:
        above = parent.parentWidget()
        if parent.isWindow() or (isinstance(above, QAbstractScrollArea) and above.viewport() is parent):
            return parent
        parent = above
    return None
