"""Looking at a finished PDF with a second program (pdfium): where ink is, where lines are, what codes say."""

from __future__ import annotations

import ctypes
from bisect import bisect_left
from dataclasses import dataclass
from itertools import pairwise

import pypdfium2 as pdfium
import pypdfium2.raw as raw
import zxingcpp

MM = 25.4 / 72
TOUCH = 0.02  # mm of overlap that still counts as touching


@dataclass(frozen=True)
class Box:
    """A rectangle in mm from the upper left corner of the page."""

    left: float
    top: float
    right: float
    foot: float
    text: str = ""

    def crosses(self, other: Box, allowance: float) -> bool:
        return (
            self.left + allowance < other.right
            and other.left + allowance < self.right
            and self.top + allowance < other.foot
            and other.top + allowance < self.foot
        )


@dataclass(frozen=True)
class Page:
    """One page: ink boxes of its glyphs, its straight lines as thin boxes, its width and height in mm."""

    glyphs: list[Box]
    rules: list[Box]
    width: float
    height: float
    text: str


def read(pdf: bytes) -> list[Page]:
    document = pdfium.PdfDocument(pdf)
    pages = [_read_page(document[index]) for index in range(len(document))]
    document.close()
    return pages


def _read_page(page: pdfium.PdfPage) -> Page:
    height = page.get_height()
    text_page = page.get_textpage()
    glyphs: list[Box] = []
    for index in range(text_page.count_chars()):
        char = text_page.get_text_range(index, 1)
        if not char.strip():
            continue
        left, bottom, right, top = text_page.get_charbox(index)
        if right > left and top > bottom:
            glyphs.append(Box(left * MM, (height - top) * MM, right * MM, (height - bottom) * MM, char))
    rules = [box for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH]) for box in _rules(item, height)]
    text = text_page.get_text_range()
    return Page(glyphs, rules, page.get_width() * MM, height * MM, text)


def _rules(item: pdfium.PdfObject, height: float) -> list[Box]:
    """Border lines of a stroked path: 1.5, 0.75 and 0.35 pt wide; blanks (0.6), boxes and diagonals are none."""
    width = ctypes.c_float()
    fill, stroke = ctypes.c_int(), raw.FPDF_BOOL()
    raw.FPDFPath_GetDrawMode(item, fill, stroke)
    raw.FPDFPageObj_GetStrokeWidth(item, width)
    if not stroke.value or round(width.value, 2) not in (1.5, 0.75, 0.35):
        return []
    points: list[tuple[float, float]] = []
    for index in range(raw.FPDFPath_CountSegments(item)):
        x, y = ctypes.c_float(), ctypes.c_float()
        raw.FPDFPathSegment_GetPoint(raw.FPDFPath_GetPathSegment(item, index), x, y)
        points.append((x.value * MM, (height - y.value) * MM))
    if len(points) > 2:
        points.append(points[0])
    half = width.value / 2 * MM
    boxes = []
    for (x1, y1), (x2, y2) in pairwise(points):
        if abs(x1 - x2) < 0.01 or abs(y1 - y2) < 0.01:
            boxes.append(Box(min(x1, x2) - half, min(y1, y2) - half, max(x1, x2) + half, max(y1, y2) + half))
    return boxes


def border_faults(page: Page) -> list[str]:
    """Glyphs whose ink crosses a line of the table, leaves the page's block or lies upon another glyph."""
    faults = []
    rules = sorted(page.rules, key=lambda box: box.left)
    lefts = [box.left for box in rules]
    margin_left, margin_right = (20.0, 20.0) if page.width > page.height else (28.0, 26.0)
    for glyph in page.glyphs:
        for rule in rules[: bisect_left(lefts, glyph.right)]:
            if glyph.crosses(rule, TOUCH):
                faults.append(f"“{glyph.text}” at {glyph.left:.1f}, {glyph.top:.1f} crosses a line")
        if glyph.left < margin_left - 0.3 or glyph.right > page.width - margin_right + 0.3:
            faults.append(f"“{glyph.text}” at {glyph.left:.1f}, {glyph.top:.1f} leaves the block")
    return faults + _overlaps(page.glyphs)


def _overlaps(glyphs: list[Box]) -> list[str]:
    faults = []
    ordered = sorted(glyphs, key=lambda box: box.left)
    for index, glyph in enumerate(ordered):
        for other in ordered[index + 1 :]:
            if other.left > glyph.right:
                break
            if glyph.crosses(other, 0.25):
                faults.append(f"“{glyph.text}” and “{other.text}” overlap at {other.left:.1f}, {other.top:.1f}")
    return faults


def codes(pdf: bytes, dpi: int) -> list[list[str]]:
    """What a reader finds on each page rendered at this resolution, as `format:text`, sorted."""
    document = pdfium.PdfDocument(pdf)
    found = []
    for index in range(len(document)):
        picture = document[index].render(scale=dpi / 72, grayscale=True).to_pil()
        results = zxingcpp.read_barcodes(picture)
        found.append(sorted(f"{result.format.name}:{result.text}" for result in results))
    document.close()
    return found
