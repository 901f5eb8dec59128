"""Counting the durable steps of a piece of work, and ending or failing it at the n-th. Used inside child processes for
kills and inside a test for errors; whoever injects a fault asserts that it fired."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

from models.storage.store import Store

Fault = Callable[[], None]


def die() -> None:
    """As a power cut: no clean-up of any kind."""
    os.kill(os.getpid(), signal.SIGKILL)


def no_space() -> None:
    raise OSError(28, "No space left on device")


class Steps:
    """Every write, sync, rename and removal by Python, and every statement of the register's writer, is one step before
    which `fault` may strike."""

    def __init__(self, strike_at: int, fault: Fault) -> None:
        self.done, self.names = 0, []  # type: tuple[int, list[str]]
        self.fired = False
        self._strike_at, self._fault = strike_at, fault

    def step(self, name: str) -> None:
        self.done += 1
        self.names.append(name)
        if self.done == self._strike_at:
            self.fired = True
            self._fault()

    @contextmanager
    def counted_with_every_store(self) -> Iterator[Steps]:
        """Count also the statements of every register that is opened inside."""
        real = Store.__init__

        def opened(store: Store, *arguments: Any, **named: Any) -> None:
            real(store, *arguments, **named)
            store._writer = _Counted(store._writer, self)  # type: ignore[assignment]

        with mock.patch.object(Store, "__init__", opened), self.counted():
            yield self

    @contextmanager
    def counted(self, store: Store | None = None) -> Iterator[Steps]:
        """Count what happens inside."""
        with mock.patch.multiple(
            os, write=self._wrap("write", os.write), fsync=self._wrap("fsync", os.fsync), mkdir=self._wrap("mkdir", os.mkdir)
        ), mock.patch.multiple(
            Path, replace=self._method("replace"), rename=self._method("rename"), unlink=self._method("unlink"),
            write_bytes=self._method("write_bytes"),
        ):  # fmt: skip
            if store is None:
                yield self
                return
            real = store._writer
            store._writer = _Counted(real, self)  # type: ignore[assignment]
            try:
                yield self
            finally:
                store._writer = real

    def _wrap(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **named: Any) -> Any:
            self.step(name)
            return real(*arguments, **named)

        return call

    def _method(self, name: str) -> Callable[..., Any]:
        real = getattr(Path, name)

        def call(path: Path, *arguments: Any, **named: Any) -> Any:
            self.step(f"{name} {path.name}")
            return real(path, *arguments, **named)

        return call


class _Counted:
    """A connection whose statements that change something are steps."""

    def __init__(self, real: Any, steps: Steps) -> None:
        self._real, self._steps = real, steps

    def execute(self, sql: str, *arguments: Any) -> Any:
        verb = sql.split(None, 1)[0]
        if verb in ("BEGIN", "INSERT", "COMMIT"):
            self._steps.step(verb)
        return self._real.execute(sql, *arguments)

    def executemany(self, sql: str, *arguments: Any) -> Any:
        self._steps.step(sql.split(None, 1)[0])
        return self._real.executemany(sql, *arguments)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)
