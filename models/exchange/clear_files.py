"""Files that leave the vault in clear: complete or not there, and nothing readable left behind by a crash (I3, K-29).

Where the system can (Linux, most file systems), a file has no name until it is complete: a program that dies leaves
nothing. Where it cannot, and for the parts of large workbooks, there is a folder of our own beside the target, held by a
lock. A folder whose lock nobody holds was left by a crash: the next export into the same place removes it.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from models.domain.errors import UserError
from models.domain.file_reasons import reason_of
from models.domain.text import T, Text

PREFIX = ".shoubu-export-"
_UNTOUCHED = T("file error", "登记库没有任何改动，原来的同名文件也没有动。")
_NAMELESS_UNKNOWN = (errno.EOPNOTSUPP, errno.EISDIR, errno.EINVAL)


class Unfinished:
    """A file under way. Write to `stream`; what must have a name meanwhile goes into `room()`."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._room: _Room | None = None
        self._part: Path | None = None
        self.stream: BinaryIO = self._nameless() or self._named()

    def room(self) -> Path:
        """A folder beside the target for the parts of a large file; it goes away at the end."""
        if self._room is None:
            self._room = _Room(self._path.parent)
        return self._room.path

    def finish(self) -> None:
        """Make it durable and give it its name, in the place of an older file."""
        self.stream.flush()
        os.fsync(self.stream.fileno())
        if self._part is None:
            self._part = self._link()
        if self._part is not None:
            self._part.replace(self._path)

    def drop(self) -> None:
        """Let everything go that has not become the file."""
        with contextlib.suppress(OSError):
            self.stream.close()
        if self._room is not None:
            self._room.remove()

    def _nameless(self) -> BinaryIO | None:
        flag = getattr(os, "O_TMPFILE", 0)
        if not flag:
            return None
        try:
            return os.fdopen(os.open(self._path.parent, flag | os.O_RDWR, 0o600), "w+b")
        except OSError as error:
            if error.errno in _NAMELESS_UNKNOWN:
                return None
            raise

    def _named(self) -> BinaryIO:
        self._part = self.room() / "part"
        return cast(BinaryIO, os.fdopen(os.open(self._part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b"))

    def _link(self) -> Path | None:
        """Name the complete file; None if it has its place at once, else where it waits to take an older one's."""
        folder = os.open(self._path.parent, os.O_RDONLY)
        try:
            source = f"/proc/self/fd/{self.stream.fileno()}"
            with contextlib.suppress(FileExistsError):
                os.link(source, self._path, src_dir_fd=folder)  # a folder given: the link is followed
                return None
            part = self.room() / "part"
            os.link(source, part, src_dir_fd=folder)
            return part
        finally:
            os.close(folder)


@contextmanager
def replacing(path: Path, safe: Text = _UNTOUCHED) -> Iterator[Unfinished]:
    """A file to write; afterwards it takes the place of `path`. On any error the old file is as it was.

    Raises UserError with the reason; `safe` says what is safe then.
    """
    try:
        remove_left_over(path.parent)
        unfinished = Unfinished(path)
    except OSError as error:
        raise _cannot_write(path, error, safe) from error
    try:
        yield unfinished
        unfinished.finish()
    except OSError as error:
        raise _cannot_write(path, error, safe) from error
    finally:
        unfinished.drop()


def remove_left_over(folder: Path) -> int:
    """Remove what crashed exports left in a folder; how many there were. What another program is writing now stays."""
    found = 0
    with contextlib.suppress(OSError):
        for item in [item for item in folder.iterdir() if item.name.startswith(PREFIX)]:
            handle = _hold(item)
            if handle is not None:
                shutil.rmtree(item, ignore_errors=True)
                os.close(handle)
                found += 1
    return found


class _Room:
    """A folder of our own, held by a lock as long as this program lives."""

    def __init__(self, beside: Path) -> None:
        self.path = Path(tempfile.mkdtemp(prefix=PREFIX, dir=beside))
        self._handle = _hold(self.path)

    def remove(self) -> None:
        shutil.rmtree(self.path, ignore_errors=True)
        if self._handle is not None:
            os.close(self._handle)


def _hold(folder: Path) -> int | None:
    """The lock of one of our folders; None if another program has it, or it is no folder of this user's."""
    if os.name == "nt":
        return None  # no lock on folders there: what was left is not told from what is written
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


def _cannot_write(path: Path, error: OSError, safe: Text) -> UserError:
    return UserError(
        "CANNOT_WRITE",
        T("file error", "写不了文件“{name}”（{reason}）。", name=path.name, reason=reason_of(error)),
        safe,
        T("file error", "请检查磁盘空间和文件夹权限，或换一个位置再存一次。"),
    )
