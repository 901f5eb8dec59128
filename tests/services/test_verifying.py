"""Running checks for an office: words, journal, halted writing, and the two people who may let it go on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from models.domain.errors import Cancelled, Refused, UserError
from models.services import verifying
from models.services.acts import Draft
from models.services.catalogue import BY_NAME
from models.services.clock import FixedClock
from models.services.finding_words import FINDING_WORDS
from models.services.office import Office
from models.services.session import countersign, sign_in, sign_out
from models.services.verifying import NOT_PROVABLE, WITNESSED, WRONG, run_full_check
from models.storage.journal import last_details
from models.storage.verify import Outcome, Witness
from models.storage.verify.findings import Finding
from tests.offices import NOON, PASSWORD, copied_vault, entrance, opened
from tests.storage.attacker import Attacker
from tests.storage.scenario import attacker_of

CLERK, GUARDIAN, AUDITOR = "周敏", "安全管理员", "审计员"


@pytest.fixture(scope="module")
def with_units(built_vault: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = copied_vault(built_vault, tmp_path_factory.mktemp("verifying") / "vault")
    with opened(folder, CLERK) as office:
        for name in ("办公室", "财务处"):
            office.perform("add_row", ledger="units", values={"name": name, "kind": "DEPARTMENT"})
    return folder


@pytest.fixture
def folder(with_units: Path, tmp_path: Path) -> Path:
    return copied_vault(with_units, tmp_path / "vault")


@pytest.fixture
def attacker(folder: Path) -> Attacker:
    return attacker_of(folder)


@pytest.fixture
def clerk(folder: Path) -> Iterator[Office]:
    with opened(folder, CLERK) as office:
        yield office


def test_a_clean_check_says_what_it_looked_at_and_how_far_the_proof_reaches(clerk: Office) -> None:
    before = clerk.read.head().number
    report = run_full_check(clerk)
    assert report.is_clean and report.verdict == NOT_PROVABLE and not clerk.is_halted
    text = "\n".join(str(line) for line in report.lines())
    assert "账与日志一致" in text and f"日志 {before} 条" in text and f"第 1 条至第 {before} 条暂不能证明" in text
    assert clerk.vault.keys.vault in text and report.outcome.last_digest[:32] in text
    kept = last_details(clerk.read.connection, "note_verify")
    assert (kept["outcome"], kept["last_entry"], kept["findings"], kept["kind"]) == (NOT_PROVABLE, before, 0, "FULL")
    assert clerk.read.head().number == before + 1


def test_witnesses_that_differ_are_not_called_none(clerk: Office) -> None:
    """A journal that branched from what this PC remembers: what was found and how far it is proved say the same."""
    report = verifying.check(clerk, witnesses=[Witness("THIS_PC", "", 3, "ab" * 32)])
    assert report.outcome.codes == {"WITNESS_DIFFERS": 1} and "分了岔" in str(report.headline())
    assert "没有一个见证与日志相符" in str(report.proof()) and "暂不能证明" in str(report.proof())
    assert "还没有" not in str(report.proof())


def test_a_witness_moves_the_end_of_the_proof(clerk: Office) -> None:
    head = clerk.read.head()
    early = clerk.read.first("SELECT number, digest FROM entry WHERE number = 10") or {}
    some = Witness("PAPER", "LH-1", 10, early["digest"].hex()[:32])
    report = run_full_check(clerk, witnesses=[some])
    assert report.verdict == NOT_PROVABLE and "第 10 条以前（含）有外部见证" in str(report.proof())
    assert f"其后 {head.number - 10} 条" in str(report.proof())
    report = verifying.check(clerk, witnesses=[some, Witness("MEDIUM", "JZ-1", head.number + 1, clerk.read.head().digest.hex())])
    assert report.verdict == WITNESSED and "暂不能证明" not in str(report.proof())


def test_a_finding_is_told_by_code_and_id_and_never_by_value(attacker: Attacker, folder: Path) -> None:
    attacker.sql("UPDATE units SET name = '另一个名字' WHERE id = 2")
    with opened(folder, CLERK) as office:
        report = run_full_check(office)
        text = "\n".join(str(line) for line in report.lines())
        assert report.verdict == WRONG and not report.is_clean
        assert report.first_wrong and report.first_wrong.ledger == "units" and report.first_wrong.id == 2
        assert str(report.headline()).startswith(f"第 {report.first_wrong.entry} 条")
        assert "VALUE_DIFFERS" in text and "units 2 name" in text
        assert "另一个名字" not in text and "财务处" not in text
        kept = json.dumps(last_details(office.read.connection, "note_verify"), ensure_ascii=False)
        assert "另一个名字" not in kept and '"findings": 2' in kept and "VALUE_DIFFERS" in kept


def test_every_code_is_worded_for_every_place() -> None:
    for code in FINDING_WORDS:
        for entry in (0, 7):
            found = Finding(entry, code, "units", 3, "name")
            outcome = Outcome(last=9)
            outcome.add(found)
            assert all(str(line) for line in verifying.Report("FULL", outcome, 1.0).lines())
            assert str(FINDING_WORDS[code]) in str(verifying.finding_line(found))


def test_findings_stop_writing_until_two_people_accept_them(attacker: Attacker, folder: Path) -> None:
    attacker.sql("UPDATE units SET phone = '9999' WHERE id = 2")
    new = {"ledger": "units", "values": {"name": "车队", "kind": "DEPARTMENT"}}
    with opened(folder, CLERK) as office:
        office.perform("add_row", ledger="units", values={"name": "机要室", "kind": "DEPARTMENT"})  # nothing known yet
        run_full_check(office)
        with pytest.raises(UserError) as raised:
            office.perform("add_row", **new)
        assert raised.value.code == "WRITING_HALTED"
        assert office.read.find("units", name="办公室")  # reading goes on
    with opened(folder, CLERK) as office:  # a new sitting does not forget
        with pytest.raises(UserError):
            office.perform("add_row", **new)
        with pytest.raises(Refused):
            office.perform("accept_findings", findings=[], count=0, reason="x")
    with opened(folder, GUARDIAN) as office:
        report = run_full_check(office)
        values = {"findings": report.outcome.findings, "count": report.outcome.count}
        with pytest.raises(Refused):
            office.perform("accept_findings", reason="已查明", **values)
        why = "磁盘故障，已核对纸面"
        statement = office.statement("accept_findings", "supervisor", reason=why, **values)
        assert statement.shown["reason"] == why and statement.shown["warnings"][0][0] == "ACCEPTS_FINDINGS"
        signed = countersign(office, entrance(), statement, AUDITOR, PASSWORD)
        with pytest.raises(Refused):
            office.perform("accept_findings", signed=[signed], **values)  # without a reason
        with pytest.raises(Refused) as refused:
            office.perform("accept_findings", signed=[signed], reason="另一个理由", **values)
        assert [problem.code for problem in refused.value.problems] == ["CONTENT_CHANGED"]
        office.perform("accept_findings", signed=[signed], reason=why, **values)
        assert not office.is_halted
    with opened(folder, CLERK) as office:
        office.perform("add_row", **new)
        report = run_full_check(office)
        assert report.verdict == WRONG and not office.is_halted  # it stays in every report
    attacker.sql("UPDATE units SET phone = '8888' WHERE id = 1")
    with opened(folder, CLERK) as office:
        run_full_check(office)
        assert office.is_halted  # something new
    with opened(folder, CLERK) as office:
        assert office.is_halted


def accept(folder: Path) -> None:
    """The security administrator checks; both accept what was found."""
    with opened(folder, GUARDIAN) as office:
        report = run_full_check(office)
        values = {"findings": report.outcome.findings, "count": report.outcome.count}
        signed = countersign(office, entrance(), office.statement("accept_findings", "supervisor", reason="已查明", **values), AUDITOR, PASSWORD)
        office.perform("accept_findings", signed=[signed], reason="已查明", **values)


@pytest.mark.parametrize(("first", "then"), [
    ("UPDATE units SET phone = '9999' WHERE id = 2", "UPDATE units SET phone = '8888' WHERE id = 2"),
    ("INSERT INTO units (id, name) VALUES (99, '新')", "UPDATE units SET name = '又新' WHERE id = 99"),
    ("""UPDATE changes SET "values" = '{"phone":"1"}' WHERE ledger = 'units' AND id = 2""",
     """UPDATE changes SET "values" = '{"phone":"2"}' WHERE ledger = 'units' AND id = 2"""),
])  # fmt: skip
def test_what_was_accepted_may_not_be_changed_again(attacker: Attacker, folder: Path, first: str, then: str) -> None:
    attacker.sql(first)
    accept(folder)
    with opened(folder, CLERK) as office:
        run_full_check(office)
        assert not office.is_halted
    attacker.sql(then)
    with opened(folder, CLERK) as office:
        run_full_check(office)
        assert office.is_halted


def test_nobody_says_by_hand_that_a_check_was_clean(attacker: Attacker, folder: Path) -> None:
    attacker.sql("UPDATE units SET phone = '9999' WHERE id = 2")
    with opened(folder, CLERK) as office:
        report = run_full_check(office)
        for details in ({"outcome": "WITNESSED", "accepted": True}, {"outcome": "x"}):
            with pytest.raises(Refused) as error:
                office.perform("note_verify", details=details)
            assert [problem.code for problem in error.value.problems] == ["BY_THE_PROGRAM"]
        assert not office.note("note_verify", report=report).result  # judged by what was accepted, not by the caller
    with opened(folder, CLERK) as office:
        assert office.is_halted


@pytest.mark.parametrize("details", [{"outcome": "x"}, {"accepted": True}, {"accepted": True, "codes": {}}])
def test_an_entry_that_says_nothing_of_its_findings_stops_writing_and_nothing_else(
    folder: Path, monkeypatch: pytest.MonkeyPatch, details: dict[str, object]
) -> None:
    with opened(folder, CLERK) as office, monkeypatch.context() as patch:
        bare = replace(BY_NAME["note_verify"], service=lambda desk: Draft("x", details=dict(details)))
        patch.setattr(office, "acts", {**office.acts, "note_verify": bare})
        office.note("note_verify")
    with opened(folder, CLERK) as office:
        assert office.is_halted
        run_full_check(office)
        assert not office.is_halted


def test_nothing_found_cannot_be_accepted_nor_more_than_is_listed(folder: Path) -> None:
    with opened(folder, GUARDIAN) as office:
        draft = office.try_out("accept_findings", findings=[], count=0)
        assert [problem.code for problem in draft.problems] == ["NOTHING_FOUND"]
        draft = office.try_out("accept_findings", findings=[Finding(0, "VALUE_DIFFERS")], count=2)
        assert [problem.code for problem in draft.problems] == ["TOO_MANY_FINDINGS"]


def test_what_the_door_finds_stops_writing_at_once_and_is_journalled(attacker: Attacker, folder: Path) -> None:
    attacker.sql("UPDATE entry SET signature = zeroblob(64) WHERE number = 12")
    with opened(folder, CLERK) as office:
        assert office.is_halted
        kept = office.arrival["check"]
        assert (kept["kind"], kept["outcome"], kept["codes"]) == ("AT_THE_DOOR", WRONG, {"SIGNATURE_INVALID": 1})
        assert last_details(office.read.connection, "sign_in")["check"] == kept
        with pytest.raises(UserError):
            office.perform("add_row", ledger="units", values={"name": "车队", "kind": "DEPARTMENT"})


def test_a_clean_full_check_releases_writing_again(attacker: Attacker, folder: Path) -> None:
    attacker.sql("UPDATE units SET phone = '9999' WHERE id = 2")
    with opened(folder, CLERK) as office:
        run_full_check(office)
        assert office.is_halted
    attacker.sql("UPDATE units SET phone = NULL WHERE id = 2")
    with opened(folder, CLERK) as office:
        assert office.is_halted
        assert run_full_check(office).is_clean and not office.is_halted
        office.perform("add_row", ledger="units", values={"name": "车队", "kind": "DEPARTMENT"})


def test_acts_that_go_on_while_halted_write_no_register(clerk: Office) -> None:
    going_on = {act.name for act in BY_NAME.values() if act.while_halted}
    assert {"sign_in", "sign_out", "lock", "note_verify", "accept_findings"} <= going_on
    assert not going_on & {"add_row", "amend_row", "void_row", "shelve", "lend", "import_ledger", "undo"}


def test_a_cancelled_check_leaves_no_entry(clerk: Office) -> None:
    before = clerk.read.head()
    with pytest.raises(Cancelled):
        run_full_check(clerk, is_cancelled=lambda: True)
    assert clerk.read.head() == before


def test_the_check_is_due_once_a_day(folder: Path) -> None:
    clock = FixedClock(NOON)
    with opened(folder, CLERK, clock) as office:
        assert verifying.is_due(office.read, clock.today())
        run_full_check(office)
        assert not verifying.is_due(office.read, clock.today())
        assert verifying.last_full_check_on(office.read) == clock.today()
        assert verifying.is_due(office.read, clock.today() + timedelta(days=1))


def test_any_role_may_check(folder: Path) -> None:
    for name in ("检查组", AUDITOR, "系统管理员"):
        with opened(folder, name) as office:
            assert run_full_check(office).is_clean


def test_the_rules_are_those_of_the_catalogue() -> None:
    rules = verifying.rules_of(BY_NAME)
    assert rules.keys() == BY_NAME.keys()
    accept = rules["accept_findings"]
    assert accept.roles == {"security_administrator"} and not accept.while_changing_password
    assert [(need.role, need.accounts, need.on_paper, need.by_requester) for need in accept.needs] == [
        ("supervisor", {"auditor"}, False, False)]  # fmt: skip


def test_a_production_vault_with_changed_keys_is_clean(tmp_path: Path) -> None:
    from models.domain.levels import Level
    from models.services.founding import FOUNDERS, FirstAccount, OrganProfile, found_vault
    from tests.offices import CHEAP

    people = [FirstAccount(name, role, PASSWORD) for name, role in zip(("a1", "b1", "c1"), FOUNDERS, strict=True)]
    found_vault(tmp_path / "v", training=False, profile=OrganProfile("机关", Level.SECRET), administrators=people,
                clock=FixedClock(NOON), machine="BM", cost=CHEAP)  # fmt: skip
    door = replace(entrance(), production_allowed=True)
    office = sign_in(door, tmp_path / "v", "a1", PASSWORD)
    account = office.perform("create_account", name="clerk", role="clerk").result
    sign_out(office)
    office = sign_in(door, tmp_path / "v", "b1", PASSWORD)
    office.perform("enable_account", account_id=account, password="Once-only-4821-x")
    sign_out(office)
    office = sign_in(door, tmp_path / "v", "clerk", "Once-only-4821-x")
    office.perform("change_password", password="Own-words-7316-y")
    office.perform("add_row", ledger="units", values={"name": "办公室", "kind": "DEPARTMENT"})
    assert run_full_check(office).outcome.codes == {}
    sign_out(office)


def test_this_pc_notices_a_vault_put_back_or_cut_while_the_program_was_away(folder: Path, tmp_path: Path) -> None:
    """T6, T7 and T9 at the next unlock: the file outside the vault knows a later entry."""
    door = replace(entrance(), last_seen=tmp_path / "state")
    sign_out(sign_in(door, folder, CLERK, PASSWORD))
    older = copied_vault(folder, tmp_path / "older")
    office = sign_in(door, folder, CLERK, PASSWORD)
    assert not office.is_halted and office.arrival["check"]["findings"] == 0
    office.perform("add_row", ledger="units", values={"name": "车队", "kind": "DEPARTMENT"})
    sign_out(office)
    for _ in range(2):  # the finding stands, and is not forgotten by looking at it
        office = sign_in(door, older, CLERK, PASSWORD)
        assert office.is_halted
        assert set(office.arrival["check"]["codes"]) <= {"SHORTER_THAN_WITNESS", "WITNESS_DIFFERS"}
        assert run_full_check(office).verdict == WRONG
        sign_out(office)
    office = sign_in(door, folder, CLERK, PASSWORD)
    assert not office.is_halted
    sign_out(office)


def test_this_pc_is_a_hint_and_proves_nothing(folder: Path, tmp_path: Path) -> None:
    door = replace(entrance(), last_seen=tmp_path / "state")
    sign_out(sign_in(door, folder, CLERK, PASSWORD))
    office = sign_in(door, folder, CLERK, PASSWORD)
    report = run_full_check(office)
    assert report.verdict == NOT_PROVABLE and report.outcome.witnessed == 0
    assert [(witness.kind, holds) for witness, holds in report.outcome.witnesses] == [("THIS_PC", True)]
    sign_out(office)


def test_a_restored_vault_is_accepted_by_two_people_on_the_pc_that_knows_better(folder: Path, tmp_path: Path) -> None:
    door = replace(entrance(), last_seen=tmp_path / "state")
    sign_out(sign_in(door, folder, CLERK, PASSWORD))
    older = copied_vault(folder, tmp_path / "older")
    sign_out(sign_in(door, folder, CLERK, PASSWORD))
    office = sign_in(door, older, GUARDIAN, PASSWORD)
    report = run_full_check(office)
    values = {"findings": report.outcome.findings, "count": report.outcome.count}
    signed = countersign(office, door, office.statement("accept_findings", "supervisor", reason="从备份恢复", **values), AUDITOR, PASSWORD)
    office.perform("accept_findings", signed=[signed], reason="从备份恢复", **values)
    sign_out(office)
    office = sign_in(door, older, CLERK, PASSWORD)
    assert not office.is_halted and office.arrival["check"]["findings"] == 0
    sign_out(office)
