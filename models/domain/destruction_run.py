"""Destroying: the way and the machine, bags and seals, putting in, and the sums of the certificate (R-54, R-57, R-59, K-21)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from models.domain.levels import Level
from models.domain.lifecycle import Medium
from models.domain.problems import Problem, blocks, warns
from models.domain.text import T, Text

OWN_LIMIT = 50  # copies of one own destruction that still count as a small amount: a setting, the law gives no number


class Route(StrEnum):
    """Sent to the destruction facility, or destroyed in the house."""

    SENT = "SENT"
    OWN = "OWN"


class Treatment(StrEnum):
    """How a thing is made unrecoverable (R-59)."""

    SHREDDING = "SHREDDING"
    PULPING = "PULPING"
    BURNING = "BURNING"
    DEGAUSSING_AND_CRUSHING = "DEGAUSSING_AND_CRUSHING"
    MELTING = "MELTING"


class Material(StrEnum):
    """What is packed together and counted together (R-57)."""

    PAPER = "PAPER"
    DISC = "DISC"
    MAGNETIC_OR_FLASH = "MAGNETIC_OR_FLASH"
    OTHER = "OTHER"


ROUTE_WORDS: dict[Route, Text] = {
    Route.SENT: T("destruction", "送销毁工作机构"),
    Route.OWN: T("destruction", "自行销毁"),
}
TREATMENT_WORDS: dict[Treatment, Text] = {
    Treatment.SHREDDING: T("destruction", "粉碎"),
    Treatment.PULPING: T("destruction", "化浆"),
    Treatment.BURNING: T("destruction", "焚毁"),
    Treatment.DEGAUSSING_AND_CRUSHING: T("destruction", "消磁并物理粉碎"),
    Treatment.MELTING: T("destruction", "熔化"),
}
MATERIAL_WORDS: dict[Material, Text] = {
    Material.PAPER: T("destruction", "纸质"),
    Material.DISC: T("destruction", "光盘"),
    Material.MAGNETIC_OR_FLASH: T("destruction", "磁介质和闪存"),
    Material.OTHER: T("destruction", "其他"),
}
MATERIAL_OF: dict[Medium, Material] = {
    Medium.PAPER: Material.PAPER,
    Medium.PHOTO: Material.PAPER,
    Medium.DRAWING: Material.PAPER,
    Medium.NOTEBOOK: Material.PAPER,
    Medium.OPTICAL_DISC: Material.DISC,
    Medium.USB_DISK: Material.MAGNETIC_OR_FLASH,
    Medium.MOBILE_DISK: Material.MAGNETIC_OR_FLASH,
    Medium.HARD_DISK: Material.MAGNETIC_OR_FLASH,
    Medium.TAPE: Material.MAGNETIC_OR_FLASH,
    Medium.ITEM: Material.OTHER,
}
# What makes a material unrecoverable. Things made of anything else are judged by people.
SUITABLE: dict[Material, frozenset[Treatment]] = {
    Material.PAPER: frozenset({Treatment.SHREDDING, Treatment.PULPING, Treatment.BURNING}),
    Material.DISC: frozenset({Treatment.SHREDDING, Treatment.BURNING, Treatment.MELTING}),
    Material.MAGNETIC_OR_FLASH: frozenset({Treatment.DEGAUSSING_AND_CRUSHING, Treatment.MELTING}),
    Material.OTHER: frozenset(Treatment),
}


@dataclass(frozen=True, slots=True)
class Plan:
    """How a batch is to be destroyed. `machine` and `machine_level` are of the device register, for own destruction."""

    route: Route
    copies: int
    highest_level: Level | None = None
    facility: str = ""
    machine: str = ""
    machine_level: Level | None = None
    reason: str = ""


def check_plan(plan: Plan, own_limit: int = OWN_LIMIT) -> list[Problem]:
    """Sent: the facility is named. Own: machine and reason are given, few copies, the machine fits the level (R-54)."""
    if plan.route is Route.SENT:
        if plan.facility.strip():
            return []
        return [blocks("NO_FACILITY", "facility", T("destruction", "送销要填销毁工作机构的名称"), "R-54")]
    problems: list[Problem] = []
    if not plan.machine.strip():
        text = T("destruction", "自行销毁要从设备台账选销毁设备")
        problems.append(blocks("NO_MACHINE", "machine", text, "R-54"))
    elif plan.highest_level and (plan.machine_level is None or plan.machine_level.rank < plan.highest_level.rank):
        text = T("destruction", "这台设备不到{level}级：换设备，或送销", level=plan.highest_level.text)
        problems.append(blocks("MACHINE_LEVEL", "machine", text, "R-54"))
    if not plan.reason.strip():
        text = T("destruction", "自行销毁要写明理由，如 零星废页，当日产生")
        problems.append(blocks("NO_REASON", "reason", text, "R-54"))
    if plan.copies > own_limit:
        text = T(
            "destruction",
            "自行销毁只限少量：这里 {copies} 份，本单位限 {limit} 份；写明理由，或送销",
            copies=plan.copies,
            limit=own_limit,
        )
        problems.append(warns("OVER_OWN_LIMIT", "copies", text, "R-54"))
    return problems


def check_treatment(treatment: Treatment, media: Iterable[Medium]) -> list[Problem]:
    """Whether a treatment makes these media unrecoverable (R-59)."""
    unfit = sorted({MATERIAL_OF[medium] for medium in media if treatment not in SUITABLE[MATERIAL_OF[medium]]})
    return [
        blocks(
            "TREATMENT_UNFIT",
            "treatment",
            T(
                "destruction",
                "{treatment}不能使{material}无法还原：换一种方式",
                treatment=TREATMENT_WORDS[treatment],
                material=MATERIAL_WORDS[material],
            ),
            "R-59",
        )
        for material in unfit
    ]


def check_bag(seal: str, media: Iterable[Medium], other_seals: Collection[str] = ()) -> list[Problem]:
    """One bag: sealed with a number of its own, holding one material (R-57)."""
    materials = {MATERIAL_OF[medium] for medium in media}
    problems: list[Problem] = []
    if not seal.strip():
        problems.append(blocks("NO_SEAL", "seal", T("destruction", "封装袋要填封签号"), "R-57"))
    elif seal.strip() in other_seals:
        text = T("destruction", "封签号 {seal} 已经用在另一袋：请核对", seal=seal.strip())
        problems.append(blocks("SEAL_TWICE", "seal", text, "R-57"))
    if not materials:
        problems.append(blocks("EMPTY_BAG", "bag", T("destruction", "袋里没有载体：先扫入，或删去这一袋"), "R-57"))
    if len(materials) > 1:
        text = T("destruction", "纸质、光盘、磁介质要分开封装：请分袋")
        problems.append(blocks("MIXED_BAG", "bag", text, "R-57"))
    return problems


# --- putting in (K-21) -----------------------------------------------------------------------------------------------


class PutIn(StrEnum):
    """What a scan at the machine says. All but ACCEPTED and TWICE are refusals that must be answered."""

    ACCEPTED = "ACCEPTED"
    TWICE = "TWICE"
    PULLED_OUT = "PULLED_OUT"
    SURPLUS = "SURPLUS"
    UNKNOWN_CODE = "UNKNOWN_CODE"


PUT_IN_WORDS: dict[PutIn, Text] = {
    PutIn.ACCEPTED: T("destruction", "投入"),
    PutIn.TWICE: T("destruction", "重复"),
    PutIn.PULLED_OUT: T("destruction", "拒收：已经剔出"),
    PutIn.SURPLUS: T("destruction", "拒收：不在锁定的清单上"),
    PutIn.UNKNOWN_CODE: T("destruction", "拒收：编号不认识"),
}


def put_in_verdict(
    carrier_id: int | None, locked: Collection[int], pulled_out: Collection[int], put_in: Collection[int]
) -> PutIn:
    """Whether a scanned thing goes into the machine: only what is on the locked list, once, and not pulled out."""
    if carrier_id is None:
        return PutIn.UNKNOWN_CODE
    if carrier_id in put_in:
        return PutIn.TWICE
    if carrier_id in pulled_out:
        return PutIn.PULLED_OUT
    return PutIn.ACCEPTED if carrier_id in locked else PutIn.SURPLUS


@dataclass(frozen=True, slots=True)
class RunFigures:
    """The sums of a run: locked = listed + pulled out; listed = put in + left (K-21)."""

    locked: int
    pulled_out: int
    put_in: int

    @property
    def listed(self) -> int:
        """What the certificate lists: the locked list minus what was pulled out."""
        return self.locked - self.pulled_out

    @property
    def left(self) -> int:
        """What still has to be put in or pulled out."""
        return self.listed - self.put_in


def run_figures(locked: Iterable[int], pulled_out: Iterable[int], put_in: Iterable[int]) -> RunFigures:
    """The sums over sets of carrier ids. Raises ValueError if they contradict each other: nothing foreign, nothing twice."""
    on_list, out, gone = set(locked), set(pulled_out), set(put_in)
    if not out <= on_list or not gone <= on_list or out & gone:
        raise ValueError("pulled out and put in must be separate parts of the locked list")
    return RunFigures(len(on_list), len(out), len(gone))


def check_run_complete(figures: RunFigures, bags_broken: bool = False) -> list[Problem]:
    """Whether the witnesses may sign: nothing is left over, something was destroyed, the seals were whole (R-56, K-21)."""
    problems: list[Problem] = []
    if figures.left:
        text = T("destruction", "还有 {left} 份没有投入：逐份投入，或写明理由剔出", left=figures.left)
        problems.append(blocks("NOT_ALL_PUT_IN", "put_in", text, "R-56"))
    if not figures.put_in:
        text = T("destruction", "一份也没有投入：撤销这一批，不出证明")
        problems.append(blocks("NOTHING_PUT_IN", "put_in", text, "R-56"))
    if bags_broken:
        text = T("destruction", "封签不完好：写明查对的情况")
        problems.append(warns("SEAL_BROKEN", "seal", text, "R-57"))
    return problems
