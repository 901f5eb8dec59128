"""表单字体: the site's own 仿宋, 小标宋 and 黑体 in place of the shipped faces, for whoever is signed in (forms.md 1.3)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QWidget

from models.domain.errors import UserError
from models.domain.problems import blocks
from models.domain.text import T, Text
from models.services import form_fonts
from ui.context import Context
from ui.pages.settings.section import Rows, Section
from ui.widgets.buttons import Button
from ui.widgets.choose_file import choose_file
from ui.widgets.form import NoteLine

INSTALLED = Path("/usr/share/fonts")
KINDS = ((T("settings", "TrueType 字体"), "*.ttf *.ttc *.TTF *.TTC"),)
SHIPPED = T("settings", "改用自带字体")
PARTS: tuple[tuple[str, Text, Text], ...] = (
    ("text", T("settings", "正文（仿宋）"), T("settings", "选正文字体")), ("title", T("settings", "标题（小标宋）"), T("settings", "选标题字体")),
    ("head", T("settings", "栏目和密级（黑体）"), T("settings", "选黑体字体")),
)  # fmt: skip


class FormFontsSection(Section):
    """A file is tried before it is taken; what it lacks is drawn with the shipped faces."""

    title = T("settings", "表单字体")
    who = T("settings", "每个人只改自己的。只换字形，印出的文字不变。")

    def __init__(self, context: Context) -> None:
        super().__init__(context.look)
        self._context = context
        kept = context.preferences.get(form_fonts.PREFERENCE)
        self.files: dict[str, str] = dict(kept) if isinstance(kept, dict) else {}
        rows = Rows(self.look, self.group(T("settings", "打印表单和标签用的字体")))
        self.notes: dict[str, NoteLine] = {}
        self._says: dict[str, Callable[[Text | str], None]] = {}
        self.choices: dict[str, Button] = {}
        self.backs: dict[str, Button] = {}
        for nth, (part, name, ask) in enumerate(PARTS, 1):
            self.notes[part], self._says[part] = rows.add(name, "", self._buttons(part, nth, name, ask))
            self._show(part)
        self.box.addStretch(1)

    def _buttons(self, part: str, nth: int, name: Text, ask: Text) -> QWidget:
        both = QWidget()
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self.look.px(8))
        back = self.backs[part] = Button(self.look, SHIPPED, tall=30)
        back.setAccessibleName(self.look.t(T("settings", "{name}：用自带字体", name=name)))
        back.clicked.connect(lambda: self._take(part, None))
        choose = self.choices[part] = Button(self.look, T("settings", "选字体…"), key=f"Alt+{nth}", tall=30)
        choose.setAccessibleName(self.look.t(ask))
        choose.clicked.connect(lambda: self._choose(part, ask))
        row.addWidget(back)
        row.addWidget(choose)
        return both

    def _choose(self, part: str, ask: Text) -> None:
        file = choose_file(self.look, self, ask, KINDS, INSTALLED)
        if file is not None:
            self.try_file(part, file)

    def try_file(self, part: str, file: Path) -> None:
        """Take a font file if it can be used; else say at its row why not."""

        def refused(error: Exception) -> bool:
            if not isinstance(error, UserError):
                return False
            self.notes[part].show_problem(blocks("FONT_UNUSABLE", part, error.what))
            self.notes[part].show()
            return True

        self._context.tasks.read(lambda: form_fonts.lacking(file), lambda lacks: self._take(part, file, lacks), refused)

    def _take(self, part: str, file: Path | None, lacks: int = 0) -> None:
        self.files = {name: path for name, path in self.files.items() if name != part}
        if file is not None:
            self.files[part] = str(file)
        self._context.preferences.set(form_fonts.PREFERENCE, self.files)
        self._show(part)
        note = self.notes[part]
        note.show_problem(None)
        note.set_hint(T("settings", "缺 {n} 个常用字，这些字用自带字体印", n=lacks) if lacks else "")
        note.setVisible(bool(lacks))

    def _show(self, part: str) -> None:
        file = self.files.get(part)
        self._says[part](T("settings", "现在用 {name}", name=Path(file).name) if file else T("settings", "现在用自带字体"))
        self.backs[part].setVisible(file is not None)
