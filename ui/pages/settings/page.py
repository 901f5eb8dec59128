"""设置: how the screen looks, one's own password, and what the vault's level prescribes."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QGridLayout

from models.domain.levels import Level
from models.domain.passwords import POLICIES, policy_of
from models.domain.text import T, Text
from models.ledgers.choices import LEVELS
from ui.context import Context
from ui.pages.unlock.password_dialog import PasswordDialog
from ui.widgets.buttons import Button
from ui.widgets.containers import Line, Panel
from ui.widgets.inputs import OptionCard
from ui.widgets.labels import label
from ui.widgets.page import HELP_KEY, Page

THEMES = (
    ("light", T("settings", "浅色"), T("settings", "白天、亮的房间")), ("dark", T("settings", "深色"), T("settings", "暗的房间，少眩光")),
    ("contrast", T("settings", "高对比"), T("settings", "跟随系统颜色，边框加粗")),
)  # fmt: skip


class SettingsPage(Page):
    """Look, password, policy."""

    def __init__(self, context: Context) -> None:
        super().__init__(context.look, T("page", "设置"), T("settings", "外观只对本人；口令和锁屏的数值由本库密级规定"))
        self.context = context
        look = context.look
        panel = Panel(look)
        panel.box.addWidget(label(look, T("settings", "外观"), "section"))
        grid = QGridLayout()
        grid.setSpacing(look.px(12))
        self.cards: dict[str, OptionCard] = {}
        for column, (code, title, sentence) in enumerate(THEMES):
            card = OptionCard(look, title, sentence, key=f"Alt+{column + 1}")
            card.clicked.connect(self._chosen(code))
            grid.addWidget(card, 0, column)
            self.cards[code] = card
        panel.box.addLayout(grid)
        self.content.addWidget(panel)
        self.content.addWidget(self._password_panel())
        self.content.addWidget(self._policy_panel())
        self.content.addStretch(1)
        self.set_keys(HELP_KEY)

    def entered(self) -> None:
        """Show what is chosen now."""
        name = self.context.look.tokens.name
        self.cards[name if name in self.cards else "contrast"].setChecked(True)
        self.context.tasks.read(lambda: self.context.office.vault_level, self._say_policy)

    def _chosen(self, code: str) -> Callable[[], None]:
        def choose() -> None:
            app = QApplication.instance()
            if isinstance(app, QApplication):
                self.context.look.use(code, app)
            self.context.preferences.set("theme", code)

        return choose

    def _password_panel(self) -> Panel:
        panel = Panel(self.look)
        panel.box.addWidget(label(self.look, T("settings", "口令"), "section"))
        self._age = label(self.look, "", "value", wrap=True)
        panel.box.addWidget(self._age)
        change = Button(self.look, T("settings", "换口令…"), icon="key", key="Alt+K")
        change.clicked.connect(self._change)
        panel.box.addWidget(change, 0, Qt.AlignmentFlag.AlignLeft)
        return panel

    def _policy_panel(self) -> Panel:
        panel = Panel(self.look)
        panel.box.addWidget(label(self.look, T("settings", "本库的规定"), "section"))
        self._rules: list[tuple[Text, Callable[[Level], Text]]] = [
            (T("settings", "口令长度"), lambda level: T("settings", "至少 {n} 位，四类字符齐全；或程序给的六词短语", n=POLICIES[level].shortest)),
            (T("settings", "口令有效期"), lambda level: T("settings", "{n} 天", n=POLICIES[level].longest_days)),
            (T("settings", "离开自动锁定"), lambda level: T("settings", "{n} 分钟", n=POLICIES[level].idle_minutes)),
            (T("settings", "连续输错"), lambda _level: T("settings", "5 次锁定，由安全保密管理员解锁")),
        ]  # fmt: skip
        grid = QGridLayout()
        grid.setHorizontalSpacing(self.look.px(24))
        self._values = []
        for row, (name, _words) in enumerate(self._rules):
            grid.addWidget(label(self.look, name, "label"), row * 2, 0)
            value = label(self.look, "", "value")
            grid.addWidget(value, row * 2, 1)
            self._values.append(value)
            if row < len(self._rules) - 1:
                grid.addWidget(Line(self.look), row * 2 + 1, 0, 1, 2)
        grid.setColumnStretch(1, 1)
        panel.box.addLayout(grid)
        return panel

    def _say_policy(self, level: Level) -> None:
        for value, (_name, words) in zip(self._values, self._rules, strict=True):
            value.setText(self.look.t(words(level)))
        account = self.context.office.sitting.account
        self._age.setText(self.look.t(T(
            "settings", "{user}的口令设于 {day}；{level}级库每 {n} 天换一次。", user=account["name"], day=account["password_set_on"],
            level=LEVELS[level], n=policy_of(level).longest_days,
        )))  # fmt: skip
        self._level = level

    def _change(self) -> None:
        why = T("settings", "新口令只有自己知道；忘了要由安全保密管理员重置，那时会换一把新的签名钥匙。")
        chosen = PasswordDialog.ask(self.look, self, self.context.office.sitting.name, policy_of(self._level), why)
        if chosen is not None:
            self.context.tasks.write(
                lambda: self.context.office.perform("change_password", password=chosen), lambda _done: self.entered()
            )
