"""Every form of the demonstration, printed by the clerk into a folder of PDF files (K-19)."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from models.forms.fonts import load_fonts
from models.services import labels
from models.services.office import Office
from models.services.print_room import TO_FILE, PrintRoom
from models.storage.files import write_atomically

FONTS = Path(__file__).parents[3] / "resources" / "fonts"
REASON = "演练"
LABELS_SHOWN = 40


class Papers:
    """Prints forms into `folder`, named by form and number."""

    def __init__(self, office: Office, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._room, self._office, self._folder = PrintRoom(office, FONTS), office, folder

    def print(self, code: str, record: int, more: str = "") -> Path:
        """One form for one record; the file."""
        draft = self._room.draft(code, record)
        path = self._folder / f"{code}-{draft.number}{more}.pdf"
        self._room.save(code, record, path, REASON)
        return path

    def print_books(self, years: list[int]) -> None:
        """Register pages of G01, G03, G09, G10, and the whole year's books, for the given years."""
        for year in years:
            for code in ("G01", "G03"):
                self.print(code, year, f"-{year}")
                self.print(f"DB-{code}", year, f"-{year}")

    def print_labels(self) -> None:
        """Carrier and shelf labels on sheets of 33 and 24, and the calibration page."""
        carriers = [row["id"] for row in self._office.read.find("carriers", state="IN_STORE")][:LABELS_SHOWN]
        shelves = [row["id"] for row in self._office.read.find("shelves", state="IN_USE")][:LABELS_SHOWN]
        fonts = load_fonts(FONTS)
        for code, _name, measures in labels.kinds():
            if code not in ("33", "24"):
                continue
            for word, wish in (
                ("carriers", labels.LabelWish(carriers=tuple(carriers), measures=measures)),
                ("shelves", labels.LabelWish(shelves=tuple(shelves), measures=measures, symbol="QR")),
            ):
                deliver = partial(_save, self._folder / f"labels-{code}-{word}.pdf")
                labels.print_labels(self._office, wish, fonts, deliver, TO_FILE)


def _save(path: Path, pdf: bytes) -> str:
    write_atomically(path, pdf)
    return "SAVED"
