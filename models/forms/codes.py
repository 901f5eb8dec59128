"""Bar codes as black rectangles: QR at level Q for form pages and labels, Code 128 in code set C for carrier numbers.

Sizes follow `forms.md` 1.2. A form's QR text stays in the alphanumeric set, so 56 characters fit 33 × 33 modules (K-18).
"""

from __future__ import annotations

import re
from itertools import groupby

from reportlab.graphics.barcode.code128 import Code128
from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel

from models.forms.sheet import Sheet

MODULE = 25.4 / 75  # mm, 0.3387: 8 dots of a 600 dpi printer, 4 of 300
CODE128_MODULES = 90  # ten digits in code set C: start, 5 pairs, check, stop
CODE128_WIDTH = CODE128_MODULES * MODULE
QUIET = 10 * MODULE  # white that a reader needs left and right of a Code 128
QR_BORDER = 2  # modules of white inside the QR box; the paper beside it stays white another one
_GRID = 25.4 / 150  # mm; bars begin on this grid so that a 150 dpi picture and a 600 dpi printer keep their widths
_CARRIER = re.compile(r"(\d{4})-(\d{6})")
_ALPHANUMERIC = re.compile(r"[-0-9A-Z $%*+./:]+")


def carrier_digits(number: str) -> str:
    """`2026-000107` → `2026000107`, what Code 128 carries. Raises ValueError for anything else."""
    match = _CARRIER.fullmatch(number)
    if match is None:
        raise ValueError("not a carrier number")
    return match.group(1) + match.group(2)


def qr_modules(text: str) -> tuple[tuple[bool, ...], ...]:
    """The modules of a QR code at level Q, rows from the top. Raises ValueError outside the alphanumeric set."""
    if not _ALPHANUMERIC.fullmatch(text):
        raise ValueError("QR text outside the alphanumeric set")
    code = QRCode(None, QRErrorCorrectLevel.Q)
    code.addData(text)
    code.make()
    return tuple(tuple(bool(module) for module in row) for row in code.modules)


Bars = tuple[tuple[float, float, float, float], ...]


def qr_bars(text: str, x: float, y: float, side: float, border: int = QR_BORDER) -> Bars:
    """A QR code in the square box at x, y (mm); `border` modules of it stay white."""
    modules = qr_modules(text)
    module = side / (len(modules) + 2 * border)
    bars: list[tuple[float, float, float, float]] = []
    for line, row in enumerate(modules):
        column = 0
        for dark, group in groupby(row):
            count = sum(1 for _ in group)
            if dark:
                bars.append((x + (column + border) * module, y + (line + border) * module, count * module, module))
            column += count
    return tuple(bars)


def code128_bars(digits: str) -> tuple[tuple[int, int], ...]:
    """Bars of a Code 128 as (first module, modules). Raises ValueError unless it comes to 90 modules (ten digits)."""
    if not re.fullmatch(r"\d{10}", digits):
        raise ValueError("Code 128 is used for ten digits only")
    code = Code128(digits, quiet=0)
    code.validate()
    code.encode()
    code.decompose()
    bars: list[tuple[int, int]] = []
    pen = 0
    for mark in code.decomposed:
        modules = ord(mark.lower()) - ord("a") + 1
        if mark.isupper():
            bars.append((pen, modules))
        pen += modules
    if pen != CODE128_MODULES:
        raise ValueError("unexpected length of a Code 128")
    return tuple(bars)


def draw_code128(sheet: Sheet, digits: str, centre: float, y: float, height: float) -> None:
    """Draw the bars of ten digits centred at `centre`, `height` mm high; the caller keeps the quiet zones white."""
    left = round((centre - CODE128_WIDTH / 2) / _GRID) * _GRID
    sheet.bars([(left + first * MODULE, y, count * MODULE, height) for first, count in code128_bars(digits)])
