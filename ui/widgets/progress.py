"""How far something is: cells of a clock, a ring, and the bar of long work with its cancel."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QProgressBar, QSizePolicy, QWidget

from models.domain.text import T, Text
from ui.tasks import SHOW_AFTER, Job
from ui.theme.look import Look
from ui.widgets.buttons import Button
from ui.widgets.dialog import Dialog
from ui.widgets.labels import label
from ui.words import number

CANCEL_AFTER = 2000  # ms until the way to cancel is offered


class Cells(QWidget):
    """Equal cells, each "done", "bad", "open" (hollow) or "wait" (dashed): the ten days of a clock, decisions made."""

    def __init__(self, look: Look, name: Text | str, done_token: str = "ok") -> None:
        super().__init__()
        self._look, self._done = look, done_token
        self._cells: list[str] = []
        self.setAccessibleName(look.t(name))
        self.setFixedHeight(look.px(10))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.update)

    def set_cells(self, cells: Sequence[str]) -> None:
        self._cells = list(cells)
        self.setMaximumWidth(self.sizeHint().width())
        done = sum(cell != "open" and cell != "wait" for cell in cells)
        self.setAccessibleDescription(f"{done} / {len(cells)}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._look.px(44) * max(1, len(self._cells)), self._look.px(10))

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = self._look, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self._cells:
            return
        gap = look.px(4)
        wide = (self.width() - gap * (len(self._cells) - 1)) / len(self._cells)
        for index, cell in enumerate(self._cells):
            box = QRectF(index * (wide + gap), 0, wide, self.height()).adjusted(0.7, 1.7, -0.7, -1.7)
            token = {"done": self._done, "wait": "warn"}.get(cell, "bad")
            filled = cell in ("done", "bad")
            pen = QPen(look.color(token), 1.2 * look.scale)
            if cell == "wait":
                pen.setDashPattern([3, 2])
            painter.setPen(pen)
            painter.setBrush(look.color(token) if filled else Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box, look.px(3), look.px(3))


class Ring(QWidget):
    """A share of a whole as a ring, its number in the middle."""

    def __init__(self, look: Look, name: Text | str) -> None:
        super().__init__()
        self._look, self._done, self._total, self._under = look, 0, 0, ""
        self.setAccessibleName(look.t(name))
        self.setFixedSize(look.px(148), look.px(148))
        look.changed.connect(self.update)

    def set_value(self, done: int, total: int, under: Text | str) -> None:
        """`under` stands below the number: 共 42 份."""
        self._done, self._total, self._under = done, total, self._look.t(under)
        self.setAccessibleDescription(f"{done}，{self._under}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        look, px = self._look, self._look.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        stroke = px(14)
        box = QRectF(self.rect()).adjusted(stroke / 2 + 1, stroke / 2 + 1, -stroke / 2 - 1, -stroke / 2 - 1)
        pen = QPen(look.color("line"), stroke)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.drawEllipse(box)
        if self._total:
            pen.setColor(look.color("ok"))
            painter.setPen(pen)
            painter.drawArc(box, 90 * 16, -round(min(1.0, self._done / self._total) * 360 * 16))
        painter.setPen(look.color("text"))
        painter.setFont(look.font(36, 700))
        painter.drawText(QRectF(self.rect()).adjusted(0, -px(16), 0, -px(16)), Qt.AlignmentFlag.AlignCenter,
                         number(self._done))  # fmt: skip
        painter.setFont(look.font(13))
        painter.setPen(look.color("text2"))
        under = QRectF(self.rect()).adjusted(0, px(34), 0, px(34))
        painter.drawText(under, Qt.AlignmentFlag.AlignCenter, self._under)


class ProgressDialog(Dialog):
    """Says what is being done and how far. Appears after 0.5 s, offers cancel after 2 s; closes with the work.

    Made for one job of `Tasks.long`; the caller keeps its own `done` and `failed`.
    """

    def __init__(self, look: Look, parent: QWidget | None, title: Text, job: Job) -> None:
        super().__init__(look, parent, title, width=558)
        self._job = job
        self._doing = label(look, "", "value", wrap=True)
        self.body.addWidget(self._doing)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 0)
        self._bar.setAccessibleName(look.t(title))
        self.body.addWidget(self._bar)
        self._cancel = self.add_button(Button(look, T("progress", "停下来"), key="Esc"))
        self._cancel.clicked.connect(self.reject)
        self._cancel.setEnabled(False)
        job.progressed.connect(self._progressed)
        if job.progress.last is not None:
            self._progressed(*job.progress.last)
        job.ended.connect(self._over)
        job.destroyed.connect(self._over)
        self._appear = QTimer(self, singleShot=True, interval=SHOW_AFTER)
        self._appear.timeout.connect(self.show)
        self._appear.start()
        self._offer = QTimer(self, singleShot=True, interval=CANCEL_AFTER)
        self._offer.timeout.connect(lambda: self._cancel.setEnabled(True))
        self._offer.start()

    def _progressed(self, done: int, total: int, doing: object) -> None:
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        words = self.look.t(doing) if isinstance(doing, Text | str) else ""
        if total:
            words = self.look.t(T("progress", "{doing}　{done} / {total}", doing=words, done=number(done),
                                  total=number(total)))  # fmt: skip
        self._doing.setText(words)
        self._bar.setAccessibleDescription(words)

    def reject(self) -> None:
        """Stop the work; the dialog goes when it has stopped."""
        if self._cancel.isEnabled():
            self._cancel.setEnabled(False)
            self._cancel.set_text(T("progress", "正在停"))
            self._job.cancel()

    def _over(self) -> None:
        self._appear.stop()
        self._offer.stop()
        self.done(0)
        self.deleteLater()
