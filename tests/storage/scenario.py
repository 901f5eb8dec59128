"""A vault with a history to tamper with: two clerks, a key change, a signed act, acts in several parts, a tail of the
attacker's own."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from models.services.office import Office
from models.services.session import countersign, sign_in, sign_out
from models.services.signing import PaperSignature
from models.services.verifying import rules_of
from models.storage.verify import Outcome, check_all
from tests.offices import PASSWORD, build_vault, entrance
from tests.probes import ALL_ACTS, ROWS
from tests.storage.attacker import Attacker

CLERK, OTHER_CLERK, SIGNER = "周敏", "刘洋", "王建国"
DOOR = replace(entrance(), acts=ALL_ACTS)
RULES = rules_of(ALL_ACTS)


def come_in(folder: Path, user: str) -> Office:
    return sign_in(replace(entrance(), acts=ALL_ACTS), folder, user, PASSWORD)


def add_units(office: Office, *names: str) -> None:
    for name in names:
        office.perform("add_row", ledger="units", values={"name": name, "kind": "DEPARTMENT"})


def signed_act(office: Office, rows: list[str] | None = None) -> None:
    """One act with an in-program signature, one with one of each kind."""
    rows = rows or ROWS
    statement = office.statement("probe", "counter", rows=rows)
    office.perform("probe", signed=[countersign(office, DOOR, statement, SIGNER, PASSWORD)], rows=rows)
    statement = office.statement("bound", "counter", rows=[*rows, "纸"])
    paper = PaperSignature("witness", "赵六", "XS-2026-0001", "2026-11-23")
    office.perform("bound", signed=[countersign(office, DOOR, statement, SIGNER, PASSWORD), paper], rows=[*rows, "纸"])


def build(folder: Path) -> Path:
    """The history: A works, B works (with a new key pair), A works again with approvals, B closes. Everything before B's
    last sitting lies under a signature of somebody else."""
    build_vault(folder)
    office = come_in(folder, CLERK)
    add_units(office, "办公室", "财务处", "人事处")
    office.perform("amend_row", ledger="units", id=1, values={"phone": "1234"}, reason="补电话")
    sign_out(office)
    office = come_in(folder, "安全管理员")
    clerk = office.read.find_one("accounts", name=OTHER_CLERK)
    assert clerk
    office.perform("reset_password", account_id=clerk["id"], password="Once-only-4821-x")
    sign_out(office)
    office = sign_in(DOOR, folder, OTHER_CLERK, "Once-only-4821-x")
    office.perform("change_password", password=PASSWORD)
    add_units(office, "档案室")
    sign_out(office)
    office = come_in(folder, CLERK)
    signed_act(office)
    add_units(office, "机要室", "收发室")
    sign_out(office)
    office = come_in(folder, OTHER_CLERK)
    add_units(office, "保密办")
    sign_out(office)
    return folder


def with_tail(folder: Path) -> Path:
    """A's last sitting, after which nobody else signed anything."""
    office = come_in(folder, CLERK)
    signed_act(office, ["丙", "丁"])
    add_units(office, "车队", "食堂")
    office.perform("amend_row", ledger="units", id=2, values={"phone": "5678"}, reason="补电话")
    sign_out(office)
    return folder


def attacker_of(folder: Path) -> Attacker:
    """What the clerk A can take away from a sitting of his own, the vault left as it was."""
    from models.storage import keyfile, slots

    slot = keyfile.read_keys(folder).slots_of(CLERK)[0]
    opened = slots.open_slot(slot, PASSWORD)
    assert opened
    return Attacker(folder, opened[0], slot.account, opened[1])


def verify(attacker: Attacker, *witnesses: object) -> Outcome:
    return check_all(attacker.folder, attacker.vault_key, RULES, witnesses)  # type: ignore[arg-type]
