"""The register's side pane: one carrier, or what was marked, with the marks of state and life."""

from __future__ import annotations

from models.domain.text import T, Text
from models.services.carrier_card import Card, Selection, Standing
from models.services.carrier_life import LifeEvent
from ui.theme.badges import BADGES
from ui.theme.look import Look
from ui.theme.marks import STATES
from ui.widgets.editors import local_moment
from ui.widgets.pane import LifeLine, SidePane
from ui.words import number

LIFE = 6  # events shown; at 1080 px more fit
_FIRST, _AMENDED = ("ring", "neu"), ("square", "neu")
_STANDINGS = {"NOT_SHELVED": ("ring", "warn")}


def show_card(pane: SidePane, card: Card) -> None:
    """Marking, title, six facts, where it is now, and its life; buttons are the page's."""
    pane.set_marking(card.badge, card.marking)
    pane.set_title(card.title)
    pane.set_facts([(name, value) for name, value in card.facts])
    shape, token = _mark_of(card.standing)
    pane.set_situation(shape, token, card.standing.title, card.standing.sentence)
    most = max(LIFE, (pane.height() - pane.look.px(470)) // pane.look.px(30))
    pane.set_life([_line(event) for event in card.life[:most]])


def show_selection(pane: SidePane, look: Look, found: Selection) -> None:
    """How many are marked, and what they are."""
    pane.set_marking("", "")
    pane.set_title(T("register", "已选 {n} 份", n=number(found.count)))
    facts: list[tuple[Text | str, Text | str]] = []
    if found.badges:
        facts.append((T("register", "密级"), _sum(look, [(BADGES[code].word, n) for code, n in found.badges if code in BADGES])))
        facts.append((T("register", "状态"), _sum(look, [(STATES[code].word, n) for code, n in found.states if code in STATES])))
        facts.append((T("register", "现在放在"), T("register", "{n} 个柜层", n=found.shelves)))
    pane.set_facts(facts)
    pane.situation.hide()
    pane.set_life([])


def _sum(look: Look, parts: list[tuple[Text, int]]) -> str:
    return " · ".join(f"{look.t(word)} {number(count)}" for word, count in parts)


def _mark_of(standing: Standing) -> tuple[str, str]:
    if standing.code in _STANDINGS:
        return _STANDINGS[standing.code]
    mark = STATES[standing.code]
    return mark.shape, mark.token


def _line(event: LifeEvent) -> LifeLine:
    if event.state in ("FIRST", "AMENDED"):
        shape, token = _FIRST if event.state == "FIRST" else _AMENDED
    else:
        mark = STATES.get(event.state)
        shape, token = (mark.shape, mark.token) if mark else _FIRST
    return LifeLine(shape, token, local_moment(event.time)[5:], event.what, event.entry)
