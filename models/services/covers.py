"""The code on a paper's cover as proposals for the intake page; and what any other scanned text is there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from models.domain.markings import render_term
from models.domain.text import T, Text
from models.exchange.cover_barcode import CoverData, parse_cover
from models.exchange.scans import ScanKind, Scanned, read_scan
from models.services.intake import NO_REFERENCE, mark_of, term_words

__all__ = ["Cover", "ScanKind", "Scanned", "read_cover", "read_scan"]


@dataclass(frozen=True)
class Cover:
    """What a cover's code proposes.

    `values` by the names of the page's fields, `hidden` by those of `documents`, `lines` as they stood in the code,
    `notes` what to check with one's eyes. `usable` is False if only `notes` (why) is there.
    """

    original: str
    values: dict[str, Any]
    hidden: dict[str, Any]
    lines: tuple[tuple[Text, str], ...]
    notes: tuple[Text, ...]
    standard: str = ""

    @property
    def usable(self) -> bool:
        return bool(self.values)


def read_cover(text: str) -> Cover:
    """Read a cover's code as it came from the scanner. Never raises."""
    scan = parse_cover(text)
    notes = tuple(problem.text for problem in scan.problems)
    if scan.data is None:
        return Cover(text, {}, {}, (), notes)
    data = scan.data
    proposed = {
        "title": data.title, "issuer": data.issuer, "reference_number": data.reference or NO_REFERENCE,
        "mark": mark_of(data.marking.kind, data.marking.level), "term": term_words(data.marking.term),
        "issued_on": data.issued_on.isoformat() if data.issued_on else None, "urgency": data.urgency or "NONE",
    }  # fmt: skip
    values = {name: value for name, value in proposed.items() if value}
    hidden = {"barcode_number": data.number or None, "marking": data.marking_text or None}
    kept = {name: value for name, value in hidden.items() if value}
    return Cover(text, values, kept, _lines(data), notes, data.version)


def _lines(data: CoverData) -> tuple[tuple[Text, str], ...]:
    """The code field by field, for the eye."""
    found = (
        (T("cover", "条码编号"), data.number), (T("cover", "发文单位"), data.issuer), (T("cover", "公文种类"), data.kind),
        (T("cover", "发文字号"), data.reference), (T("cover", "主送单位"), data.addressee), (T("cover", "标题"), data.title),
        (T("cover", "秘密等级"), data.marking_text or render_term(data.marking.term)),
        (T("cover", "成文日期"), data.issued_on.isoformat() if data.issued_on else ""),
        (T("cover", "发布层次"), data.release), (T("cover", "制作单位"), data.maker),
        (T("cover", "制作日期"), data.made_on.isoformat() if data.made_on else ""),
        (T("cover", "自定义"), "、".join(data.custom)),
    )  # fmt: skip
    return tuple((name, value) for name, value in found if value)
