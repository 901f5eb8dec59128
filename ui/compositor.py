"""Whether see-through corners of a window can be seen: on X11 only while a compositing manager runs."""

from __future__ import annotations

import ctypes
import struct
from typing import Any

from PySide6.QtGui import QGuiApplication

_XCB = "libxcb.so.1"
_ANSWER = 8  # where atom and owner stand in the two replies of the X protocol


def shows_through() -> bool:
    """False on an X screen without a compositing manager: what is not drawn there is black.

    Asked anew for each window, as such a manager may come and go; one question to the server on Qt's own connection.
    """
    app = QGuiApplication.instance()
    if not isinstance(app, QGuiApplication) or app.platformName() != "xcb":
        return True
    try:
        library = ctypes.CDLL(_XCB)
        connection = ctypes.c_void_p(app.nativeInterface().connection())  # type: ignore[attr-defined]
        return _owner(library, connection, b"_NET_WM_CM_S0") != 0
    except (OSError, AttributeError):
        return False


def _owner(library: Any, connection: ctypes.c_void_p, selection: bytes) -> int:
    atom = _ask(library, "intern_atom", connection, ctypes.c_uint8(1), ctypes.c_uint16(len(selection)), selection)
    return _ask(library, "get_selection_owner", connection, ctypes.c_uint32(atom)) if atom else 0


def _ask(library: Any, request: str, connection: ctypes.c_void_p, *arguments: Any) -> int:
    """Send a request, wait for its reply, take the number in it; 0 for an error."""
    send, receive = getattr(library, f"xcb_{request}"), getattr(library, f"xcb_{request}_reply")
    send.restype, receive.restype = ctypes.c_uint, ctypes.c_void_p
    reply = receive(connection, ctypes.c_uint(send(connection, *arguments)), None)
    if not reply:
        return 0
    try:
        return int(struct.unpack("=I", ctypes.string_at(reply + _ANSWER, 4))[0])
    finally:
        ctypes.CDLL(None).free(ctypes.c_void_p(reply))
