"""Where the window would be drawn: only on this machine's own screen.

An X display can lie across a network (`DISPLAY=host:0`, or `localhost:10` through ssh), and Qt has platforms that are
servers. The socket filter would stop them too, but with a crash inside Qt; this says so before Qt starts (K-26).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

#: `:0`, `:0.1`, `unix:0`, `unix/host:0`, `local/host:0`, or the path of a socket; all of them are local sockets.
_LOCAL = re.compile(r"((unix|((unix|local)/[^:/]*))?:\d+(\.\d+)?|/.+)", re.IGNORECASE)
_REMOTE_PLATFORMS = ("vnc", "webgl")


class RemoteDisplay(Exception):
    """The window would leave this machine: `variable` and its `value` say how."""

    def __init__(self, variable: str, value: str) -> None:
        super().__init__(f"{variable}={value}")
        self.variable, self.value = variable, value


def require_local_display(environment: Mapping[str, str]) -> None:
    """Raise RemoteDisplay if `environment` (os.environ) asks for a screen that is not this machine's own."""
    display = environment.get("DISPLAY", "")
    if display and not _LOCAL.fullmatch(display):
        raise RemoteDisplay("DISPLAY", display)
    platform = environment.get("QT_QPA_PLATFORM", "")
    if any(part.strip().lower().startswith(_REMOTE_PLATFORMS) for part in platform.split(";")):
        raise RemoteDisplay("QT_QPA_PLATFORM", platform)
