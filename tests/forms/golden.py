"""The layout of every form as text: cells row by row with their places, and what else is set on each page.

`python -m tests.forms.golden` writes the files anew; look at the forms and at the difference before committing it.
"""

from __future__ import annotations

from pathlib import Path

from models.forms import labels
from models.forms.fonts import FontSet, load_fonts
from models.forms.label_sheets import SHEETS
from models.forms.render import FormDocument
from models.forms.sheet import Sheet
from tests.forms import samples
from tests.forms.conftest import FOLDER

PLACE = Path(__file__).parent / "golden"
NAMES = (
    "F1-filled", "F1-blank", "F2-short", "F2-long", "F2-certificate", "F2-blank", "F3-short", "F8a-short", "F8a-counted",
    "F8b-long", "G01", "G03", "G09", "G10", "book",
)  # fmt: skip


def describe(document: FormDocument) -> str:
    """The document as text, one line per row of cells."""
    return "\n".join(line for index, sheet in enumerate(document.sheets) for line in _page(sheet, index + 1)) + "\n"


def _page(sheet: Sheet, number: int) -> list[str]:
    lines = [f"== {number}: {sheet.width:g} x {sheet.height:g} mm"]
    rows: dict[tuple[float, float], list[str]] = {}
    for cell in sheet.cells:
        rows.setdefault((round(cell.y, 1), round(cell.h, 1)), []).append(
            f"{cell.x:.1f}+{cell.w:.1f} {cell.text}".strip()
        )
    for (y, height), cells in sorted(rows.items()):
        lines.append(f"{y:.1f}+{height:.1f} | " + " | ".join(text.replace("\n", "⏎") for text in cells))
    return [*lines, "-- " + " ¦ ".join(sheet.texts)]


def label_sheet(fonts: FontSet) -> FormDocument:
    """One sheet of 33 with five labels from the fifth place on."""
    made = [
        labels.CarrierLabel(
            f"2026-{107 + index:06d}", samples.marking(index), samples.COPIES[index][0], samples.REFERENCES[index]
        )
        for index in range(5)
    ]
    return labels.draw(made, labels.Order(SHEETS["33"][1], start=5), fonts)


def all_documents(fonts: FontSet) -> dict[str, FormDocument]:
    """Every document that has a golden file."""
    return {**{name: samples.FORMS[name](fonts) for name in NAMES}, "label-33": label_sheet(fonts)}


def write() -> None:
    """Write every golden file anew."""
    PLACE.mkdir(exist_ok=True)
    for name, document in all_documents(load_fonts(FOLDER)).items():
        (PLACE / f"{name}.txt").write_text(describe(document), encoding="utf-8")


if __name__ == "__main__":
    write()
