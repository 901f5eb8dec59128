"""What a print adds to a form: numbers, who and when, and the string that ties the paper to the journal (K-18, K-19)."""

from __future__ import annotations

import re
from dataclasses import dataclass

LATER = "打印后生成"
TRAINING_WORD = "演练"
_ENTRY_DIGITS = 10
_QR_DIGITS, _EYE_DIGITS = 32, 16


@dataclass(frozen=True, slots=True)
class Stamp:
    """The data of one print. `digest` is the hex digest of the print's journal entry, at least 32 digits.

    In a preview the entry does not exist yet: entry number, digest and print number may be empty, and the form shows
    打印后生成 in their places; nothing else differs from the print (K-19).
    """

    form_code: str  # F2
    form_number: str  # XQ-2026-0003
    printed_by: str
    printed_at: str  # 2026-11-23 14:05, as it is to be printed
    entry_number: int = 0
    digest: str = ""
    print_number: str = ""  # 2026-000347
    print_count: int = 1  # which print of this form: 第 n 次打印
    training: bool = False
    preview: bool = False

    def __post_init__(self) -> None:
        if self.preview:
            return
        if not re.fullmatch(r"[0-9A-Fa-f]{32,}", self.digest) or self.entry_number < 1 or not self.print_number:
            raise ValueError("a print needs its entry number, digest and print number")
        if not self.form_number.isascii() or not self.form_number:
            raise ValueError("a print needs an ASCII form number")

    @property
    def entry(self) -> str:
        """The journal entry's number in ten digits."""
        return LATER if self.preview else f"{self.entry_number:0{_ENTRY_DIGITS}d}"

    @property
    def check(self) -> str:
        """The first 16 hex digits in groups of four, for the eye."""
        if self.preview:
            return LATER
        digits = self.digest[:_EYE_DIGITS].upper()
        return " ".join(digits[start : start + 4] for start in range(0, _EYE_DIGITS, 4))

    @property
    def qr_text(self) -> str:
        """`XQ-2026-0003:0000184223:` and 32 hex digits, or nothing in a preview."""
        if self.preview:
            return ""
        return f"{self.form_number.upper()}:{self.entry}:{self.digest[:_QR_DIGITS].upper()}"

    @property
    def serial(self) -> str:
        """The number of this sheet of paper."""
        return LATER if self.preview else self.print_number
