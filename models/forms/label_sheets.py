"""Label sheets: eight numbers each, all editable, because sheets of one name differ by tenths (`forms.md` 1.6)."""

from __future__ import annotations

from dataclasses import dataclass

from models.domain.errors import UserError
from models.domain.text import T

A4_WIDTH, A4_HEIGHT = 210.0, 297.0


class SheetImpossible(UserError):
    """Measures of a label sheet that do not fit on A4 or are no measures."""

    def __init__(self) -> None:
        super().__init__(
            "LABEL_SHEET_IMPOSSIBLE",
            T("labels", "这组标签纸尺寸在 A4 纸上排不下。"),
            T("labels", "没有打印标签，原来的尺寸没有改动。"),
            T("labels", "请按包装或实物重量一遍：列数、行数、宽、高、左边距、上边距、列间距、行间距。"),
        )


@dataclass(frozen=True, slots=True)
class LabelSheet:
    """Measures of a sheet in mm: columns, rows, label width and height, left, top, gaps between columns and rows."""

    columns: int
    rows: int
    width: float
    height: float
    left: float
    top: float
    gap_x: float = 0.0
    gap_y: float = 0.0

    def __post_init__(self) -> None:
        right = self.left + self.columns * self.width + (self.columns - 1) * self.gap_x
        foot = self.top + self.rows * self.height + (self.rows - 1) * self.gap_y
        sane = min(self.columns, self.rows) >= 1 and min(self.width, self.height) >= 10.0
        positive = min(self.left, self.top, self.gap_x, self.gap_y) >= 0.0
        if not sane or not positive or right > A4_WIDTH + 0.51 or foot > A4_HEIGHT + 0.51:
            raise SheetImpossible

    @property
    def count(self) -> int:
        """Labels on a sheet."""
        return self.columns * self.rows

    def place(self, position: int) -> tuple[float, float]:
        """Upper left corner of label 1 … count, from left to right, then down."""
        row, column = divmod(position - 1, self.columns)
        return self.left + column * (self.width + self.gap_x), self.top + row * (self.height + self.gap_y)


# Nominal measures: (name shown, sheet). To be measured at the site before the first print.
SHEETS: dict[str, tuple[str, LabelSheet]] = {
    "24": ("24 枚/张（70×37）", LabelSheet(3, 8, 70.0, 37.0, 0.0, 0.5)),
    "24L": ("24 枚/张（70×35）", LabelSheet(3, 8, 70.0, 35.0, 0.0, 8.5)),
    "24E": ("24 枚/张，有边（63.5×33.9）", LabelSheet(3, 8, 63.5, 33.9, 7.2, 12.9, 2.55, 0.0)),
    "33": ("33 枚/张（70×25.4）", LabelSheet(3, 11, 70.0, 25.4, 0.0, 8.8)),
    "40": ("40 枚/张（48.5×25.4）", LabelSheet(4, 10, 48.5, 25.4, 8.0, 21.5)),
    "40G": ("40 枚/张，有间距（45.7×25.4）", LabelSheet(4, 10, 45.7, 25.4, 9.7, 21.5, 2.6, 0.0)),
    "65": ("65 枚/张（38.1×21.2）", LabelSheet(5, 13, 38.1, 21.2, 4.75, 10.7, 2.5, 0.0)),
}
