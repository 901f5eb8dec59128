"""The demonstration as a whole: run once, its figures add up, its forms are there, its journal is the vault's (K-33)."""

from __future__ import annotations

import json
import stat
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from models.isolation.gate import LinuxMachine
from models.isolation.guard import GuardResult
from models.isolation.seccomp import FilterResult
from models.services import verifying
from models.services.catalogue import BY_NAME
from models.services.commands import World
from models.services.demo import run
from models.services.office import Office
from models.services.session import sign_in, sign_out
from models.storage.journal import Change

ROOT = Path(__file__).parents[2]
COUNT_KEYS = {
    "book", "matched", "on_loan", "moved_during", "misplaced", "mismarked", "damaged", "missing", "found", "unrecorded",
    "duplicate_scans",
}  # fmt: skip
UNRECORDED_KEYS = {"unknown_code", "destroyed_or_returned"}
ON_BOOK = ("matched", "on_loan", "moved_during", "misplaced", "mismarked", "damaged", "missing")
FORMS = (
    "F1-XS-", "F2-XQ-", "F3-YJ-", "F8a-PD-", "F8b-PC-", "G01-", "G03-", "G09-", "G10-", "DB-G01-", "DB-G03-",
    "labels-24-carriers", "labels-24-shelves", "labels-33-carriers", "labels-33-shelves",
)  # fmt: skip


@dataclass
class Round:
    """What one run left behind."""

    world: World
    out: Path
    code: int
    said: list[str]
    pictured: list[tuple[Any, ...]]

    @property
    def summary(self) -> dict[str, Any]:
        return dict(json.loads((self.out / "summary.json").read_text("utf-8")))


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Round]:
    """The demonstration run once for this module, without pictures."""
    base = tmp_path_factory.mktemp("demo")
    with pytest.MonkeyPatch.context() as patch:
        for variable in ("HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME"):
            (base / variable).mkdir(mode=0o700)
            patch.setenv(variable, str(base / variable))
        machine = LinuxMachine(GuardResult(1), FilterResult("INSTALLED"))
        world = World(machine, (sys.executable, str(ROOT / "app.py"), "read-sheets"))
        said: list[str] = []
        pictured: list[tuple[Any, ...]] = []
        code = run(world, base / "out", None, lambda *given: pictured.append(given), said.append)
        yield Round(world, base / "out", code, said, pictured)


def test_it_succeeds_and_says_each_step(done: Round) -> None:
    assert done.code == 0
    for word in ("演练库", "导入", "上架", "清查", "销毁", "移交", "表单", "校验", "汇总"):
        assert any(line.startswith(word) for line in done.said), word
    assert any("日志完好，账与日志一致" in line for line in done.said)


def test_the_summary_has_every_key_and_whole_numbers(done: Round) -> None:
    summary = done.summary
    assert set(summary) == {"documents", "carriers", "count", "destruction", "journal"}
    assert set(summary["count"]) == COUNT_KEYS
    assert set(summary["count"]["unrecorded"]) <= UNRECORDED_KEYS
    assert set(summary["destruction"]) == {"listed", "pulled_out", "destroyed"}
    assert set(summary["journal"]) == {"entries", "head", "vault_id"}
    figures = [summary["documents"], summary["carriers"], summary["journal"]["entries"], *summary["destruction"].values()]
    figures += [value for key, value in summary["count"].items() if key != "unrecorded"]
    assert all(type(value) is int and value >= 0 for value in (*figures, *summary["count"]["unrecorded"].values()))


def test_the_count_adds_up_and_every_kind_of_difference_occurs(done: Round) -> None:
    count = done.summary["count"]
    assert sum(count[name] for name in ON_BOOK) == count["book"] > 100
    seen = count["matched"] + count["misplaced"] + count["mismarked"] + count["damaged"]
    assert count["found"] == seen + sum(count["unrecorded"].values())
    assert all(count[name] > 0 for name in (*ON_BOOK, "duplicate_scans")) and count["unrecorded"]["unknown_code"] == 2


def test_everything_listed_is_destroyed_and_what_was_pulled_out_is_not(done: Round) -> None:
    figures = done.summary["destruction"]
    assert figures["destroyed"] == figures["listed"] > 0 and figures["pulled_out"] == 2


def test_the_register_says_what_the_summary_says(done: Round) -> None:
    accounts = json.loads((done.out / "accounts.json").read_text("utf-8"))
    auditor = next(account for account in accounts if account["role"] == "auditor")
    office = sign_in(done.world.entrance(), done.out / "vault", auditor["name"], auditor["password"])
    try:
        summary = done.summary
        assert office.vault.is_training and summary["journal"]["vault_id"] == office.vault.keys.vault
        assert summary["documents"] == len(office.read.find("documents"))
        assert summary["carriers"] == len(office.read.find("carriers"))
        destroyed = office.read.find("destruction_items", destruction_id=1, state="DESTROYED")
        assert len(destroyed) == summary["destruction"]["destroyed"]
        assert {row["state"] for row in office.read.get_many("carriers", [row["carrier_id"] for row in destroyed])} == {"DESTROYED"}
        digest = office.vault.store.own.scalar("SELECT digest FROM entry WHERE number = ?", (summary["journal"]["entries"],))
        assert digest.hex() == summary["journal"]["head"]
        assert_every_act_kept_within_what_it_declares(office)
        report = verifying.check(office)
        assert report.is_clean and report.outcome.last >= summary["journal"]["entries"]
    finally:
        sign_out(office)


def assert_every_act_kept_within_what_it_declares(office: Office) -> None:
    """What the office refuses at once is looked at again in the journal: ledgers, columns and states (K-2)."""
    rows = office.read.rows('SELECT l.act, c.ledger, c.id, c."values" FROM changes c JOIN entry_list l ON l.number = c.entry')
    acts = {row["act"] for row in rows}
    assert len(acts) > 25 and len(rows) > 2000
    beyond = [(row["act"], row["ledger"]) for row in rows if row["act"] in BY_NAME
              and not BY_NAME[row["act"]].admits(Change(row["ledger"], row["id"], json.loads(row["values"])))]  # fmt: skip
    assert not beyond and acts - set(BY_NAME) == {"found_vault", "confirm_slots"}


@pytest.mark.parametrize("form", FORMS)
def test_the_form_is_there_and_a_whole_pdf(done: Round, form: str) -> None:
    found = sorted((done.out / "forms").glob(f"{form}*.pdf"))
    assert found, form
    for path in found:
        assert path.read_bytes().startswith(b"%PDF")
        assert len(pypdfium2.PdfDocument(path)) > 0


def test_nothing_half_written_is_left(done: Round) -> None:
    assert {path.suffix for path in (done.out / "forms").iterdir()} == {".pdf"}


def test_the_passwords_are_for_their_owner_only(done: Round) -> None:
    assert stat.S_IMODE((done.out / "accounts.json").stat().st_mode) == 0o600


def test_pictures_are_asked_for_the_pages_left_under_way(done: Round) -> None:
    ((_world, stage, folder, shown, _say),) = done.pictured
    assert folder == done.out / "screens" and stage.folder == done.out / "vault"
    assert {"counting", "reconcile", "destroy_run", "handover_pack"} <= set(shown)


def test_a_second_run_into_the_same_folder_changes_nothing(done: Round) -> None:
    from models.domain.errors import UserError

    before = (done.out / "summary.json").read_bytes()
    with pytest.raises(UserError):
        run(done.world, done.out, None, lambda *given: None, lambda line: None)
    assert (done.out / "summary.json").read_bytes() == before
