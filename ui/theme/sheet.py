"""The one style sheet, made from the tokens. It draws frames; marks, badges and rings are painted by widgets."""

from __future__ import annotations

from collections.abc import Callable

from ui.theme.tokens import Tokens

_SHEET = """
QWidget {{ color: {text}; }}
QDialog, QMainWindow, Page {{ background: {window}; }}
QToolTip {{ color: {text}; background: {surface}; border: {b}px solid {edge}; padding: {p4}px {p8}px;
    font-size: {p12}px; }}

QAbstractScrollArea {{ background: transparent; border: none; }}
QAbstractScrollArea::corner {{ background: transparent; border: none; }}
QLineEdit, QPlainTextEdit {{
    background: {surface}; border: {b}px solid {edge}; border-radius: {p6}px; padding: 0 {p9}px;
    min-height: {p34}px; font-size: {p14}px; selection-background-color: {fill}; selection-color: {on_fill};
}}
QPlainTextEdit {{ padding: {p6}px {p7}px; }}
QLineEdit:focus, QPlainTextEdit:focus {{ border-color: {focus}; }}
QLineEdit[severity="BLOCKS"], QPlainTextEdit[severity="BLOCKS"] {{ border: 2px solid {bad}; padding: 0 {p8}px; }}
QLineEdit[severity="WARNS"], QPlainTextEdit[severity="WARNS"] {{ border: 2px solid {warn}; padding: 0 {p8}px; }}
QPlainTextEdit[severity] {{ padding: {p6}px; }}
QLineEdit:read-only, QPlainTextEdit:read-only {{ background: {well}; border-color: {line}; color: {text}; }}
QLineEdit:disabled, QPlainTextEdit:disabled {{ background: {well}; border-color: {line}; color: {text3}; }}
QLineEdit[scan="true"] {{ min-height: {p50}px; font-size: {p18}px; }}
QLineEdit[echoMode="2"] {{ lineedit-password-character: 9679; font-size: {p11}px; letter-spacing: {p2}px; }}
QLineEdit[bare="true"] {{ border: none; background: transparent; padding: 0; min-height: 0; }}

QMenu {{ background: {surface}; border: {b}px solid {edge}; border-radius: {p6}px; padding: {p4}px; }}
QMenu::item {{ padding: {p7}px {p24}px {p7}px {p12}px; border-radius: {p4}px; min-width: {p120}px; }}
QMenu::item:selected {{ background: {selected}; color: {text}; }}
QMenu::item:disabled {{ color: {text3}; }}
QMenu::separator {{ height: 1px; background: {line}; margin: {p4}px {p8}px; }}

QComboBox QAbstractItemView, QListView#completion {{
    background: {surface}; border: {b}px solid {edge}; outline: none; padding: {p4}px;
    selection-background-color: {selected}; selection-color: {text};
}}
QComboBox QAbstractItemView::item, QListView#completion::item {{ min-height: {p30}px; padding: 0 {p8}px; }}

QListView, QTableView {{ background: {surface}; border: none; outline: none; gridline-color: {line};
    selection-background-color: {selected}; selection-color: {text}; }}
QHeaderView {{ background: {well}; border: none; }}
QHeaderView::section {{ background: {well}; border: none; border-bottom: 1px solid {line}; padding: {p7}px {p10}px;
    color: {text3}; font-size: {p12}px; }}
QTableWidget::item {{ border-bottom: 1px solid {line}; padding: 0 {p7}px; }}
QScrollBar:vertical {{ background: transparent; width: {p12}px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: {p12}px; margin: 0; }}
QScrollBar::handle {{ background: {edge}; border-radius: {p4}px; margin: {p2}px; }}
QScrollBar::handle:vertical {{ min-height: {p36}px; }}
QScrollBar::handle:horizontal {{ min-width: {p36}px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}

QProgressBar {{ background: {line}; border: none; border-radius: {p3}px; min-height: {p6}px; max-height: {p6}px; }}
QProgressBar::chunk {{ background: {fill}; border-radius: {p3}px; }}

QLabel {{ background: transparent; }}
QLabel[role="title"] {{ font-size: {p20}px; font-weight: bold; }}
QLabel[role="section"] {{ font-size: {p16}px; font-weight: bold; }}
QLabel[role="line"] {{ font-size: {p15}px; font-weight: bold; }}
QLabel[role="strong"] {{ font-size: {p14}px; font-weight: bold; }}
QLabel[role="said"] {{ font-size: {p15}px; }}
QLabel[role="mark"] {{ font-size: {p13}px; font-weight: bold; }}
QLabel[role="body"] {{ font-size: {p14}px; }}
QLabel[role="value"] {{ font-size: {p13}px; }}
QLabel[role="second"] {{ font-size: {p13}px; color: {text2}; }}
QLabel[role="label"] {{ font-size: {p13}px; color: {text2}; }}
QLabel[role="hint"] {{ font-size: {p12}px; color: {text3}; }}
QLabel[role="conclusion"] {{ font-size: {p28}px; font-weight: bold; }}
QLabel[role="counter"] {{ font-size: {p36}px; font-weight: bold; }}
QLabel[tone="text2"] {{ color: {text2}; }}
QLabel[tone="text3"] {{ color: {text3}; }}
QLabel[tone="accent"] {{ color: {accent}; }}
QLabel[tone="ok"] {{ color: {ok}; }}
QLabel[tone="warn"] {{ color: {warn}; }}
QLabel[tone="bad"] {{ color: {bad}; }}
QLabel[tone="vio"] {{ color: {vio}; }}
QLabel[tone="neu"] {{ color: {neu}; }}
"""


def sheet_of(tokens: Tokens, px: Callable[[float], int]) -> str:
    """The style sheet of a theme; `px` scales a length of the design to the user's size of type."""
    values = {name: getattr(tokens, name) for name in tokens.__slots__}
    lengths = (2, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 18, 20, 24, 28, 30, 34, 36, 50, 120)
    values |= {f"p{length}": px(length) for length in lengths}
    return _SHEET.format(b=px(tokens.border), **values)
