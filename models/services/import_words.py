"""What a judged source row says on the screen: what it becomes, in a line and in full, and each finding with its cell."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from models.domain.lifecycle import STATE_WORDS, CarrierState
from models.domain.markings import MarkingError, marking_from, render_marking
from models.domain.numbering import format_copy_numbers
from models.domain.text import T, Text
from models.exchange.proposed import ProposedCopy, ProposedRow
from models.exchange.rows import RowKind
from models.services.importing import Class, Judged

Words = Text | str
_KINDS: dict[RowKind, Text] = {
    RowKind.DATA: T("import row", "按你的决定不导入"), RowKind.BLANK: T("import row", "空行"),
    RowKind.TITLE: T("import row", "表名"), RowKind.HEADER: T("import row", "表头"),
    RowKind.REPEATED_HEADER: T("import row", "重复的表头"), RowKind.SUBTOTAL: T("import row", "小计、合计"),
    RowKind.NOTE: T("import row", "说明"), RowKind.YEAR: T("import row", "年度行"),
    RowKind.LEFT_OUT: T("import row", "不导入的表"),
}  # fmt: skip
_LONG = 60  # characters of a list of copy numbers in one line


@dataclass(frozen=True, slots=True)
class FindingCard:
    """One finding: BLOCKS, WARNS or NOTICE; where it stands on the sheet, and the value as written."""

    severity: str
    column: str
    heading: str
    value: str
    text: Text
    rule: str


def place_of(judged: Judged) -> str:
    """Sheet and row as a spreadsheet program shows them."""
    row = judged.row
    return f"{row.sheet} {row.row}".strip()


def headline(judged: Judged) -> str:
    """The title, else the number, else the first words of the row."""
    document, cells = judged.row.document, judged.row.cells
    name = document.get("title") or document.get("reference_number")
    return str(name) if name else "　".join(" ".join(text.split()) for _heading, text in cells[:4])


def becomes(judged: Judged) -> Text:
    """What the import makes of the row, in a line."""
    row = judged.row
    if judged.klass is Class.SKIPPED:
        return _KINDS[row.kind]
    if judged.klass is Class.REFUSED:
        return T("import row", "不登记，原文留存")
    if judged.klass is Class.PRESENT:
        return T("import row", "以前导入过，不再登记")
    if row.joins:
        return T("import row", "加到前面那件：{copies}", copies=_copies_line(row))
    return T("import row", "登记 1 件：{copies}", copies=_copies_line(row))


def facts(judged: Judged) -> list[tuple[Text, Words]]:
    """Everything that the row becomes, field by field."""
    row, document = judged.row, judged.row.document
    if not row.copies:
        return []
    states = Counter(copy.state for copy in row.copies)
    said: list[tuple[Text, Words]] = [
        (T("document", "收文日期"), str(document.get("received_on") or "—")),
        (T("document", "来文单位"), str(document.get("issuer") or "—")),
        (T("document", "来文字号"), str(document.get("reference_number") or "—")),
        (T("document", "密级"), _marking(row) or "—"),
        (T("import row", "份数"), T("import row", "{n} 份", n=len(row.copies))),
        (T("carrier", "份号"), numbers_of(row) or T("import row", "未记")),
        (T("import row", "位置"), "、".join(_places(row)) or "—"),
        (T("carrier", "状态"), _join([_state_words(state, count, row.copies) for state, count in states.most_common()])),
    ]
    if document.get("pages"):
        said.append((T("document", "页数"), str(document["pages"])))
    if document.get("remarks"):
        said.append((T("document", "备注"), str(document["remarks"])))
    return said


def findings(judged: Judged) -> list[FindingCard]:
    """What was noticed, what blocks first."""
    cards = [
        FindingCard(
            "BLOCKS" if found.blocks else "WARNS" if found.warns else "NOTICE", found.column, found.heading, found.value,
            found.problem.text, found.problem.rule,
        )
        for found in judged.findings
    ]  # fmt: skip
    return sorted(cards, key=lambda card: ("BLOCKS", "WARNS", "NOTICE").index(card.severity))


def numbers_of(row: ProposedRow) -> str:
    """The copy numbers as they are written in a register; "" if there are none."""
    return format_copy_numbers([copy.copy_number for copy in row.copies if copy.copy_number])


def badge_of(judged: Judged) -> str:
    """Level or kind of secret, "" for a row that becomes nothing."""
    document = judged.row.document
    return str(document.get("level") or document.get("secret_kind") or "") if judged.row.copies else ""


def _marking(row: ProposedRow) -> str:
    try:
        return render_marking(marking_from(row.document))
    except (MarkingError, KeyError):
        return str(row.document.get("marking") or "")


def _copies_line(row: ProposedRow) -> Text:
    numbers = numbers_of(row)
    if len(numbers) > _LONG:
        numbers = numbers[:_LONG] + "…"
    out = [state for state in dict.fromkeys(copy.state for copy in row.copies) if state is not CarrierState.IN_STORE]
    words = T("import row", "{n} 份 {numbers}", n=len(row.copies), numbers=numbers or "")
    if not out:
        return words
    counts = Counter(copy.state for copy in row.copies)
    return T("import row", "{copies}，{states}", copies=words, states=_join([_state_words(s, counts[s], row.copies) for s in out]))


def _state_words(state: CarrierState, count: int, copies: tuple[ProposedCopy, ...]) -> Text:
    holders = list(dict.fromkeys(copy.holder for copy in copies if copy.state is state and copy.holder))
    if holders:
        return T("import row", "{state} {n}（{who}）", state=STATE_WORDS[state], n=count, who="、".join(holders[:3]))
    return T("import row", "{state} {n}", state=STATE_WORDS[state], n=count)


def _places(row: ProposedRow) -> list[str]:
    return list(dict.fromkeys(copy.place.text for copy in row.copies if copy.place.text))[:3]


def _join(parts: list[Text]) -> Text:
    joined = parts[0]
    for part in parts[1:]:
        joined = T("import row", "{one}、{other}", one=joined, other=part)
    return joined
