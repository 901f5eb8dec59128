"""What lies in a folder before anyone signs in, and a vault as the wizard founds it."""

from __future__ import annotations

import stat
from dataclasses import replace
from pathlib import Path

import pytest

from models.domain.errors import UserError
from models.domain.levels import Level
from models.domain.text import Text
from models.services import backups, opening
from models.services.office import Office
from models.services.opening import PasswordSlip, find_place, found_from_wizard, open_office, profile
from models.services.practice import PRACTICE_PASSWORD, make_sample_vault
from models.services.session import Entrance, sign_out
from tests.offices import PASSWORD, PEOPLE, copied_vault, entrance

FIRST = (
    ("钱强", "system_administrator", "Lantern-4821-river"), ("孙丽", "security_administrator", "Kestrel-5093-meadow"),
    ("李默", "auditor", "Granite-7716-harbor"),
)  # fmt: skip
OTHERS = (("周敏", "clerk"), ("陈立", "approver"))


@pytest.fixture
def door() -> Entrance:
    """A door that lets production vaults be made and opened."""
    return replace(entrance(), production_allowed=True)


def organ() -> opening.OrganProfile:
    return profile("云岭市人大常委会", Level.SECRET, Level.SECRET, "云委密〔2025〕3号", "BM-JSJ-0012", "机关办公室")


def found(door: Entrance, folder: Path) -> list[PasswordSlip]:
    return found_from_wizard(door, folder, organ(), FIRST, OTHERS)


class TestFindingAPlace:
    def test_a_folder_without_a_vault(self, tmp_path: Path) -> None:
        for production in (True, False):
            place = find_place(tmp_path / "none", production)
            assert (place.folder, place.exists, place.training) == (tmp_path / "none", False, not production)
            assert place.users == () and place.title == ""
        assert not (tmp_path / "none").exists(), "looking makes nothing"

    def test_a_folder_with_other_things_in_it(self, tmp_path: Path) -> None:
        (tmp_path / "notes.txt").write_text("x", "utf-8")
        assert not find_place(tmp_path, True).exists

    def test_a_practice_vault_is_known_whatever_was_asked(self, vault_folder: Path) -> None:
        for production in (True, False):
            place = find_place(vault_folder, production)
            assert place.exists and place.training and place.folder == vault_folder
            assert isinstance(place.title, Text) and "演练" in place.title.source
            assert place.detail == str(vault_folder)

    def test_its_users_stand_there_clerks_first(self, vault_folder: Path) -> None:
        users = find_place(vault_folder, False).users
        assert sorted(users) == sorted(PEOPLE)
        assert [role for _name, role in users[:2]] == ["clerk", "clerk"]
        assert "clerk" not in [role for _name, role in users[2:]]

    def test_a_production_vault_bears_its_organ(self, door: Entrance, tmp_path: Path) -> None:
        found(door, tmp_path / "库")
        place = find_place(tmp_path / "库", False)
        assert place.exists and not place.training and place.title == "云岭市人大常委会"
        assert place.detail == str(tmp_path / "库")

    def test_the_second_key_file_is_enough(self, vault_folder: Path) -> None:
        (vault_folder / opening.keyfile.MAIN).unlink()
        place = find_place(vault_folder, False)
        assert place.exists and place.training and len(place.users) == len(PEOPLE)

    def test_nobody_said_where(self, door: Entrance, built_vault: Path) -> None:
        home = Path.home()
        assert find_place(None, True).folder == home / "守簿" / "库"
        assert find_place(None, False).folder == home / "守簿演练" / "库"
        assert not find_place(None, False).exists
        (home / "守簿演练").mkdir()
        copied_vault(built_vault, home / "守簿演练" / "库")
        place = find_place(None, False)
        assert place.exists and isinstance(place.detail, Text)
        assert dict(place.detail.values)["password"] == PRACTICE_PASSWORD
        assert not find_place(None, True).exists, "the practice vault never stands in for the real one"

    def test_a_copy_says_that_it_is_one(self, office: Office, tmp_path: Path) -> None:
        (tmp_path / "medium").mkdir()
        made = backups.make_copy(office, tmp_path / "medium")
        folder = tmp_path / "medium" / made.copy.name
        place = find_place(folder, False)
        assert opening.is_copy(folder) and place.exists
        assert isinstance(place.detail, Text) and "备份" in place.detail.source
        assert not opening.is_copy(office.vault.folder)


class TestFoundingByTheWizard:
    def test_the_slips_name_the_further_accounts_and_open_once(self, door: Entrance, tmp_path: Path) -> None:
        slips = found(door, tmp_path / "守簿" / "库")
        assert [(slip.name, slip.role) for slip in slips] == list(OTHERS)
        assert len({slip.password for slip in slips}) == 2
        assert all(slip.password not in repr(slip) for slip in slips)
        office = open_office(door, tmp_path / "守簿" / "库", "周敏", slips[0].password)
        persons = {row["id"]: row["name"] for row in office.read.find("persons")}
        linked = {row["name"]: persons.get(row["person_id"]) for row in office.read.find("accounts")}
        assert linked == {name: None for name, _role, _password in FIRST} | {name: name for name, _role in OTHERS}
        assert office.sitting.account["one_time"] == 1 and not office.vault.is_training
        sign_out(office)

    def test_the_administrators_have_the_passwords_they_chose(self, door: Entrance, tmp_path: Path) -> None:
        found(door, tmp_path / "库")
        for name, role, password in FIRST:
            office = open_office(door, tmp_path / "库", name, password)
            assert (office.sitting.role, office.vault_level) == (role, Level.SECRET)
            assert not office.sitting.account["one_time"]
            sign_out(office)

    def test_the_folder_above_is_for_its_owner_only(self, door: Entrance, tmp_path: Path) -> None:
        found(door, tmp_path / "守簿" / "库")
        assert stat.S_IMODE((tmp_path / "守簿").stat().st_mode) == 0o700

    def test_a_vault_is_never_founded_over_another(self, door: Entrance, vault_folder: Path) -> None:
        before = {path.name: path.read_bytes() for path in vault_folder.iterdir() if path.is_file()}
        with pytest.raises(UserError):
            found(door, vault_folder)
        assert {path.name: path.read_bytes() for path in vault_folder.iterdir() if path.is_file()} == before

    def test_a_machine_that_is_not_isolated_does_not_open_it(self, door: Entrance, tmp_path: Path) -> None:
        slips = found(door, tmp_path / "库")
        with pytest.raises(UserError):
            open_office(replace(door, production_allowed=False), tmp_path / "库", "周敏", slips[0].password)


class TestOpening:
    def test_a_wrong_password_is_one_sentence(self, vault_folder: Path) -> None:
        with pytest.raises(UserError) as error:
            open_office(entrance(), vault_folder, "周敏", "Wrong-0000-words")
        assert "Wrong-0000" not in str(error.value)

    def test_a_copy_is_opened_to_read(self, office: Office, tmp_path: Path) -> None:
        (tmp_path / "medium").mkdir()
        made = backups.make_copy(office, tmp_path / "medium")
        seen = open_office(entrance(), tmp_path / "medium" / made.copy.name, "周敏", PASSWORD)
        assert seen.vault.store.read_only
        assert not office.vault.store.read_only
        sign_out(seen)

    def test_the_window_s_practice_vault_has_the_password_that_it_tells(self, tmp_path: Path) -> None:
        make_sample_vault(tmp_path / "守簿演练" / "库", opening.SAMPLE_ORGAN, entrance())
        place = find_place(tmp_path / "守簿演练" / "库", False)
        office = open_office(entrance(), place.folder, place.users[0][0], PRACTICE_PASSWORD)
        assert office.sitting.role == "clerk" and office.vault.is_training
        sign_out(office)
