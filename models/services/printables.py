"""Every form the program prints, in one explicit tuple: its number series and how it is drawn from the register."""

from __future__ import annotations

from collections.abc import Callable

from models.domain.text import T
from models.forms import book as volume
from models.forms.fonts import FontSet
from models.forms.render import FormDocument
from models.forms.stamp import Stamp
from models.services import count_forms, destruction_forms, handover_forms, register_book
from models.services.office import Office
from models.services.printing import Fixing, Numbered, Printable
from models.services.process_entries import G09, G10
from models.services.processes import sister_number
from models.services.register_entries import G01, G03, Book
from models.storage.store import Reader


def _open_pages(book: Book) -> Callable[[Office, int, Numbered, Stamp, FontSet], FormDocument]:
    def compose(office: Office, year: int, number: Numbered, stamp: Stamp, fonts: FontSet) -> FormDocument:
        return register_book.draw_open(office, book, year, stamp, fonts)

    return compose


def _volume(book: Book) -> Callable[[Office, int, Numbered, Stamp, FontSet], FormDocument]:
    def compose(office: Office, year: int, number: Numbered, stamp: Stamp, fonts: FontSet) -> FormDocument:
        return register_book.draw_volume(office, book, year, stamp.printed_by, stamp, fonts)

    return compose


def _fixing(book: Book) -> Callable[[Office, int, FontSet], Fixing]:
    return lambda office, year, fonts: register_book.fixing(office, book, year, fonts)


def _own_number(ledger: str, prefix: str) -> Callable[[Reader, int], str]:
    def number_of(read: Reader, record: int) -> str:
        return sister_number((read.get(ledger, record) or {})["number"], prefix)

    return number_of


REGISTER_FORMS = (
    Printable("G01", G01.register.prefix, "收簿", T("form title", "涉密文件收文登记簿"), "documents", _open_pages(G01), fixing=_fixing(G01)),
    Printable("G03", G03.register.prefix, "载簿", T("form title", "涉密载体总台账"), "carriers", _open_pages(G03), fixing=_fixing(G03)),
    Printable("G09", G09.register.prefix, "销簿", T("form title", "涉密载体销毁登记簿"), "destructions", _open_pages(G09), fixing=_fixing(G09)),
    Printable("G10", G10.register.prefix, "查簿", T("form title", "涉密载体清查登记簿"), "counts", _open_pages(G10), fixing=_fixing(G10)),
    Printable("DB-G01", volume.PREFIX, "登簿", T("form title", "收文登记簿全年册"), "documents", _volume(G01)),
    Printable("DB-G03", volume.PREFIX, "登簿", T("form title", "载体总台账全年册"), "carriers", _volume(G03)),
)

COUNT_FORMS = (
    Printable("F8a", "PD", "清查", T("form title", "涉密载体清查盘点表"), "counts", count_forms.compose_f8a, _own_number("counts", "PD")),
    Printable("F8b", "PC", "查差", T("form title", "涉密载体清查差异报告"), "counts", count_forms.compose_f8b, _own_number("counts", "PC")),
)

DESTRUCTION_FORMS = (
    Printable("F1", "XS", "销审", T("form title", "涉密载体销毁审批表"), "destructions", destruction_forms.compose_f1, _own_number("destructions", "XS")),
    Printable("F2", "XQ", "销清", T("form title", "涉密载体销毁清单"), "destructions", destruction_forms.compose_f2, _own_number("destructions", "XQ")),
)

HAND_OVER_FORMS = (
    Printable("F3", "YJ", "移交", T("form title", "涉密载体移交清单"), "handovers", handover_forms.compose_f3, _own_number("handovers", "YJ")),
)

PRINTABLES: tuple[Printable, ...] = (*REGISTER_FORMS, *COUNT_FORMS, *DESTRUCTION_FORMS, *HAND_OVER_FORMS)
BY_CODE: dict[str, Printable] = {form.code: form for form in PRINTABLES}
