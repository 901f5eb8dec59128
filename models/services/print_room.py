"""What the print preview asks: the real PDF before it is printed, what is rare in it, and printing or saving it (K-19)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from models.domain.errors import Refused, UserError
from models.domain.problems import blocks
from models.domain.text import T, Text
from models.exchange.clear_files import replacing
from models.forms.fonts import FontSet
from models.forms.render import FormDocument
from models.services import printables, printers, printing
from models.services.form_fonts import FormFonts
from models.services.office import Office
from models.services.printing import Begun, Printable, Printed
from models.services.steady import steady

Progress = Callable[[int, int], None]
MOST_COPIES = 99
TO_FILE = "PDF"  # stands for the printer where a print was saved as a file
_USUAL = range(0x4E00, 0xA000)  # Han characters that every Chinese font has
_HAN = (range(0x3400, 0x4DC0), range(0xF900, 0xFB00), range(0x20000, 0x33480))


@dataclass(frozen=True)
class Sheets:
    """A form as it will be printed. `entry` is the journal number its print will get; `nth` counts its prints."""

    code: str
    title: Text
    number: str
    chinese: str
    pdf: bytes
    pages: int
    nth: int
    entry: int
    rare: tuple[tuple[str, int], ...]  # a rare character and the page it is first on
    settles: bool  # printing it fixes register pages (K-20)
    unknown: tuple[tuple[int, str], ...] = ()  # earlier prints whose paper nobody has seen yet: id and print number


class PrintRoom:
    """Draws and prints forms for one sitting. Fonts are loaded at the first form. Methods run on worker threads."""

    def __init__(self, office: Office, fonts: Path) -> None:
        self._office, self._fonts = office, FormFonts(office, fonts)

    def draft(self, code: str, record: int, progress: Progress | None = None) -> Sheets:
        """The form as it would be printed now. Raises MissingGlyphs (a UserError), KeyError, or what `progress` raises."""
        fonts = self._fonts.load()
        with steady(keeps=False):
            return self._draft(code, record, fonts, progress)

    def _draft(self, code: str, record: int, fonts: FontSet, progress: Progress | None) -> Sheets:
        form = printables.BY_CODE[code]
        document = printing.preview(self._office, form, record, fonts)
        number = printing.numbered_for(self._office.read, form, record, self._office.clock.today().year)
        sheets = Sheets(
            code, form.title, number.ascii, number.chinese, document.pdf(progress), document.page_count,
            printing.print_count(self._office.read, number) + 1, self._office.read.head().number + 1, rare_in(document),
            form.fixing is not None, self._unknown(form, record),
        )  # fmt: skip
        document.let_go()
        return sheets

    def _unknown(self, form: Printable, record: int) -> tuple[tuple[int, str], ...]:
        rows = printing.open_prints(self._office.read, form, record)
        return tuple((row["id"], str(row["print_number"])) for row in rows if row["outcome"] == "UNKNOWN")

    def say_outcome(self, print_id: int, came_out: bool) -> None:
        """What a person saw at the printer of a print whose outcome is unknown (K-19)."""
        self._office.perform("say_outcome", print_id=print_id, came_out=came_out)

    def print(self, code: str, record: int, printer: str, copies: int, reason: str = "") -> Printed:
        """Number, draw and send it. Raises UserError if the spooler does not take it; that print is kept as failed."""
        return self.send(self.number(code, record, printer, copies, reason), printer, copies)

    def number(self, code: str, record: int, printer: str, copies: int, reason: str = "") -> Begun:
        """Number and draw it, to be sent next; on the worker that writes."""
        form, fonts = self._admitted(code, copies), self._fonts.load()
        with steady(keeps=False):
            return printing.begin_print(
                self._office, form, record, fonts, printer=printer, copies=copies, reason=reason
            )

    def send(self, begun: Begun, printer: str, copies: int) -> Printed:
        """Send what was numbered and note the outcome. It may wait a minute for a spooler: not on the worker that writes."""
        return printing.end_print(self._office, begun, lambda pdf: printers.send_to_printer(pdf, printer, copies))

    def save(self, code: str, record: int, path: Path, reason: str = "") -> Printed:
        """Number it like any print and write the PDF; practice vaults only (K-19)."""
        if not self._office.vault.is_training:
            raise _no_clear_text()
        form, fonts = self._admitted(code, 1), self._fonts.load()
        with steady(keeps=False):
            return printing.print_form(
                self._office, form, record, fonts, lambda pdf: _write(pdf, path), printer=TO_FILE,
                reason=reason,
            )  # fmt: skip

    def _admitted(self, code: str, copies: int) -> Printable:
        form = printables.BY_CODE[code]
        if form.fixing is not None and self._office.sitting.role != "clerk":
            raise Refused([blocks("ROLE_NOT_ALLOWED", "", T("problem", "簿页打印后即定稿，由保密员打印"), "K-20")])
        if not 1 <= copies <= MOST_COPIES:
            raise Refused([blocks("COPIES", "copies", T("problem", "份数请填 1 至 {most}", most=MOST_COPIES))])
        return form


def list_printers() -> list[str]:
    """Names of the printers of this PC. Slow."""
    return printers.list_printers()


def rare_in(document: FormDocument) -> tuple[tuple[str, int], ...]:
    """Characters outside the usual range of Chinese fonts, each with the first page that has it, in order."""
    found: dict[str, int] = {}
    for page, texts in enumerate(document.content, 1):
        for text in texts:
            for char in text:
                if ord(char) > 0x33FF and ord(char) not in _USUAL and any(ord(char) in block for block in _HAN):
                    found.setdefault(char, page)
    return tuple(found.items())


def _write(pdf: bytes, path: Path) -> str:
    """Write a file that appears complete or not at all. Raises UserError."""
    with replacing(path, T("error", "登记没有丢；这个打印序号已记为失败。")) as target:
        target.stream.write(pdf)
    return "SAVED"


def _no_clear_text() -> UserError:
    return UserError(
        "EXPORT_NEEDS_APPROVAL",
        T("error", "正式库的表单不能存为明文文件。"),
        T("error", "没有写出任何文件，登记库没有改动。"),
        T("error", "请直接打印；存为 PDF 只在演练库里可用。"),
    )
