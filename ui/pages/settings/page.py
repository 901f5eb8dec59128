"""设置: sections left, their rows at the middle, at the right who may change them and who did (screen.md 9)."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from models.domain.text import T, Text
from models.services.settings import WORDS, LastChange, Situation, situation
from ui.context import Context
from ui.pages.settings.form_fonts import FormFontsSection
from ui.pages.settings.looks import LooksSection
from ui.pages.settings.numbers import NumbersSection
from ui.pages.settings.organ import OrganSection
from ui.pages.settings.own_password import OwnPasswordSection
from ui.pages.settings.scanner import ScannerSection
from ui.pages.settings.section import Section
from ui.pages.settings.terms import TermsSection
from ui.scanning import Scan
from ui.theme.look import Look
from ui.widgets.buttons import Button
from ui.widgets.editors import local_moment
from ui.widgets.labels import label
from ui.widgets.page import HELP_KEY, Page

SAVE_KEY = ("Ctrl+S", T("key", "保存"))
NEXT_KEY = ("F8", T("key", "下一处错误"))


class SettingsPage(Page):
    """A draft of a section is kept by one act; going to another section drops nothing."""

    def __init__(self, context: Context) -> None:
        super().__init__(context.look, T("page", "设置"), T("settings", "改动立即写入日志，注明旧值、新值和改的人"))
        self.context = context
        role = context.office.sitting.role
        self.sections: list[Section] = [
            LooksSection(context), OwnPasswordSection(context, self.entered), ScannerSection(context),
            FormFontsSection(context), NumbersSection(context.look, role == "security_administrator"), TermsSection(context.look),
            OrganSection(context.look, role == "system_administrator"),
        ]  # fmt: skip
        self.drop = self.add_action(Button(self.look, T("settings", "放弃改动"), key="Esc"))
        self.keep = self.add_action(Button(self.look, T("settings", "保存"), "primary", key="Ctrl+S"))
        self.drop.clicked.connect(self.escape)
        self.keep.clicked.connect(self._save)
        QShortcut(QKeySequence("F8"), self, self._next_wrong)
        self._situation: Situation | None = None
        row = QHBoxLayout()
        row.setSpacing(self.look.px(24))
        row.addLayout(self._list())
        self.stack = QStackedWidget()
        self.stack.setMaximumWidth(self.look.px(720))
        for section in self.sections:
            self.stack.addWidget(section)
            section.changed.connect(self._judge)
        row.addWidget(self.stack, 1)
        row.addLayout(self._side())
        self.content.addLayout(row, 1)
        self._go(0)

    # --- what the page does ------------------------------------------------------------------------------------------

    @property
    def section(self) -> Section:
        """The section that is shown."""
        return self.sections[self.stack.currentIndex()]

    def entered(self) -> None:
        """Ask what holds now."""
        self.context.tasks.read(lambda: situation(self.context.office), self._show)

    def changed(self, ledgers: frozenset[str]) -> None:
        if ledgers & {"settings", "organ", "accounts"}:
            self.entered()

    def scanned(self, scan: Scan) -> bool:
        section = self.section
        if isinstance(section, ScannerSection):
            section.show_scan(scan)
            return True
        return False

    def escape(self) -> bool:
        """Drop the draft of this section."""
        if not self.section.draft() and not self.section.wrong():
            return False
        if self._situation is not None:
            self.section.show_situation(self._situation)
        return True

    def _show(self, found: Situation) -> None:
        self._situation = found
        for section in self.sections:
            if not section.draft() and not section.wrong():
                section.show_situation(found)
        self._say_last(found.last)
        self._judge()

    def _save(self) -> None:
        section, draft = self.section, self.section.draft()
        if not section.act or not draft or section.wrong():
            self._next_wrong()
            return

        def kept(_done: object) -> None:
            if self._situation is not None:
                section.show_situation(self._situation)
            self.entered()

        self.context.tasks.write(lambda: self.context.office.perform(section.act, values=draft), kept)

    def _next_wrong(self) -> None:
        self.section.next_wrong()

    def _go(self, index: int) -> None:
        self.stack.setCurrentIndex(index)
        for row, button in enumerate(self.rows):
            button.setChecked(row == index)
        self._who.setText(self.look.t(self.section.who))
        self._last_part.setVisible(isinstance(self.section, NumbersSection) and bool(self._last.text()))
        self._judge()

    def _step(self, by: int) -> None:
        index = (self.stack.currentIndex() + by) % len(self.sections)
        self._go(index)
        self.rows[index].setFocus(Qt.FocusReason.TabFocusReason)

    def _judge(self) -> None:
        """What the buttons and the footer say about the draft of this section."""
        section = self.section
        wrong, count, keeps = section.wrong(), len(section.draft()), bool(section.act)
        self.drop.setVisible(keeps and bool(count or wrong))
        self.keep.setVisible(keeps and bool(count or wrong))
        self.keep.set_enabled(not wrong, T("settings", "{n} 处有误，不能保存", n=wrong))
        self.set_foot(section.title, T("settings", "{n} 处改动未保存", n=count) if count else "")
        self.set_keys(*((SAVE_KEY, NEXT_KEY) if count or wrong else ()), HELP_KEY)

    # --- parts -------------------------------------------------------------------------------------------------------

    def _list(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(self.look.px(2))
        self.rows: list[SectionRow] = []
        for index, section in enumerate(self.sections):
            row = SectionRow(self.look, section.title)
            row.clicked.connect(lambda _on=False, index=index: self._go(index))
            row.stepped.connect(self._step)
            column.addWidget(row)
            self.rows.append(row)
        column.addStretch(1)
        return column

    def _side(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(self.look.px(4))
        column.addWidget(label(self.look, T("settings", "谁能改这一页"), "strong"))
        self._who = label(self.look, "", "second", wrap=True)
        self._who.setFixedWidth(self.look.px(180))
        column.addWidget(self._who)
        column.addSpacing(self.look.px(12))
        self._last_part = QWidget()
        part = QVBoxLayout(self._last_part)
        part.setContentsMargins(0, 0, 0, 0)
        part.addWidget(label(self.look, T("settings", "上次改动"), "strong"))
        self._last = label(self.look, "", "second", wrap=True)
        self._last.setFixedWidth(self.look.px(180))
        part.addWidget(self._last)
        column.addWidget(self._last_part)
        column.addStretch(1)
        return column

    def _say_last(self, last: LastChange | None) -> None:
        if last is not None:
            lines: list[Text] = [
                T("settings", "{day}　{who}", day=local_moment(last.time)[:10], who=last.who),
                T("settings", "{name} {before} → {after}", name=WORDS[last.name], before=last.before, after=last.after),
                T("settings", "日志第 {n} 条", n=last.entry),
            ]
            self._last.setText("\n".join(self.look.t(line) for line in lines))
        self._last_part.setVisible(isinstance(self.section, NumbersSection) and last is not None)


class SectionRow(QAbstractButton):
    """The name of a section. Arrows send `stepped` (1 or -1)."""

    stepped = Signal(int)

    def __init__(self, look: Look, title: Text) -> None:
        super().__init__()
        self._look = look
        self.setText(look.t(title))
        self.setAccessibleName(self.text())
        self.setCheckable(True)
        self.setProperty("ringRadius", look.px(6))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        look.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(self._look.px(162), self._look.px(34))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if step:
            self.stepped.emit(step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, px, on = self._look, self._look.px, self.isChecked()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        if on or self.underMouse():
            painter.setPen(look.color("edge") if look.tokens.high_contrast and on else Qt.PenStyle.NoPen)
            painter.setBrush(look.color("soft" if on else "hover"))
            painter.drawRoundedRect(box, px(6), px(6))
        if on:
            painter.fillRect(QRectF(0, box.center().y() - px(9), px(3), px(18)), look.color("accent"))
        painter.setFont(look.font(14, 700 if on else 400))
        painter.setPen(look.color("accent" if on else "text"))
        painter.drawText(box.adjusted(px(16), 0, -px(6), -1), Qt.AlignmentFlag.AlignVCenter, self.text())
