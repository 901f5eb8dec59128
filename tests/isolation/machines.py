"""Machines recorded from real ones: the files below /sys/class that the gate reads, and a machine that says them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from models.isolation.adapters import Adapter, read_adapters
from models.isolation.guard import GuardResult
from models.isolation.seccomp import FilterResult


@dataclass
class RecordedMachine:
    """A machine as a test wants it. `adapters_now` may be replaced to let a link come up."""

    adapters_now: tuple[Adapter, ...] = ()
    guard: GuardResult = field(default_factory=lambda: GuardResult(200))
    filter: FilterResult = field(default_factory=lambda: FilterResult("INSTALLED"))
    time: datetime = datetime(2026, 11, 23, 8, 31, tzinfo=UTC)
    boot: str = "adf07cfe-96f5-42dc-8d1e-a158eb81654f"

    def adapters(self) -> tuple[Adapter, ...]:
        return self.adapters_now

    def now(self) -> datetime:
        return self.time

    def ticks(self) -> float:
        return self.time.timestamp()

    def boot_id(self) -> str:
        return self.boot

    def machine_id(self) -> str:
        return "3d1219c7c4c5404aaa1f6d2a48adfda4"


Files = dict[str, str]


class SysTree:
    """Builds a folder like /sys/class: devices lie under devices/, the classes link to them."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.classes = root / "class"
        (self.classes / "net").mkdir(parents=True)
        self.net("lo", "devices/virtual/net/lo", {"type": "772", "carrier": "1", "operstate": "unknown"})

    def device(self, class_: str, name: str, place: str, files: Files) -> Path:
        folder = self.root / place
        for path, text in files.items():
            file = folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text + "\n", "ascii")
        folder.mkdir(parents=True, exist_ok=True)
        (self.classes / class_).mkdir(exist_ok=True)
        (self.classes / class_ / name).symlink_to(folder)
        return folder

    def net(self, name: str, place: str, files: Files) -> Path:
        return self.device("net", name, place, {"type": "1", "uevent": f"INTERFACE={name}", **files})

    def wifi(self, name: str, files: Files) -> None:
        place = "devices/pci0000:00/0000:02:00.0"
        phy = self.device("ieee80211", "phy0", f"{place}/ieee80211/phy0", {"name": "phy0"})
        net = self.net(name, f"{place}/net/{name}", {"uevent": f"DEVTYPE=wlan\nINTERFACE={name}", **files})
        (net / "phy80211").symlink_to(phy)

    def switch(self, number: int, type_: str, device: str, soft: str = "0", hard: str = "0") -> None:
        files = {"type": type_, "name": device, "soft": soft, "hard": hard}
        self.device("rfkill", f"rfkill{number}", f"devices/rfkill{number}", files)

    def read(self) -> tuple[Adapter, ...]:
        return read_adapters(self.classes)
