"""A page of a PDF as an image: the preview shows the real file, not a drawing that resembles it (K-19)."""

from __future__ import annotations

import pypdfium2
from PySide6.QtGui import QImage

DOTS = 1600  # height of a page image in pixels: sharp at twice the usual size on screen


def picture(pdf: bytes, page: int, dots: int = DOTS) -> QImage:
    """One page, counted from 0, `dots` pixels high. Only for the background worker: the library works in one thread."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        sheet = document[page]
        bitmap = sheet.render(scale=dots / sheet.get_height(), rev_byteorder=True)
        data = bytes(bitmap.buffer)
        form = QImage.Format.Format_RGBA8888 if bitmap.n_channels == 4 else QImage.Format.Format_RGB888
        return QImage(data, bitmap.width, bitmap.height, bitmap.stride, form).copy()
    finally:
        document.close()
