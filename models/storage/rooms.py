"""Folders that get their name only when they are whole: new vaults, copies, restored vaults.

Until then such a folder has a name of its own beside the place it will take, and is held by a lock. What a crash left is a
folder of that kind whose lock nobody holds and that has nothing in it but our files: the next one made in the same place
removes it. Whatever else lies there is left alone.
"""

from __future__ import annotations

import contextlib
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from models.storage.files import sync_folder

PREFIX = ".shoubu-unfinished-"
_OURS = re.compile(r"(register\.db(-wal|-shm|-journal)?|keys(\.second)?\.json|attempts\.json|copy\.json)(\.new)?|lock")


@contextmanager
def room_for(target: Path) -> Iterator[Path]:
    """A new empty folder to fill; at the end it becomes `target`, which must be missing or an empty folder.

    On any error nothing of it is left; OSError of the folders themselves passes unchanged.
    """
    sweep(target.parent)
    room = Path(tempfile.mkdtemp(prefix=PREFIX, dir=target.parent))
    handle = _hold(room)
    try:
        yield room
        sync_folder(room)
        if os.name == "nt" and target.exists():
            target.rmdir()
        room.rename(target)
        room = target  # also one whose name may not outlive a power cut is removed
        sync_folder(target.parent)
    except BaseException:
        _remove(room)
        raise
    finally:
        if handle is not None:
            os.close(handle)


def is_unfinished(folder: Path) -> bool:
    """True if the folder was never finished, by its name."""
    return folder.name.startswith(PREFIX)


def sweep(place: Path) -> None:
    """Remove the unfinished folders of crashed programs. What another program is making now, or is not ours, stays."""
    with contextlib.suppress(OSError):
        for folder in [path for path in place.iterdir() if is_unfinished(path)]:
            handle = _hold(folder)
            if handle is not None:
                _remove(folder)
                os.close(handle)


def _remove(folder: Path) -> None:
    """Remove a folder with our files; one with anything else in it stays as it is."""
    with contextlib.suppress(OSError):
        inside = list(folder.iterdir())
        if all(_OURS.fullmatch(path.name) and not path.is_dir() for path in inside):
            for path in inside:
                path.unlink()
            folder.rmdir()


def _hold(folder: Path) -> int | None:
    """The lock of a folder of this user's; None if another program has it."""
    if os.name == "nt":
        return None  # no lock on folders there: what was left is not told from what is being made
    import fcntl

    try:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError:
        return None
    try:
        if os.fstat(handle).st_uid == os.geteuid():
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return handle
    except OSError:
        pass
    os.close(handle)
    return None
