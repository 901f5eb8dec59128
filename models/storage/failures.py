"""SQLite's result codes as sentences: what the person can act on, and what is ours (`house.md` 9)."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from models.domain.errors import UserError
from models.domain.text import T
from models.storage.connection import DatabaseError, unreadable

_PRIMARY = 0xFF
_BUSY, _LOCKED, _READONLY, _IOERR, _CORRUPT, _FULL, _CANTOPEN, _NOTADB = 5, 6, 8, 10, 11, 13, 14, 26
_OF_FILES = {
    errno.ENOSPC: _FULL, errno.EDQUOT: _FULL, errno.EFBIG: _FULL, errno.EROFS: _READONLY, errno.EACCES: _READONLY,
    errno.EPERM: _READONLY, errno.ENOENT: _CANTOPEN, errno.ENOTDIR: _CANTOPEN,
}  # fmt: skip
_NOTHING_WRITTEN = T("error", "这一笔没有写入，之前登记的都在。")


def code_of(error: BaseException) -> int:
    """SQLite's primary result code, 0 if it has none; for a file's error the code that SQLite would give."""
    if isinstance(error, OSError):
        return _OF_FILES.get(error.errno or 0, _IOERR)
    return (getattr(error, "sqlite_errorcode", None) or 0) & _PRIMARY


def means_stop(error: BaseException) -> bool:
    """True if the register must be opened again before anything more is written: after a failed write or sync the
    system may hold pages for clean that never reached the disk (`trust.md` A1, fsync failures)."""
    found = (error, error.__cause__)
    return any(isinstance(one, DatabaseError) and code_of(one) in (_IOERR, _CORRUPT, _NOTADB) for one in found)


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Raise the person's kind of database and file errors as UserError; what is ours passes unchanged."""
    try:
        yield
    except (DatabaseError, OSError) as error:
        sentence = as_user_error(error, path)
        if sentence is None:
            raise
        raise sentence from error


def as_user_error(error: BaseException, path: Path) -> UserError | None:
    """The sentence for a database or file error; None if it is a bug or an interrupted query."""
    code = code_of(error)
    if code in (_CORRUPT, _NOTADB):
        return unreadable(path)
    if code == _FULL:
        return _disk_full(path)
    if code == _IOERR:
        return stopped()
    if code in (_READONLY, _CANTOPEN):
        return UserError(
            "NOT_WRITABLE",
            T("error", "写不进 {name}：文件夹是只读的，或没有写的权限。", name=path.name),
            _NOTHING_WRITTEN,
            T("error", "请检查磁盘和文件夹权限，然后重新打开。"),
        )
    if code in (_BUSY, _LOCKED):
        return UserError(
            "REGISTER_BUSY",
            T("error", "登记库正被另一项工作占用，等了 10 秒仍未让出。"),
            _NOTHING_WRITTEN,
            T("error", "请等那项工作完成后再办。"),
        )
    return None


def stopped() -> UserError:
    """The sentence after a failed write: nothing more is written until the register was opened again."""
    return UserError(
        "WRITING_STOPPED",
        T("error", "磁盘报错，登记库已停止写入。"),
        _NOTHING_WRITTEN,
        T("error", "请关闭程序、检查磁盘后重新打开；打开时会自动核对。"),
    )


def _disk_full(path: Path) -> UserError:
    try:
        free = shutil.disk_usage(path.parent).free // 1_000_000
    except OSError:
        free = 0
    return UserError(
        "DISK_FULL",
        T("error", "磁盘已满，只剩 {free} MB。", free=free),
        _NOTHING_WRITTEN,
        T("error", "请腾出至少 200 MB 空间再办。"),
    )
