"""How much a spreadsheet from outside may ask for. The child enforces them from within, the parent from without (I1)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one reading. Sizes in bytes, times in seconds."""

    file_bytes: int = 64 << 20
    unpacked_bytes: int = 512 << 20
    ratio: int = 200  # unpacked to packed, of one part that is larger than a megabyte
    cells: int = 2_000_000  # cells with content in one sheet: 100,000 rows of twenty columns
    cell_characters: int = 32_767  # what Excel itself allows
    row_characters: int = 200_000
    memory_bytes: int = 1 << 30  # address space
    cpu_seconds: int = 60
    wall_seconds: float = 180.0
    line_bytes: int = 4 << 20  # the longest line the parent takes; the child sends far shorter ones


LIMITS = Limits()
