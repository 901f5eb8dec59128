"""Handing over: three different people, every item looked at, and nobody leaves with anything."""

import pytest

from models.domain.handover import check_items, check_leaving, check_people


@pytest.mark.parametrize(
    ("people", "expected"),
    [
        ((1, 2, 3), []),
        ((None, 2, 3), ["NO_TRANSFEROR"]),
        ((1, None, 3), ["NO_TRANSFEREE"]),
        ((1, 2, None), ["NO_WITNESS"]),
        ((1, 1, 3), ["SAME_PERSON"]),
        ((1, 2, 1), ["WITNESS_TAKES_PART"]),
        ((1, 2, 2), ["WITNESS_TAKES_PART"]),
        ((1, 1, 1), ["SAME_PERSON", "WITNESS_TAKES_PART"]),
        ((None, None, None), ["NO_TRANSFEROR", "NO_TRANSFEREE", "NO_WITNESS"]),
    ],
)
def test_three_different_people(people: tuple[int | None, int | None, int | None], expected: list[str]) -> None:
    problems = check_people(*people)
    assert [problem.code for problem in problems] == expected
    assert all(problem.blocks and problem.rule == "R-53" for problem in problems)


@pytest.mark.parametrize(
    ("listed", "checked", "differing", "expected"),
    [
        ({1, 2}, {1, 2}, (), []),
        ({1, 2}, {1}, {2}, []),
        ({1, 2}, {1}, (), ["NOT_ALL_CHECKED"]),
        ({1}, {1, 9}, (), ["NOT_LISTED"]),
        ((), (), (), ["EMPTY_LIST"]),
    ],
)
def test_item_by_item(listed: set[int], checked: set[int], differing: set[int], expected: list[str]) -> None:
    assert [problem.code for problem in check_items(listed, checked, differing)] == expected


@pytest.mark.parametrize(
    ("states", "loans", "devices", "account", "expected"),
    [
        ((), 0, 0, False, []),
        (("RETURNED", "DESTROYED"), 0, 0, False, []),
        (("IN_STORE", "IN_STORE"), 0, 0, False, ["STILL_HOLDS"]),
        (("ON_LOAN",), 1, 0, False, ["OPEN_LOANS"]),
        (("ON_LOAN", "IN_STORE"), 1, 0, False, ["OPEN_LOANS", "STILL_HOLDS"]),
        (("CARRIED_OUT",), 0, 0, False, ["STILL_HOLDS"]),
        ((), 0, 2, True, ["STILL_HAS_DEVICES", "STILL_HAS_ACCOUNT"]),
    ],
)
def test_nobody_leaves_with_anything(
    states: tuple[str, ...], loans: int, devices: int, account: bool, expected: list[str]
) -> None:
    assert [problem.code for problem in check_leaving(states, loans, devices, account)] == expected
