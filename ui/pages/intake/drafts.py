"""Documents begun and put aside (待签收): kept encrypted with the person's own settings, no evidence (K-11, LOCAL)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu

from models.domain.text import T
from ui.tables.source import Preferences
from ui.theme.look import Look
from ui.widgets.buttons import Button

KEY = "intake/drafts"
MOST = 40


@dataclass(frozen=True, slots=True)
class Draft:
    """One document put aside: when (local time), and everything that was typed."""

    at: str
    state: Mapping[str, Any]

    @property
    def title(self) -> str:
        """How it is called in the list; "" if nothing was typed to call it by."""
        fields = self.state.get("fields", {})
        return str(fields.get("title") or fields.get("reference_number") or fields.get("issuer") or "")


class Drafts:
    """The drafts of the person signed in, newest first."""

    def __init__(self, preferences: Preferences) -> None:
        self._preferences = preferences

    def all(self) -> list[Draft]:
        kept = self._preferences.get(KEY, [])
        if not isinstance(kept, list):
            return []
        return [Draft(str(item["at"]), item["state"]) for item in kept if isinstance(item, dict) and "state" in item]

    def add(self, state: Mapping[str, Any], now: datetime) -> None:
        """Put one aside; beyond MOST the oldest goes."""
        kept = [Draft(now.astimezone().strftime("%m-%d %H:%M"), state), *self.all()]
        self._save(kept[:MOST])

    def take(self, index: int) -> Draft:
        """Take one up again; it is no draft any more."""
        kept = self.all()
        draft = kept.pop(index)
        self._save(kept)
        return draft

    def _save(self, drafts: list[Draft]) -> None:
        self._preferences.set(KEY, [{"at": draft.at, "state": dict(draft.state)} for draft in drafts])


class DraftButton(Button):
    """How many are put aside; pressed, it lists them. `chosen(index)`. Hidden while there is none."""

    chosen = Signal(int)

    def __init__(self, look: Look, drafts: Drafts) -> None:
        super().__init__(look, "", key="Alt+D")
        self._drafts = drafts
        self.clicked.connect(self._choose)
        self.show_count()

    def show_count(self) -> None:
        count = len(self._drafts.all())
        self.set_text(T("intake", "待签收 {n}", n=count))
        self.setVisible(bool(count))

    def menu(self) -> QMenu:
        """One line for each: when, and how it is called."""
        menu = QMenu(self)
        menu.setAccessibleName(self._look.t(T("intake", "待签收")))
        for index, draft in enumerate(self._drafts.all()):
            name = draft.title or self._look.t(T("intake", "没有标题"))
            action = menu.addAction(f"{draft.at}　{name[:40]}".replace("&", "&&"))
            action.triggered.connect(lambda _checked=False, index=index: self.chosen.emit(index))
        return menu

    def _choose(self) -> None:
        menu = self.menu()
        menu.exec(self.mapToGlobal(self.rect().bottomLeft()))
        menu.deleteLater()
