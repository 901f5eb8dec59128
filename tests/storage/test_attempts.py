"""The record of tries before unlock: what counts, what is told once, what stays (K-7)."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.storage.attempts import NAME, Attempt, Attempts, read_attempts, write_attempts


def tries(*pairs: tuple[str, str]) -> Attempts:
    found = Attempts("s")
    for minute, (user, outcome) in enumerate(pairs):
        found = found.with_one(Attempt(f"2026-11-23T04:{minute:02d}:00.000Z", user, outcome, "TEST"))
    return found


WRONG, RIGHT, NONE = "WRONG_PASSWORD", "COUNTERSIGNED", "NO_SUCH_USER"


def test_only_wrong_passwords_since_the_last_right_one_count() -> None:
    found = tries(("a", WRONG), ("a", RIGHT), ("a", WRONG), ("b", WRONG), ("a", "WAIT"), ("a", WRONG), ("a", "OLD_SLOT"))
    assert found.failures_of("a") == 2 and found.failures_of("b") == 1 and found.failures_of("c") == 0
    assert found.last_failure_of("a") == "2026-11-23T04:05:00.000Z" and found.last_failure_of("c") == ""
    assert found.users() == {"a", "b"}


def test_a_run_of_tries_at_a_closed_door_is_one_line() -> None:
    found = tries(("a", "LOCKED"), ("a", "LOCKED"), ("b", "LOCKED"), ("a", "LOCKED"), ("a", WRONG), ("a", WRONG))
    assert [(one.user, one.outcome) for one in found.attempts] == [
        ("a", "LOCKED"), ("b", "LOCKED"), ("a", "LOCKED"), ("a", WRONG), ("a", WRONG)]  # fmt: skip


def test_after_a_sign_in_only_what_still_counts_stays_and_is_not_told_again() -> None:
    found = tries(("a", WRONG), ("b", WRONG), ("c", WRONG), ("", "NO_SUCH_USER"), ("c", RIGHT), ("b", "WAIT"), ("b", WRONG))
    assert found.staying("a", 5) == {"b": 2}
    left = found.after_sign_in("t", ["b"])
    assert [(one.user, one.outcome) for one in left.attempts] == [("b", WRONG), ("b", WRONG)]
    assert left.series == "t" and left.untold() == []
    assert left.with_one(Attempt("later", "a", WRONG, "TEST")).untold() == [
        {"time": "later", "user": "a", "outcome": WRONG, "gate": "TEST"}]  # fmt: skip
    assert found.after_sign_in("t", []).attempts == ()


def test_names_without_a_slot_count_by_their_mark_and_are_told_without_it() -> None:
    found = tries(("?1", NONE), ("?1", NONE), ("?2", NONE), ("a", WRONG), *[("?2", NONE)] * 4)
    assert found.failures_of("?1") == 2 and found.failures_of("?2") == 5 and found.failures_of("a") == 1
    assert [(one["user"], one["outcome"]) for one in found.untold()] == [("", NONE), ("a", WRONG), ("", NONE)]
    assert found.staying("b", 5) == {"?1": 2, "a": 1}


def test_many_names_without_a_slot_do_not_fill_the_file() -> None:
    found = tries(("a", WRONG), *[(f"?{number}", NONE) for number in range(300)])
    assert len(found.attempts) == 101 and found.failures_of("?299") == 1 and found.failures_of("?0") == 0
    left = found.after_sign_in("t", found.staying("b", 5))
    assert len(left.attempts) == 51 and left.failures_of("a") == left.failures_of("?299") == 1
    for number in range(300, 600):
        left = left.with_one(Attempt("later", f"?{number}", NONE, "TEST"))
    assert left.taken == 51 and len(left.attempts) <= 151 and left.failures_of("?599") == 1


def test_the_file_is_read_back_and_a_damaged_one_is_none(tmp_path: Path) -> None:
    found = tries(("a", WRONG), ("b", "LOCKED"))
    write_attempts(tmp_path, found)
    assert read_attempts(tmp_path) == found
    for damage in (b"", b"{", b"[]", b'{"series":1,"attempts":[],"taken":0}', b'{"series":"","attempts":[],"taken":"0"}',
                   b'{"series":"","attempts":[{"time":1,"user":"","outcome":"","gate":""}],"taken":0}'):  # fmt: skip
        (tmp_path / NAME).write_bytes(damage)
        assert read_attempts(tmp_path) is None
    (tmp_path / NAME).unlink()
    assert read_attempts(tmp_path) is None


@pytest.mark.parametrize("outcome", [WRONG, RIGHT, "OLD_SLOT"])
def test_other_outcomes_are_all_kept(outcome: str) -> None:
    assert len(tries(("a", outcome), ("a", outcome)).attempts) == 2
