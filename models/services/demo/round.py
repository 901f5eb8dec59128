"""The round of the demonstration: import, shelve, lend, count, reconcile, destroy, hand over, print, verify (K-33)."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from models.exchange.child import SheetReader
from models.services import books, importing
from models.services.demo.ending import destroy, hand_over, list_batch
from models.services.demo.papers import Papers
from models.services.demo.people import AUDITOR, CLERK, Stage
from models.services.demo.planted_count import count_everything
from models.services.demo.shelving import lend_some, shelve_everything
from models.services.demo.under_way import leave_under_way
from models.services.office import Office
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
        papers = Papers(office, out / "forms")
        count_id, counted = _count(stage, office, papers, say)
        destroyed = _destroy(stage, office, papers, say)
        papers.print("F3", hand_over(stage, office))
        say("移交：三方签字")
        _print_registers(office, papers)
        shown = leave_under_way(stage, office, count_id)
        say(f"表单：{len(list((out / 'forms').glob('*.pdf')))} 份在 {out / 'forms'}")
    take_pictures(world, stage, out / "screens", shown, say)
    verified = _verify(world, out, stage, say)
    summary = {
        "documents": brought["documents"], "carriers": brought["carriers"], "count": counted, "destruction": destroyed,
        "journal": _journal(stage),
    }  # fmt: skip
    (out / "summary.json").write_text(json.dumps(summary, ensure_ascii=False, indent=2) + "\n", "utf-8")
    say(f"汇总：{out / 'summary.json'}")
    return 0 if verified else 1


def _count(stage: Stage, office: Office, papers: Papers, say: Say) -> tuple[int, dict[str, Any]]:
    count_id, figures = count_everything(stage, office, say, papers)
    papers.print("F8b", count_id)
    say(f"清查：账面 {figures['book']}，实有 {figures['found']}，与另一本账一致")
    return count_id, figures


def _destroy(stage: Stage, office: Office, papers: Papers, say: Say) -> dict[str, int]:
    batch = list_batch(office)
    papers.print("F1", batch)
    destroy(stage, office, batch)
    papers.print("F2", batch)
    row = office.read.get("destructions", batch) or {}
    figures = {name: int(row[name] or 0) for name in ("listed", "pulled_out", "destroyed")}
    say(f"销毁：证明所列 {figures['listed']}，剔出 {figures['pulled_out']}，销毁 {figures['destroyed']}")
    return figures


def _print_registers(office: Office, papers: Papers) -> None:
    years = books.years_of(office, "G01")[:1]
    papers.print_books(years)
    this_year = office.clock.today().year
    papers.print("G09", this_year)
    papers.print("G10", this_year)
    papers.print_labels()


def _verify(world: Any, out: Path, stage: Stage, say: Say) -> bool:
    """The full check by a new process, as an auditor would start it."""
    program = [part for part in world.sheet_command if part != "read-sheets"]
    with tempfile.TemporaryDirectory() as folder:
        password = Path(folder) / "password"
        handle = os.open(password, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(stage.passwords[AUDITOR])
        command = [*program, "verify", str(out / "vault"), "--user", AUDITOR, "--password-file", str(password)]
        answer = subprocess.run(command, capture_output=True, check=False)
    for line in answer.stdout.decode("utf-8").splitlines():
        say(f"校验：{line}")
    return answer.returncode == 0


def _journal(stage: Stage) -> dict[str, Any]:
    with stage.as_user(AUDITOR) as office:
        head = office.read.head()
        return {"entries": head.number, "head": head.digest.hex(), "vault_id": office.vault.keys.vault}


def _make_vault(world: Any, out: Path) -> Stage:
    entrance = world.entrance()
    accounts = make_practice_vault(out / "vault", ORGAN, out / "accounts.json", entrance)
    return Stage(out / "vault", entrance, {account["name"]: account["password"] for account in accounts})


def _import(office: Any, world: Any, ledger: Path) -> dict[str, int]:
    book = SheetReader(world.sheet_command).read(ledger)
    rows = importing.propose_rows(office, book)
    return importing.bring_in(office, rows, file_name=ledger.name).figures()
