"""Copies of a vault: written beside the last good one, proved, then given their name; never over anything (`trust.md` R12).

A copy is a folder with the register (encrypted with the same key), both key files, the record of tries and `copy.json`,
which names the vault, the journal's head, and the digest of the register file. It opens for reading only; `restore` makes
a vault of it again.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from models.domain.errors import Cancelled, UserError
from models.domain.text import T
from models.storage import attempts, failures, keyfile
from models.storage.attempts import Attempt, Attempts
from models.storage.canonical import canonical_bytes
from models.storage.connection import DatabaseError, connect
from models.storage.digests import sm3_of_file
from models.storage.files import write_atomically
from models.storage.journal import read_head
from models.storage.rooms import is_unfinished, room_for
from models.storage.vault import REGISTER

MANIFEST = "copy.json"
FORMAT = 1
PREFIX = "shoubu"
_TRIES = 3  # if the key file changes while the register is being copied
_SPARE = 20_000_000  # bytes left free on the medium

Told = Callable[[int, int], None]  # bytes written, bytes in all


@dataclass(frozen=True)
class Copy:
    """What `copy.json` says. `made_at` UTC; `name` is the folder's."""

    format: int
    vault: str
    kind: str
    organ: str
    made_at: str
    entry: int
    entry_digest: str
    register_digest: str
    bytes: int
    name: str = ""


def write_copy(
    folder: Path, key: bytes, target: Path, made_at: str, prove: Callable[[Path], None], *, told: Told | None = None,
    is_cancelled: Callable[[], bool] | None = None,
) -> Copy:  # fmt: skip
    """Copy the vault in `folder` into a new folder under `target`. `prove` opens the finished copy under its temporary
    name and raises if it is not good; only then the copy gets its name.

    Raises UserError or Cancelled; then the copies that were there before are as they were.
    """
    _refuse_full(folder, target)
    keys = keyfile.read_keys(folder)
    name = _free_name(target, f"{PREFIX}-{keys.vault[:8]}-{made_at[:10].replace('-', '')}-{made_at[11:19].replace(':', '')}")
    try:
        with room_for(target / name) as room:
            copy = _fill(folder, key, room, made_at, name, told, is_cancelled)
            prove(room)
            _refuse_if(is_cancelled)
    except (OSError, DatabaseError) as error:
        raise _not_written(error, target) from error
    return copy


def read_copy(folder: Path) -> Copy | None:
    """What a folder says of itself as a copy; None if it is none."""
    try:
        found = json.loads((folder / MANIFEST).read_bytes())
        copy = Copy(**{**found, "name": folder.name})
    except (OSError, ValueError, TypeError):
        return None
    return copy if type(copy.entry) is int and isinstance(copy.vault, str) and copy.format <= FORMAT else None


def copies_in(target: Path, vault: str = "") -> list[Copy]:
    """The finished copies in a folder (of one vault), newest first."""
    try:
        folders = [path for path in target.iterdir() if path.is_dir() and not is_unfinished(path)]
    except OSError:
        return []
    found = [copy for copy in map(read_copy, folders) if copy and vault in ("", copy.vault)]
    return sorted(found, key=lambda copy: (copy.made_at, copy.name), reverse=True)


def is_whole(folder: Path) -> bool:
    """True if the register file is byte for byte the one that was copied: needs no password."""
    copy = read_copy(folder)
    try:
        return copy is not None and sm3_of_file(folder / REGISTER).hex() == copy.register_digest
    except OSError:
        return False


def restore(copy_folder: Path, target: Path, moment: str, gate: str) -> None:
    """Make a vault of a copy in a new folder. The next unlock takes the fact into the journal. Raises UserError; then
    nothing was made."""
    copy = read_copy(copy_folder)
    if copy is None or not is_whole(copy_folder):
        raise UserError(
            "COPY_DAMAGED",
            T("error", "{name} 不是完好的备份：内容与写出时不同。", name=copy_folder.name),
            T("error", "没有恢复任何内容。"),
            T("error", "请换另一份备份。"),
        )
    if target.exists():
        raise UserError(
            "FOLDER_NOT_EMPTY",
            T("error", "{name} 已经存在，不能恢复到这里。", name=target.name),
            T("error", "原有内容没有改动。"),
            T("error", "请写一个新的文件夹名。"),
        )
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with room_for(target) as room:
            for name in (REGISTER, keyfile.MAIN, keyfile.SECOND):
                _copy_file(copy_folder / name, room / name)
            known = attempts.read_attempts(copy_folder) or Attempts(series="")
            attempts.write_attempts(room, known.with_one(Attempt(moment, "", f"RESTORED_AT_{copy.entry}", gate)))
    except OSError as error:
        raise _not_written(error, target.parent) from error


def _fill(
    folder: Path, key: bytes, building: Path, made_at: str, name: str, told: Told | None,
    is_cancelled: Callable[[], bool] | None,
) -> Copy:  # fmt: skip
    for _try in range(_TRIES):
        keys = replace(keyfile.read_keys(folder), is_half=False)
        _copy_register(folder / REGISTER, key, building / REGISTER, told, is_cancelled)
        if replace(keyfile.read_keys(folder), is_half=False) == keys:
            break
        (building / REGISTER).unlink()
    else:
        raise OSError("the key file keeps changing")
    keyfile.write_keys(building, keys)
    tries = attempts.read_attempts(folder)
    if tries:
        attempts.write_attempts(building, tries)
    connection = connect(building / REGISTER, key, read_only=True)
    try:
        head = read_head(connection)
    finally:
        connection.close()
    size = (building / REGISTER).stat().st_size
    copy = Copy(FORMAT, keys.vault, keys.kind, keys.organ, made_at, head.number, head.digest.hex(),
                sm3_of_file(building / REGISTER).hex(), size, name)  # fmt: skip
    write_atomically(building / MANIFEST, canonical_bytes(asdict(copy)))
    return copy


def _copy_register(
    source: Path, key: bytes, target: Path, told: Told | None, is_cancelled: Callable[[], bool] | None
) -> None:
    """One consistent copy, encrypted with the same key, no free pages, no log."""
    connection = connect(source, key, read_only=True)
    size = source.stat().st_size

    def step() -> int:
        if told and target.exists():
            told(min(target.stat().st_size, size), size)
        return int(is_cancelled is not None and is_cancelled())

    connection.set_progress_handler(step, 100_000)
    try:
        connection.execute("VACUUM INTO ?", (str(target),))
    except DatabaseError as error:
        _refuse_if(is_cancelled)
        raise error
    finally:
        connection.close()
    target.chmod(0o600)
    handle = os.open(target, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _copy_file(source: Path, target: Path) -> None:
    with source.open("rb") as read, target.open("xb") as write:
        shutil.copyfileobj(read, write, 1 << 20)
        write.flush()
        os.fsync(write.fileno())
    target.chmod(0o600)


def _refuse_if(is_cancelled: Callable[[], bool] | None) -> None:
    if is_cancelled is not None and is_cancelled():
        raise Cancelled


def _refuse_full(folder: Path, target: Path) -> None:
    try:
        needed = sum((folder / name).stat().st_size for name in (REGISTER, REGISTER + "-wal") if (folder / name).exists())
        free = shutil.disk_usage(target).free
    except OSError as error:
        raise _not_written(error, target) from error
    if free < needed + _SPARE:
        raise _no_space(needed + _SPARE - free)


def _free_name(target: Path, wanted: str) -> str:
    name, nth = wanted, 1
    while (target / name).exists():
        nth += 1
        name = f"{wanted}-{nth}"
    return name


def _not_written(error: BaseException, target: Path) -> UserError:
    if getattr(error, "errno", None) == 28 or failures.code_of(error) == 13:
        return _no_space(_SPARE)
    return UserError(
        "COPY_NOT_WRITTEN",
        T("error", "备份没有写成：{name} 写入或读出时出错。", name=target.name),
        T("error", "之前的备份没有改动，登记库没有改动。"),
        T("error", "请检查介质是否插好、能否写入，再重新备份。"),
    )


def _no_space(missing: int) -> UserError:
    return UserError(
        "COPY_NO_SPACE",
        T("error", "备份没有写成：介质空间不够，至少还差 {n} MB。", n=max(1, missing // 1_000_000)),
        T("error", "之前的备份没有改动，登记库没有改动。"),
        T("error", "请换一个介质，或清出空间后重新备份。"),
    )
