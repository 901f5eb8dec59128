"""今日: every line leads to the page that settles it, by its button and by its digit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from shiboken6 import isValid

from models.domain.text import T
from models.services.clock import FixedClock
from models.services.office import Office
from tests.offices import NOON, copied_vault, opened
from tests.services.batches import Batch
from tests.services.processes import Place, make_place
from tests.ui.conftest import Clock
from tests.ui.helpers import show, unnamed
from tests.ui.pages.keys import Hands
from tests.ui.pages.world import World, free
from ui.pages.home.page import MARKS, HomePage
from ui.scanning import ScanRouter
from ui.tasks import Tasks
from ui.theme.look import Look
from ui.theme.marks import MUST_CHANGE

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
PAGES = frozenset({"register", "movements", "count", "destroy", "backup", "intake", "print"})
LATER = FixedClock(NOON + timedelta(days=20))


@dataclass
class Stage:
    """A vault 20 days after work was left in it, and the page in a window."""

    qtbot: Any
    world: World
    place: Place
    batch: int
    count: int

    def page(self, pages: frozenset[str] = PAGES) -> HomePage:
        context = replace(self.world.context(), pages=lambda: pages)
        self.window = self.world.window("home", T("page", "今日"), lambda: HomePage(context), "today")
        show(self.qtbot, self.window, 1366, 768)
        page = self.window.go("home")
        assert isinstance(page, HomePage)
        self.wait(lambda: bool(page.acts.cells.rows))
        return page

    def wait(self, until: Callable[[], bool] = lambda: True) -> None:
        self.qtbot.waitUntil(lambda: self.world.tasks.idle and until(), timeout=10_000)


@pytest.fixture
def later(built_vault: Any, tmp_path: Any) -> Iterator[Office]:
    """The clerk signed in 20 days after the day on which the vault was made."""
    folder = copied_vault(built_vault, tmp_path / "vault")
    with opened(folder, "周敏") as office:
        place = make_place(office)
        place.furnish()
        # issued ten years before: the period ends on the day given
        carriers = place.carriers(6, place.shelves[0], issued_on="2016-12-20")
        place.carriers(1, place.shelves[1], issued_on="2015-11-10", received_on="2015-11-20", signed_on="2015-11-20")
        place.lend(carriers[0])
        place.lend(carriers[1], "李淑芬")
        office.perform("demand_recall", carrier_ids=carriers[2:3], notice="国办发〔2026〕9号")
        Batch(place, carriers[4:5])
        place.start()
    with opened(folder, "周敏", LATER) as office:
        yield office


@pytest.fixture
def stage(qtbot: Any, later: Office, look: Look, tasks: Tasks, router: ScanRouter) -> Iterator[Stage]:
    world = World(later, look, tasks, router)
    people = {row["name"]: row["id"] for row in later.read.find("persons")}
    place = Place(later, people)
    made = Stage(qtbot, world, place, later.read.find("destructions")[0]["id"], later.read.find("counts")[0]["id"])
    yield made
    made.wait()
    world.errors.none_left()


@pytest.fixture
def hands(clock: Clock) -> Hands:
    return Hands(clock)


def digit_of(page: HomePage, key: str) -> int:
    return list(page._lines).index(key) + 1


def words(page: HomePage, key: str) -> str:
    line = page._lines[key]
    return " ".join(page.look.t(text) for text in (line.what, line.why, line.how_long))


def test_what_is_due_is_listed_in_order_of_urgency(stage: Stage) -> None:
    page = stage.page()
    ranks = [line.rank for line in page._lines.values()]
    assert ranks == sorted(ranks)
    assert set(page._lines) >= {
        "loans", "recalls", f"count-{stage.count}", f"batch-{stage.batch}", "expired", "expiring", "backup", "paper",
    }  # fmt: skip
    assert "2 份借出已超期" in words(page, "loans") and "陈立 1 份" in words(page, "loans")
    assert "超 12 天" in words(page, "loans")  # due on 2026-12-01, seen on 2026-12-13
    assert page.empty.isHidden() and page.duties.isVisible()


def test_the_sentence_counts_what_is_overdue(stage: Stage) -> None:
    page = stage.page()
    assert f"{len(page._lines)} 件事" in page._sentence.text() and "1 件已超期" in page._sentence.text()
    assert "12月13日" in page._sentence.text() and "星期日" in page._sentence.text()


@pytest.mark.parametrize(
    ("key", "target", "arguments"),
    [
        ("loans", "movements", {}), ("recalls", "movements", {"wish": "RETURN"}), ("backup", "backup", {}),
        ("count", "count", {"count": "count"}), ("batch", "destroy", {"destruction": "batch"}),
        ("paper", "print", {"form": "G03", "record": 2026}),
    ],
)  # fmt: skip
def test_a_digit_leads_to_the_page_that_settles_it(
    stage: Stage, hands: Hands, key: str, target: str, arguments: dict[str, Any]
) -> None:
    page = stage.page()
    ids = {"count": stage.count, "batch": stage.batch}
    line = f"{key}-{ids[key]}" if key in ids else key
    hands.key(Qt.Key(Qt.Key.Key_0 + digit_of(page, line)))
    stage.wait(lambda: bool(stage.world.went))
    assert stage.world.went == [(target, {name: ids.get(value, value) for name, value in arguments.items()})]


def test_expired_and_expiring_open_the_register_filtered(stage: Stage) -> None:
    page = stage.page()
    page._settle("expired")
    page._settle("expiring")
    (first, past), (second, soon) = stage.world.went
    assert (first, second) == ("register", "register")
    assert [(one.field, one.operator, one.value) for one in past["filters"]] == [("expires_on", "to", "2026-12-12")]
    assert [one.value for one in soon["filters"]] == ["2026-12-13", "2027-01-12"]


def test_an_act_renews_the_lines(stage: Stage) -> None:
    page = stage.page()
    lent = [row["id"] for row in stage.world.office.read.find("carriers", state="ON_LOAN")]
    stage.world.office.perform("take_back", carrier_ids=lent, checked="页数齐全，完好", reason="已核对")
    stage.wait(lambda: "loans" not in page._lines)
    assert "0 件已超期" in page._sentence.text()


def test_a_line_whose_page_this_person_has_not_is_left_out(stage: Stage) -> None:
    page = stage.page(frozenset({"movements"}))
    assert set(page._lines) == {"loans", "recalls"}


def test_nothing_due_says_so(stage: Stage) -> None:
    page = stage.page(frozenset())
    assert page.empty.isVisible() and page.duties.isHidden()


def test_pictures_and_acts_show_the_holdings(stage: Stage) -> None:
    page = stage.page()
    assert page.holdings.total() == 5  # of seven, two are lent; what is listed for destruction still lies there
    numbers = [row.key for row in page.acts.cells.rows]
    assert numbers == sorted(numbers, reverse=True) and 0 < len(numbers) <= 6


def test_the_marks_say_what_is_urgent(stage: Stage) -> None:
    page = stage.page()
    assert MARKS[page._lines["loans"].rank] is MUST_CHANGE


def test_every_control_is_named_in_english_and_the_page_is_freed(
    english: Look, stage: Stage, request: pytest.FixtureRequest
) -> None:
    page = stage.page()
    assert unnamed(stage.window) == []
    assert "loans" in page._lines and not any("\u4e00" <= char <= "\u9fff" for char in page.look.t(page._lines["loans"].what))
    free(request, stage.window)
    stage.wait(lambda: not isValid(page))
