"""A real screen for the tests of this folder: Xvfb, a window manager, a session bus, an input method, keys by xdotool."""

from __future__ import annotations

import json
import os
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
ALWAYS = {"Xvfb": "xvfb", "xdotool": "xdotool", "openbox": "openbox", "dbus-daemon": "dbus-daemon", "import": "imagemagick"}
METHODS: dict[str, dict[str, str]] = {
    "none": {},
    "ibus": {"ibus-daemon": "ibus", "/usr/share/ibus/component/libpinyin.xml": "ibus-libpinyin"},
    "fcitx5": {"fcitx5": "fcitx5", "/usr/share/fcitx5/inputmethod/pinyin.conf": "fcitx5-chinese-addons"},
}
PATIENCE = 60  # s
PICTURES = os.environ.get("SHOUBU_PICTURES")  # where screenshots go, if they are wanted
PROFILE = """[Groups/0]
Name=Default
Default Layout=us
DefaultIM=pinyin
[Groups/0/Items/0]
Name=keyboard-us
[Groups/0/Items/1]
Name=pinyin
[GroupOrder]
0=Default
"""
ENGINES = """[desktop/ibus/general]
preload-engines=['libpinyin']
engines-order=['libpinyin']
"""


class NotShown(AssertionError):
    """The program did not come to what was waited for; says what it showed instead."""


def missing(method: str) -> list[str]:
    """Debian packages that the stage needs and that are not there."""
    wanted = ALWAYS | METHODS[method]
    return [package for thing, package in wanted.items() if not (shutil.which(thing) or Path(thing).exists())]


@contextmanager
def running(command: Sequence[str], environment: dict[str, str], **pipes: Any) -> Iterator[subprocess.Popen[str]]:
    """A child in its own group, ended with all its children."""
    pipes.setdefault("stderr", subprocess.DEVNULL)
    with subprocess.Popen(command, env=environment, text=True, start_new_session=True, cwd=ROOT, **pipes) as child:
        try:
            yield child
        finally:
            for stream in (child.stdin, child.stdout):
                if stream is not None:
                    stream.close()
            os.killpg(child.pid, 15)
            child.wait(PATIENCE)


class Program:
    """The program on the stage: commands to its observer, keys to its window."""

    def __init__(self, child: subprocess.Popen[str], environment: dict[str, str]) -> None:
        self._child, self._environment = child, environment

    def ask(self, do: str, **values: Any) -> dict[str, Any]:
        """One command, one answer."""
        assert self._child.stdin is not None and self._child.stdout is not None
        self._child.stdin.write(json.dumps({"do": do, **values}) + "\n")
        self._child.stdin.flush()
        if not select.select([self._child.stdout], [], [], PATIENCE)[0]:
            raise NotShown(f"no answer to {do}")
        answer: dict[str, Any] = json.loads(self._child.stdout.readline())
        return answer

    def until(self, **state: Any) -> dict[str, Any]:
        """Wait until the window shows this."""
        shown = self.ask("until", state=state)
        if any(shown[name] != value for name, value in state.items()):
            self.picture(Path(PICTURES or ROOT / "build") / "not-shown.png")
            raise NotShown(f"wanted {state}, shown {shown}")
        return shown

    def keys(self, *words: str) -> None:
        """xdotool, ahead of other work so that it keeps its pace."""
        subprocess.run(["nice", "-n", "-15", "xdotool", *words], env=self._environment, check=True, timeout=PATIENCE,
                       stderr=subprocess.DEVNULL)  # fmt: skip

    def type(self, text: str, delay: int = 130) -> None:
        """Type as a person does."""
        self.keys("type", "--delay", str(delay), "--", text)

    def press(self, *keys: str) -> None:
        self.keys("key", *keys)

    def scan(self, code: str, delay: int = 4) -> None:
        """Type as a scanner does."""
        self.keys("type", "--delay", str(delay), "--args", "1", code, "key", "Return")

    def picture(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run(["import", "-window", "root", str(path)], env=self._environment, check=True, timeout=PATIENCE)

    def wake_method(self) -> None:
        """In an empty field: an input method loads its words when it is first wanted, and lets keys through till then."""
        for _try in range(10):
            self.press("a")
            if self.ask("until", state={"composing": True}, tries=100)["composing"]:
                self.press("Escape")
                self.until(composing=False, text="")
                return
            self.press("BackSpace")
            self.until(text="")
        raise NotShown("the input method never composed anything")

    def sign_in(self, user: str, password: str) -> None:
        """Through the unlock page, by keys."""
        self.until(focus="PasswordInput", active=True)
        self.type(password, 60)
        self.until(text=password)
        self.press("Return")
        self.until(page="home", active=True)


Start = Callable[[str], Program]


@contextmanager
def stage(method: str, vault: Path, home: Path) -> Iterator[Program]:
    """The program before its unlock page, with this input method on in Chinese mode."""
    with ExitStack() as stack:
        environment = {name: value for name, value in os.environ.items()
                       if not name.startswith(("QT_", "IBUS_", "GTK_IM", "XMODIFIERS", "DBUS_", "XDG_", "WAYLAND"))}  # fmt: skip
        for folder in ("config", "runtime", "cache", "data", "tmp"):
            (home / folder).mkdir(parents=True, mode=0o700)
        environment |= {
            "HOME": str(home), "XDG_CONFIG_HOME": str(home / "config"), "XDG_RUNTIME_DIR": str(home / "runtime"),
            "XDG_CACHE_HOME": str(home / "cache"), "XDG_DATA_HOME": str(home / "data"), "TMPDIR": str(home / "tmp"), "GSETTINGS_BACKEND": "keyfile",
        }  # fmt: skip
        screen = ["nice", "-n", "-15", "Xvfb", "-displayfd", "1", "-screen", "0", "1400x900x24", "-nolisten", "tcp"]
        environment["DISPLAY"] = ":" + _first_line(stack.enter_context(running(screen, environment, stdout=subprocess.PIPE)))
        bus = ["dbus-daemon", "--session", "--nofork", "--print-address=1"]
        environment["DBUS_SESSION_BUS_ADDRESS"] = _first_line(
            stack.enter_context(running(bus, environment, stdout=subprocess.PIPE)))  # fmt: skip
        stack.enter_context(running(["openbox"], environment))
        if method == "ibus":
            environment |= {"QT_IM_MODULE": "ibus", "XMODIFIERS": "@im=ibus"}
            settings = home / "config" / "glib-2.0" / "settings"
            settings.mkdir(parents=True)
            (settings / "keyfile").write_text(ENGINES)
            stack.enter_context(running(["ibus-daemon", "--replace"], environment))
            _repeat(["sh", "-c", 'test "$(ibus engine)" = libpinyin'], environment)
        elif method == "fcitx5":
            environment |= {"QT_IM_MODULE": "fcitx", "XMODIFIERS": "@im=fcitx"}
            environment["PATH"] = _path_without(home / "bin", "ibus-daemon")
            (home / "config" / "fcitx5").mkdir()
            (home / "config" / "fcitx5" / "profile").write_text(PROFILE)
            (home / "config" / "fcitx5" / "config").write_text("[Behavior]\nActiveByDefault=True\nShareInputState=All\n")
            stack.enter_context(running(["fcitx5", "--replace"], environment))
            _repeat(["fcitx5-remote"], environment)
        command = [sys.executable, str(Path(__file__).with_name("program.py")), str(vault)]
        child = stack.enter_context(
            running(command, environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=None))  # fmt: skip
        yield Program(child, environment)


def _first_line(child: subprocess.Popen[str]) -> str:
    assert child.stdout is not None
    if not select.select([child.stdout], [], [], PATIENCE)[0]:
        raise NotShown(f"{child.args!r} does not start")
    return child.stdout.readline().strip()


def _repeat(command: Sequence[str], environment: dict[str, str]) -> None:
    """Until the service answers."""
    until = time.monotonic() + PATIENCE
    while subprocess.run(command, env=environment, capture_output=True, timeout=PATIENCE).returncode:
        if time.monotonic() > until:
            raise NotShown(f"{command} is never answered")


def _path_without(folder: Path, name: str) -> str:
    """A search path on which one program is not installed: a desktop where fcitx5 stands alone has no ibus."""
    folder.mkdir()
    for place in os.environ["PATH"].split(os.pathsep):
        for program in Path(place).glob("*") if Path(place).is_dir() else ():
            link = folder / program.name
            if program.name != name and not link.is_symlink():
                link.symlink_to(program)
    return str(folder)
