"""Printing is an act: numbered before the paper exists, with its outcome after (K-18 to K-20)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from models.domain import numbering
from models.domain.errors import Refused, UserError
from models.domain.problems import Problem, blocks
from models.domain.text import T, Text
from models.forms.fonts import FontSet
from models.forms.render import FormDocument
from models.forms.stamp import Stamp
from models.services.acts import Draft
from models.services.office import Desk, Office
from models.services.printers import OutcomeUnknown
from models.storage import register_queries
from models.storage.canonical import canonical_bytes
from models.storage.digests import sm3
from models.storage.journal import Change
from models.storage.store import Reader, Row

Deliver = Callable[[bytes], str]  # hands the PDF over; its answer is an outcome: SENT or SAVED
PRINTS = ("print_form", "print_pages")  # acts that put an entry's digest on paper
_OPEN = ("STARTED", "UNKNOWN")  # nobody knows yet whether the paper exists


@dataclass(frozen=True)
class Numbered:
    """The number a form bears: ASCII for footer and QR, Chinese for the header (K-18)."""

    ascii: str
    chinese: str
    year: int
    serial: int


@dataclass(frozen=True)
class Fixing:
    """Register pages as they stand now: their rows in `register_pages`, and the drawing of just these."""

    pages: tuple[Mapping[str, Any], ...]
    draw: Callable[[Stamp], FormDocument]


READERS = frozenset({"clerk", "approver", "inspector"})


@dataclass(frozen=True)
class Printable:
    """A form that can be printed for one record. `compose` draws it from what the register says now."""

    code: str  # F2
    prefix: str  # XQ
    word: str  # 销清, as in 〔2026〕销清第003号
    title: Text
    ledger: str
    compose: Callable[[Office, int, Numbered, Stamp, FontSet], FormDocument]
    number_of: Callable[[Reader, int], str] | None = None  # where the record itself bears the form's number
    fixing: Callable[[Office, int, FontSet], Fixing] | None = None  # a register book: what its print fixes (K-20)
    roles: frozenset[str] = READERS  # who may see it: its lines are the register's (domain.md 4.2)


@dataclass(frozen=True)
class Begun:
    """A print that is numbered and drawn and not yet handed over."""

    print_id: int
    number: Numbered
    pdf: bytes
    pages: int


@dataclass(frozen=True)
class Printed:
    """A finished print: its row, its numbers and the PDF that was handed over."""

    print_id: int
    number: Numbered
    outcome: str
    pdf: bytes
    pages: int


def numbered_for(read: Reader, form: Printable, record: int, year: int) -> Numbered:
    """The number this form has for this record, or the one its first print will take."""
    earlier = read.find("prints", form=form.code, ledger=form.ledger, record=record)
    own = form.number_of(read, record) if form.number_of else None
    if own:
        found = numbering.parse_form_number(own)
        year, serial = found.year, found.serial
    elif earlier and not form.fixing:
        found = numbering.parse_form_number(earlier[0]["form_number"])
        year, serial = found.year, found.serial
    else:
        last = register_queries.last_form_number(read, form.prefix, year)
        serial = numbering.parse_form_number(last).serial + 1 if last else 1
    chinese = numbering.chinese_form_number(year, form.word, serial)
    return Numbered(numbering.form_number(form.prefix, year, serial), chinese, year, serial)


def preview(office: Office, form: Printable, record: int, fonts: FontSet) -> FormDocument:
    """The form as it would be printed now; only what the print itself makes is still open (K-19). Raises Refused for a role
    that does not see the register."""
    if problems := reader_problems(form, office.sitting.role):
        raise Refused(problems)
    number = numbered_for(office.read, form, record, office.clock.today().year)
    return form.compose(office, record, number, _preview_stamp(office, form, number), fonts)


def reader_problems(form: Printable, role: str) -> list[Problem]:
    """That a role may not see a form: administrators keep the office running and read no register."""
    if role in form.roles:
        return []
    text = T("problem", "“{form}”印有登记内容，这个角色不能看，也不能打印", form=form.title)
    return [blocks("ROLE_NOT_ALLOWED", "", text, "K-3")]


def print_form(
    office: Office, form: Printable, record: int, fonts: FontSet, deliver: Deliver, *, printer: str, copies: int = 1,
    reason: str = "",
) -> Printed:  # fmt: skip
    """Number the print in the journal, draw the paper with that entry's digest, hand it over, note the outcome."""
    return end_print(office, begin_print(office, form, record, fonts, printer=printer, copies=copies, reason=reason), deliver)


def begin_print(
    office: Office, form: Printable, record: int, fonts: FontSet, *, printer: str, copies: int = 1, reason: str = ""
) -> Begun:
    """Number the print and draw it, with no other act in between: what the journal says is what the paper shows.

    `reason` says why the form is printed again. A form that cannot be drawn is journalled as FAILED.
    """
    if problems := reader_problems(form, office.sitting.role):
        raise Refused(problems)
    number = numbered_for(office.read, form, record, office.clock.today().year)
    fixing = form.fixing(office, record, fonts) if form.fixing else None

    def draw(stamp: Stamp) -> FormDocument:
        return fixing.draw(stamp) if fixing else form.compose(office, record, number, stamp, fonts)

    draft = draw(_preview_stamp(office, form, number))
    digest = content_digest(draft)
    values = {"form": form, "record": record, "digest": digest, "pages": draft.page_count, "copies": copies, "printer": printer}
    fixed = {"fixed": fixing.pages} if fixing else {}
    done = office.note("print_pages" if fixing else "print_form", reason=reason, **values, **fixed)
    row = done.result
    stamp = Stamp(
        form.code, row["form_number"], _who(office), _when(office), done.entry, done.digest.hex(), row["print_number"],
        row["nth"], office.vault.is_training,
    )  # fmt: skip
    try:
        document = draw(stamp)
        if content_digest(document) != digest:
            raise _changed_meanwhile()
        return Begun(row["id"], number, document.pdf(), document.page_count)
    except BaseException:
        office.note("print_outcome", print_id=row["id"], outcome="FAILED")
        raise


def end_print(office: Office, begun: Begun, deliver: Deliver) -> Printed:
    """Hand the paper over, note the outcome. May wait for a spooler: not on the worker that writes.

    A failure of `deliver` is journalled as FAILED and raised again: the paper of that number is annulled. If nobody knows
    whether the paper came out, the outcome is UNKNOWN until a person says it (`say_outcome`).
    """
    try:
        outcome = deliver(begun.pdf)
    except BaseException as error:
        office.note("print_outcome", print_id=begun.print_id, outcome=outcome_of(error))
        raise
    office.note("print_outcome", print_id=begun.print_id, outcome=outcome)
    return Printed(begun.print_id, begun.number, outcome, begun.pdf, begun.pages)


def outcome_of(error: BaseException) -> str:
    """What became of a print whose handing over raised an error."""
    return "UNKNOWN" if isinstance(error, OutcomeUnknown) else "FAILED"


def content_digest(document: FormDocument) -> str:
    """SM3 over the texts of every page, the stamp's left out; hexadecimal."""
    return sm3(canonical_bytes([list(page) for page in document.content])).hex()


def note_print(
    desk: Desk, *, form: Printable, record: int, digest: str, pages: int, copies: int, printer: str
) -> Draft:
    """First entry of a print (K-19): form, number, content digest, copies, printer. Result: the print's row."""
    if problems := reader_problems(form, desk.sitting.role):
        raise Refused(problems)
    number = numbered_for(desk.read, form, record, desk.today.year)
    print_id = desk.new_id("prints")
    row = {
        "print_number": f"{desk.today.year}-{print_id:06d}", "form": form.code, "form_number": number.ascii,
        "ledger": form.ledger, "record": record, "digest": digest, "pages": pages, "copies": copies,
        "nth": print_count(desk.read, number) + 1, "printer": printer, "outcome": "STARTED",
    }  # fmt: skip
    return Draft(f"{form.code} {number.ascii}", [Change("prints", print_id, row)], result={"id": print_id, **row})


def note_pages(
    desk: Desk, *, form: Printable, record: int, digest: str, pages: int, copies: int, printer: str,
    fixed: Sequence[Mapping[str, Any]],
) -> Draft:  # fmt: skip
    """First entry of a print of register pages: with it they are fixed, unless the print fails (K-20).

    While nobody knows whether the last paper came out, no further page is printed: it would follow a page that may not be.
    """
    draft = note_print(desk, form=form, record=record, digest=digest, pages=pages, copies=copies, printer=printer)
    if open_prints(desk.read, form, record):
        text = T("problem", "上一次打印还不知道出没出纸，先说明结果，再打印后面的簿页")
        draft.problems.append(blocks("PRINT_NOT_SETTLED", "", text, "K-20"))
    draft.changes += [
        Change("register_pages", desk.new_id("register_pages"), {**page, "print_id": draft.result["id"]}) for page in fixed
    ]
    return draft


def say_outcome(desk: Desk, *, print_id: int, came_out: bool) -> Draft:
    """What a person saw at the printer, where the program could not know: the paper is there, or it is annulled (K-19)."""
    row = desk.read.get("prints", print_id)
    if row is None:
        raise KeyError(f"prints {print_id}")
    problems = []
    if row["outcome"] != "UNKNOWN":
        text = T("problem", "打印序号 {number} 已经记下结果，不能再改", number=row["print_number"])
        problems.append(blocks("PRINT_ENDED", "", text, "K-19"))
    changes = [Change("prints", print_id, {"outcome": "SENT" if came_out else "FAILED"})]
    return Draft(f"{row['form']} {row['form_number']}", changes, problems)


def open_prints(read: Reader, form: Printable, record: int) -> list[Row]:
    """The prints of this form for this record of which nobody knows yet whether the paper came out."""
    of_record = read.find("prints", form=form.code, ledger=form.ledger, record=record)
    return [row for row in of_record if row["outcome"] in _OPEN]


def note_outcome(desk: Desk, *, print_id: int, outcome: str) -> Draft:
    """Second entry of a print: sent, saved, failed, or unknown after a crash. A print ends once."""
    row = started_print(desk, print_id)
    return Draft(f"{row['form']} {row['form_number']}", [Change("prints", print_id, {"outcome": outcome})])


def started_print(desk: Desk, print_id: int) -> Row:
    """The print that has no outcome yet. Raises KeyError, or Refused if it ended before: an outcome is never changed."""
    row = desk.read.get("prints", print_id)
    if row is None:
        raise KeyError(f"prints {print_id}")
    if row["outcome"] != "STARTED":
        text = T("problem", "打印序号 {number} 已经记下结果，不能再改", number=row["print_number"])
        raise Refused([blocks("PRINT_ENDED", "", text, "K-19")])
    return row


def settle_unknown(office: Office) -> int:
    """After a crash: prints that were started and never ended are unknown; how many there were."""
    open_prints = office.read.find("prints", outcome="STARTED")
    for row in open_prints:
        office.note("print_outcome", print_id=row["id"], outcome="UNKNOWN")
    return len(open_prints)


def print_count(read: Reader, number: Numbered) -> int:
    """How often the form with this number was printed so far. Paper of a failed print is annulled: it counts as none (K-19)."""
    return sum(row["outcome"] != "FAILED" for row in read.find("prints", form_number=number.ascii))


def _preview_stamp(office: Office, form: Printable, number: Numbered) -> Stamp:
    return Stamp(
        form.code, number.ascii, _who(office), _when(office), training=office.vault.is_training, preview=True,
        print_count=print_count(office.read, number) + 1,
    )  # fmt: skip


def _changed_meanwhile() -> UserError:
    return UserError(
        "PRINT_CHANGED",
        T("error", "排版时登记有了变动，这份表单没有打印。"),
        T("error", "登记没有丢；这个打印序号已记为失败。"),
        T("error", "请再打印一次。"),
    )


def _who(office: Office) -> str:
    person: dict[str, Any] | None = office.read.get("persons", office.sitting.account.get("person_id"))
    return str(person["name"]) if person else office.sitting.name


def _when(office: Office) -> str:
    return office.clock.now().astimezone().strftime("%Y-%m-%d %H:%M")


def acts_since_paper(office: Office) -> int:
    """Entries after the last form that came out: paper with a QR code is the only witness outside this PC (K-18)."""
    return office.read.head().number - last_paper(office.read)


def last_paper(read: Reader) -> int:
    """The entry that the newest paper which came out vouches for, 0 if there is none: a failed print is no witness."""
    return register_queries.last_paper(read, PRINTS)
