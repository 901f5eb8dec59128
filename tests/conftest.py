"""What every test stands on: no screen, an empty home of its own, and no log line nobody expected."""

import logging
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from pytestqt.qtbot import QtBot

pytest_plugins = ["tests.services_fixtures"]
os.environ["QT_QPA_PLATFORM"] = "offscreen"  # before any QApplication
for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_STYLE_OVERRIDE", "QT_SCALE_FACTOR", "LANGUAGE"):
    os.environ.pop(name, None)

settings.register_profile("shoubu", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("shoubu")


_PATIENCE = 30_000  # ms: a busy machine is no failure; a wait that is fulfilled ends at once
for wait in (QtBot.waitUntil, QtBot.waitSignal, QtBot.waitSignals, QtBot.waitCallback, QtBot.waitExposed):
    wait.__kwdefaults__["timeout"] = _PATIENCE


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--kills", type=int, default=200, help="how often the crash test kills its child")


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """HOME, the XDG folders and TMPDIR lie in the test's own folder; the answer is that folder."""
    places = {
        "HOME": "home",
        "XDG_CONFIG_HOME": "home/.config",
        "XDG_CACHE_HOME": "home/.cache",
        "XDG_DATA_HOME": "home/.local/share",
        "XDG_STATE_HOME": "home/.local/state",
        "XDG_RUNTIME_DIR": "run",
        "TMPDIR": "tmp",
    }
    base = tmp_path / ".own"  # hidden: a test that lists tmp_path with glob("*") sees only what it made
    for variable, folder in places.items():
        place = base / folder
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
        monkeypatch.setenv(variable, str(place))
    monkeypatch.setattr(tempfile, "tempdir", str(base / "tmp"))
    return base


class _Collector(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.levelname} {record.name}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def no_unexpected_log(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail on a log record of level WARNING or above, unless the test asks for `caplog` and so looks itself.

    Qt's own warnings are failed by pytest-qt (`qt_log_level_fail` in pyproject.toml).
    """
    collector = _Collector()
    logging.getLogger().addHandler(collector)
    yield
    logging.getLogger().removeHandler(collector)
    if collector.lines and "caplog" not in request.fixturenames:
        pytest.fail("unexpected log lines:\n" + "\n".join(collector.lines), pytrace=False)
