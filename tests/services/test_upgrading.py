"""A register of an older program: the system administrator's sign-in copies it, brings it up to date and says so (K-10)."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from models.domain.errors import UserError
from models.services import backups
from models.services.session import open_copy, sign_in, sign_out
from models.services.verifying import run_full_check
from models.storage import backup, migrate
from models.storage.journal import last_of
from models.storage.verify import schema
from tests.offices import PASSWORD, entrance, opened
from tests.storage.scenario import attacker_of

ADMIN, CLERK = "系统管理员", "周敏"


@pytest.fixture
def newer_program(vault_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    """This program as its next version, with one migration more; its schema's number."""
    with opened(vault_folder, CLERK) as office:
        office.perform("add_row", ledger="units", values={"name": "办公室", "kind": "DEPARTMENT"})
    folder = tmp_path / "migrations"
    shutil.copytree(migrate.FOLDER, folder)
    version = migrate.newest() + 1
    (folder / f"{version:04d}_more.sql").write_text("ALTER TABLE units ADD COLUMN nickname TEXT;\nCREATE INDEX more ON units (phone);\n")
    monkeypatch.setattr(migrate, "FOLDER", folder)
    monkeypatch.setattr(schema, "MIGRATIONS", folder)
    return version


def refused(folder: Path, user: str) -> str:
    with pytest.raises(UserError) as raised:
        sign_in(entrance(), folder, user, PASSWORD)
    return raised.value.code


def test_others_wait_and_nothing_is_changed(vault_folder: Path, newer_program: int) -> None:
    before = (vault_folder / "register.db").read_bytes()
    assert refused(vault_folder, CLERK) == "WAITING_FOR_UPGRADE"
    assert refused(vault_folder, "安全管理员") == "WAITING_FOR_UPGRADE"
    assert (vault_folder / "register.db").read_bytes() == before
    assert not (vault_folder / "before-upgrade").exists()


def test_the_system_administrator_brings_it_up_to_date_after_a_proved_copy(vault_folder: Path, newer_program: int) -> None:
    with opened(vault_folder, ADMIN) as office:
        entry = last_of(office.read.connection, "upgrade")
        assert entry and entry.payload["details"]["to"] == newer_program == entry.payload["details"]["from"] + 1
        assert entry.payload["details"]["steps"] == [f"{newer_program:04d}_more"]
        assert migrate.version_of(office.read.connection) == newer_program
        assert run_full_check(office).outcome.codes == {}
    [copy] = backup.copies_in(vault_folder / "before-upgrade")
    assert copy.name == entry.payload["details"]["copy"] and copy.entry == entry.number - 1
    with opened(vault_folder, CLERK) as office:
        assert office.read.find_one("units", name="办公室")
        office.perform("add_row", ledger="units", values={"name": "财务处", "kind": "DEPARTMENT"})
        assert run_full_check(office).outcome.codes == {}


def test_a_copy_of_the_older_version_is_restored_and_brought_up_to_date(
    vault_folder: Path, newer_program: int, tmp_path: Path
) -> None:
    with opened(vault_folder, ADMIN):
        pass
    [copy] = backup.copies_in(vault_folder / "before-upgrade")
    folder = vault_folder / "before-upgrade" / copy.name
    with pytest.raises(UserError) as raised:
        open_copy(entrance(), folder, CLERK, PASSWORD)
    assert raised.value.code == "OLDER_COPY"
    backups.restore_copy(entrance(), folder, tmp_path / "again")
    assert refused(tmp_path / "again", CLERK) == "WAITING_FOR_UPGRADE"
    with opened(tmp_path / "again", ADMIN) as office:
        assert run_full_check(office).outcome.codes == {}


def test_a_register_that_does_not_check_is_not_upgraded(vault_folder: Path, newer_program: int) -> None:
    attacker_of(vault_folder).sql("UPDATE units SET name = '改'")  # the door does not see it, the copy's check does
    assert refused(vault_folder, ADMIN) == "UPGRADE_REFUSED"
    assert list((vault_folder / "before-upgrade").iterdir()) == []
    attacker_of(vault_folder).sql("UPDATE entry SET signature = zeroblob(64) WHERE number = 5")
    assert refused(vault_folder, ADMIN) == "UPGRADE_REFUSED"


def test_a_failing_migration_leaves_the_register_as_it_was(vault_folder: Path, newer_program: int) -> None:
    bad = migrate.FOLDER / f"{newer_program + 1:04d}_bad.sql"
    bad.write_text("CREATE TABLE further (a TEXT);\nCREATE TABLE entry (a TEXT);\n")
    with pytest.raises(Exception, match="already exists"):
        sign_in(entrance(), vault_folder, ADMIN, PASSWORD)
    bad.unlink()
    with opened(vault_folder, ADMIN) as office:
        assert migrate.version_of(office.read.connection) == newer_program
        assert run_full_check(office).outcome.codes == {}


def test_an_upgrade_by_anybody_else_is_named(vault_folder: Path, newer_program: int) -> None:
    with opened(vault_folder, ADMIN):
        pass
    sign_out(sign_in(entrance(), vault_folder, CLERK, PASSWORD))
    attacker = attacker_of(vault_folder)
    attacker.read()
    attacker.entries[attacker.mine()[-1]].payload["act"] = "upgrade"
    attacker.write()
    with opened(vault_folder, CLERK) as office:
        assert office.arrival["check"]["codes"] == {"ROLE_NOT_ALLOWED": 1}
