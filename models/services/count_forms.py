"""The forms of a count, drawn from its frozen book and its findings: F8a to walk with, F8b to sign (K-22)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from models.domain.count_types import DETAIL_WORDS, UNRECORDED_WORDS, Detail, Unrecorded, Verdict
from models.domain.dates import from_iso
from models.domain.levels import Level
from models.domain.marking_types import NO_MARKING, Marking
from models.domain.markings import marking_from, render_marking
from models.domain.numbering import chinese_form_number, parse_form_number
from models.domain.periods import row_expiry
from models.domain.reconciliation import CountFigures
from models.domain.text import T
from models.forms import f8a, f8b
from models.forms.fonts import FontSet
from models.forms.lists import level_word
from models.forms.render import FormDocument
from models.forms.stamp import Stamp
from models.ledgers.counts import DECISIONS
from models.services import count_views
from models.services.count_statement import place_words
from models.services.list_marks import list_mark
from models.services.office import Office
from models.services.printing import Numbered
from models.storage import count_queries, process_queries
from models.storage.store import Reader, Row

_KINDS = {
    "YEARLY": f8a.Kind.YEAR, "QUARTERLY": f8a.Kind.QUARTER, "LEAVING": f8a.Kind.LEAVING, "SPECIAL": f8a.Kind.SPECIAL,
}  # fmt: skip


def compose_f8a(office: Office, count_id: int, number: Numbered, stamp: Stamp, fonts: FontSet) -> FormDocument:
    """The list to walk with, in shelf order; with results once the count is finished."""
    read = office.read
    count = read.get("counts", count_id) or {}
    rows = count_queries.expected_rows(read, count_id)
    texts = {row["id"]: row for row in process_queries.carrier_texts(read, [row["carrier_id"] for row in rows])}
    lines = tuple(_f8a_line(office, row, texts[row["carrier_id"]], count["state"] != "OPEN") for row in rows)
    shown = [line.marking for line in lines if not line.title_hidden]
    return f8a.draw(
        f8a.Data(
            batch=_batch(count), kind=_KINDS[count["kind"]], base_date=from_iso(count["base_on"]),
            department=_department(read), mark=list_mark(shown, office.clock.today()), rows=lines,
            surplus=_surplus(read, count_id),
        ),
        stamp, fonts,
    )  # fmt: skip


def compose_f8b(office: Office, count_id: int, number: Numbered, stamp: Stamp, fonts: FontSet) -> FormDocument:
    """The report of differences with the figures by level; rows are every class but 相符, 借出, 期间异动."""
    read = office.read
    count = read.get("counts", count_id) or {}
    lines = tuple(
        _f8b_line(office, found) for found in count_views.differences(read, count_id, office.clock.today())
        if found.finding["state"] in ("OPEN", "CLOSED") and found.finding["verdict"] in _DIFFERENCES
    )  # fmt: skip
    counters = "、".join(_person(read, count[name]) for name in ("counter_id", "second_counter_id"))
    shown = [line.marking for line in lines if not line.title_hidden]
    return f8b.draw(
        f8b.Data(
            number=number.chinese, batch=_batch(count), began_on=date.fromisoformat(count["base_on"]),
            ended_on=from_iso(count["finished_on"]) or office.clock.today(), counters=counters,
            scope=count["scope_words"] or "全部在册载体", figures=_figures(read, count_id), rows=lines,
            mark=list_mark(shown, office.clock.today()),
            above_limit=tuple(count_views.above_limit_in_order(read, count_id)),
        ),
        stamp, fonts,
    )  # fmt: skip


_DIFFERENCES = {verdict.value for verdict in f8b.DIFFERENCES}


def _batch(count: Row) -> str:
    found = parse_form_number(count["number"])
    return chinese_form_number(found.year, "清查", found.serial)


def _department(read: Reader) -> str:
    organ = read.get("organ", 1) or {}
    return str(organ.get("security_office") or organ["name"])


def _person(read: Reader, person_id: int | None) -> str:
    return str((read.get("persons", person_id) or {"name": ""})["name"])


def _hidden(office: Office, row: Row) -> bool:
    return bool(row["level"]) and Level(row["level"]).rank > office.vault_level.rank


def _place(read: Reader, row: Row) -> str:
    """机要室 / 5号柜 / 第5格, or the holder: the band under which a line stands."""
    place = process_queries.place_of(read, row["shelf_id"])
    if row["holder_id"] is not None or place is None:
        return f"持有人：{_person(read, row['holder_id'])}" if row["holder_id"] else "未上架"
    return " / ".join(part for part in (place["room"], place["cabinet"], place["shelf"]) if part)


def _f8a_line(office: Office, row: Row, carrier: Row, is_finished: bool) -> f8a.Line:
    return f8a.Line(
        number=carrier["number"], title=carrier["title"] or "",
        reference=carrier["reference_number"] or carrier["serial_number"] or "", marking=marking_from(carrier),
        expires_on=row_expiry(carrier).last_day, copy=carrier["copy_number"] or "",
        holder=_person(office.read, row["holder_id"]), place=_place(office.read, row),
        title_hidden=_hidden(office, carrier),
        result=Verdict(row["verdict"] or Verdict.MATCHED) if is_finished else None,
    )  # fmt: skip


def _surplus(read: Reader, count_id: int) -> tuple[f8a.Surplus, ...]:
    outside = [row for row in count_queries.findings(read, count_id) if row["verdict"] == Verdict.UNRECORDED]
    named = {row["id"]: row for row in process_queries.carrier_texts(read, _carriers(outside))}
    found = []
    for row in outside:
        carrier: dict[str, Any] = named.get(row["carrier_id"]) or {}
        found.append(f8a.Surplus(
            carrier.get("number") or row["code"] or "", carrier.get("title") or "", carrier.get("reference_number") or "",
            render_marking(marking_from(carrier)) if carrier else "", carrier.get("copy_number") or "",
            place_words(read, row["found_shelf_id"], row["found_holder_id"]),
        ))  # fmt: skip
    return tuple(found)


def _carriers(rows: Sequence[Row]) -> list[int]:
    return [row["carrier_id"] for row in rows if row["carrier_id"] is not None]


def _f8b_line(office: Office, found: count_views.DifferenceLine) -> f8b.Line:
    finding, carrier = found.finding, found.carrier
    handling = str(DECISIONS.get(finding["decision"] or "", ""))
    if found.clock:
        handling = f"{handling} 至{found.clock.deadline.isoformat()}"
    return f8b.Line(
        title=found.title or "（不认识的编号）", reference=found.reference or found.number, copy=found.copy_number,
        marking=_marking(carrier), verdict=Verdict(finding["verdict"]),
        unrecorded=Unrecorded(finding["unrecorded"]) if finding["unrecorded"] else None,
        cause=finding["reason"] or "", handling=handling,
        title_hidden=carrier is not None and _hidden(office, carrier), detail=_detail(found),
    )  # fmt: skip


def _detail(found: count_views.DifferenceLine) -> str:
    """What a reader must know beyond the class: what the book says became of it, that it is lent, that it lay too low."""
    finding = found.finding
    lent = Detail.OUT_BUT_HERE if finding["detail"] == Detail.OUT_BUT_HERE else None
    gone = found.gone
    if gone is not None and "number" in dict(gone.values):
        gone = T("count", "已投入销毁")  # the column has no room for the number of the destruction
    said = gone or (DETAIL_WORDS[lent] if lent else None)
    if said is None and finding["unrecorded"]:
        said = UNRECORDED_WORDS[Unrecorded(finding["unrecorded"])]
    return "，".join(str(word) for word in (said, T("count", "超限") if found.above_limit else None) if word)


def _marking(carrier: Row | None) -> Marking:
    return marking_from(carrier) if carrier else NO_MARKING


def _figures(read: Reader, count_id: int) -> dict[str, CountFigures]:
    """The figures of each printed level; kinds that share a printed row are added."""
    sums: dict[str, CountFigures] = {}
    for (kind, level), figures in count_views.figures_by(read, count_id, "grade").items():
        word = level_word(marking_from({"secret_kind": kind or "UNMARKED", "level": level, "term_kind": "NONE"}))
        sums[word] = _added(sums[word], figures) if word in sums else figures
    return sums


def _added(first: CountFigures, second: CountFigures) -> CountFigures:
    return CountFigures(**{name: getattr(first, name) + getattr(second, name) for name in first.__slots__})
