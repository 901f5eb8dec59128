"""The second wall: its instructions by calculation for both machines, and child processes that really try."""

import errno
import os

import pytest

from models.isolation import seccomp
from models.isolation.seccomp import CALLS, FIRST_ARGUMENT, Instruction, install_filter, program
from tests.isolation.child import run

ALLOWED, ABSENT, REFUSED = "allowed", errno.ENOSYS, errno.EAFNOSUPPORT
UNIX, INET, INET6, NETLINK, PACKET, BLUETOOTH, VSOCK = 1, 2, 10, 16, 17, 31, 40


def outcome(steps: list[Instruction], machine: int, number: int, first_argument: int = 0) -> str | int:
    """What the kernel would answer: runs the instructions over one call."""
    data = {seccomp.MACHINE: machine, seccomp.CALL_NUMBER: number, FIRST_ARGUMENT: first_argument & 0xFFFFFFFF}
    place = value = 0
    while True:
        step = steps[place]
        place += 1
        if step.code == seccomp.LOAD:
            value = data[step.value]
        elif step.code == seccomp.RETURN:
            return ALLOWED if step.value == seccomp.RET_ALLOW else step.value & 0xFFFF
        else:
            hit = value == step.value if step.code == seccomp.JUMP_IF_EQUAL else value >= step.value
            place += step.yes if hit else step.no


#: machine, audit number, seccomp, socket, socketpair: copied a second time from the kernel's tables
NUMBERS = [("x86_64", 0xC000003E, 317, 41, 53), ("aarch64", 0xC00000B7, 277, 198, 199)]


@pytest.mark.parametrize(("name", "audit", "install", "socket", "socketpair"), NUMBERS)
def test_the_instructions(name: str, audit: int, install: int, socket: int, socketpair: int) -> None:
    calls, steps = CALLS[name], program(CALLS[name])
    assert (calls.machine, calls.seccomp) == (audit, install)
    for number in (socket, socketpair):
        assert outcome(steps, calls.machine, number, UNIX) == ALLOWED
        for family in (0, INET, INET6, NETLINK, PACKET, BLUETOOTH, VSOCK, 45, -1):
            assert outcome(steps, calls.machine, number, family) == REFUSED
    assert outcome(steps, calls.machine, 425) == ABSENT
    for number in set(range(600)) - {socket, socketpair, 425}:
        assert outcome(steps, calls.machine, number, INET) == ALLOWED
    assert outcome(steps, 0x40000003, 102, UNIX) == ABSENT  # i386 socketcall
    assert outcome(steps, 0x40000028, 281, UNIX) == ABSENT  # arm socket


def test_x32_calls_do_not_exist() -> None:
    calls = CALLS["x86_64"]
    for number in (calls.socket, calls.io_uring_setup, 0):
        assert outcome(program(calls), calls.machine, number | seccomp.X32_BIT, UNIX) == ABSENT


TRY = """
    import ctypes, errno, os, sys, threading, subprocess
    from models.isolation.seccomp import install_filter

    libc = ctypes.CDLL(None, use_errno=True)

    def attempt(family, kind=2):
        descriptor = libc.socket(family, kind, 0)
        if descriptor < 0:
            return errno.errorcode[ctypes.get_errno()]
        os.close(descriptor)
        return "opened"
"""


def test_sockets_are_refused_by_the_kernel() -> None:
    """Opened before, refused after: in the main thread, one that ran already, a child and the child's child."""
    program_ = TRY + """
    ready, go = threading.Event(), threading.Event()
    seen = []

    def other():
        seen.append(attempt(2)); ready.set(); go.wait(); seen.append(attempt(2))

    thread = threading.Thread(target=other); thread.start(); ready.wait()
    print("before", attempt(2), attempt(16, 3))
    result = install_filter()
    assert result.stands, result
    go.set(); thread.join()
    print("thread", *seen)
    print("after", *(attempt(family, 3) for family in (2, 10, 16, 17, 40)))
    print("local", attempt(1))
    pair = (ctypes.c_int * 2)()
    print("pair", libc.socketpair(1, 1, 0, pair), libc.socketpair(2, 1, 0, pair))
    import socket
    try:
        socket.socket()
    except OSError as error:
        print("module", errno.errorcode[error.errno])
    sys.stdout.flush()
    leaf = "import ctypes; print('child', ctypes.CDLL(None).socket(2, 2, 0), flush=True)"
    nested = f"import subprocess, sys; {leaf}; subprocess.run([sys.executable, '-c', {leaf!r}], check=True)"
    subprocess.run([sys.executable, "-c", nested], check=True)
    """
    assert run(program_).splitlines() == [
        "before opened opened",
        "thread opened EAFNOSUPPORT",
        "after EAFNOSUPPORT EAFNOSUPPORT EAFNOSUPPORT EAFNOSUPPORT EAFNOSUPPORT",
        "local opened",
        "pair 0 -1",
        "module EAFNOSUPPORT",
        "child -1",
        "child -1",
    ]


def test_io_uring_does_not_exist() -> None:
    program_ = TRY + """
    assert install_filter().stands
    answer = libc.syscall(ctypes.c_long(425), ctypes.c_long(1), ctypes.c_void_p(0))
    print(answer, errno.errorcode[ctypes.get_errno()])
    """
    assert run(program_) == "-1 ENOSYS"


def test_qt_starts_behind_both_walls() -> None:
    program_ = """
        from models.isolation.guard import install_guard
        from models.isolation.seccomp import install_filter
        assert install_guard().stands and install_filter().stands
        from PySide6.QtCore import QTimer
        from PySide6.QtWidgets import QApplication, QLabel
        application = QApplication(["shoubu"])
        label = QLabel("守簿")
        label.show()
        QTimer.singleShot(0, lambda: (print(label.isVisible(), label.grab().width() > 0), application.quit()))
        application.exec()
    """
    assert run(program_) == "True True"


def test_a_machine_without_a_table_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seccomp, "CALLS", {})
    result = install_filter()
    assert (result.stands, result.code, result.value) == (False, "UNKNOWN_MACHINE", os.uname().machine)


def test_another_system_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seccomp.sys, "platform", "win32")
    assert install_filter() == seccomp.FilterResult("NOT_LINUX", "win32")


def test_a_filter_that_does_not_filter_is_noticed() -> None:
    program_ = """
        from models.isolation import seccomp
        pass_all = seccomp.Instruction(seccomp.RETURN, 0, 0, seccomp.RET_ALLOW)
        seccomp.program = lambda calls: [pass_all]
        print(seccomp.install_filter().code)
    """
    assert run(program_) == "INEFFECTIVE"


def test_a_filter_the_kernel_does_not_take_is_noticed() -> None:
    program_ = """
        from models.isolation import seccomp
        seccomp.program = lambda calls: [seccomp.Instruction(seccomp.LOAD, 0, 0, 0)]  # no return at the end
        found = seccomp.install_filter()
        print(found.code, found.value)
    """
    assert run(program_) == "REFUSED_BY_KERNEL EINVAL"
