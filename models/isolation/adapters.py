"""What Linux says about this machine's network adapters, read from files: a question by socket would need a socket.

The facts come from /sys/class (platform.md 7): a link's `carrier` cannot be read while the adapter is switched off
(EINVAL, so it is down); radios count as long as no rfkill switch blocks them, connected or not (K-27).
"""

from __future__ import annotations

import errno
import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

LOOPBACK_TYPE, PPP_TYPE = "772", "512"
#: Drivers of serial ports that are a modem's; ports of scanners (cdc_acm) are not among them.
MODEM_DRIVERS = frozenset({"option1", "qcserial", "sierra", "ipw", "hso"})


class Kind(StrEnum):
    WIRED = "WIRED"
    WIRELESS = "WIRELESS"
    BLUETOOTH = "BLUETOOTH"
    MODEM = "MODEM"
    VIRTUAL = "VIRTUAL"


class State(StrEnum):
    """UP: has a link. PRESENT: a radio or modem that is not switched off. BLOCKED: switched off by rfkill.
    DOWN: no link. UNREADABLE: the system would not say, which counts as up."""

    UP = "UP"
    PRESENT = "PRESENT"
    BLOCKED = "BLOCKED"
    DOWN = "DOWN"
    UNREADABLE = "UNREADABLE"


@dataclass(frozen=True, slots=True)
class Adapter:
    name: str
    kind: Kind
    state: State

    @property
    def is_up(self) -> bool:
        """Whether a production vault must stay shut because of this adapter."""
        return self.state in (State.UP, State.PRESENT, State.UNREADABLE)


@dataclass(frozen=True, slots=True)
class _Switch:
    """One rfkill switch: of which type ("wlan"), of which device ("phy0")."""

    type: str
    device: str
    blocked: bool


def read_adapters(sys_class: Path) -> tuple[Adapter, ...]:
    """All adapters below `sys_class` (/sys/class), the loopback left out, by name.

    Raises OSError if the adapters cannot be listed at all; a folder for a kind of device that the kernel does not know
    (bluetooth, wwan) may be missing.
    """
    switches = _switches(sys_class / "rfkill")
    network = [adapter for path in sorted((sys_class / "net").iterdir()) if (adapter := _network(path, switches))]
    names = {adapter.name for adapter in network}
    others = [*_bare_radios(sys_class, switches), *_bluetooth(sys_class, switches), *_modems(sys_class, switches)]
    return (*network, *(adapter for adapter in others if adapter.name not in names))


def _network(path: Path, switches: list[_Switch]) -> Adapter | None:
    type_ = _read(path / "type")
    if not path.is_dir() or type_ == LOOPBACK_TYPE:  # a file in this folder (bonding_masters), or pulled out just now
        return None
    described = _read(path / "uevent")
    link = _link(path / "carrier")
    if "DEVTYPE=wlan" in described or (path / "wireless").exists() or (path / "phy80211").exists():
        radio = _radio(switches, "wlan", _read(path / "phy80211" / "name"))
        return Adapter(path.name, Kind.WIRELESS, link if link is State.UP else radio)
    if "DEVTYPE=bluetooth" in described:
        return Adapter(path.name, Kind.BLUETOOTH, link)
    if "DEVTYPE=wwan" in described or type_ == PPP_TYPE:
        return Adapter(path.name, Kind.MODEM, link if link is State.UP else _radio(switches, "wwan"))
    virtual = "virtual" in path.resolve().parts
    return Adapter(path.name, Kind.VIRTUAL if virtual else Kind.WIRED, link)


def _bare_radios(sys_class: Path, switches: list[_Switch]) -> list[Adapter]:
    """Wireless chips for which nobody has made a network adapter, so that they are missing in /sys/class/net."""
    used = {_read(path / "phy80211" / "name") for path in _entries(sys_class / "net")}
    return [
        Adapter(path.name, Kind.WIRELESS, _radio(switches, "wlan", path.name))
        for path in _entries(sys_class / "ieee80211")
        if path.name not in used
    ]


def _bluetooth(sys_class: Path, switches: list[_Switch]) -> list[Adapter]:
    return [
        Adapter(path.name, Kind.BLUETOOTH, _radio(switches, "bluetooth", path.name))
        for path in _entries(sys_class / "bluetooth")
        if re.fullmatch(r"hci\d+", path.name)  # hci0:11 is a connection
    ]


def _modems(sys_class: Path, switches: list[_Switch]) -> list[Adapter]:
    found = [path.name for path in _entries(sys_class / "wwan") if re.fullmatch(r"wwan\d+", path.name)]
    found += [path.name for path in _entries(sys_class / "usbmisc") if path.name.startswith("cdc-wdm")]
    found += [
        path.name
        for path in _entries(sys_class / "tty")
        if path.name.startswith("ttyUSB") and (path / "device" / "driver").resolve().name in MODEM_DRIVERS
    ]
    return [Adapter(name, Kind.MODEM, _radio(switches, "wwan")) for name in found]


def _radio(switches: list[_Switch], type_: str, device: str = "") -> State:
    """BLOCKED if the radio has a switch and every one is off; a radio without a switch cannot be off."""
    own = [switch for switch in switches if switch.type == type_ and (not device or switch.device == device)]
    return State.BLOCKED if own and all(switch.blocked for switch in own) else State.PRESENT


def _switches(folder: Path) -> list[_Switch]:
    return [
        _Switch(_read(path / "type"), _read(path / "name"), "1" in (_read(path / "soft"), _read(path / "hard")))
        for path in _entries(folder)
    ]


def _link(carrier: Path) -> State:
    try:
        return State.UP if carrier.read_text("ascii").strip() != "0" else State.DOWN
    except OSError as error:
        return State.DOWN if error.errno in (errno.EINVAL, errno.ENOENT, errno.ENODEV) else State.UNREADABLE


def _entries(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except FileNotFoundError:
        return []


def _read(path: Path) -> str:
    """A small file's text, "" if it is not there (any more)."""
    try:
        return path.read_text("ascii", "replace").strip()
    except OSError:
        return ""
