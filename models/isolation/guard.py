"""First wall: network code cannot be imported, neither by this program nor by a library it uses.

The same list is held against the source by `tests/test_architecture.py` and against the bundle by `make bundle`.
The guard catches mistakes, not an attacker inside the process: that is what the second wall is for.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.machinery import ModuleSpec
from types import ModuleType

#: Modules that reach the network or need the one that does; a name stands for everything below it. `selectors` is not
#: here: subprocess and pypdfium2 need it, and it opens nothing (K-26).
FORBIDDEN: tuple[str, ...] = (
    "socket", "_socket", "ssl", "_ssl", "http", "urllib.request", "urllib.robotparser", "ftplib", "smtplib", "smtpd",
    "poplib", "imaplib", "nntplib", "telnetlib", "socketserver", "asyncio", "_asyncio", "asyncore", "asynchat",
    "multiprocessing", "_multiprocessing", "concurrent.futures.process", "xmlrpc", "wsgiref", "webbrowser",
    "logging.handlers", "logging.config", "email.utils", "importlib.metadata", "ensurepip", "pip",
    "requests", "urllib3", "httpx", "aiohttp", "websockets",
    "PySide6.QtNetwork", "PySide6.QtNetworkAuth", "PySide6.QtWebChannel", "PySide6.QtWebEngineCore",
    "PySide6.QtWebEngineQuick", "PySide6.QtWebEngineWidgets", "PySide6.QtWebSockets", "PySide6.QtWebView",
    "PySide6.QtHttpServer", "PySide6.QtRemoteObjects", "PySide6.QtBluetooth", "PySide6.QtNfc", "PySide6.QtPositioning",
    "PySide6.QtPdf", "PySide6.QtPdfWidgets", "PySide6.QtQml", "PySide6.QtQuick", "PySide6.QtQuickWidgets",
)  # fmt: skip


def forbidden(name: str) -> bool:
    """True if the module of this full name may not be imported."""
    return any(name == banned or name.startswith(banned + ".") for banned in FORBIDDEN)


class NetworkImportRefused(ImportError):
    """Something asked for a module on the list; `name` says which."""


@dataclass(frozen=True, slots=True)
class GuardResult:
    """`checked` modules were loaded when the guard came up; `early` are those among them that are forbidden."""

    checked: int
    early: tuple[str, ...] = ()

    @property
    def stands(self) -> bool:
        return not self.early


class _Guard:
    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if forbidden(fullname):
            raise NetworkImportRefused(f"{fullname} is not allowed in this program", name=fullname)
        return None


def install_guard() -> GuardResult:
    """Refuse every later import of a forbidden module in this process; a second call changes nothing.

    Only `app.main()` calls this, before it imports anything that could bring such a module along.
    """
    if not any(isinstance(finder, _Guard) for finder in sys.meta_path):
        sys.meta_path.insert(0, _Guard())
    loaded = [name for name, module in sys.modules.items() if module is not None]
    return GuardResult(len(loaded), tuple(sorted(filter(forbidden, loaded))))
