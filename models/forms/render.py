"""A finished form and its PDF. Equal input gives equal bytes (reportlab's `invariant`), so a print can be proved."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reportlab.pdfgen.canvas import Canvas

from models.forms.codes import qr_bars
from models.forms.fonts import FontSet, MissingGlyphs
from models.forms.page import LANDSCAPE, PORTRAIT, QR_SIDE, set_footer
from models.forms.sheet import PT_PER_MM, BarsOp, LineOp, RectOp, Sheet, TextOp
from models.forms.stamp import Stamp

__all__ = ["FormDocument", "Progress", "Stamp", "compose", "play"]

Progress = Callable[[int, int], None]  # (pages done, of all); may raise Cancelled, nothing is left behind


@dataclass(frozen=True)
class FormDocument:
    """A form laid out on sheets, ready to be played.

    `content` holds the texts of each page without the stamp's: what the digest of a print covers (K-19).
    """

    title: str
    sheets: tuple[Sheet, ...]
    content: tuple[tuple[str, ...], ...]

    @property
    def page_count(self) -> int:
        """Number of sheets of paper sides."""
        return len(self.sheets)

    def pdf(self, progress: Progress | None = None) -> bytes:
        """The form as PDF bytes."""
        return play(self.sheets, self.title, progress)

    def let_go(self) -> None:
        """The form is not drawn any more: free it page by page. All at once would hold the interpreter's lock (K-25)."""
        for sheet in self.sheets:
            sheet.ops.clear()


def compose(title: str, sheets: Sequence[Sheet], stamp: Stamp | None, fonts: FontSet) -> FormDocument:
    """Close a form: note its content, put QR code and footer on every sheet and look up every character.

    Without a stamp (labels, calibration page) nothing is added. Raises MissingGlyphs if a character is in no font.
    """
    content = tuple(tuple(sheet.texts) for sheet in sheets)
    if stamp is not None:
        codes = {frame: _qr(stamp, frame.qr_x, frame.qr_y) for frame in (PORTRAIT, LANDSCAPE)}
        for index, sheet in enumerate(sheets):
            frame = LANDSCAPE if sheet.width > sheet.height else PORTRAIT
            set_footer(sheet, frame, stamp, index + 1, len(sheets))
            code = codes[frame]
            if code is not None:
                sheet.ops.append(code)
    _check_glyphs(sheets, fonts)
    return FormDocument(title, tuple(sheets), content)


def _qr(stamp: Stamp, x: float, y: float) -> BarsOp | None:
    """The QR code as one object that all pages share."""
    return BarsOp(qr_bars(stamp.qr_text, x, y, QR_SIDE), "qr") if stamp.qr_text else None


def _check_glyphs(sheets: Sequence[Sheet], fonts: FontSet) -> None:
    missing: set[str] = set()
    for sheet in sheets:
        for role, characters in sheet.characters.items():
            missing.update(fonts.missing_characters(characters, role))
    if missing:
        raise MissingGlyphs(tuple(sorted(missing)))


def play(sheets: Sequence[Sheet], title: str, progress: Progress | None = None) -> bytes:
    """Draw the sheets into a PDF and return its bytes."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=_size(sheets[0]), pageCompression=1, invariant=1)
    canvas.setTitle(title)
    canvas.setProducer("Shoubu")
    canvas.setCreator("Shoubu")
    player = _Player(canvas)
    for index, sheet in enumerate(sheets):
        if progress is not None:
            progress(index, len(sheets))
        canvas.setPageSize(_size(sheet))
        player.play(sheet)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _size(sheet: Sheet) -> tuple[float, float]:
    return sheet.width * PT_PER_MM, sheet.height * PT_PER_MM


class _Player:
    """Turns the drawing calls of a sheet into canvas calls; the only place where y grows upward."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self._shared: dict[tuple[str, float], BarsOp] = {}
        self._height = 0.0

    def play(self, sheet: Sheet) -> None:
        self._height = sheet.height
        self._canvas.setLineCap(0)
        self._canvas.setLineJoin(0)
        for op in sheet.ops:
            if isinstance(op, TextOp):
                self._text(op)
            elif isinstance(op, LineOp):
                self._line(op)
            elif isinstance(op, RectOp):
                canvas = self._canvas
                canvas.setLineWidth(op.width)
                canvas.rect(op.x * PT_PER_MM, self._y(op.y + op.h), op.w * PT_PER_MM, op.h * PT_PER_MM)
            else:
                self._bars(op)

    def _y(self, y: float) -> float:
        return (self._height - y) * PT_PER_MM

    def _text(self, op: TextOp) -> None:
        canvas = self._canvas
        canvas.setFont(op.font, op.size)
        x, y = op.x * PT_PER_MM, self._y(op.baseline)
        if not op.grey and not op.turned:
            canvas.drawString(x, y, op.text)
            return
        canvas.saveState()
        canvas.setFillGray(op.grey)
        canvas.translate(x, y)
        canvas.rotate(op.turned)
        canvas.drawString(0, 0, op.text)
        canvas.restoreState()

    def _line(self, op: LineOp) -> None:
        canvas = self._canvas
        canvas.setLineWidth(op.width)
        if op.dash:
            canvas.setDash(list(op.dash))
        if op.grey:
            canvas.setStrokeGray(op.grey)
        path = canvas.beginPath()
        path.moveTo(op.points[0][0] * PT_PER_MM, self._y(op.points[0][1]))
        for x, y in op.points[1:]:
            path.lineTo(x * PT_PER_MM, self._y(y))
        canvas.drawPath(path, stroke=1, fill=0)
        if op.dash:
            canvas.setDash()
        if op.grey:
            canvas.setStrokeGray(0)

    def _bars(self, op: BarsOp) -> None:
        """Bars that bear a name are the same on every page: they become one form object of the PDF."""
        if not op.name:
            self._fill(op)
            return
        key = (op.name, self._height)
        name = f"{op.name}{self._height:.0f}"
        if key not in self._shared:
            self._shared[key] = op
            self._canvas.beginForm(name)
            self._fill(op)
            self._canvas.endForm()
        elif self._shared[key] is not op:
            raise ValueError("two different shared drawings of one name")
        self._canvas.doForm(name)

    def _fill(self, op: BarsOp) -> None:
        path = self._canvas.beginPath()
        for x, y, w, h in op.bars:
            path.rect(x * PT_PER_MM, self._y(y + h), w * PT_PER_MM, h * PT_PER_MM)
        self._canvas.drawPath(path, stroke=0, fill=1)
