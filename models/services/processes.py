"""What counting, destruction and hand-over share: their numbers, the list a signer sees, and reading one code (K-17)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from models.domain import numbering
from models.domain.errors import Refused
from models.domain.levels import KIND_WORDS, Level, SecretKind
from models.domain.lifecycle import MEDIUM_WORDS, Medium, Move, check_move, state_after
from models.domain.markings import marking_from, render_marking
from models.domain.problems import Problem, blocks
from models.domain.text import T, Text
from models.services import people
from models.services.clock import stamp
from models.services.movements import HIDDEN
from models.services.office import Desk
from models.services.signing import content_digest
from models.storage import process_queries
from models.storage.journal import Change
from models.storage.store import Reader, Row

LONGEST_CODE = 140
MOST_NAMED = 20  # carriers named one by one in a refusal; the rest are counted


@dataclass(frozen=True, slots=True)
class Code:
    """One scanned, typed or ticked code: what was read, and the carrier that bears it, if there is one."""

    text: str
    number: str | None
    carrier: Row | None


def next_number(desk: Desk, ledger: str, prefix: str) -> str:
    """The next number of a process ledger in this year, e.g. XS-2026-0003 (K-18)."""
    last = process_queries.last_number(desk.read, ledger, prefix, desk.today.year)
    serial = numbering.parse_form_number(last).serial + 1 if last else 1
    return numbering.form_number(prefix, desk.today.year, serial)


def sister_number(number: str, prefix: str) -> str:
    """The number of another form of the same process: XS-2026-0003 → XQ-2026-0003."""
    read = numbering.parse_form_number(number)
    return numbering.form_number(prefix, read.year, read.serial)


def read_code(desk: Desk, code: str, kind: str, again: str = "", kinds: Sequence[str] = ("SCAN", "TYPED")) -> Code:
    """The carrier behind a code. A typed number needs its last three digits again, beside title and copy number.

    Raises Refused with TYPED_AGAIN until `again` fits (K-17): a slip of the finger must not become evidence. Whether a code
    was scanned only the screen knows, for a scanner writes what fingers could; another word than `kinds` is no way round.
    """
    if kind not in kinds:
        raise KeyError(f"codes are not read by {kind}")
    text = "".join(c for c in code if c.isprintable()).strip()[:LONGEST_CODE]
    if not text:
        raise Refused([blocks("NO_CODE", "code", T("problem", "没有读到编号，请再扫一次"))])
    try:
        number = str(numbering.parse_carrier_number(text))
    except numbering.NumberError:
        return Code(text, None, None)
    carrier = process_queries.carrier_by_number(desk.read, number)
    if kind == "TYPED" and not numbering.digits_match(number, again):
        raise Refused([_type_again(number, carrier)])
    return Code(text, number, carrier)


def _type_again(number: str, carrier: Row | None) -> Problem:
    if carrier is None:
        text = T("problem", "登记簿里没有 {number}；没有看错就再输末三位", number=number)
    elif carrier["level"] == Level.TOP_SECRET:
        text = T("problem", "{number}{title}份号 {copy}：请看着载体再输末三位", number=number, title=HIDDEN,
                 copy=carrier["copy_number"] or "—")  # fmt: skip
    else:
        text = T("problem", "{number}《{title}》份号 {copy}：请看着载体再输末三位", number=number,
                 title=carrier["title"] or "", copy=carrier["copy_number"] or "—")  # fmt: skip
    return blocks("TYPED_AGAIN", "again", text, "K-17")


def marking_text(row: Row) -> str:
    """The marking as it stands on a form: 机密★10年, 工作秘密, or the kind's word where nothing is marked."""
    return render_marking(marking_from(row)) or str(KIND_WORDS[SecretKind(row["secret_kind"] or SecretKind.UNMARKED)])


LIST_COLUMNS = ("序号", "载体编号", "载体名称", "制发单位", "载体类别", "文号或序列号", "密级和保密期限", "份号", "页数或容量")


def shown_list(read: Reader, ids: Sequence[int]) -> list[list[Any]]:
    """Carriers as a signer sees them: one line each under LIST_COLUMNS, all texts of the printed list, in order (K-21)."""
    rows = process_queries.carrier_texts(read, ids)
    return [
        [
            rank, row["number"], row["title"] or "", row["issuer"] or "", str(MEDIUM_WORDS[Medium(row["medium"] or "PAPER")]),
            "　".join(part for part in (row["reference_number"], row["serial_number"]) if part), marking_text(row),
            row["copy_number"] or "", str(row["pages"] or row["capacity"] or ""),
        ]
        for rank, row in enumerate(rows, 1)
    ]  # fmt: skip


def list_digest(lines: Sequence[Sequence[Any]]) -> str:
    """The fingerprint of a list: SM3 over its carriers, texts and order, hexadecimal (K-21)."""
    return content_digest([list(line) for line in lines]).hex()


def list_order(row: Row) -> tuple[Any, ...]:
    """The order of a printed list: by material, then reference, then copy (forms.md F2)."""
    media = ("PAPER", "NOTEBOOK", "DRAWING", "PHOTO", "OPTICAL_DISC", "USB_DISK", "MOBILE_DISK", "HARD_DISK", "TAPE", "ITEM")
    medium = row["medium"] or "PAPER"
    return (
        media.index(medium) if medium in media else len(media),
        numbering.reference_sort_key(row["reference_number"] or ""),
        numbering.natural_key(row["copy_number"] or ""),
        row["number"] or "",
    )


def named(desk: Desk, ids: Sequence[int]) -> list[Row]:
    """The carriers with their texts. Raises KeyError if one does not exist, Refused if none is given."""
    rows = process_queries.carrier_texts(desk.read, list(dict.fromkeys(ids)))
    if not rows:
        raise Refused([blocks("NOTHING_CHOSEN", "carrier_ids", T("problem", "还没有选载体"))])
    if len(rows) != len(set(ids)):
        raise KeyError("carriers")
    return rows


def few(problems: Sequence[Problem]) -> list[Problem]:
    """At most MOST_NAMED of a long list of problems, and one that counts the rest."""
    if len(problems) <= MOST_NAMED:
        return list(problems)
    rest = problems[MOST_NAMED:]
    text = T("problem", "还有 {n} 份有同类问题", n=len(rest))
    make = next((problem for problem in rest if problem.blocks), rest[0])
    return [*problems[:MOST_NAMED], Problem("MORE", "", make.severity, text)]


def step(row: Row | None, ledger: str, allowed: Sequence[str], words: Mapping[str, Any], rule: str) -> Row:
    """The process row, if its state allows this step. Raises KeyError, or Refused naming where it stands."""
    if row is None:
        raise KeyError(ledger)
    if row["state"] not in allowed:
        text = T("problem", "{number} 现在是“{now}”，这一步要在“{needed}”时办", number=row["number"],
                 now=words[row["state"]], needed="、".join(str(words[state]) for state in allowed))  # fmt: skip
        raise Refused([blocks(f"STEP_{row['state']}", "", text, rule)])
    return row


def named_problems(carrier: Row, problems: Sequence[Problem]) -> list[Problem]:
    """Problems of one carrier of a list, its number before each sentence; the field is `carrier:ID`."""
    return [
        Problem(problem.code, f"carrier:{carrier['id']}", problem.severity,
                T("problem", "{number}：{what}", number=carrier["number"], what=problem.text), problem.rule)
        for problem in problems
    ]  # fmt: skip


def person_of(desk: Desk) -> int | None:
    """The person signed in, as an id of the persons ledger: the linked one, else the only one of that name."""
    return people.of_account(desk.read, desk.sitting.account).id


def own_person(desk: Desk, rule: str) -> int:
    """The person signed in, where rules compare people by their ids. Raises Refused if it is not clear who that is."""
    found = person_of(desk)
    if found is None:
        text = T("problem", "账户 {name} 没有对应到人员：先登记这个人；同名的不止一位，就请系统管理员在“用户”页指明",
                 name=desk.sitting.name)  # fmt: skip
        raise Refused([blocks("PERSON_UNCLEAR", "", text, rule)])
    return found


def signers(**parts: int | None) -> dict[str, int]:
    """Part played → the person who must sign it, for `Draft.people`; a part nobody is named for can be signed by nobody."""
    return {part: id_ or 0 for part, id_ in parts.items()}


def moved(carrier: Row, move: Move, **more: Any) -> Change:
    """The change of a carrier by an allowed move. Raises Refused if its state does not fit."""
    problems = check_move(carrier["state"], move)
    if problems:
        raise Refused(named_problems(carrier, problems))
    return Change("carriers", carrier["id"], {"state": state_after(carrier["state"], move).value, **more})


def withdrawn(carrier: Row, move: Move) -> list[Change]:
    """The change of a carrier that a list lets go; none if it has left the list's state before, lost or found again."""
    return [] if check_move(carrier["state"], move) else [moved(carrier, move)]


def name_of(read: Reader, person_id: int | None) -> str:
    """A person's name, "" for nobody."""
    return str((read.get("persons", person_id) or {"name": ""})["name"])


def carriers_of(read: Reader, lines: Sequence[Row]) -> list[Row]:
    """The carriers of lines of a list, in its order, with their texts."""
    return process_queries.carrier_texts(read, [line["carrier_id"] for line in lines])


def in_post(desk: Desk, people: Mapping[str, int | None], rule: str) -> list[Problem]:
    """Persons named for a part must exist and be in post; None is left to the rule that asks for the part."""
    problems = []
    for name, person_id in people.items():
        person = desk.read.get("persons", person_id)
        if person_id is not None and (person is None or person["state"] != "IN_POST"):
            problems.append(blocks("NOT_IN_POST", name, T("problem", "请选在岗人员"), rule))
    return problems


def required(values: Mapping[str, str], words: Mapping[str, Text], rule: str) -> list[Problem]:
    """Texts that must not be empty, each with the sentence that says what to write."""
    return [blocks("REQUIRED", name, words[name], rule) for name, value in values.items() if not value.strip()]


def moment(desk: Desk) -> str:
    """The act's time as rows keep it."""
    return stamp(desk.now)
