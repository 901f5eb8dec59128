"""F3: scan or type one code, whatever it is, and go to what it is."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from models.domain.text import T
from ui.scanning import Scan, ScanRouter
from ui.theme.look import Look
from ui.widgets.text_dialog import TextDialog

WHAT = T("look up", "载体、柜层、任何打印表单的码都可以；手输编号、单号、人名也可以。只查看，不改动任何东西。")


def ask(look: Look, parent: QWidget, scans: ScanRouter) -> str | None:
    """The code that was scanned or typed; None if the dialog was left."""
    dialog = TextDialog(look, parent, T("look up", "扫一份"), T("look up", "编号、单号或姓名"), T("look up", "查看"), WHAT)

    def scanned(scan: Scan) -> None:
        dialog.done_with(scan.text)

    scans.push(dialog, scanned)
    try:
        given = dialog.run()
    finally:
        scans.pop(dialog)
    return given if isinstance(given, str) else None
