"""What the intake page asks: a rehearsal, the twin behind a duplicate, places, completion, consent."""

from __future__ import annotations

from datetime import date

import pytest

from models.domain.errors import Refused
from models.domain.levels import SecretKind
from models.domain.markings import MarkingError, TermKind, render_marking
from models.services import consent, intake, links
from models.services.office import Office
from tests.services.test_register import DOCUMENT, add_person, furnish, register


def test_a_rehearsal_gives_numbers_and_writes_nothing(office: Office) -> None:
    before = office.read.head().number
    trial = intake.rehearse(office, DOCUMENT, ["000012", None], None)
    assert trial.registry_number == "2026-收0001"
    assert trial.carriers == (("2026-000001", "000012"), ("2026-000002", None))
    assert {problem.code for problem in trial.problems} == {"NO_COPY_NUMBER"}
    assert office.read.head().number == before


def test_the_twin_is_named_with_what_is_the_same(office: Office) -> None:
    register(office, ["000012", "000013"])
    trial = intake.rehearse(office, DOCUMENT, ["000013", "000014"], None)
    twin = trial.twin
    assert twin is not None
    assert (twin.registry_number, twin.same_title, twin.same_copies) == ("2026-收0001", True, ("000013",))
    assert twin.registered_at.startswith("2026-11-23T04:00")
    other = intake.rehearse(office, DOCUMENT | {"issuer": "省政府办公厅"}, ["000013"], None)
    assert other.twin is None


@pytest.mark.parametrize(
    ("mark", "typed", "said"),
    [
        ("SECRET", "10", "机密★10年"),
        ("SECRET", "１０", "机密★10年"),
        ("CONFIDENTIAL", "6个月", "秘密★6个月"),
        ("SECRET", "长期", "机密★长期"),
        ("SECRET", "2035-12-31", "机密★2035年12月31日"),
        ("CONFIDENTIAL", "会议开始前", "秘密★会议开始前"),
        ("SECRET", "", "机密"),
        ("WORK_SECRET", "", "工作秘密"),
        ("UNMARKED", "", ""),
    ],
)
def test_two_fields_make_a_marking(mark: str, typed: str, said: str) -> None:
    marking = intake.marking_of(mark, typed)
    assert marking is not None and render_marking(marking) == said
    assert intake.mark_of(marking.kind, marking.level) == mark


def test_an_unmarked_period_is_kept_as_such_and_nonsense_is_named() -> None:
    marking = intake.marking_of("SECRET", "")
    assert marking is not None and marking.kind is SecretKind.STATE_SECRET and marking.term.kind is TermKind.UNMARKED
    with pytest.raises(MarkingError):
        intake.marking_of("SECRET", "??")
    assert intake.marking_of(None, "5") is None


def test_the_end_of_protection_follows_the_fields() -> None:
    found = intake.expires("CONFIDENTIAL", "5", "2026-11-20")
    assert found is not None and found.last_day == date(2031, 11, 20)
    presumed = intake.expires("CONFIDENTIAL", "", "2026-11-20")
    assert presumed is not None and presumed.presumed and presumed.last_day == date(2036, 11, 20)
    assert intake.expires("SECRET", "??", "2026-11-20") is None


def test_a_place_says_its_limit_and_free_room(office: Office) -> None:
    shelf = furnish(office)
    office.perform("amend_row", ledger="shelves", id=shelf, values={"capacity": 3})
    register(office, ["000001", "000002"], shelf)
    found = intake.place_by_code(office.read, "s00001")
    assert found is not None
    assert (found.words, found.limit, found.used, found.free) == ("1号柜 1层", "SECRET", 2, 1)
    assert intake.place_by_code(office.read, "S00044") is None
    assert intake.has_places(office.read)


def test_issuers_and_number_beginnings_are_those_used_before(office: Office) -> None:
    register(office, ["000001"])
    register(office, ["000001"], reference_number="国办函〔2026〕3号")
    register(office, ["000001"], reference_number="国办发〔2025〕3号")
    assert intake.issuers(office.read, "国务") == ["国务院办公厅"]
    assert intake.issuers(office.read, "省") == []
    assert intake.number_beginnings(office.read, "国务院办公厅", 2026) == ["国办发〔2026〕", "国办函〔2026〕"]


def test_clerks_may_sign_the_own_name_first(office: Office) -> None:
    assert intake.signers(office) == ["周敏", "刘洋"]


def test_practice_is_confirmed_once_a_sitting(office: Office) -> None:
    assert consent.is_needed(office)
    with pytest.raises(Refused):
        consent.give(office, "好")
    assert consent.is_needed(office)
    consent.give(office, consent.PRACTICE_WORDS)
    assert not consent.is_needed(office)


def test_links_are_found_by_parts_of_their_name(office: Office) -> None:
    furnish(office)
    unit = office.perform("add_row", ledger="units", values={"name": "办公室", "kind": "DEPARTMENT"}).result
    add_person(office, "陈立")
    other = office.perform("add_row", ledger="persons", values={"name": "陈立", "unit_id": unit}).result
    assert links.suggest(office.read, "shelves", "1柜") == []
    assert links.suggest(office.read, "shelves", "1号柜 1") == [(1, "1号柜 1层")]
    assert links.suggest(office.read, "shelves", "s00001") == [(1, "1号柜 1层")]
    assert links.suggest(office.read, "shelves", "1号柜 0") == []  # a piece of the label's code is no name
    assert links.suggest(office.read, "cabinets", "机要") == [(1, "1号柜")]
    assert (other, "陈立（办公室）") in links.suggest(office.read, "persons", "陈")
    assert links.suggest(office.read, "persons", "办公") == [(other, "陈立（办公室）")]
    assert links.suggest(office.read, "persons", "%") == []
    assert links.title(office.read, "persons", other) == "陈立（办公室）"
    assert links.title(office.read, "shelves", 1) == "1号柜 1层"
    assert links.title(office.read, "shelves", 99) == "99"


def test_cabinets_of_one_name_are_told_apart_by_their_room(office: Office) -> None:
    furnish(office)
    room = office.perform("add_row", ledger="rooms", values={"name": "档案室", "level_limit": "SECRET"}).result
    cabinet = office.perform(
        "add_row", ledger="cabinets", values={"name": "1号柜", "room_id": room, "level_limit": "SECRET"}
    ).result
    shelf = office.perform("add_row", ledger="shelves", values={"name": "1层", "cabinet_id": cabinet}).result
    assert links.title(office.read, "shelves", shelf) == "档案室 1号柜 1层"
    assert links.suggest(office.read, "shelves", "档案") == [(shelf, "档案室 1号柜 1层")]
    assert links.suggest(office.read, "cabinets", "档案") == [(cabinet, "档案室 1号柜")]


def test_documents_and_carriers_are_found_by_their_numbers(office: Office) -> None:
    register(office, ["000001"])
    assert links.suggest(office.read, "documents", "国办发[2026]") == [
        (1, "国办发〔2026〕14号《关于做好２０２６年度保密自查自评工作的通知》")
    ]
    assert links.suggest(office.read, "carriers", "20260000") == [(1, "2026-000001")]
    assert links.suggest(office.read, "loans", "1") == []
    with pytest.raises(KeyError):
        links.suggest(office.read, "nothing", "")
