"""What the three people see and sign at the end of a count: figures, every difference, every decision (K-8, K-22)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from models.domain.count_types import Detail, Verdict
from models.domain.levels import LEVEL_WORDS, Level
from models.domain.lifecycle import GONE, STATE_WORDS, CarrierState
from models.domain.reconciliation import CountFigures
from models.domain.text import T, Text
from models.ledgers.counts import DECISIONS, DETAILS, UNRECORDED, VERDICTS
from models.storage import count_queries, process_queries
from models.storage.store import Reader, Row

COLUMNS = ("序号", "差异", "载体编号", "载体名称", "份号", "密级", "账上位置", "实际位置", "决定", "理由", "凭据")
ABOVE = T("count", "密级高于这一层的上限")


def count_shown(
    read: Reader, count: Row, figures: CountFigures, rows: Sequence[Row], conclusion: str
) -> dict[str, Any]:
    """Facts and table as they are put before each signer; the same bytes are signed."""
    closed = [row for row in rows if row["state"] == "CLOSED"]
    out = sum(row["verdict"] == Verdict.MISPLACED and row["detail"] == Detail.OUT_BUT_HERE for row in closed)
    facts = [
        ["清查批次", count["number"]], ["清查范围", count["scope_words"] or ""], ["基准日期", count["base_on"]],
        ["账面", figures.book], ["实有", figures.actual], ["相符", figures.matched], ["借出（有手续）", figures.on_loan],
        ["期间异动", figures.moved_during], ["错位", figures.misplaced - out], ["借出却在柜", out], ["标识不符", figures.mismarked],
        ["破损", figures.damaged], ["缺失", figures.missing], ["账外", figures.unrecorded], ["处理结论", conclusion],
    ]  # fmt: skip
    carriers = [row["carrier_id"] for row in closed if row["carrier_id"] is not None]
    named = {row["id"]: row for row in process_queries.carrier_texts(read, carriers)}
    gone, above = gone_of(read, closed), count_queries.above_limit(read, count["id"])
    return {"facts": facts, "columns": list(COLUMNS),
            "rows": [_line(read, rank, row, named.get(row["carrier_id"]), class_words(row, gone.get(row["id"]), row["scan_id"] in above))
                     for rank, row in enumerate(closed, 1)]}  # fmt: skip


def place_words(read: Reader, shelf_id: int | None, holder_id: int | None) -> str:
    """A place as it is spoken of: 3号柜 2层, or the holder's name."""
    if holder_id is not None:
        return str((read.get("persons", holder_id) or {"name": ""})["name"])
    place = process_queries.place_of(read, shelf_id)
    return f"{place['cabinet']} {place['shelf']}" if place else ""


def class_words(row: Row, gone: Text | None = None, above_limit: bool = False) -> str:
    """The class of a difference with its detail: 账外（编号不认识）. `gone`: what became of it by the book."""
    said = gone or UNRECORDED.get(row["unrecorded"] or "") or DETAILS.get(row["detail"] or "")
    more = "，".join(str(word) for word in (said, ABOVE if above_limit else None) if word)
    return f"{VERDICTS[row['verdict']]}（{more}）" if more else str(VERDICTS[row["verdict"]])


def gone_words(state: str | None, put_in: str | None) -> Text | None:
    """Why a thing that is here should not be: what became of it by the book (R-45). None if the book still has it.

    `put_in`: the number of the destruction in which it went into the machine, "" or None if it did not.
    """
    if put_in:
        return T("count", "已投入销毁批次 {number}", number=put_in)
    if state is None or CarrierState(state) not in GONE:
        return None
    return T("count", "账上{state}", state=STATE_WORDS[CarrierState(state)])


def gone_of(read: Reader, findings: Sequence[Row]) -> dict[int, Text]:
    """Of the differences of which a thing was found: what the book says became of it (finding → words)."""
    here = [row for row in findings if row["scan_id"] is not None and row["carrier_id"] is not None]
    put_in = count_queries.put_in(read, {row["carrier_id"] for row in here})
    states = {row["id"]: row["state"] for row in count_queries.book_now(read, {row["carrier_id"] for row in here})}
    words = {row["id"]: gone_words(states.get(row["carrier_id"]), put_in.get(row["carrier_id"])) for row in here}
    return {id_: word for id_, word in words.items() if word is not None}


def _line(read: Reader, rank: int, row: Row, carrier: Row | None, words: str) -> list[Any]:
    named = carrier or {"number": row["code"], "title": "", "copy_number": "", "level": None}
    return [
        rank, words, named["number"] or "", named["title"] or "", named["copy_number"] or "",
        LEVEL_WORDS[Level(named["level"])] if named["level"] else "",
        place_words(read, row["book_shelf_id"], row["book_holder_id"]),
        place_words(read, row["found_shelf_id"], row["found_holder_id"]),
        str(DECISIONS.get(row["decision"] or "", "")), row["reason"] or "", row["evidence"] or "",
    ]  # fmt: skip
