"""Second wall: the kernel refuses every socket that is not a local one, in this process and in its children.

A filter of a few instructions (classic BPF; with TSYNC, so that threads that already run have it too). It cannot be
taken off again. AF_UNIX stays: the screen, input methods and the print service are reached by it (K-26).
"""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from dataclasses import dataclass
from typing import NamedTuple

AF_UNIX, AF_INET, SOCK_DGRAM = 1, 2, 2
PR_SET_NO_NEW_PRIVS = 38
SET_MODE_FILTER, FLAG_TSYNC = 1, 1
RET_ALLOW, RET_ERRNO = 0x7FFF0000, 0x00050000
LOAD, JUMP_IF_EQUAL, JUMP_IF_AT_LEAST, RETURN = 0x20, 0x15, 0x35, 0x06
#: Offsets in struct seccomp_data; the low half of the first argument, both machines being little-endian.
CALL_NUMBER, MACHINE, FIRST_ARGUMENT = 0, 4, 16
X32_BIT = 0x40000000


class Calls(NamedTuple):
    """A machine's audit number and the numbers of the system calls the filter speaks of."""

    machine: int
    seccomp: int
    socket: int
    socketpair: int
    io_uring_setup: int
    has_x32: bool


CALLS = {
    "x86_64": Calls(0xC000003E, 317, 41, 53, 425, has_x32=True),
    "aarch64": Calls(0xC00000B7, 277, 198, 199, 425, has_x32=False),
}


class Instruction(ctypes.Structure):
    """struct sock_filter"""

    _fields_ = (("code", ctypes.c_ushort), ("yes", ctypes.c_ubyte), ("no", ctypes.c_ubyte), ("value", ctypes.c_uint))


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.POINTER(Instruction)))


@dataclass(frozen=True, slots=True)
class FilterResult:
    """Whether the filter stands. `code`: INSTALLED, NOT_LINUX, UNKNOWN_MACHINE, REFUSED_BY_KERNEL or INEFFECTIVE.

    `value` is the machine's name or the error number, for the sentence that says why not.
    """

    code: str
    value: str = ""

    @property
    def stands(self) -> bool:
        return self.code == "INSTALLED"


def program(calls: Calls) -> list[Instruction]:
    """The filter for one machine: foreign calls and io_uring do not exist, sockets are local or not supported."""
    absent, refused = RET_ERRNO | errno.ENOSYS, RET_ERRNO | errno.EAFNOSUPPORT
    steps: list[tuple[int, int, str, str]] = [
        (LOAD, MACHINE, "", ""),
        (JUMP_IF_EQUAL, calls.machine, "", "absent"),
        (LOAD, CALL_NUMBER, "", ""),
        *([(JUMP_IF_AT_LEAST, X32_BIT, "absent", "")] if calls.has_x32 else []),
        (JUMP_IF_EQUAL, calls.io_uring_setup, "absent", ""),
        (JUMP_IF_EQUAL, calls.socket, "family", ""),
        (JUMP_IF_EQUAL, calls.socketpair, "family", "allow"),
    ]
    marks = {"family": len(steps), "allow": len(steps) + 2, "refused": len(steps) + 3, "absent": len(steps) + 4}
    steps += [
        (LOAD, FIRST_ARGUMENT, "", ""),
        (JUMP_IF_EQUAL, AF_UNIX, "allow", "refused"),
        (RETURN, RET_ALLOW, "", ""),
        (RETURN, refused, "", ""),
        (RETURN, absent, "", ""),
    ]

    def distance(place: int, mark: str) -> int:
        return marks[mark] - place - 1 if mark else 0

    return [
        Instruction(code, distance(place, yes), distance(place, no), value)
        for place, (code, value, yes, no) in enumerate(steps)
    ]


def install_filter() -> FilterResult:
    """Install the filter for ever and try it once; only `app.main()` calls this, before anything is opened."""
    if not sys.platform.startswith("linux"):
        return FilterResult("NOT_LINUX", sys.platform)
    machine = os.uname().machine
    calls = CALLS.get(machine)
    if calls is None or sys.maxsize < 2**32:
        return FilterResult("UNKNOWN_MACHINE", machine)
    libc = ctypes.CDLL(None, use_errno=True)
    steps = program(calls)
    array = (Instruction * len(steps))(*steps)
    code = _Program(len(steps), array)
    long = ctypes.c_long
    if libc.prctl(PR_SET_NO_NEW_PRIVS, long(1), long(0), long(0), long(0)) != 0:
        return FilterResult("REFUSED_BY_KERNEL", _code())
    answer = libc.syscall(long(calls.seccomp), long(SET_MODE_FILTER), long(FLAG_TSYNC), ctypes.byref(code))
    if answer != 0:  # > 0: a thread that cannot take the filter
        return FilterResult("REFUSED_BY_KERNEL", _code() if answer < 0 else f"thread {answer}")
    return FilterResult("INSTALLED") if _is_refused(libc) else FilterResult("INEFFECTIVE", machine)


def _code() -> str:
    """The system's short code of the last refusal (EINVAL), the same in every language."""
    return errno.errorcode.get(ctypes.get_errno(), "?")


def _is_refused(libc: ctypes.CDLL) -> bool:
    descriptor = libc.socket(AF_INET, SOCK_DGRAM, 0)
    if descriptor >= 0:
        os.close(descriptor)
        return False
    return ctypes.get_errno() == errno.EAFNOSUPPORT
