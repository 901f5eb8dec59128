"""外观: theme and size of type of the person signed in; no act, no journal."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QApplication

from models.domain.text import T, Text
from ui.context import Context
from ui.pages.settings.section import Section
from ui.theme.look import SCALES
from ui.widgets.inputs import OptionCard
from ui.widgets.labels import label

THEMES = (
    ("light", T("settings", "浅色"), T("settings", "白天、亮的房间")), ("dark", T("settings", "深色"), T("settings", "暗的房间，少眩光")),
    ("contrast", T("settings", "高对比"), T("settings", "跟随系统颜色，边框加粗")),
)  # fmt: skip


class LooksSection(Section):
    """A theme is seen at once; another size of type from the next sign-in on, because every page is built with it."""

    title = T("settings", "外观")
    who = T("settings", "每个人只改自己的，换了人登录就换回各自的样子。")

    def __init__(self, context: Context) -> None:
        super().__init__(context.look)
        self._context = context
        self.themes = self._cards(T("settings", "颜色"), [(code, title, sentence) for code, title, sentence in THEMES], 1)
        for code, card in self.themes.items():
            card.clicked.connect(self._theme(code))
        self.box.addSpacing(self.look.px(10))
        sizes = [(str(size), T("settings", "{n}%", n=size), _AS_LARGE[size]) for size in SCALES]
        self.sizes = self._cards(T("settings", "文字大小"), sizes, 4)
        for code, card in self.sizes.items():
            card.clicked.connect(self._size(int(code)))
        self.note = label(self.look, "", "hint", wrap=True)
        self.box.addWidget(self.note)
        self.box.addStretch(1)
        name = self.look.tokens.name
        self.themes[name if name in self.themes else "contrast"].setChecked(True)
        wanted = str(context.preferences.get("scale", 100))
        self.sizes[wanted if wanted in self.sizes else "100"].setChecked(True)
        self._say_size()

    def _cards(self, title: Text, choices: list[tuple[str, Text, Text]], first_key: int) -> dict[str, OptionCard]:
        panel = self.group(title)
        panel.box.setSpacing(self.look.px(8))
        cards = {}
        for row, (code, words, sentence) in enumerate(choices):
            card = cards[code] = OptionCard(self.look, words, sentence, key=f"Alt+{first_key + row}")
            panel.box.addWidget(card)
        return cards

    def _theme(self, code: str) -> Callable[[], None]:
        def choose() -> None:
            app = QApplication.instance()
            if isinstance(app, QApplication):
                self.look.use(code, app)
            self._context.preferences.set("theme", code)

        return choose

    def _size(self, percent: int) -> Callable[[], None]:
        def choose() -> None:
            self._context.preferences.set("scale", percent)
            self._say_size()

        return choose

    def _say_size(self) -> None:
        wanted = int(self._context.preferences.get("scale", 100))
        later = T("settings", "下次登录起用 {n}% 的字；现在按 Ctrl+L 锁定再登录也行。", n=wanted)
        self.note.setText(self.look.t(later) if wanted != round(self.look.scale * 100) else "")


_AS_LARGE = {100: T("settings", "标准"), 115: T("settings", "大一些"), 130: T("settings", "大")}
