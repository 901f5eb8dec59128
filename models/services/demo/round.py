"""The round of the demonstration: import, shelve, lend, count, reconcile, destroy, hand over, print, verify (K-33)."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from models.exchange.child import SheetReader
from models.services import importing
from models.services.demo.people import CLERK, Stage
from models.services.demo.planted_count import count_everything
from models.services.demo.shelving import lend_some, shelve_everything
from models.services.practice import make_practice_vault

Say = Callable[[str], None]
ORGAN = "云岭市人大常委会"
SAMPLE = Path(__file__).parents[3] / "resources" / "demo" / "旧台账.csv"


def run(world: Any, out: Path, ledger: Path | None, take_pictures: Callable[..., None], say: Say) -> int:
    """The whole round into `out`; 0 if every step and the final verification succeeded. Raises UserError or Refused."""
    out.mkdir(parents=True, exist_ok=True)
    stage = _make_vault(world, out)
    say(f"演练库：{out / 'vault'}")
    with stage.as_user(CLERK) as office:
        brought = _import(office, world, ledger or SAMPLE)
        say(f"导入：{brought['documents']} 件，{brought['carriers']} 份")
        say(f"上架：{shelve_everything(office)} 份；借出：{len(lend_some(office))} 份")
        count_id, counted = count_everything(stage, office, say)
    return 0


def _make_vault(world: Any, out: Path) -> Stage:
    entrance = world.entrance()
    accounts = make_practice_vault(out / "vault", ORGAN, out / "accounts.json", entrance)
    return Stage(out / "vault", entrance, {account["name"]: account["password"] for account in accounts})


def _import(office: Any, world: Any, ledger: Path) -> dict[str, int]:
    book = SheetReader(world.sheet_command).read(ledger)
    rows = importing.propose_rows(office, book)
    return importing.bring_in(office, rows, file_name=ledger.name).figures()
