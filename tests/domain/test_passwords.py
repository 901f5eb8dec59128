"""Passwords: floors by level, phrases of the program, age, history, failures."""

import random
import secrets
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.domain.levels import Level
from models.domain.passwords import (
    KEPT_HISTORY,
    MOST_FAILURES,
    change_due,
    history_problems,
    is_outlived,
    password_problems,
    policy_of,
    setting_problems,
    tries_left,
    with_settings,
)
from models.domain.phrases import SYLLABLES, is_phrase, make_phrase


def codes(password: str, level: Level = Level.SECRET, user: str = "zhoumin") -> list[str]:
    return [problem.code for problem in password_problems(password, user, policy_of(level))]


@pytest.mark.parametrize(
    ("password", "level", "expected"),
    [
        ("Abcdefg-12", Level.SECRET, []),
        ("Abcdef-12", Level.SECRET, ["PASSWORD_SHORT"]),
        ("Abcdef-1", Level.CONFIDENTIAL, []),
        ("Abcde-1", Level.CONFIDENTIAL, ["PASSWORD_SHORT"]),
        ("abcdefg-12", Level.SECRET, ["PASSWORD_PLAIN"]),
        ("ABCDEFG-12", Level.SECRET, ["PASSWORD_PLAIN"]),
        ("Abcdefg-hi", Level.SECRET, ["PASSWORD_PLAIN"]),
        ("Abcdefg012", Level.SECRET, ["PASSWORD_PLAIN"]),
        ("Abcdefg 12", Level.SECRET, ["PASSWORD_PLAIN"]),
        ("xZhouMin-12", Level.SECRET, ["PASSWORD_IS_NAME"]),
        ("xＺhouMin-12", Level.SECRET, ["PASSWORD_IS_NAME"]),
        ("", Level.SECRET, ["PASSWORD_SHORT", "PASSWORD_PLAIN"]),
        ("Aa-1" * 100, Level.SECRET, ["PASSWORD_LONG"]),
    ],
)
def test_composition(password: str, level: Level, expected: list[str]) -> None:
    assert codes(password, level) == expected


def test_there_is_no_policy_for_top_secret_vaults() -> None:
    with pytest.raises(KeyError):
        policy_of(Level.TOP_SECRET)


def test_the_programs_phrase_needs_no_symbols() -> None:
    phrase = make_phrase(secrets.choice)
    assert len(phrase.split("-")) == 6
    assert codes(phrase) == []
    assert is_phrase(phrase.replace("-", " ").upper())
    forbidden = with_settings(Level.SECRET, allow_phrase=False)
    assert [problem.code for problem in password_problems(phrase, "zhou_1", forbidden)] == ["PASSWORD_PLAIN"]


@pytest.mark.parametrize(
    "text",
    [
        "maolin-caofeng-dandan-bibo-fenfa",  # five words
        "maolin-maolin-maolin-maolin-maolin-maolin",
        "correct horse battery staple river lantern",
        "aaa bbb ccc ddd eee fff",
        "",
    ],
)
def test_other_words_are_no_phrase(text: str) -> None:
    assert not is_phrase(text)


def test_phrases_lose_no_bit() -> None:
    assert len(SYLLABLES) == len(set(SYLLABLES)) == 256
    assert len({first + second for first in SYLLABLES for second in SYLLABLES}) == 65_536


@given(st.integers())
def test_every_made_phrase_is_one(seed: int) -> None:
    assert is_phrase(make_phrase(random.Random(seed).choice))


def test_a_choice_that_is_not_random_is_refused() -> None:
    with pytest.raises(ValueError, match="repeats"):
        make_phrase(lambda words: words[0])


def test_history_age_and_failures() -> None:
    assert history_problems(False) == []
    (problem,) = history_problems(True)
    assert problem.blocks and str(KEPT_HISTORY) in str(problem.text)
    policy = policy_of(Level.SECRET)
    assert change_due(policy, date(2026, 11, 16)) == date(2026, 11, 23)
    assert [is_outlived(policy, date(2026, 11, 16), date(2026, 11, day)) for day in (15, 16, 23, 24)] == [
        True, False, False, True,
    ]  # fmt: skip
    assert [tries_left(failures) for failures in (0, 4, 5, 9)] == [MOST_FAILURES, 1, 0, 0]


def test_an_office_may_only_be_stricter() -> None:
    strict = with_settings(Level.SECRET, shortest=12, longest_days=5, idle_minutes=3)
    assert (strict.shortest, strict.longest_days, strict.idle_minutes) == (12, 5, 3)
    assert with_settings(Level.SECRET, shortest=4, longest_days=90, idle_minutes=60) == policy_of(Level.SECRET)


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [("shortest", (10, 64), (9, 65)), ("longest_days", (1, 7), (0, 8)), ("idle_minutes", (1, 5), (0, 6))],
)
def test_settings_have_floors(name: str, good: tuple[int, ...], bad: tuple[int, ...]) -> None:
    assert not any(setting_problems(Level.SECRET, name, value) for value in good)
    assert all(setting_problems(Level.SECRET, name, value) for value in bad)
    with pytest.raises(ValueError, match="no password setting"):
        setting_problems(Level.SECRET, "colour", 1)
