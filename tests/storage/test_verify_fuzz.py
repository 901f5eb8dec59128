"""Whatever stands in the file, the verifier answers: it never falls over, and never calls a changed vault clean (T17)."""

from __future__ import annotations

import copy
import json
import random
from pathlib import Path
from typing import Any

import pytest

from models.storage.verify import check_all, check_at_the_door
from tests.offices import copied_vault
from tests.storage.attacker import Attacker
from tests.storage.scenario import RULES, attacker_of, build, with_tail

STRANGE: tuple[Any, ...] = (
    None, True, 0, -1, 1 << 70, "", "x", "\u0000", [], {}, [None], {"a": {"b": []}}, [[[]]], "ff" * 32, "shoubu/entry/1",
    ["00" * 32] * 3, [{"how": "IN_PROGRAM"}], [{"how": "ON_PAPER", "role": [], "person": {}, "form": 1, "signed_on": None}],
)  # fmt: skip


@pytest.fixture(scope="module")
def tail_vault(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return with_tail(build(tmp_path_factory.mktemp("fuzz") / "vault"))


def _answers(attacker: Attacker) -> bool:
    """True if something was found. Both checks must answer."""
    check_at_the_door(attacker.folder, attacker.vault_key, RULES)
    return bool(check_all(attacker.folder, attacker.vault_key, RULES).count)


@pytest.mark.parametrize("seed", range(12))
def test_strange_payloads(tail_vault: Path, tmp_path: Path, seed: int) -> None:
    rng = random.Random(seed)
    attacker = attacker_of(copied_vault(tail_vault, tmp_path / "vault"))
    original = attacker.read()
    at = rng.choice(attacker.mine())
    for _ in range(4):
        attacker.entries = copy.deepcopy(original)
        entry = attacker.entries[at]
        name = rng.choice(sorted(entry.payload))
        entry.payload[name] = rng.choice([value for value in STRANGE if value != entry.payload[name]])
        try:
            attacker.write(chain=rng.random() < 0.5, links=False, tables=False)
        except (TypeError, OverflowError, KeyError, ValueError, AttributeError):
            continue  # the attacker himself fell over
        except Exception as error:
            assert "sqlcipher3" in type(error).__module__, error
            continue
        found = _answers(attacker)
        assert found or name in ("reason", "machine", "warnings", "subject", "details", "act_id", "changes_digest"), name


@pytest.mark.parametrize("seed", range(12))
def test_strange_approvals(tail_vault: Path, tmp_path: Path, seed: int) -> None:
    rng = random.Random(seed)
    attacker = attacker_of(copied_vault(tail_vault, tmp_path / "vault"))
    original = attacker.read()
    at = rng.choice([at for at in attacker.mine() if attacker.entries[at].payload["approvals"]])
    for _ in range(4):
        attacker.entries = copy.deepcopy(original)
        approval = rng.choice(attacker.entries[at].payload["approvals"])
        name = rng.choice(sorted(approval))
        approval[name] = rng.choice([value for value in STRANGE if value != approval[name]])
        if name == "statement" and rng.random() < 0.7:
            statement = json.loads(original[at].payload["approvals"][0]["statement"])
            statement[rng.choice(sorted(statement))] = rng.choice(STRANGE)
            approval[name] = json.dumps(statement, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        attacker.write()
        assert _answers(attacker), name


COLUMNS = ("entry.payload", "entry.digest", "entry.signature", "changes.values", "changes.ledger", "changes.seq", "accounts.public_key",
           "signatures.nonce", "entry_list.subject", "units.name")  # fmt: skip


@pytest.mark.parametrize("column", COLUMNS)
def test_values_that_no_schema_allows(tail_vault: Path, tmp_path: Path, column: str) -> None:
    """Tables made again without types or rules."""
    table, name = column.split(".")
    attacker = attacker_of(copied_vault(tail_vault, tmp_path / "vault"))
    for value in ("NULL", "x'ff00'", "1.5", "'x'", "'[' || zeroblob(3)", "replace(hex(zeroblob(60000)), '0', '[')", "-7"):
        with attacker.opened() as connection:
            connection.execute(f"CREATE TABLE loose AS SELECT * FROM {table}")
            connection.execute(f"DROP TABLE {table}")
            connection.execute(f"ALTER TABLE loose RENAME TO {table}")
            connection.execute(f'UPDATE {table} SET "{name}" = {value} WHERE rowid = (SELECT max(rowid) - 1 FROM {table})')
        assert _answers(attacker)


@pytest.mark.parametrize("keys", ["", "[]", "{", '{"slots":1,"vault":"x"}', '{"slots":[1,2],"vault":"x"}', '{"slots":[{}],"vault":"x"}',
                                  '{"slots":[],"vault":3}', '{"slots":[{"account":"4"}],"vault":"x"}'])  # fmt: skip
def test_strange_key_files(tail_vault: Path, tmp_path: Path, keys: str) -> None:
    attacker = attacker_of(copied_vault(tail_vault, tmp_path / "vault"))
    for name in ("keys.json", "keys.second.json"):
        (attacker.folder / name).write_text(keys)
    assert _answers(attacker)


def test_random_bytes_in_the_file(tail_vault: Path, tmp_path: Path) -> None:
    rng = random.Random(5)
    data = (tail_vault / "register.db").read_bytes()
    for turn in range(40):
        attacker = attacker_of(copied_vault(tail_vault, tmp_path / f"v{turn}"))
        changed = bytearray(data)
        for _ in range(rng.randrange(1, 4)):
            changed[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
        if turn % 8 == 0:
            changed = changed[: rng.randrange(100, len(data))]
        (attacker.folder / "register.db").write_bytes(changed)
        assert _answers(attacker)
