"""Recorded machines: what stands in /sys, and which adapters are up by K-27."""

import errno
from pathlib import Path

import pytest

from models.isolation.adapters import Kind, State, read_adapters
from tests.isolation.machines import SysTree

PCI = "devices/pci0000:00/0000:00:1f.6/net"
USB = "devices/pci0000:00/usb1/1-2/1-2:1.0/net"
VIRTUAL = "devices/virtual/net"


@pytest.fixture
def tree(tmp_path: Path) -> SysTree:
    return SysTree(tmp_path / "sys")


def found(tree: SysTree) -> list[tuple[str, Kind, State, bool]]:
    return [(adapter.name, adapter.kind, adapter.state, adapter.is_up) for adapter in tree.read()]


def test_only_the_loopback(tree: SysTree) -> None:
    assert found(tree) == []


def test_cable_unplugged(tree: SysTree) -> None:
    tree.net("enp0s31f6", f"{PCI}/enp0s31f6", {"carrier": "0", "operstate": "down"})
    assert found(tree) == [("enp0s31f6", Kind.WIRED, State.DOWN, False)]


def test_cable_in(tree: SysTree) -> None:
    tree.net("enp0s31f6", f"{PCI}/enp0s31f6", {"carrier": "1", "operstate": "up"})
    assert found(tree) == [("enp0s31f6", Kind.WIRED, State.UP, True)]


@pytest.mark.parametrize(
    ("number", "state"),
    [(errno.EINVAL, State.DOWN), (errno.ENODEV, State.DOWN), (errno.EACCES, State.UNREADABLE)],
)
def test_carrier_cannot_be_read(
    tree: SysTree, monkeypatch: pytest.MonkeyPatch, number: int, state: State
) -> None:
    """An adapter that is switched off answers EINVAL; anything else that hides the truth counts as up."""
    tree.net("eth0", f"{PCI}/eth0", {"carrier": "1"})
    read_text = Path.read_text

    def refuse(path: Path, *arguments: str, **options: str) -> str:
        if path.name == "carrier":
            raise OSError(number, "recorded")
        return read_text(path, *arguments, **options)

    monkeypatch.setattr(Path, "read_text", refuse)
    assert found(tree) == [("eth0", Kind.WIRED, state, state is State.UNREADABLE)]


def test_wifi_soft_blocked(tree: SysTree) -> None:
    tree.wifi("wlp2s0", {"carrier": "0"})
    tree.switch(0, "wlan", "phy0", soft="1")
    assert found(tree) == [("wlp2s0", Kind.WIRELESS, State.BLOCKED, False)]


def test_wifi_blocked_by_its_key(tree: SysTree) -> None:
    tree.wifi("wlp2s0", {"carrier": "0"})
    tree.switch(0, "wlan", "phy0", hard="1")
    assert found(tree) == [("wlp2s0", Kind.WIRELESS, State.BLOCKED, False)]


def test_wifi_on_without_a_network(tree: SysTree) -> None:
    tree.wifi("wlp2s0", {"carrier": "0", "operstate": "down"})
    tree.switch(0, "wlan", "phy0")
    assert found(tree) == [("wlp2s0", Kind.WIRELESS, State.PRESENT, True)]


def test_wifi_connected(tree: SysTree) -> None:
    tree.wifi("wlp2s0", {"carrier": "1", "operstate": "up"})
    tree.switch(0, "wlan", "phy0")
    assert found(tree) == [("wlp2s0", Kind.WIRELESS, State.UP, True)]


def test_the_switch_of_another_radio_does_not_count(tree: SysTree) -> None:
    tree.wifi("wlp2s0", {"carrier": "0"})
    tree.switch(0, "wlan", "phy1", soft="1")
    tree.switch(1, "bluetooth", "hci0", soft="1")
    assert found(tree) == [("wlp2s0", Kind.WIRELESS, State.PRESENT, True)]


def test_wifi_chip_without_a_network_adapter(tree: SysTree) -> None:
    tree.device("ieee80211", "phy3", "devices/pci0000:00/0000:02:00.0/ieee80211/phy3", {"name": "phy3"})
    assert found(tree) == [("phy3", Kind.WIRELESS, State.PRESENT, True)]


def test_bluetooth_on(tree: SysTree) -> None:
    tree.device("bluetooth", "hci0", "devices/pci0000:00/usb1/1-8/bluetooth/hci0", {"uevent": "DEVTYPE=host"})
    tree.device("bluetooth", "hci0:11", "devices/pci0000:00/usb1/1-8/bluetooth/hci0/hci0:11", {})
    tree.switch(0, "bluetooth", "hci0")
    assert found(tree) == [("hci0", Kind.BLUETOOTH, State.PRESENT, True)]


def test_bluetooth_blocked(tree: SysTree) -> None:
    tree.device("bluetooth", "hci0", "devices/pci0000:00/usb1/1-8/bluetooth/hci0", {})
    tree.switch(0, "bluetooth", "hci0", soft="1")
    assert found(tree) == [("hci0", Kind.BLUETOOTH, State.BLOCKED, False)]


def test_bluetooth_network(tree: SysTree) -> None:
    tree.net("bnep0", f"{VIRTUAL}/bnep0", {"uevent": "DEVTYPE=bluetooth\nINTERFACE=bnep0", "carrier": "1"})
    assert found(tree) == [("bnep0", Kind.BLUETOOTH, State.UP, True)]


def test_mobile_modem(tree: SysTree) -> None:
    tree.net("wwan0", f"{USB}/wwan0", {"uevent": "DEVTYPE=wwan\nINTERFACE=wwan0", "carrier": "0"})
    tree.device("wwan", "wwan0", "devices/pci0000:00/usb1/1-2/wwan/wwan0", {})
    tree.device("wwan", "wwan0qmi0", "devices/pci0000:00/usb1/1-2/wwan/wwan0/wwan0qmi0", {})
    assert found(tree) == [("wwan0", Kind.MODEM, State.PRESENT, True)]


def test_mobile_modem_blocked(tree: SysTree) -> None:
    tree.net("wwan0", f"{USB}/wwan0", {"uevent": "DEVTYPE=wwan\nINTERFACE=wwan0", "carrier": "0"})
    tree.switch(2, "wwan", "tpacpi_wwan_sw", soft="1")
    assert found(tree) == [("wwan0", Kind.MODEM, State.BLOCKED, False)]


def test_modem_without_a_network_adapter(tree: SysTree) -> None:
    tree.device("usbmisc", "cdc-wdm0", "devices/pci0000:00/usb1/1-3/usbmisc/cdc-wdm0", {})
    assert found(tree) == [("cdc-wdm0", Kind.MODEM, State.PRESENT, True)]


@pytest.mark.parametrize(("driver", "names"), [("option1", ["ttyUSB0"]), ("pl2303", [])])
def test_serial_modem_but_not_a_serial_scanner(tree: SysTree, driver: str, names: list[str]) -> None:
    port = tree.device("tty", "ttyUSB0", "devices/pci0000:00/usb1/1-4/ttyUSB0/tty/ttyUSB0", {"device/x": ""})
    (tree.root / "drivers" / driver).mkdir(parents=True)
    (port / "device" / "driver").symlink_to(tree.root / "drivers" / driver)
    assert [adapter.name for adapter in tree.read()] == names


def test_dial_up(tree: SysTree) -> None:
    tree.net("ppp0", f"{VIRTUAL}/ppp0", {"type": "512", "carrier": "1", "operstate": "unknown"})
    assert found(tree) == [("ppp0", Kind.MODEM, State.UP, True)]


def test_virtual_without_carrier(tree: SysTree) -> None:
    tree.net("docker0", f"{VIRTUAL}/docker0", {"carrier": "0"})
    tree.net("virbr0", f"{VIRTUAL}/virbr0", {"carrier": "0"})
    tree.net("ifb0", f"{VIRTUAL}/ifb0", {})
    assert [adapter.kind for adapter in tree.read()] == [Kind.VIRTUAL] * 3
    assert not any(adapter.is_up for adapter in tree.read())


@pytest.mark.parametrize("name", ["docker0", "veth1a2b3c", "br0", "tun0"])
def test_virtual_with_carrier(tree: SysTree, name: str) -> None:
    tree.net(name, f"{VIRTUAL}/{name}", {"carrier": "1"})
    assert found(tree) == [(name, Kind.VIRTUAL, State.UP, True)]


def test_usb_card(tree: SysTree) -> None:
    tree.net("enx00e04c680001", f"{USB}/enx00e04c680001", {"carrier": "1"})
    tree.net("enx00e04c680002", f"{USB}2/enx00e04c680002", {"carrier": "0"})
    assert [(adapter.kind, adapter.is_up) for adapter in tree.read()] == [(Kind.WIRED, True), (Kind.WIRED, False)]


def test_a_file_among_the_adapters_is_not_one(tree: SysTree) -> None:
    (tree.classes / "net" / "bonding_masters").write_text("\n")
    assert tree.read() == ()


def test_an_adapter_pulled_out_while_reading_is_left_out(tree: SysTree) -> None:
    (tree.classes / "net" / "eth9").symlink_to(tree.root / "gone")
    assert tree.read() == ()


def test_no_list_at_all(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_adapters(tmp_path / "class")
