"""What keeps this process's memory and files to itself: no core dump, no tracing by others, files for the owner only.

Tracing is denied to programs of the same user; root is above it. That setting does not outlive an exec, so a child
process that this program starts calls `harden()` itself.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import sys
from dataclasses import dataclass

PR_GET_DUMPABLE, PR_SET_DUMPABLE = 3, 4


@dataclass(frozen=True, slots=True)
class HardeningResult:
    """Which of the measures the system granted."""

    no_core_dump: bool
    not_traceable: bool


def harden() -> HardeningResult:
    """Switch off core dumps and tracing and set umask 077. Never raises: what was not granted is in the result."""
    os.umask(0o077)
    if not sys.platform.startswith("linux"):
        return HardeningResult(no_core_dump=False, not_traceable=False)
    import resource  # not on every system

    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    libc, long = ctypes.CDLL(None), ctypes.c_long
    libc.prctl(PR_SET_DUMPABLE, long(0), long(0), long(0), long(0))
    return HardeningResult(
        no_core_dump=resource.getrlimit(resource.RLIMIT_CORE) == (0, 0),
        not_traceable=libc.prctl(PR_GET_DUMPABLE, long(0), long(0), long(0), long(0)) == 0,
    )
