"""A vault of every released format is opened, brought up to date and folded whole by today's program (K-10)."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.services.session import sign_in, sign_out
from models.services.verifying import run_full_check
from models.storage import keyfile, migrate
from models.storage.journal import read_entries
from tests.offices import PASSWORD, copied_vault, entrance, opened

KEPT = sorted((Path(__file__).parents[1] / "data" / "vaults").iterdir())


def test_vaults_are_kept_and_never_made_again() -> None:
    """Before a release with a new format or schema: `python -m tests.storage.kept`."""
    assert "schema-0007" in {folder.name for folder in KEPT} and keyfile.FORMAT == 1
    assert all(int(folder.name[-4:]) <= migrate.newest() for folder in KEPT)


@pytest.mark.parametrize("kept", KEPT, ids=lambda folder: folder.name)
def test_a_kept_vault_opens_and_folds(kept: Path, tmp_path: Path) -> None:
    folder = copied_vault(kept, tmp_path / "vault")
    sign_out(sign_in(entrance(), folder, "系统管理员", PASSWORD))  # who may upgrade it
    with opened(folder, "周敏") as office:
        assert migrate.version_of(office.read.connection) == migrate.newest()
        assert office.arrival["check"]["findings"] == 0 and not office.is_halted
        report = run_full_check(office)
        assert report.outcome.codes == {} and report.outcome.last == office.read.head().number - 1  # the check's own entry
        acts = {entry.payload["act"] for entry in read_entries(office.read.connection, 1, office.read.head().number)}
        assert {"found_vault", "register_document", "import_ledger", "lend", "sign_off_count", "certify_destruction"} <= acts
        assert (office.read.get("documents", 1) or {})["title"] == "更正后的标题"
        states = [row["state"] for row in office.read.find("carriers")]
        assert states[:3] == ["DESTROYED", "IN_STORE", "ON_LOAN"]
        office.perform("add_row", ledger="units", values={"name": "新处", "kind": "DEPARTMENT"})
        assert run_full_check(office).outcome.codes == {}


@pytest.mark.parametrize("kept", KEPT, ids=lambda folder: folder.name)
def test_every_person_of_a_kept_vault_comes_in(kept: Path, tmp_path: Path) -> None:
    folder = copied_vault(kept, tmp_path / "vault")
    for slot in sorted(keyfile.read_keys(folder).slots, key=lambda slot: slot.role != "system_administrator"):
        sign_out(sign_in(entrance(), folder, slot.user, PASSWORD))
