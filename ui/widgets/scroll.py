"""A scroll area without ground or frame, as high as its contents where there is room."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget


class Scroll(QScrollArea):
    """Scrolls `inside` up and down; takes no focus of its own."""

    def __init__(self, inside: QWidget, lowest: int = 160) -> None:
        super().__init__()
        self._lowest = lowest
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(inside)
        inside.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)

    def sizeHint(self) -> QSize:
        inside = self.widget()
        layout = inside.layout()
        width = max(self.viewport().width(), inside.minimumSizeHint().width())
        if layout is not None and layout.hasHeightForWidth():
            return QSize(width, layout.totalHeightForWidth(width) + 2)
        return QSize(width, inside.sizeHint().height() + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), min(self._lowest, self.sizeHint().height()))
