"""Refusals and warnings that no other test asks for, each by its code through the one door."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from models.domain.errors import Refused, UserError
from models.forms.fonts import load_fonts
from models.services import counting, deciding, importing, labels, practice, processes
from models.services.arguments import build_parser
from models.services.commands import guarded, read_password
from models.services.count_paper import PaperCode, PaperRow
from models.services.labels import LabelWish
from models.services.office import Desk, Office
from models.storage.lock import VaultInUse, VaultLock
from models.storage.vault import Vault
from models.storage.verify import Finding
from tests.offices import PASSWORD, opened
from tests.services.ledger_books import book, line
from tests.services.processes import Place, make_place, refused
from tests.services.test_labels import SHEETS
from tests.services.test_register import DOCUMENT, add_person, furnish, lend, register

FONTS = Path(__file__).parents[2] / "resources" / "fonts"


@pytest.fixture
def place(office: Office) -> Place:
    made = make_place(office)
    made.furnish(cabinets=1)
    return made


def of_user(code: str, work: Any) -> None:
    with pytest.raises(UserError) as raised:
        work()
    assert raised.value.code == code


# --- registering -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("copies, other, found", [
    (["000001", "000001"], {}, "COPY_TWICE"), (["000001"], {"copies_stated": 3}, "COUNT_DIFFERS"),
    (["000001"], {"cover_intact": 0}, "COVER_BROKEN"), (["000001"], {"received_on": "2026-11-24"}, "IN_FUTURE"),
    (["000001"], {"issued_on": "2026-11-24"}, "IN_FUTURE"),
    (["000001"], {"received_on": "2026-11-20", "issued_on": "2026-11-21"}, "ISSUED_AFTER_RECEIPT"),
    (["000001"], {"copies_received": 2}, "RECEIVED_DIFFERS"), (["000001"], {"issuer": "国" * 5000}, "TOO_LONG"),
    (["000001"], {"pages": "十二"}, "NOT_A_NUMBER"), (["000001"], {"handling_unit": 99}, "NOT_A_TEXT"),
])  # fmt: skip
def test_an_intake_is_refused(office: Office, copies: list[str], other: dict[str, Any], found: str) -> None:
    assert found in refused(office, "register_document", values=DOCUMENT | other, copy_numbers=copies, shelf_id=None)


def test_a_place_that_is_not_there(office: Office) -> None:
    assert "NO_SUCH_PLACE" in refused(office, "register_document", values=DOCUMENT, copy_numbers=["000001"], shelf_id=99)


def test_a_shelf_may_not_hold_more_than_its_container(office: Office) -> None:
    furnish(office, limit="CONFIDENTIAL")
    assert refused(office, "add_row", ledger="shelves", values={"name": "2层", "cabinet_id": 99}) == {"NO_SUCH_ROW"}
    values = {"name": "2层", "cabinet_id": 1, "level_limit": "SECRET"}
    assert refused(office, "add_row", ledger="shelves", values=values) == {"OVER_OUTER_LIMIT"}


# --- loans and returns -----------------------------------------------------------------------------------------------


def test_top_secret_is_never_lent(office: Office) -> None:
    ids = register(office, ["000001"], None, "理由", level="TOP_SECRET", term_amount=20)
    with pytest.raises(Refused) as error:
        lend(office, ids, add_person(office, clearance="CORE"), "理由")
    assert "TOP_SECRET_LOAN" in {problem.code for problem in error.value.problems}


def test_a_demand_is_lifted_with_a_reason_only(office: Office) -> None:
    ids = register(office, ["000001"])
    office.perform("demand_recall", carrier_ids=ids, notice="国办函〔2026〕5号", recall_due="2026-12-01")
    assert refused(office, "lift_recall", carrier_ids=ids) == {"LIFT_RECALL"}
    office.perform("lift_recall", carrier_ids=ids, reason="来电撤回")


def test_one_list_goes_to_one_issuer(office: Office) -> None:
    ids = register(office, ["000001"]) + register(office, ["000002"], issuer="财政部", reference_number="财办〔2026〕3号")
    values = {"carrier_ids": ids, "list_number": "1号", "received_by": "甲", "approved_by": "王局"}
    assert "SEVERAL_ISSUERS" in refused(office, "return_to_issuer", **values)


# --- counting --------------------------------------------------------------------------------------------------------


def test_a_code_without_anything_in_it(place: Place) -> None:
    place.carriers(1, place.shelves[0])
    count = place.start()
    assert refused(place.office, "scan", count_id=count, code=" \t") == {"NO_CODE"}
    assert refused(place.office, "undo_scan", count_id=count) == {"NO_SCAN"}
    assert refused(place.office, "set_place", count_id=count, shelf_id=99) == {"NO_SUCH_PLACE"}
    with pytest.raises(Refused) as error:
        counting.typed_number("二零二六")
    assert [problem.code for problem in error.value.problems] == ["NOT_A_NUMBER"]


def test_paper_results_that_contradict(place: Place) -> None:
    (carrier,) = place.carriers(1, place.shelves[0])
    count = place.start()
    number, values = place.number(carrier), {"count_id": count, "form": "2026-000012"}
    assert refused(place.office, "enter_paper_results", **values, rows=[]) == {"NOTHING_ENTERED", "NOT_PRINTED"}
    assert refused(place.office, "enter_paper_results", **values, rows=[PaperRow(number, PaperCode.UNRECORDED)]) == {
        "CODE_UNFIT", "NOT_PRINTED",
    }  # fmt: skip
    place.scan(count, carrier, place.shelves[0])
    assert refused(place.office, "enter_paper_results", **values, rows=[PaperRow(number, PaperCode.MISSING)]) == {
        "SCANNED_BEFORE", "NOT_PRINTED",
    }  # fmt: skip


def test_a_count_has_a_size(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.carriers(3, place.shelves[0])
    monkeypatch.setattr(counting, "MOST_CARRIERS", 2)
    with pytest.raises(Refused) as error:
        place.start()
    assert "TOO_MANY" in {problem.code for problem in error.value.problems}


def test_decisions_that_do_not_fit_the_difference(place: Place) -> None:
    first, second = place.carriers(2, place.shelves[0])
    count = place.start()
    place.scan(count, first, place.shelves[1])  # misplaced
    place.finish(count)
    differing = place.findings(count)
    assert refused(place.office, "reopen_difference", finding_id=differing[first]["id"]) == {"NOT_CLOSED"}
    who = {"person_id": place.people["刘洋"], "note": "标签脱落"}
    assert "NOT_UNKNOWN" in refused(place.office, "identify", finding_id=differing[first]["id"], carrier_id=second, **who)


@pytest.mark.parametrize("shelf, state, code", [(None, "IN_STORE", "NOT_ON_A_SHELF"), (1, "ON_LOAN", "NOT_IN_STORE")])
def test_where_a_found_thing_cannot_be_booked(office: Office, shelf: int | None, state: str, code: str) -> None:
    (problem,) = deciding._reshelve_problems(Desk(office, office.read), {"state": state}, {"found_shelf_id": shelf})
    assert problem.code == code and problem.blocks


def test_a_long_list_of_problems_is_cut(office: Office) -> None:
    ids = register(office, [f"{n:06d}" for n in range(1, 30)])
    lend(office, ids, add_person(office))
    with pytest.raises(Refused) as error:
        raise Refused(processes.few([problem for id_ in ids for problem in _refused(office, id_)]))
    assert "MORE" in {problem.code for problem in error.value.problems} and len(error.value.problems) < len(ids)


def _refused(office: Office, id_: int) -> list[Any]:
    with pytest.raises(Refused) as error:
        lend(office, [id_], 1)
    return error.value.problems


# --- labels ----------------------------------------------------------------------------------------------------------


def test_labels(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    ids, values = register(office, ["000001"]), {"form": labels.FORM, "shelves": [], "digest": "", "pages": 1, "printer": "P1"}
    assert refused(office, "print_labels", carriers=[], **values) == {"NOTHING_CHOSEN"}
    monkeypatch.setattr(labels, "MOST", 0)
    assert refused(office, "print_labels", carriers=ids, **values) == {"TOO_MANY_LABELS"}
    monkeypatch.setattr(labels.drawing, "draw", lambda *_arguments: int("too small"))
    of_user("LABEL_TOO_SMALL", lambda: labels.lay_out(office, LabelWish(tuple(ids), measures=SHEETS["33"]), load_fonts(FONTS), outlines=False))


# --- importing -------------------------------------------------------------------------------------------------------


def test_an_import_says_what_it_leaves_out(office: Office) -> None:
    rows = importing.propose_rows(office, book([line(1, level="很秘密"), line(2, copies="2", copy_numbers="7")]))
    values = {"rows": rows, "file_name": "a.csv", "file_digest": "", "strict": True}
    found = refused(office, "import_ledger", **values)
    assert {"ROWS_REFUSED", "ROWS_WARNED"} <= found


# --- accounts --------------------------------------------------------------------------------------------------------


def test_accounts(vault_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with opened(vault_folder, "系统管理员") as office:
        new = office.perform("create_account", name="新人", role="clerk").result
    with opened(vault_folder, "安全管理员") as office:
        own, clerk = (office.read.find_one("accounts", name=name) or {} for name in ("安全管理员", "周敏"))
        assert refused(office, "enable_account", account_id=clerk["id"], password=PASSWORD) == {"ALREADY_ENABLED"}
        assert refused(office, "unlock_account", account_id=clerk["id"]) == {"NOT_LOCKED"}
        assert refused(office, "reset_password", account_id=own["id"], password="Another-5127-word") == {"OWN_ACCOUNT"}
        monkeypatch.setattr(Vault, "is_training", property(lambda _vault: False))
        values = {"account_id": new, "password": PASSWORD, "one_time": False}
        assert refused(office, "enable_account", **values) == {"ONE_TIME_ONLY"}
        monkeypatch.undo()


def test_what_is_accepted_or_copied_is_named(vault_folder: Path) -> None:
    with opened(vault_folder, "安全管理员") as office:
        found = {problem.code for problem in office.try_out("accept_findings", findings=[Finding(3, "NUMBER_GAP")], count=1).problems}
        assert "ACCEPTS_FINDINGS" in found
    with opened(vault_folder, "周敏") as office, pytest.raises(Refused) as error:
        office.note("note_backup", details={})
    assert [problem.code for problem in error.value.problems] == ["OUTCOME_MISSING"]


# --- files, terminal, lock -------------------------------------------------------------------------------------------


def test_files_of_the_command_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.json").write_text("{}", "utf-8")
    of_user("FILE_EXISTS", lambda: practice.refuse_existing(tmp_path / "a.json"))
    of_user("NO_FOLDER", lambda: practice.refuse_existing(tmp_path / "none" / "a.json"))
    (tmp_path / "empty.pw").write_text("\n", "utf-8")
    given = ["verify", str(tmp_path), "--user", "周敏", "--password-file"]
    of_user("NO_PASSWORD", lambda: read_password(build_parser().parse_args([*given, str(tmp_path / "empty.pw")])))
    of_user("FILE_UNREADABLE", lambda: read_password(build_parser().parse_args([*given, str(tmp_path / "none.pw")])))
    monkeypatch.setattr("getpass.getpass", lambda _prompt: (_ for _ in ()).throw(EOFError))
    of_user("NO_TERMINAL", lambda: read_password(build_parser().parse_args(given[:-1])))


def test_what_the_system_refuses_is_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """FILE_REFUSED"""
    assert guarded(lambda: (tmp_path / "none").open().close() or 0) == 2  # type: ignore[func-returns-value]
    out = capsys.readouterr()
    assert out.out == "" and "none" in out.err and sys.exc_info() == (None, None, None)


def test_one_program_at_a_time(tmp_path: Path) -> None:
    lock = VaultLock(tmp_path, "周敏")
    with pytest.raises(VaultInUse) as raised:
        VaultLock(tmp_path, "刘洋")
    assert raised.value.code == "VAULT_IN_USE" and "周敏" in str(raised.value)
    lock.release()
