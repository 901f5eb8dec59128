"""What house.md 2 says about the sources is so, and each check finds what it is there to find."""

from pathlib import Path, PurePosixPath

import pytest

from tests import architecture
from tests.architecture import RULES, Rule, Source

ROOT = Path(__file__).resolve().parents[1]
TEXT_FILES = {".md", ".sql", ".toml", ".in", ".sh", ".ini", ".po", ".spec", ".json", ""}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_every_source(rule: Rule) -> None:
    found = architecture.sources(ROOT)
    assert len(found) > 50
    wrong = [line for source in found for line in rule(source)]
    assert not wrong, "\n".join(wrong)


def test_every_text_file_is_visible_utf_8() -> None:
    for folder in ("models", "ui", "packaging", "tests", "docs", "resources", ".ci"):
        for path in (ROOT / folder).rglob("*"):
            inside_data = ROOT / "tests" / "data" in path.parents or "__pycache__" in path.parts
            if path.is_file() and path.suffix in TEXT_FILES and not inside_data:
                source = Source(PurePosixPath(path.relative_to(ROOT).as_posix()), path.read_bytes().decode("utf-8"))
                assert architecture.visible(source) == []


def test_no_file_names_a_registry() -> None:
    for path in [*ROOT.glob("requirements*"), ROOT / "Makefile", ROOT / "pyproject.toml"]:
        assert "://" not in path.read_text("utf-8"), path


#: rule, place, a source it must find fault with
BAD: list[tuple[Rule, str, str]] = [
    (architecture.arrows, "models/domain/x.py", "from models.ledgers.fields import Field"),
    (architecture.arrows, "models/ledgers/x.py", "import models.storage.store"),
    (architecture.arrows, "models/storage/x.py", "from models.forms import page"),
    (architecture.arrows, "models/exchange/x.py", "def f():\n    from models.storage.vault import Vault"),
    (architecture.arrows, "models/isolation/x.py", "from models.domain.text import T"),
    (architecture.arrows, "models/services/x.py", "from ui.tasks import run"),
    (architecture.arrows, "models/services/x.py", "import app"),
    (architecture.arrows, "ui/x.py", "from models import storage"),
    (architecture.arrows, "ui/x.py", "from models.storage.vault import Vault"),
    (architecture.arrows, "ui/pages/count/x.py", "from models.isolation.gate import judge"),
    (architecture.arrows, "ui/x.py", "from tests.isolation.machines import RecordedMachine"),
    (architecture.arrows, "models/domain/x.py", "from .levels import Level"),
    (architecture.own_reader, "models/storage/verify/x.py", "from models.storage.tables import JOURNALLED"),
    (architecture.libraries, "models/services/x.py", "from PySide6.QtCore import QObject"),
    (architecture.libraries, "models/domain/x.py", "import reportlab"),
    (architecture.libraries, "models/services/x.py", "from reportlab.pdfgen import canvas"),
    (architecture.libraries, "ui/x.py", "import sqlcipher3"),
    (architecture.libraries, "ui/x.py", "from cryptography.hazmat.primitives import hashes"),
    (architecture.libraries, "models/exchange/x.py", "import numpy"),
    (architecture.network, "models/services/x.py", "import socket"),
    (architecture.network, "models/services/x.py", "from urllib import request"),
    (architecture.network, "models/services/x.py", "from concurrent.futures import process"),
    (architecture.network, "ui/x.py", "from PySide6.QtNetwork import QNetworkAccessManager"),
    (architecture.network, "ui/x.py", "from PySide6 import QtNetwork"),
    (architecture.network, "app.py", "import importlib\nimportlib.import_module('ssl')"),
    (architecture.network, "app.py", "__import__(name)"),
    (architecture.network, "tests/x.py", "import http.client"),
    (architecture.sql_place, "models/services/x.py", "q = 'SELECT id FROM carriers'"),
    (architecture.sql_place, "models/services/x.py", "q = f'select {a} from carriers'"),
    (architecture.sql_place, "models/services/x.py", "q = 'SELECT '"),
    (architecture.sql_place, "ui/x.py", "q = '''\n  INSERT INTO carriers VALUES (?)'''"),
    (architecture.sql_place, "ui/x.py", "q = 'UPDATE carriers SET x = 1'"),
    (architecture.sql_place, "ui/x.py", "q = 'PRAGMA user_version'"),
    (architecture.sql_place, "ui/x.py", "q = 'CREATE UNIQUE INDEX i ON t (a)'"),
    (architecture.sql_place, "app.py", "q = 'WITH x AS (SELECT 1) SELECT * FROM x'"),
    (architecture.sql_values, "models/storage/x.py", "def f(c, v):\n    c.execute(f'SELECT a FROM t WHERE b = {v}')"),
    (architecture.sql_values, "models/storage/x.py", "def f(c, v):\n    c.execute('SELECT a FROM t WHERE b = ' + v)"),
    (architecture.sql_values, "models/storage/x.py", "def f(c, v):\n    c.execute('SELECT %s' % v)"),
    (architecture.sql_values, "models/storage/x.py", "def f(c, v):\n    c.execute('SELECT {}'.format(v))"),
    (architecture.sql_values, "models/storage/x.py", "def f(r, v):\n    q = f'SELECT {v} FROM t'\n    r.rows(q)"),
    (architecture.sql_values, "models/storage/x.py", "def f(r, v):\n    r.rows(BASE + v)"),
    (architecture.sql_values, "models/storage/x.py", "Q = ' WHERE ' + NAME"),
    (architecture.file_length, "models/services/x.py", "x = 1\n" * 401),
    (architecture.no_waits, "tests/x.py", "import time\ntime.sleep(1)"),
    (architecture.no_waits, "tests/x.py", "def test(qtbot):\n    qtbot.wait(100)"),
    (architecture.no_waits, "tests/x.py", "from time import sleep\nsleep(1)"),
    (architecture.no_waits, "tests/x.py", "QtTest.QTest.qWait(5)"),
    (architecture.no_settings, "ui/x.py", "s = QSettings()"),
    (architecture.no_settings, "ui/x.py", "s = QtCore.QSettings('a', 'b')"),
    (architecture.no_clock, "models/domain/x.py", "d = datetime.date.today()"),
    (architecture.no_clock, "models/forms/x.py", "d = datetime.now(UTC)"),
    (architecture.visible, "ui/x.py", "x = '\u202eabc'"),
    (architecture.visible, "models/domain/x.py", "# a\u200bb"),
]

GOOD: list[tuple[Rule, str, str]] = [
    (architecture.own_reader, "models/storage/verify/x.py", "from models.storage.verify.primitives import sm3"),
    (architecture.own_reader, "models/storage/x.py", "from models.storage.tables import JOURNALLED"),
    (architecture.arrows, "models/services/x.py", "from models.storage.vault import Vault\nimport models.forms.page"),
    (architecture.arrows, "models/ledgers/x.py", "from models.ledgers import fields\nfrom models.domain.text import T"),
    (architecture.arrows, "ui/x.py", "from models.services import intake\nfrom ui.words import say"),
    (architecture.arrows, "app.py", "from models.isolation.gate import judge\nfrom ui.main_window import Main"),
    (architecture.libraries, "models/forms/x.py", "from reportlab.pdfgen import canvas\nimport io"),
    (architecture.network, "models/forms/x.py", "import selectors, subprocess, urllib.parse"),
    (architecture.sql_place, "models/services/x.py", "def f():\n    'SELECT a FROM b'\n    return 'Select a row'"),
    (architecture.sql_place, "models/storage/x.py", "q = 'SELECT id FROM carriers'"),
    (architecture.sql_values, "models/storage/x.py", "def f(c, v):\n    c.execute('SELECT a FROM t WHERE b = ?', v)"),
    (
        architecture.sql_values,
        "models/storage/x.py",
        "def f(c, t):\n    # identifiers: ledger names of COLUMNS\n    c.execute(f'SELECT a FROM {t}')",
    ),
    (architecture.file_length, "tests/x.py", "x = 1\n" * 401),
    (architecture.no_waits, "tests/x.py", "def test(qtbot):\n    qtbot.waitUntil(lambda: True)\n    event.wait()"),
    (architecture.no_settings, "app.py", "QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, p)"),
    (architecture.no_clock, "models/services/x.py", "d = datetime.now(UTC)"),
    (architecture.visible, "ui/x.py", r"x = '\u202e'"),
]


@pytest.mark.parametrize(("rule", "place", "text"), BAD)
def test_a_planted_fault_is_found(rule: Rule, place: str, text: str) -> None:
    assert rule(Source(PurePosixPath(place), text))


@pytest.mark.parametrize(("rule", "place", "text"), GOOD)
def test_what_is_right_passes(rule: Rule, place: str, text: str) -> None:
    assert rule(Source(PurePosixPath(place), text)) == []


def test_every_rule_has_a_planted_fault() -> None:
    assert {rule for rule, _, _ in BAD} == {rule for rule, _, _ in GOOD} == set(RULES)
