"""The verifier on honest vaults: no false alarm, while work goes on, cancelled, at the door, and on its own feet."""

from __future__ import annotations

import ast
import threading
from pathlib import Path

import pytest

from models.domain.errors import Cancelled
from models.services.session import sign_out
from models.storage import verify
from models.storage.tables import DERIVED
from models.storage.verify import Watch, check_all, check_at_the_door, derived, entries, fold, full, lines, surroundings
from tests.bench.big_vault import carrier, moved, write_all
from tests.offices import copied_vault
from tests.storage.attacker import Attacker
from tests.storage.scenario import CLERK, RULES, add_units, attacker_of, build, come_in, signed_act

WRITERS = ("journal", "store", "derived", "canonical", "digests", "connection", "keyfile", "slots", "migrate", "vault", "attempts",
           "list_rows", "list_tables", "labels", "search", "failures", "files", "lock")  # fmt: skip


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("verify") / "vault")


@pytest.fixture
def attacker(history: Path, tmp_path: Path) -> Attacker:
    return attacker_of(copied_vault(history, tmp_path / "vault"))


def test_it_imports_nothing_from_the_writer() -> None:
    for path in Path(verify.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                names = [f"{node.module}.{alias.name}" for alias in node.names]
            for name in names:
                parts = name.split(".")
                assert not (parts[:2] == ["models", "storage"] and parts[2] in WRITERS), f"{path.name}: {name}"
                assert parts[:2] != ["models", "services"], f"{path.name}: {name}"


def test_every_derived_table_belongs_to_exactly_one_comparer() -> None:
    compared = [table for comparer in derived.COMPARERS for table in comparer.tables]
    assert sorted(compared) == sorted(DERIVED)


def test_an_honest_history_has_no_finding_and_is_counted(attacker: Attacker) -> None:
    found = attacker.read()
    outcome = check_all(attacker.folder, attacker.vault_key, RULES)
    assert outcome.codes == {} and outcome.findings == [] and outcome.first_wrong is None
    assert outcome.entries == outcome.last == len(found)
    assert outcome.changes == sum(len(entry.lines) for entry in found)
    assert outcome.signatures == sum(len(entry.payload["signers"]) for entry in found)
    assert outcome.approvals == sum(item["how"] == "IN_PROGRAM" for entry in found for item in entry.payload["approvals"]) == 2
    assert outcome.signers == len({entry.actor for entry in found})
    assert outcome.derived_rows >= len(found)


@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_the_size_of_the_pieces_does_not_matter(attacker: Attacker, size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (entries, fold, derived):
        monkeypatch.setattr(module, "PIECE", size)
    monkeypatch.setattr(lines, "WINDOW", size)
    expected = len(attacker.read())
    outcome = check_all(attacker.folder, attacker.vault_key, RULES)
    assert outcome.codes == {} and outcome.entries == expected
    attacker.sql("UPDATE units SET phone = '9' WHERE id = 2")
    attacker.sql("UPDATE entry_list SET subject = 'x' WHERE number = ?", expected - 1)
    outcome = check_all(attacker.folder, attacker.vault_key, RULES)
    assert [(one.code, one.ledger, one.id) for one in outcome.findings if one.ledger != "units"] == [
        ("DERIVED_DIFFERS", "entry_list", expected - 1)]  # fmt: skip
    assert outcome.codes["VALUE_DIFFERS"] == 1


def test_an_entry_taken_out_leaves_its_changes_without_one(attacker: Attacker) -> None:
    """In the middle of the journal, by the fold; within the last entries, at the door."""
    entry = next(at for at, found in enumerate(attacker.read(), 1) if found.payload["act"] == "add_row")
    attacker.sql("DELETE FROM entry WHERE number = ?", entry)
    for check in (check_all, check_at_the_door):
        codes = check(attacker.folder, attacker.vault_key, RULES).codes
        assert codes["CHANGE_WITHOUT_ENTRY"] == 1 and codes["NUMBER_GAP"] == 1


@pytest.mark.parametrize("window", [1, 700, 4_000_000])
def test_changes_swapped_between_two_rows_are_named_in_every_window(
    attacker: Attacker, window: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = come_in(attacker.folder, CLERK)
    write_all(office, "import_ledger", (carrier(number) for number in range(1, 1301)))
    sign_out(office)
    monkeypatch.setattr(lines, "WINDOW", window)
    assert check_all(attacker.folder, attacker.vault_key, RULES).codes == {}
    entry = 1 + len(attacker.read()) - 3  # the second part of the import
    for new, old in ((1000, 3), (3, 4), (4, 1000)):
        attacker.sql("UPDATE changes SET seq = ? WHERE entry = ? AND seq = ?", new, entry, old)
    outcome = check_all(attacker.folder, attacker.vault_key, RULES)
    assert [(one.code, one.entry) for one in outcome.findings] == [("CHANGES_DIFFER", entry)]


def test_large_acts_in_several_parts_are_followed(attacker: Attacker) -> None:
    office = come_in(attacker.folder, CLERK)
    write_all(office, "import_ledger", (carrier(number) for number in range(1, 1301)))
    write_all(office, "undo", (moved(number % 700 + 1, number) for number in range(1, 2001)))
    signed_act(office, ["大"])
    sign_out(office)
    outcome = check_all(attacker.folder, attacker.vault_key, RULES)
    assert outcome.codes == {} and outcome.changes > 3300 and outcome.rows > 1300


def test_work_goes_on_during_a_check(attacker: Attacker) -> None:
    """A writer adds entries while checks run one after the other; none of them sees half of an act."""
    office = come_in(attacker.folder, CLERK)
    stop, outcomes = threading.Event(), []

    def check() -> None:
        while not stop.is_set() or len(outcomes) < 3:
            outcomes.append(check_all(attacker.folder, attacker.vault_key, RULES))
        outcomes.append(check_all(attacker.folder, attacker.vault_key, RULES))  # begun after the last act

    thread = threading.Thread(target=check)
    thread.start()
    try:
        for turn in range(60):
            add_units(office, f"处{turn}")
            office.perform("amend_row", ledger="units", id=1 + turn % 3, values={"phone": str(turn)}, reason="试")
            if turn % 20 == 5:
                signed_act(office, [f"行{turn}"])
    finally:
        stop.set()
        thread.join()
    last = office.read.head().number
    sign_out(office)
    assert [outcome.codes for outcome in outcomes] == [{}] * len(outcomes)
    assert outcomes[-1].last == last and len({outcome.last for outcome in outcomes}) > 1


def test_the_check_does_not_pin_the_log(attacker: Attacker, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between two pieces the write-ahead log can be folded: no transaction stays open (K-14)."""
    office = come_in(attacker.folder, CLERK)
    folded = []

    def told(_stage: str, _done: int, _total: int) -> None:
        add_units(office, f"处{len(folded)}")
        folded.append(office.vault.store.own.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0])

    monkeypatch.setattr(entries, "PIECE", 5)
    monkeypatch.setattr(full, "BESIDE", lambda *_arguments: None)
    outcome = check_all(attacker.folder, attacker.vault_key, RULES, (), Watch(told))
    sign_out(office)
    assert len(folded) > 5 and set(folded) == {0} and outcome.codes == {}


def test_a_cancelled_check_stops_at_once_and_leaves_nothing(attacker: Attacker) -> None:
    stages: list[str] = []
    with pytest.raises(Cancelled):
        check_all(attacker.folder, attacker.vault_key, RULES, (), Watch(lambda *told: stages.append(told[0]), lambda: True))
    assert len(stages) == 1
    seen: list[str] = []
    with pytest.raises(Cancelled):
        check_all(attacker.folder, attacker.vault_key, RULES, (), Watch(lambda *told: seen.append(told[0]), lambda: len(seen) > 3))
    assert len(seen) == 4
    assert check_all(attacker.folder, attacker.vault_key, RULES).codes == {}


def test_progress_names_every_stage(attacker: Attacker) -> None:
    told: list[str] = []
    check_all(attacker.folder, attacker.vault_key, RULES, (), Watch(lambda stage, _done, _total: told.append(stage)))
    assert {"entry", "schema", "units", "carriers", "entry_list", "signatures", "keys", "file"} <= set(told)


def test_findings_beyond_what_is_kept_are_counted(attacker: Attacker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verify.findings, "MOST_KEPT", 3)
    attacker.sql("UPDATE entry_list SET subject = 'x'")
    outcome = check_all(attacker.folder, attacker.vault_key, RULES)
    assert outcome.count == outcome.codes["DERIVED_DIFFERS"] == outcome.last and len(outcome.findings) == 3


def test_findings_hold_no_value(attacker: Attacker) -> None:
    attacker.sql("UPDATE units SET name = '绝密的名字' WHERE id = 1")
    outcome = check_all(attacker.folder, attacker.vault_key, RULES)
    assert outcome.count and "绝密的名字" not in repr(outcome) and "办公室" not in repr(outcome)


def test_at_the_door_only_the_end_is_looked_at(attacker: Attacker, monkeypatch: pytest.MonkeyPatch) -> None:
    length = len(attacker.read())
    outcome = check_at_the_door(attacker.folder, attacker.vault_key, RULES)
    assert outcome.codes == {} and (outcome.first, outcome.last, outcome.entries) == (1, length, length)
    for count in range(1, length):
        monkeypatch.setattr(full, "LAST_ENTRIES", count)
        outcome = check_at_the_door(attacker.folder, attacker.vault_key, RULES)
        assert outcome.codes == {}, (count, outcome.findings)
        assert (outcome.first, outcome.entries) == (length - count + 1, count)


def test_at_the_door_few_entries_with_very_many_changes_are_enough(attacker: Attacker, monkeypatch: pytest.MonkeyPatch) -> None:
    """Starting in the middle of an act of several parts is no false alarm."""
    office = come_in(attacker.folder, CLERK)
    write_all(office, "import_ledger", (carrier(number) for number in range(1, 3001)))
    sign_out(office)
    monkeypatch.setattr(full, "MOST_AT_THE_DOOR", 1200)
    outcome = check_at_the_door(attacker.folder, attacker.vault_key, RULES)
    assert outcome.codes == {} and outcome.changes <= 1700 and outcome.entries == outcome.last - outcome.first + 1


@pytest.mark.parametrize(("statement", "code"), [
    ("UPDATE entry SET signature = zeroblob(64) WHERE number = (SELECT max(number) - 3 FROM entry)", "SIGNATURE_INVALID"),
    ("DELETE FROM entry WHERE number = (SELECT max(number) - 3 FROM entry)", "NUMBER_GAP"),
    ("UPDATE accounts SET level_cap = 'TOP_SECRET' WHERE name = '周敏'", "VALUE_DIFFERS"),
    ("DELETE FROM accounts WHERE name = '周敏'", "ROW_MISSING"),
    ("INSERT INTO accounts (id, name) VALUES (99, 'x')", "ROW_WITHOUT_ENTRY"),
    ("UPDATE changes SET entry = entry + 100 WHERE entry = (SELECT max(entry) FROM changes)", "CHANGE_WITHOUT_ENTRY"),
])  # fmt: skip
def test_at_the_door_what_lies_in_its_reach_is_named(attacker: Attacker, statement: str, code: str) -> None:
    assert attacker.sql(statement)
    assert code in check_at_the_door(attacker.folder, attacker.vault_key, RULES).codes


def test_a_register_that_does_not_open_is_a_finding(attacker: Attacker) -> None:
    for check in (check_all, check_at_the_door):
        for key in (bytes(32), b"short"):
            assert check(attacker.folder, key, RULES).codes == {"REGISTER_UNREADABLE": 1}


def test_a_register_damaged_in_its_middle_names_the_pages(attacker: Attacker) -> None:
    path = attacker.folder / "register.db"
    data = bytearray(path.read_bytes())
    for page in (3, 5, 8):
        data[page * 4096 + 100] ^= 0xFF
    path.write_bytes(data)
    outcome = check_all(attacker.folder, attacker.vault_key, RULES)
    assert {one.id for one in outcome.findings if one.code == "PAGE_DAMAGED"} == {4, 6, 9}


def test_a_page_that_looks_damaged_once_is_being_written_and_no_finding(attacker: Attacker) -> None:
    class Flickering:
        def __init__(self, answers: list[list[tuple[str]]]) -> None:
            self._answers = answers

        def execute(self, _sql: str) -> Flickering:
            return self

        def fetchall(self) -> list[tuple[str]]:
            return self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]

    def pages(*answers: list[int]) -> set[int]:
        told = [[(f"HMAC verification failed for page {page}",) for page in answer] for answer in answers]
        return surroundings._damaged_pages(Flickering(told))  # type: ignore[arg-type]

    assert pages([]) == set() and pages([7], []) == set() and pages([7, 9], [9], [3]) == set()
    assert pages([7, 9], [9]) == {9}
