"""The third wall: what the gate answers for recorded machines, and that nothing else can answer for it."""

import ast
import re
from pathlib import Path

import pytest

from models.isolation.adapters import Adapter, Kind, State
from models.isolation.gate import LinuxMachine, judge
from models.isolation.guard import GuardResult
from models.isolation.seccomp import FilterResult
from tests.isolation.machines import RecordedMachine

ROOT = Path(__file__).resolve().parents[2]
UNPLUGGED = Adapter("eth0", Kind.WIRED, State.DOWN)


def test_an_isolated_machine_may_open_a_production_vault() -> None:
    radio_off = Adapter("wlan0", Kind.WIRELESS, State.BLOCKED)
    answer = judge(RecordedMachine((UNPLUGGED, radio_off)))
    assert answer.production_allowed
    assert [finding.code for finding in answer.findings] == [
        "IMPORTS_GUARDED", "FILTER_INSTALLED", "ADAPTER_OFF", "ADAPTER_OFF",
    ]  # fmt: skip


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("state", list(State))
def test_one_adapter_that_is_up_keeps_it_shut(kind: Kind, state: State) -> None:
    answer = judge(RecordedMachine((UNPLUGGED, Adapter("x0", kind, state))))
    assert answer.production_allowed is (state in (State.DOWN, State.BLOCKED))


def test_a_wall_that_does_not_stand_keeps_it_shut() -> None:
    early = judge(RecordedMachine(guard=GuardResult(200, ("socket",))))
    assert not early.production_allowed and early.findings[0].detail == "socket"
    for code in ("NOT_LINUX", "UNKNOWN_MACHINE", "REFUSED_BY_KERNEL", "INEFFECTIVE"):
        answer = judge(RecordedMachine(filter=FilterResult(code, "riscv64")))
        assert not answer.production_allowed and answer.findings[1].name == code


def test_adapters_that_cannot_be_listed_keep_it_shut() -> None:
    class Silent(RecordedMachine):
        def adapters(self) -> tuple[Adapter, ...]:
            raise PermissionError(13, "recorded")

    answer = judge(Silent())
    assert not answer.production_allowed and answer.findings[2].code == "ADAPTERS_NOT_LISTED"


def test_a_link_that_comes_up_is_a_new_answer_and_time_alone_is_not() -> None:
    machine = RecordedMachine((UNPLUGGED,))
    first = judge(machine)
    machine.time = machine.time.replace(minute=40)
    assert judge(machine).same_as(first)
    machine.adapters_now = (Adapter("eth0", Kind.WIRED, State.UP),)
    assert not judge(machine).same_as(first)


def test_values_are_codes_for_the_journal() -> None:
    values = judge(RecordedMachine((Adapter("wlan0", Kind.WIRELESS, State.PRESENT),))).values()
    assert values["production_allowed"] is False and values["at"] == "2026-11-23T08:31:00+00:00"
    assert values["findings"][2] == {
        "code": "ADAPTER_ON", "blocks": True, "name": "wlan0", "kind": "WIRELESS", "state": "PRESENT", "detail": "",
    }  # fmt: skip


def test_the_real_machine_reads_this_one() -> None:
    machine = LinuxMachine(GuardResult(1), FilterResult("INSTALLED"))
    if Path("/sys/class/net").is_dir():
        names = {path.name for path in Path("/sys/class/net").iterdir() if path.is_dir()} - {"lo"}
        assert names <= {adapter.name for adapter in machine.adapters()}
    else:  # a bare root without /sys: nobody knows, so nobody may
        assert judge(machine).findings[2].code == "ADAPTERS_NOT_LISTED"
    assert re.fullmatch(r"[0-9a-f-]{36}", machine.boot_id())
    assert machine.now().utcoffset().total_seconds() == 0
    assert machine.ticks() <= machine.ticks()


def product_sources() -> list[Path]:
    return [path for folder in ("models", "ui") for path in (ROOT / folder).rglob("*.py")]


def test_only_app_builds_the_real_machine() -> None:
    users = [path for path in product_sources() if re.search(r"\bLinuxMachine\b", path.read_text("utf-8"))]
    assert users == [ROOT / "models" / "isolation" / "gate.py"]


def test_nobody_else_in_the_product_is_a_machine() -> None:
    """A second class with `adapters` in models or ui would be a second answer."""
    owners = {
        node.name
        for path in product_sources()
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ClassDef)
        and any(isinstance(item, ast.FunctionDef) and item.name == "adapters" for item in node.body)
    }
    assert owners == {"Machine", "LinuxMachine"}


@pytest.mark.parametrize("name", ["gate.py", "adapters.py"])
def test_no_variable_argument_or_setting_is_read(name: str) -> None:
    source = (ROOT / "models" / "isolation" / name).read_text("utf-8")
    assert re.findall(r"environ|getenv|argv|argparse|QSettings|configparser|json", source) == []


def test_the_gate_reads_only_what_the_system_says() -> None:
    """Every path in the gate is one of the kernel's, or the installation's number."""
    source = (ROOT / "models" / "isolation" / "gate.py").read_text("utf-8")
    assert set(re.findall(r'Path\(([^)]*)\)', source)) == {
        '"/sys/class"', '"/proc/sys/kernel/random/boot_id"', '"/etc/machine-id"',
    }  # fmt: skip
