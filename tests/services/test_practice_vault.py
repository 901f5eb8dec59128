"""A vault made by the command line has the real cost of deriving keys, and opens with the passwords it writes out (K-7)."""

from __future__ import annotations

import json
from pathlib import Path

from models.services.catalogue import BY_NAME
from models.services.clock import FixedClock
from models.services.door import Entrance
from models.services.practice import make_practice_vault
from models.services.session import sign_in, sign_out
from models.storage import keyfile, slots
from models.storage.slots import FLOOR, KdfCost
from tests.offices import NOON


def test_no_slot_of_a_vault_made_by_the_command_line_is_under_the_floor(tmp_path: Path) -> None:
    door = Entrance(FixedClock(NOON), "BM", "TEST", BY_NAME)
    make_practice_vault(tmp_path / "vault", "云岭市人大常委会", tmp_path / "accounts.json", door)
    keys = keyfile.read_keys(tmp_path / "vault")
    accounts = json.loads((tmp_path / "accounts.json").read_text("utf-8"))
    assert {slot.user for slot in keys.slots} == {account["name"] for account in accounts} and len(accounts) >= 6
    for slot in keys.slots:
        assert not slots.is_under(slot, FLOOR)
        assert (slot.memory_kib, slot.iterations, slot.lanes) == (KdfCost().memory_kib, KdfCost().iterations, KdfCost().lanes)
    clerk = next(account for account in accounts if account["role"] == "clerk")
    sign_out(sign_in(door, tmp_path / "vault", clerk["name"], clerk["password"]))
