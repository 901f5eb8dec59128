"""Labels for carriers and shelves: what they say, their sheets, and printing them as a journalled act (K-19)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from models.domain import numbering
from models.domain.errors import UserError
from models.domain.levels import Level
from models.domain.lifecycle import TERMINAL, WAY_OUT, CarrierState
from models.domain.markings import NO_MARKING, MarkingError, marking_from
from models.domain.problems import Problem, blocks
from models.domain.text import T, Text
from models.exchange.scans import ScanKind, read_scan
from models.forms import label_sheets
from models.forms import labels as drawing
from models.forms.fonts import FontSet
from models.forms.label_sheets import LabelSheet
from models.forms.render import FormDocument
from models.ledgers.choices import LEVELS
from models.services import printers
from models.services.acts import Draft
from models.services.form_fonts import FormFonts
from models.services.office import Desk, Office
from models.services.printing import content_digest, outcome_of, started_print
from models.storage import link_queries, movement_queries, process_queries, register_queries
from models.storage.journal import Change
from models.storage.store import Reader, Row

FORM, PREFIX = "BQ", "BQ"  # 标签
CALIBRATION = "BQ-JZ"  # the page that measures a printer
MOST = 500  # labels of one print
MEASURES = tuple(item.name for item in fields(LabelSheet))  # the eight numbers, in the order of the settings
Deliver = Callable[[bytes], str]


@dataclass(frozen=True, slots=True)
class LabelWish:
    """What is to be printed and how. `measures` are the eight numbers of the sheet (mm, columns and rows first)."""

    carriers: tuple[int, ...] = ()
    shelves: tuple[int, ...] = ()
    measures: tuple[float, ...] = ()
    start: int = 1
    symbol: str = "CODE128"
    show_title: bool = False
    offset_x: float = 0.0
    offset_y: float = 0.0

    @property
    def count(self) -> int:
        """How many labels."""
        return len(self.carriers) + len(self.shelves)


@dataclass(frozen=True, slots=True)
class Sheets:
    """Labels laid out: the PDF that will be printed, its pages, and what its texts come to."""

    pdf: bytes
    pages: int
    digest: str


def kinds() -> list[tuple[str, str, tuple[float, ...]]]:
    """The known sheets: code, name as shown, the eight numbers."""
    return [(code, name, _measures(sheet)) for code, (name, sheet) in label_sheets.SHEETS.items()]


def capacity(measures: Sequence[float]) -> int:
    """Labels on a sheet of these measures. Raises UserError if they do not fit on A4."""
    return _sheet(measures).count


def carriers_without(read: Reader, most: int = MOST) -> list[int]:
    """Carriers in store whose label was never printed, newest first."""
    return movement_queries.without_label(read, most)


def all_shelves(read: Reader) -> list[int]:
    """Every shelf in use, in walking order."""
    return [int(row["id"]) for row in link_queries.shelves(read)]


def scanned(read: Reader, text: str) -> tuple[str, int] | None:
    """What a scanned or typed code adds to the labels: ("carriers" or "shelves", id); None if it is none of ours."""
    code = read_scan(text)
    if code.kind is ScanKind.CARRIER:
        found = movement_queries.carrier_id_of(read, code.value)
        return None if found is None else ("carriers", found)
    row = process_queries.shelf_by_code(read, code.value) if code.kind is ScanKind.SHELF else None
    return None if row is None else ("shelves", int(row["id"]))


def lay_out(office: Office, wish: LabelWish, fonts: FontSet, *, outlines: bool) -> Sheets:
    """The sheets as they will be printed; `outlines` draws the dotted edges of the preview.

    Raises UserError for measures that do not fit, a start beyond the sheet, a label too small for its code, or
    characters that no font has.
    """
    order = _order(office, wish, outlines)
    found: list[drawing.CarrierLabel | drawing.ShelfLabel]
    found = [*_carrier_labels(office.read, wish.carriers), *_shelf_labels(office.read, wish.shelves)]
    try:
        document = drawing.draw(found, order, fonts)
    except ValueError:
        raise _too_small() from None
    return _sheets(document)


def calibration(office: Office, wish: LabelWish, printer: str, tray: str, fonts: FontSet) -> Sheets:
    """The page for plain paper that shows by how much a printer is off."""
    return _sheets(drawing.calibration(_order(office, wish, False), printer, tray, fonts))


class LabelRoom:
    """Lays out and prints labels for one sitting. Fonts are loaded at the first label. Methods run on worker threads."""

    def __init__(self, office: Office, fonts: Path) -> None:
        self._office, self._fonts = office, FormFonts(office, fonts)

    def draft(self, wish: LabelWish) -> Sheets:
        """The sheets with dotted edges, for the eye. Raises UserError as `lay_out`."""
        return lay_out(self._office, wish, self._fonts.load(), outlines=True)

    def calibration(self, wish: LabelWish, printer: str, tray: str) -> Sheets:
        """The page that shows by how much a printer is off."""
        return calibration(self._office, wish, printer, tray, self._fonts.load())

    def print(self, wish: LabelWish, printer: str) -> str:
        """Number and send the labels; the print's number. Raises UserError if the spooler does not take them."""
        return print_labels(self._office, wish, self._fonts.load(), _to(printer), printer)

    def print_calibration(self, wish: LabelWish, printer: str, tray: str) -> str:
        """Number and send the calibration page; the print's number."""
        return print_calibration(self._office, wish, tray, self._fonts.load(), _to(printer), printer)


def _to(printer: str) -> Deliver:
    return lambda pdf: printers.send_to_printer(pdf, printer, 1)


def print_labels(office: Office, wish: LabelWish, fonts: FontSet, deliver: Deliver, printer: str) -> str:
    """Number the print, hand the sheets over, note the outcome and the labels. Returns the print's number.

    A failure of `deliver` is journalled as FAILED and raised again; the carriers then count as without label.
    """
    return _printed(office, wish, lay_out(office, wish, fonts, outlines=False), FORM, deliver, printer)


def print_calibration(office: Office, wish: LabelWish, tray: str, fonts: FontSet, deliver: Deliver, printer: str) -> str:
    """Print the calibration page; it bears nothing of the register. Returns the print's number."""
    sheets = calibration(office, wish, printer, tray, fonts)
    return _printed(office, LabelWish(), sheets, CALIBRATION, deliver, printer)


# --- acts ------------------------------------------------------------------------------------------------------------


def note_labels(
    desk: Desk, *, form: str, carriers: Sequence[int], shelves: Sequence[int], digest: str, pages: int, printer: str
) -> Draft:
    """First entry of a label print: which labels, content digest, printer. Result: the print's row."""
    problems: list[Problem] = []
    if form == FORM and not carriers and not shelves:
        problems.append(blocks("NOTHING_CHOSEN", "carriers", T("problem", "还没有选要打标签的载体或柜层")))
    if len(carriers) + len(shelves) > MOST:
        text = T("problem", "一次最多打 {most} 枚标签，请分次打", most=MOST)
        problems.append(blocks("TOO_MANY_LABELS", "carriers", text))
    for row in desk.read.get_many("carriers", list(carriers)):
        if row["state"] in TERMINAL:
            way_out = WAY_OUT[CarrierState(row["state"])]
            problems.append(blocks(f"STATE_{row['state']}", "carriers", T("problem", "{number}：{what}", number=row["number"], what=way_out)))
    year = desk.today.year
    last = register_queries.last_form_number(desk.read, PREFIX, year)
    serial = numbering.parse_form_number(last).serial + 1 if last else 1
    print_id = desk.new_id("prints")
    row = {
        "print_number": f"{year}-{print_id:06d}", "form": form, "form_number": numbering.form_number(PREFIX, year, serial),
        "ledger": "carriers" if carriers else "shelves" if shelves else None, "digest": digest, "pages": pages, "copies": 1,
        "nth": 1, "printer": printer, "outcome": "STARTED",
    }  # fmt: skip
    details = {"carriers": list(carriers), "shelves": list(shelves)}
    changes = [Change("prints", print_id, {name: value for name, value in row.items() if value is not None})]
    return Draft(f"{form} {row['form_number']}", changes, problems, details, result={"id": print_id, **row})


def note_labels_outcome(desk: Desk, *, print_id: int, outcome: str, carriers: Sequence[int]) -> Draft:
    """Second entry: sent, saved or failed. Carriers whose labels were sent have one now."""
    row = started_print(desk, print_id)
    changes = [Change("prints", print_id, {"outcome": outcome})]
    if outcome in ("SENT", "SAVED"):
        changes += [Change("carriers", id_, {"label_printed": 1}) for id_ in carriers]
    return Draft(f"{row['form']} {row['form_number']}", changes)


def _printed(office: Office, wish: LabelWish, sheets: Sheets, form: str, deliver: Deliver, printer: str) -> str:
    row: dict[str, Any] = office.perform(
        "print_labels", form=form, carriers=list(wish.carriers), shelves=list(wish.shelves), digest=sheets.digest,
        pages=sheets.pages, printer=printer,
    ).result  # fmt: skip
    carriers = list(wish.carriers)
    try:
        outcome = deliver(sheets.pdf)
    except BaseException as error:
        office.note("labels_outcome", print_id=row["id"], outcome=outcome_of(error), carriers=[])
        raise
    office.note("labels_outcome", print_id=row["id"], outcome=outcome, carriers=carriers)
    return str(row["form_number"])


# --- what labels say -------------------------------------------------------------------------------------------------


def _carrier_labels(read: Reader, ids: Sequence[int]) -> list[drawing.CarrierLabel]:
    return [_carrier_label(row) for row in movement_queries.carrier_briefs(read, ids)]


def _carrier_label(row: Row) -> drawing.CarrierLabel:
    try:
        marking = marking_from(row)
    except MarkingError:
        marking = NO_MARKING
    return drawing.CarrierLabel(
        str(row["number"]), marking, str(row["copy_number"] or ""),
        str(row["reference_number"] or row["serial_number"] or ""), str(row["issuer"] or ""),
        "" if row["level"] == Level.TOP_SECRET else str(row["title"] or ""),
    )  # fmt: skip


def _shelf_labels(read: Reader, ids: Sequence[int]) -> list[drawing.ShelfLabel]:
    return [_shelf_label(row) for row in movement_queries.labelled_shelves(read, ids)]


def _shelf_label(row: Row) -> drawing.ShelfLabel:
    place = " / ".join(str(part) for part in (row["room"], row["cabinet"]) if part)
    limit = row["level_limit"]
    return drawing.ShelfLabel(str(row["code"]), place, str(row["shelf"]), _limit_words(limit))


def _limit_words(limit: str | None) -> str:
    if not limit:
        return ""
    words: Text = LEVELS[limit]
    return f"限放{words}级" if limit == Level.CONFIDENTIAL else f"限放{words}级及以下"


def _order(office: Office, wish: LabelWish, outlines: bool) -> drawing.Order:
    sheet = _sheet(wish.measures)
    if not 1 <= wish.start <= sheet.count:
        raise UserError(
            "LABEL_START",
            T("labels", "这张纸只有 {count} 枚，没有第 {start} 枚。", count=sheet.count, start=wish.start),
            T("labels", "没有打印标签。"),
            T("labels", "请把起始位置改为 1 到 {count}。", count=sheet.count),
        )
    return drawing.Order(
        sheet, wish.start, drawing.Symbol(wish.symbol), wish.show_title, wish.offset_x, wish.offset_y, outlines,
        office.vault.is_training,
    )  # fmt: skip


def _sheet(measures: Sequence[float]) -> LabelSheet:
    if len(measures) != len(MEASURES):
        raise label_sheets.SheetImpossible
    return LabelSheet(int(measures[0]), int(measures[1]), *measures[2:])


def _measures(sheet: LabelSheet) -> tuple[float, ...]:
    return tuple(float(getattr(sheet, name)) for name in MEASURES)


def _sheets(document: FormDocument) -> Sheets:
    return Sheets(document.pdf(), document.page_count, content_digest(document))


def _too_small() -> UserError:
    return UserError(
        "LABEL_TOO_SMALL",
        T("labels", "标签太小，放不下能扫的条码。"),
        T("labels", "没有打印标签。"),
        T("labels", "请换大一号的标签纸，或改用二维码。"),
    )
