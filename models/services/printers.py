"""The printers of this PC and the way a PDF gets to one: standard input of `lp`, no file on the way (K-19)."""

from __future__ import annotations

import shutil
import subprocess

from models.domain.errors import UserError
from models.domain.text import T

_PATIENCE = 60  # seconds until a spooler that does not answer is given up


class OutcomeUnknown(UserError):
    """The spooler may have taken the paper or not: only a look at the printer tells."""


def list_printers() -> list[str]:
    """Names of the printers the local spooler knows; empty if there is no spooler. Slow: not for the screen's thread."""
    lpstat = shutil.which("lpstat")
    if lpstat is None:
        return []
    try:
        answer = subprocess.run([lpstat, "-e"], capture_output=True, timeout=_PATIENCE, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return []
    return [line.strip() for line in answer.stdout.decode("utf-8", "replace").splitlines() if line.strip()]


def send_to_printer(pdf: bytes, printer: str, copies: int) -> str:
    """Hand a PDF to the spooler; the outcome SENT. Raises UserError if it does not take it, OutcomeUnknown if it is silent."""
    lp = shutil.which("lp")
    command = [lp or "lp", "-d", printer, "-n", str(copies), "-"]
    try:
        answer = subprocess.run(command, input=pdf, capture_output=True, timeout=_PATIENCE, check=False)
    except subprocess.TimeoutExpired:
        raise _silent(printer) from None
    except OSError:
        raise _not_taken(printer) from None
    if answer.returncode != 0:
        raise _not_taken(printer)
    return "SENT"


def _silent(printer: str) -> OutcomeUnknown:
    return OutcomeUnknown(
        "PRINTER_SILENT",
        T("error", "打印机 {printer} {n} 秒没有回答，不知道纸出来了没有。", printer=printer, n=_PATIENCE),
        T("error", "登记没有丢；这个打印序号先记为“不明”。"),
        T("error", "请到打印机看一看，再在打印预览里说明纸出来了没有。"),
    )


def _not_taken(printer: str) -> UserError:
    return UserError(
        "PRINTER_REFUSED",
        T("error", "打印机 {printer} 没有接收这份表单。", printer=printer),
        T("error", "登记没有丢；这个打印序号已记为失败，纸张作废。"),
        T("error", "请检查打印机是否开机、有纸，再打印一次。"),
    )
