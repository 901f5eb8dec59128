"""The collector rests while a large result is made, and is never left switched off."""

from __future__ import annotations

import gc

import pytest

from models.services.steady import release, steady


def test_the_collector_rests_inside_and_works_again_after() -> None:
    with steady():
        assert not gc.isenabled()
        with steady():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()
    assert gc.get_freeze_count() > 0
    release()
    assert gc.get_freeze_count() == 0


def test_work_that_keeps_nothing_sets_nothing_aside() -> None:
    with steady(keeps=False):
        assert not gc.isenabled()
    assert gc.isenabled() and gc.get_freeze_count() == 0


def test_an_error_inside_leaves_it_on() -> None:
    with pytest.raises(ValueError, match="stop"), steady():
        raise ValueError("stop")
    assert gc.isenabled()
    release()
