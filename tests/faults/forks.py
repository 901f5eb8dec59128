"""Running a piece of work in a forked child that may be killed. The parent must hold no open register."""

from __future__ import annotations

import os
import signal
import traceback
from collections.abc import Callable

LIMIT = 60  # seconds after which a hanging child is ended by the system


def forked(work: Callable[[], None]) -> int:
    """Run `work` in a child; its exit status: 0 done, -9 killed, 1 failed (its traceback is on standard error)."""
    child = os.fork()
    if child == 0:
        signal.alarm(LIMIT)
        try:
            work()
            os._exit(0)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
    _pid, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)
