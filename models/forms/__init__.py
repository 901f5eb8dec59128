"""Printed forms: each is a function of plain data and a stamp, drawn by reportlab alone (no storage, no services).

A form is laid out on sheets in millimetres (`sheet.py`), closed by `render.compose` (footer, QR code, glyph check) and
played into a PDF. To add a form:

1. One file with `PREFIX`, `CODE`, `TITLE`, a frozen `Data` and `draw(data, stamp, fonts) -> FormDocument`.
2. A list describes a `TableSpec` (`table.py`, shared columns in `columns.py`); a form of cells fills a `Grid` (`grid.py`).
3. Its samples, short and long, go into `tests/forms/samples.py`: border, code and equal-bytes checks then run over it.
"""
