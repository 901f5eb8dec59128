"""What pages and forms show of a destruction batch: steps, list, progress at the machine. Nothing here changes anything."""

from __future__ import annotations

from dataclasses import dataclass

from models.domain.destruction_run import RunFigures
from models.services import processes
from models.services.destroying import run_figures
from models.services.destruction_list import LIST_PREFIX
from models.storage import destruction_queries, process_queries
from models.storage.store import Reader, Row

STEPS = ("LISTED", "COUNTED", "APPROVED", "SEALED", "EXECUTING", "WITNESSED", "CERTIFIED")


@dataclass(frozen=True, slots=True)
class ListLine:
    """One line of the list: the carrier with its texts, its bag and what became of it."""

    item: Row
    carrier: Row
    marking: str
    bag: int | None
    seal_number: str


@dataclass(frozen=True)
class StepDone:
    """One step of the batch's path: when it was done and by whom; `day` "" while it is still to come."""

    state: str
    day: str = ""
    people: tuple[str, ...] = ()


@dataclass(frozen=True)
class RunState:
    """All a page needs at the machine, also after a crash: sums, the refusal that stops it, newest scans, what is left."""

    batch: Row
    figures: RunFigures
    refusals: int
    stopped_by: Row | None
    newest: list[Row]
    left_by_bag: dict[int | None, int]


def list_number(batch: Row) -> str:
    """The number of the list and certificate F2 that belongs to a batch: XQ-2026-0003."""
    return processes.sister_number(batch["number"], LIST_PREFIX)


def list_lines(read: Reader, destruction_id: int) -> list[ListLine]:
    """The list in its order with all texts; what was removed before approval is left out."""
    items = destruction_queries.items(read, destruction_id)
    texts = {row["id"]: row for row in process_queries.carrier_texts(read, [item["carrier_id"] for item in items])}
    return [
        ListLine(item, texts[item["carrier_id"]], processes.marking_text(texts[item["carrier_id"]]), item["bag"],
                 item["seal_number"] or "")
        for item in items
    ]  # fmt: skip


def steps(read: Reader, batch: Row) -> list[StepDone]:
    """The path of a batch with dates and names under each step that is done (mock-up's stepper)."""
    done = STEPS.index(batch["state"]) if batch["state"] in STEPS else -1
    days = ("applied_on", "counted_on", "approved_on", "sealed_on", "started_on", "witnessed_on", "certified_on")
    who = ((), ("counter_id", "checker_id"), ("approver_id",), (), ("escort_id", "second_escort_id"),
           ("witness_id", "second_witness_id"), ())  # fmt: skip
    return [
        StepDone(state, batch[day] or "" if nth <= done else "", _names(read, batch, people) if nth <= done else ())
        for nth, (state, day, people) in enumerate(zip(STEPS, days, who, strict=True))
    ]


def run_state(read: Reader, destruction_id: int, most: int = 200) -> RunState:
    """Where the batch stands at the machine."""
    batch = read.get("destructions", destruction_id)
    if batch is None:
        raise KeyError(f"destructions {destruction_id}")
    left: dict[int | None, int] = {}
    for item in destruction_queries.items(read, destruction_id):
        if item["state"] == "LISTED":
            left[item["bag"]] = left.get(item["bag"], 0) + 1
    return RunState(
        batch, run_figures(batch, destruction_queries.item_states(read, destruction_id)),
        destruction_queries.refusals(read, destruction_id), destruction_queries.unanswered(read, destruction_id),
        destruction_queries.newest_scans(read, destruction_id, most), left,
    )  # fmt: skip


def open_batches(read: Reader) -> list[Row]:
    """Batches that are neither certified nor given up, newest first."""
    return [row for row in reversed(read.find("destructions")) if row["state"] not in ("CERTIFIED", "ABANDONED")]


def _names(read: Reader, batch: Row, columns: tuple[str, ...]) -> tuple[str, ...]:
    rows = [read.get("persons", batch[column]) for column in columns]
    return tuple(str(row["name"]) for row in rows if row)
