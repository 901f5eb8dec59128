"""The pages in small at the left; each is drawn when it comes into sight."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from models.domain.text import T
from ui.theme.look import Look

Index = QModelIndex | QPersistentModelIndex
TALL, WIDE = 126, 100  # px of a small page at 100 %


class PageModel(QAbstractListModel):
    """`wanted(page)`: the picture of a page is to be made."""

    wanted = Signal(int)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look, self._pages = look, 0
        self._images: dict[int, QImage] = {}
        self._asked: set[int] = set()

    def set_pages(self, pages: int) -> None:
        """Start anew with blank pages."""
        self.beginResetModel()
        self._pages, self._images, self._asked = pages, {}, set()
        self.endResetModel()

    def take(self, page: int, image: QImage) -> None:
        self._images[page] = image
        index = self.index(page)
        self.dataChanged.emit(index, index)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else self._pages

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._look.t(T("print", "第 {page} 页", page=index.row() + 1))
        if role == Qt.ItemDataRole.DecorationRole:
            page = index.row()
            if page not in self._images and page not in self._asked:
                self._asked.add(page)
                self.wanted.emit(page)
            return self._images.get(page)
        return None


class PageStrip(QListView):
    """`chosen(page)`, counted from 0."""

    chosen = Signal(int)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.pages = PageModel(look)
        self.setModel(self.pages)
        self.setItemDelegate(_Small(look, self))
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedWidth(look.px(132))
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setAccessibleName(look.t(T("print", "页")))
        self.selectionModel().currentChanged.connect(self._moved)
        self._look = look
        self._ground()
        look.changed.connect(self._ground)

    def show_page(self, page: int) -> None:
        self.setCurrentIndex(self.pages.index(page))

    def _moved(self, now: QModelIndex, _before: QModelIndex) -> None:
        if now.isValid():
            self.chosen.emit(now.row())

    def _ground(self) -> None:
        self.setStyleSheet(f"QListView {{ background: {self._look.color('desk').name()}; border: 0; }}")


class _Small(QStyledItemDelegate):
    def __init__(self, look: Look, parent: PageStrip) -> None:
        super().__init__(parent)
        self._look = look

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(self._look.px(WIDE), self._look.px(TALL + 30))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        look, px = self._look, self._look.px
        whole = QRectF(option.rect)  # type: ignore[attr-defined]
        image = index.data(Qt.ItemDataRole.DecorationRole)
        shape = image.size() if image is not None else QSize(210, 297)
        small = shape.scaled(px(WIDE), px(TALL), Qt.AspectRatioMode.KeepAspectRatio)
        box = QRectF(0, 0, small.width(), small.height())
        box.moveCenter(QRectF(whole.left(), whole.top() + px(6), whole.width(), px(TALL)).center())
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(box, Qt.GlobalColor.white)
        if image is not None:
            painter.drawImage(box, image)
        is_current = bool(option.state & QStyle.StateFlag.State_Selected)  # type: ignore[attr-defined]
        painter.setPen(QPen(look.color("focus" if is_current else "line"), px(3) if is_current else 1))
        painter.drawRect(box)
        painter.setPen(look.color("text"))
        painter.setFont(look.font(12))
        words = QRectF(whole.left(), box.bottom() + px(3), whole.width(), px(18))
        painter.drawText(words, Qt.AlignmentFlag.AlignCenter, index.data(Qt.ItemDataRole.DisplayRole))
        painter.restore()
