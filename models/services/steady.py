"""Long work that makes a great many objects, without the garbage collector's pauses (K-25).

A full collection walks every object while it holds the interpreter's lock: with the rows of a large ledger in memory the
screen stands still for seconds. So it is off while such work runs, and what the work leaves behind is set aside from later
collections until `release`.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def steady(keeps: bool = True) -> Iterator[None]:
    """No collection inside; objects are still freed as soon as nobody holds them. May be nested.

    `keeps` False: the work leaves nothing large behind, so nothing is set aside.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        if keeps:
            gc.freeze()
        gc.enable()


def release() -> None:
    """What was set aside takes part in collections again: the large result is not needed any more."""
    gc.unfreeze()
