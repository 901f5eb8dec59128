"""The states of a carrier: complete words, a connected table, and a way out of every refusal."""

import pytest

from models.domain.lifecycle import (
    GONE,
    IN_BOOK,
    MEDIUM_UNITS,
    MEDIUM_WORDS,
    NOT_YET,
    OUT,
    STATE_WORDS,
    TERMINAL,
    TRANSITIONS,
    WAY_OUT,
    CarrierState,
    Medium,
    Move,
    check_move,
    moves_from,
    state_after,
)


def test_every_code_has_its_words() -> None:
    assert set(STATE_WORDS) == set(WAY_OUT) == set(CarrierState)
    assert set(MEDIUM_WORDS) == set(MEDIUM_UNITS) == set(Medium)
    assert set(TRANSITIONS) == set(Move)
    assert len({str(word) for word in STATE_WORDS.values()}) == len(CarrierState)


def test_groups_part_the_states() -> None:
    assert set(CarrierState) == IN_BOOK | NOT_YET | GONE
    assert not (IN_BOOK & NOT_YET or IN_BOOK & GONE or NOT_YET & GONE)
    assert OUT <= IN_BOOK
    assert TERMINAL < GONE


@pytest.mark.parametrize("state", CarrierState)
def test_terminal_states_are_ends_and_no_others(state: CarrierState) -> None:
    assert (moves_from(state) == []) is (state in TERMINAL)


def test_every_state_is_reached_from_the_draft() -> None:
    reached, waiting = {CarrierState.DRAFT}, [CarrierState.DRAFT]
    while waiting:
        state = waiting.pop()
        for move in moves_from(state):
            after = state_after(state, move)
            if after not in reached:
                reached.add(after)
                waiting.append(after)
    assert reached == set(CarrierState)


@pytest.mark.parametrize("state", sorted(OUT))
def test_whoever_is_out_comes_back_to_the_store(state: CarrierState) -> None:
    assert CarrierState.IN_STORE in {state_after(state, move) for move in moves_from(state)}


def test_destruction_has_no_short_cut() -> None:
    ways = {state for state in CarrierState if Move.CONFIRM_DESTROYED in moves_from(state)}
    assert ways == {CarrierState.AWAITING_DESTRUCTION, CarrierState.SENT_FOR_DESTRUCTION}
    assert {state for state in CarrierState if Move.APPROVE_DESTRUCTION in moves_from(state)} == {
        CarrierState.PROPOSED_FOR_DESTRUCTION
    }


def test_a_lent_carrier_is_given_back_first() -> None:
    (problem,) = check_move(CarrierState.ON_LOAN, Move.PROPOSE_DESTRUCTION)
    assert (problem.code, problem.rule, problem.blocks) == ("STATE_ON_LOAN", "R-54", True)
    assert str(problem.text) == "有未了借阅：先归还"
    assert check_move("IN_STORE", Move.PROPOSE_DESTRUCTION) == []


@pytest.mark.parametrize("move", Move)
@pytest.mark.parametrize("state", CarrierState)
def test_check_and_table_agree(state: CarrierState, move: Move) -> None:
    if check_move(state, move):
        with pytest.raises(ValueError, match=move.value):
            state_after(state, move)
    else:
        assert state_after(state, move) in CarrierState


def test_an_unknown_state_is_a_bug() -> None:
    with pytest.raises(ValueError, match="LOST"):
        check_move("LOST", Move.LEND)
