"""A count with planted differences: things are moved in a second book-keeping that the program does not see (K-33)."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from models.domain.count_types import Mark
from models.domain.levels import Level
from models.services import count_views
from models.services.count_scope import CountScope
from models.services.demo.papers import Papers
from models.services.demo.people import APPROVER, CLERK, READER, SECOND_CLERK, SIGNER, Stage, person
from models.services.office import Office
from models.storage.store import Row

Say = Callable[[str], None]
SEED = 20261123
STRANGE_CODES = ("1999-000077", "TS-40551")


@dataclass
class World:
    """What really stands in the cabinets: shelf → numbers. The program sees it only through scans."""

    shelves: dict[int, list[str]]
    expected: dict[str, int] = field(default_factory=dict)
    unrecorded: dict[str, int] = field(default_factory=dict)
    marks: dict[str, Mark] = field(default_factory=dict)
    twice: list[str] = field(default_factory=list)
    lent_meanwhile: list[Row] = field(default_factory=list)


def count_everything(stage: Stage, office: Office, say: Say, papers: Papers) -> tuple[int, dict[str, Any]]:
    """Plant, scan, compare, decide, sign. Returns the count's id and its figures. Raises AssertionError if the program's
    verdicts differ from the second book-keeping."""
    people = {name: person(office, name) for name in (CLERK, SECOND_CLERK, SIGNER)}
    book = _book(office)
    count_id = office.perform(
        "start_count", kind="YEARLY", scope=CountScope(), counter_id=people[CLERK], name="年度全面清查（演练）",
        second_counter_id=people[SECOND_CLERK], supervisor_id=people[SIGNER], reason="演练",
    ).result  # fmt: skip
    papers.print("F8a", count_id)
    world = _plant(office, book)
    _lend_meanwhile(office, world)
    scans = _walk(office, count_id, world)
    say(f"清查：扫描 {scans} 次")
    office.perform("finish_scanning", count_id=count_id, reason="演练：个人手中的另行核对")
    figures = count_views.count_summary(office.read, count_id)
    _compare(office, count_id, figures, world)
    _decide(office, count_id)
    conclusion = "差异已逐项查明处理（演练）"
    values = {"count_id": count_id, "conclusion": conclusion}
    signed = [
        stage.sign(office, "sign_off_count", role, name, **values)
        for role, name in (("counter", CLERK), ("second_counter", SECOND_CLERK), ("supervisor", SIGNER))
    ]
    office.perform("sign_off_count", signed=signed, **values)
    return count_id, figures


def _book(office: Office) -> list[Row]:
    read = office.read
    return [row for state in ("IN_STORE", "ON_LOAN") for row in read.find("carriers", state=state)]


def _plant(office: Office, book: list[Row]) -> World:
    chance = random.Random(SEED)
    here = [row for row in book if row["state"] == "IN_STORE"]
    lent = [row for row in book if row["state"] == "ON_LOAN"]
    world = World({})
    for row in here:
        world.shelves.setdefault(row["shelf_id"], []).append(row["number"])
    shelves = sorted(world.shelves)
    pool = chance.sample(here, min(len(here), 16))
    few = len(pool) // 8
    moved, gone, mismarked = pool[: 2 * few], pool[2 * few : 4 * few], pool[4 * few : 5 * few]
    damaged, twice, meanwhile = pool[5 * few : 6 * few], pool[6 * few : 7 * few], pool[7 * few : 8 * few]
    if len(shelves) < 2:
        moved = []
    for row in moved:
        _take(world, row)
        world.shelves[chance.choice([shelf for shelf in shelves if shelf != row["shelf_id"]])].append(row["number"])
    for row in gone:
        _take(world, row)
    world.marks = {row["number"]: Mark.MISMARKED for row in mismarked} | {row["number"]: Mark.DAMAGED for row in damaged}
    world.twice = [row["number"] for row in twice]
    world.lent_meanwhile = [row for row in meanwhile if row["level"] != Level.TOP_SECRET and row["recall"] != "DEMANDED"]
    back = [row for row in lent[:1] if row["shelf_id"] in world.shelves]
    for row in back:
        world.shelves[row["shelf_id"]].append(row["number"])
    destroyed = office.read.find("carriers", state="DESTROYED")[:1]
    for row in destroyed:
        world.shelves[shelves[-1]].append(row["number"])
    for code, shelf in zip(STRANGE_CODES, (shelves[0], shelves[-1]), strict=True):
        world.shelves[shelf].append(code)
    world.unrecorded = {"unknown_code": len(STRANGE_CODES)}
    if destroyed:
        world.unrecorded["destroyed_or_returned"] = len(destroyed)
    world.expected = {
        "misplaced": len(moved) + len(back), "missing": len(gone), "mismarked": len(mismarked), "damaged": len(damaged),
        "moved_during": len(world.lent_meanwhile), "on_loan": len(lent) - len(back),
    }  # fmt: skip
    rest = sum(world.expected.values())
    world.expected |= {"matched": len(book) - rest, "book": len(book)}
    return world


def _take(world: World, row: Row) -> None:
    world.shelves[row["shelf_id"]].remove(row["number"])


def _lend_meanwhile(office: Office, world: World) -> None:
    """Work goes on while the count is open: these leave their shelf by an act after the freezing entry (K-22)."""
    if not world.lent_meanwhile:
        return
    due = office.clock.today() + timedelta(days=3)
    office.perform(
        "lend", carrier_ids=[row["id"] for row in world.lent_meanwhile], person_id=person(office, READER),
        due_on=due.isoformat(), approval_form="〔演练〕借阅第002号", approved_by=APPROVER, reason="演练：急用，分管领导已批准",
    )  # fmt: skip
    for row in world.lent_meanwhile:
        _take(world, row)


def _walk(office: Office, count_id: int, world: World) -> int:
    codes = {row["id"]: row["code"] for row in office.read.find("shelves")}
    scans = 0
    for shelf in sorted(world.shelves):
        office.perform("scan", count_id=count_id, code=codes[shelf])
        for number in world.shelves[shelf]:
            scans += 1
            office.perform("scan", count_id=count_id, code=number.replace("-", "") if number[:4].isdigit() else number)
            if number in world.marks:
                office.perform("mark_scan", count_id=count_id, mark=world.marks[number])
            if number in world.twice:
                scans += 1
                office.perform("scan", count_id=count_id, code=number)
    return scans


def _compare(office: Office, count_id: int, figures: dict[str, Any], world: World) -> None:
    found = {name: figures[name] for name in world.expected}
    if found != world.expected or figures["unrecorded"] != world.unrecorded or figures["duplicate_scans"] != len(world.twice):
        wanted = world.expected | {"unrecorded": world.unrecorded, "duplicate_scans": len(world.twice)}
        raise AssertionError(f"the count found {figures}, planted was {wanted}")


def _decide(office: Office, count_id: int) -> None:
    """Close every difference as a clerk would; one missing paper stays unaccounted for and starts the clock (R-46)."""
    clocks = 0
    for line in count_views.differences(office.read, count_id, office.clock.today()):
        decision, why = _decision(line.finding, clocks)
        clocks += decision == "UNACCOUNTED"
        office.perform(
            "decide", finding_id=line.finding["id"], decision=decision, reason_given=why, evidence="〔演练〕核查记录", reason=why
        )


def _decision(finding: Row, clocks: int) -> tuple[str, str]:
    verdict = finding["verdict"]
    if verdict == "MISSING":
        return ("UNACCOUNTED", "各柜查找未见") if clocks == 0 else ("EXPLAINED", "在送印途中，有交接单")
    return {
        "MISPLACED": ("PUT_BACK", "已放回登记位置"), "MISMARKED": ("RELABELLED", "已重打标签"),
        "DAMAGED": ("REPAIRED", "已修补装订"),
    }.get(verdict, ("EXPLAINED", "非本机关载体，已通知原单位取回"))  # fmt: skip
