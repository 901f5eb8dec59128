"""口令与锁定: the organ's own numbers, judged against the level's at every key (domain.md 4.3)."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt

from models.domain.levels import Level
from models.domain.passwords import MOST_FAILURES, setting_problems
from models.domain.problems import Problem, blocks
from models.domain.text import T, Text
from models.ledgers.choices import LEVELS
from models.services.settings import WORDS, Situation
from ui.pages.settings.section import Rows, Section
from ui.theme.look import Look
from ui.widgets.form import NoteLine
from ui.widgets.inputs import LineInput, set_severity
from ui.widgets.labels import label

_WIDE = 126
_UNITS = {"shortest": T("settings", "位"), "longest_days": T("settings", "天"), "idle_minutes": T("settings", "分钟")}
_LIMITS = {
    "shortest": lambda level, n: T("settings", "{level}级库不得少于 {n} 位；或程序给的六词短语", level=level, n=n),
    "longest_days": lambda level, n: T("settings", "{level}级库不长于 {n} 天", level=level, n=n),
    "idle_minutes": lambda level, n: T("settings", "{level}级库不长于 {n} 分钟，下次登录起生效", level=level, n=n),
}


class NumbersSection(Section):
    """Three numbers to change, one that the rule fixes. `may_change`: the person is the security administrator."""

    title = T("settings", "口令与锁定")
    who = T("settings", "安全保密管理员。其他人只能看。")
    act = "change_policy"

    def __init__(self, look: Look, may_change: bool) -> None:
        super().__init__(look)
        self._level = Level.CONFIDENTIAL
        self._now: dict[str, int] = {}
        self.lines: dict[str, LineInput] = {}
        self.notes: dict[str, NoteLine] = {}
        self._say: dict[str, Any] = {}
        passwords = Rows(look, self.group(T("settings", "口令")))
        for name in ("shortest", "longest_days"):
            self._row(passwords, name, may_change)
        tries = label(look, T("settings", "{n} 次", n=MOST_FAILURES), "value")
        passwords.add(T("settings", "输错几次锁定"), T("settings", "规定连续 5 次；由安全保密管理员解锁"), tries)
        self.box.addSpacing(look.px(10))
        self._row(Rows(look, self.group(T("settings", "锁定"))), "idle_minutes", may_change)
        self.box.addStretch(1)

    def show_situation(self, situation: Situation) -> None:
        self._level = Level(situation.organ["vault_level"])
        self._now = {name: getattr(situation.policy, name) for name in self.lines}
        for name, line in self.lines.items():
            limit = getattr(situation.floor, name)
            self._say[name](_LIMITS[name](self.look.t(LEVELS[self._level]), limit))
            line.setText(str(self._now[name]))
        self._judge()

    def draft(self) -> dict[str, int]:
        typed = {name: self._typed(name) for name in self.lines}
        return {name: value for name, value in typed.items() if value is not None and value != self._now.get(name)}

    def wrong(self) -> int:
        return sum(bool(self._problems(name)) for name in self.lines) if self._now else 0

    def next_wrong(self) -> None:
        names = [name for name in self.lines if self._problems(name)]
        here = next((name for name in names if self.lines[name].hasFocus()), "")
        after = names[names.index(here) + 1 :] if here else names
        for name in (after or names)[:1]:
            self.lines[name].setFocus(Qt.FocusReason.TabFocusReason)

    def _row(self, rows: Rows, name: str, may_change: bool) -> None:
        line = LineInput(self.look, WORDS[name])
        line.setFixedWidth(self.look.px(_WIDE))
        line.set_side(_UNITS[name])
        line.setMaxLength(4)
        line.setReadOnly(not may_change)
        line.setEnabled(may_change)
        self.notes[name], self._say[name] = rows.add(WORDS[name], "", line)
        self.lines[name] = line
        line.textChanged.connect(lambda _text: self._judge())

    def _typed(self, name: str) -> int | None:
        text = self.lines[name].text().strip()
        return int(text) if text.isdecimal() else None

    def _problems(self, name: str) -> list[Problem]:
        value = self._typed(name)
        if value is None:
            return [blocks("NOT_A_NUMBER", name, T("settings", "请写一个数，如 {n}", n=self._now.get(name, 1)))]
        return setting_problems(self._level, name, value)

    def _judge(self) -> None:
        for name, note in self.notes.items():
            found = self._problems(name) if self._now else []
            set_severity(self.lines[name], found[0].severity if found else "")
            note.show_problem(found[0] if found else None)
            note.setVisible(bool(found))
            said: Text | str = found[0].text if found else ""
            self.lines[name].setAccessibleDescription(self.look.t(said))
        self.changed.emit()
