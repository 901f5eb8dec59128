import pytest

from models.isolation.adapters import Adapter, Kind, State
from models.isolation.display import RemoteDisplay
from models.isolation.gate import judge
from models.isolation.guard import GuardResult
from models.isolation.seccomp import FilterResult
from models.services import isolation_words as words
from tests.isolation.machines import RecordedMachine


def test_an_isolated_machine() -> None:
    finding = judge(RecordedMachine((Adapter("eth0", Kind.WIRED, State.DOWN),)))
    walls = words.walls(finding)
    assert [wall.stands for wall in walls] == [True] * 3
    assert str(words.conclusion(finding)) == "可以打开正式库"
    assert str(walls[0].detail) == "启动时已核对 200 个模块"


def test_a_radio_that_is_on() -> None:
    finding = judge(RecordedMachine((Adapter("wlan0", Kind.WIRELESS, State.PRESENT),)))
    assert str(words.conclusion(finding)) == "只能演练"
    assert str(words.walls(finding)[2].title) == "发现接通的无线网卡 wlan0"
    assert str(words.link_came_up(finding)) == "发现接通的无线网卡 wlan0，正式库已锁定。"


def test_several_and_none_readable() -> None:
    up = tuple(Adapter(name, Kind.WIRED, State.UP) for name in ("eth0", "eth1"))
    assert str(words.walls(judge(RecordedMachine(up)))[2].title) == "发现 2 个接通的网卡：eth0、eth1"

    class Silent(RecordedMachine):
        def adapters(self) -> tuple[Adapter, ...]:
            raise PermissionError(13, "recorded")

    finding = judge(Silent())
    assert str(words.walls(finding)[2].title) == "读不出本机有哪些网卡"


@pytest.mark.parametrize("code", ["NOT_LINUX", "UNKNOWN_MACHINE", "REFUSED_BY_KERNEL", "INEFFECTIVE"])
def test_every_reason_for_a_missing_filter_has_words(code: str) -> None:
    wall = words.walls(judge(RecordedMachine(filter=FilterResult(code, "riscv64"))))[1]
    assert not wall.stands and "只能演练" in str(wall.detail)


def test_modules_loaded_too_early_are_named() -> None:
    wall = words.walls(judge(RecordedMachine(guard=GuardResult(9, ("_socket", "socket")))))[0]
    assert not wall.stands and "_socket, socket" in str(wall.detail)


def test_a_screen_elsewhere() -> None:
    error = words.display_refused(RemoteDisplay("DISPLAY", "host:0"))
    assert error.code == "REMOTE_DISPLAY" and "DISPLAY=host:0" in str(error.what)
    assert str(error.safe) and str(error.to_do)
