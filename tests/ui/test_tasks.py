"""Work off the screen's thread: answers come back on it, errors go to one presenter, nothing reaches the dead."""

from __future__ import annotations

import sys
import threading
import time
from typing import Any

import pytest
from PySide6.QtCore import QObject, QThread, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from models.domain.errors import Cancelled, Refused, UserError
from models.domain.problems import blocks, warns
from models.domain.text import T
from tests.ui.helpers import Errors, Heartbeat
from ui.errors import Presenter, as_user_error, frames_of
from ui.tasks import WORKERS, Progress, Tasks
from ui.theme.look import Look
from ui.widgets.messages import CrashDialog, ErrorDialog
from ui.widgets.progress import ProgressDialog

USER = UserError("DISK_FULL", T("error", "没有做成"), T("error", "没有做成"), T("error", "没有做成"))


def main_thread() -> bool:
    return QThread.currentThread() is QApplication.instance().thread()


def test_answers_come_back_on_the_screens_thread(qtbot: Any, tasks: Tasks) -> None:
    seen: list[tuple[bool, bool]] = []
    tasks.read(main_thread, lambda was_main: seen.append((was_main, main_thread())))
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == [(False, True)]


def test_one_worker_writes_in_order(qtbot: Any, tasks: Tasks) -> None:
    threads: list[int] = []
    order: list[int] = []
    for number in range(50):
        tasks.write(lambda number=number: (threads.append(threading.get_ident()), order.append(number)))
    qtbot.waitUntil(lambda: tasks.idle)
    assert order == list(range(50)) and len(set(threads)) == 1


def test_reading_does_not_wait_for_writing(qtbot: Any, tasks: Tasks) -> None:
    hold, seen = threading.Event(), []
    tasks.write(lambda: hold.wait(10))
    tasks.read(lambda: "read", seen.append)
    qtbot.waitUntil(lambda: seen == ["read"])
    hold.set()


@pytest.mark.parametrize("worker", WORKERS)
def test_each_worker_has_its_thread(qtbot: Any, tasks: Tasks, worker: str) -> None:
    names: list[str] = []
    tasks.long(lambda _progress: names.append(threading.current_thread().name), worker=worker)
    qtbot.waitUntil(lambda: bool(names))
    assert names == [f"shoubu-{worker}"]


def test_an_error_that_nobody_takes_is_presented(qtbot: Any, tasks: Tasks, errors: Errors) -> None:
    def fail() -> None:
        raise USER

    tasks.read(fail)
    qtbot.waitUntil(lambda: bool(errors.seen))
    assert errors.take() is USER


def test_failed_may_take_or_pass_on(qtbot: Any, tasks: Tasks, errors: Errors) -> None:
    def fail() -> None:
        raise USER

    taken: list[Exception] = []
    tasks.read(fail, None, lambda error: taken.append(error))
    qtbot.waitUntil(lambda: taken == [USER])
    tasks.read(fail, None, lambda _error: False)
    qtbot.waitUntil(lambda: bool(errors.seen))
    assert errors.take() is USER


def test_cancelled_is_silent(qtbot: Any, tasks: Tasks, errors: Errors) -> None:
    started = threading.Event()

    def work(progress: Progress) -> None:
        started.set()
        while True:
            progress.report(1, 2, "")

    job = tasks.long(work, lambda _result: pytest.fail("it was stopped"))
    qtbot.waitUntil(started.is_set)
    job.cancel()
    qtbot.waitUntil(lambda: tasks.idle)
    assert errors.seen == []


def test_a_dropped_answer_reaches_nobody(qtbot: Any, tasks: Tasks) -> None:
    hold = threading.Event()
    job = tasks.read(lambda: hold.wait(10), lambda _result: pytest.fail("it was dropped"))
    job.drop()
    hold.set()
    qtbot.waitUntil(lambda: tasks.idle)


def test_a_freed_widget_gets_no_answer(qtbot: Any, tasks: Tasks) -> None:
    class Taker(QObject):
        def take(self, _result: object) -> None:
            pytest.fail("it is freed")

    hold, taker = threading.Event(), Taker()
    tasks.read(lambda: hold.wait(10), taker.take)
    taker.deleteLater()
    QApplication.sendPostedEvents(taker, 0)
    qtbot.waitUntil(lambda: not _alive(taker))
    hold.set()
    qtbot.waitUntil(lambda: tasks.idle)


def _alive(thing: QObject) -> bool:
    from shiboken6 import isValid

    return isValid(thing)


def test_nothing_starts_after_close(qapp: QApplication) -> None:
    ran: list[int] = []
    tasks = Tasks(Errors())
    tasks.close()
    tasks.read(lambda: ran.append(1))
    tasks.close()
    assert ran == []


def test_the_screen_beats_while_work_runs(qtbot: Any, tasks: Tasks, heartbeat: Heartbeat) -> None:
    def work(progress: Progress) -> int:
        total = 0
        for step in range(400):
            total += sum(range(2000))
            progress.report(step, 400, "")
        return total

    done: list[int] = []
    heartbeat.start()
    tasks.long(work, done.append)
    qtbot.waitUntil(lambda: bool(done), timeout=20_000)
    assert heartbeat.stop() < 100


def test_a_computing_worker_lets_the_screen_in_soon(tasks: Tasks) -> None:
    """Painting asks for the interpreter dozens of times: with Python's own 5 ms each, that is a stall (K-25)."""
    assert sys.getswitchinterval() <= 0.001


def test_the_heartbeat_finds_a_stall(qtbot: Any, heartbeat: Heartbeat) -> None:
    """The harness itself: work on the GUI thread is noticed."""
    def stall() -> None:
        until = time.process_time() + 0.15
        while time.process_time() < until:
            sum(range(1000))

    heartbeat.start()
    QTimer.singleShot(0, stall)
    qtbot.waitUntil(lambda: heartbeat.beats > 3)
    assert heartbeat.stop() > 100


def test_progress_is_shown_and_stops_the_work(qtbot: Any, look: Look, tasks: Tasks) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(800, 600)
    window.show()
    told, go_on = threading.Event(), threading.Event()

    def work(progress: Progress) -> None:
        progress.report(3, 10, T("progress", "停下来"))
        told.set()
        go_on.wait(10)
        progress.check()

    job = tasks.long(work, lambda _result: pytest.fail("it was stopped"))
    dialog = ProgressDialog(look, window, T("progress", "正在停"), job)
    qtbot.waitUntil(lambda: dialog._bar.maximum() == 10)
    assert dialog._bar.value() == 3
    dialog._appear.timeout.emit()
    assert dialog.isVisible()
    dialog._offer.timeout.emit()
    dialog.reject()
    assert dialog.isVisible()
    go_on.set()
    qtbot.waitUntil(lambda: not _alive(dialog))


def test_the_bar_is_gone_before_the_error_is_shown(qtbot: Any, look: Look, qapp: QApplication) -> None:
    """The error's window waits in a loop of its own: a bar that only went with its job would stay over it for ever."""
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    bars: list[ProgressDialog] = []
    seen: list[bool] = []
    tasks = Tasks(lambda _error: seen.append(_alive(bars[0]) and bars[0].isVisible()))
    go_on = threading.Event()

    def full(_progress: Progress) -> None:
        go_on.wait(10)
        raise USER

    bars.append(ProgressDialog(look, window, T("progress", "正在停"), tasks.long(full)))
    bars[0]._appear.timeout.emit()
    assert bars[0].isVisible()
    go_on.set()
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == [False]
    qtbot.waitUntil(lambda: not _alive(bars[0]))
    tasks.close()
    tasks.deleteLater()


class TestPresenter:
    def test_a_refusal_is_three_sentences(self) -> None:
        one = blocks("OVER", "shelf_id", T("error", "没有做成"))
        error = as_user_error(Refused([one, warns("W", "", T("error", "没有做成"))]))
        assert (error.code, str(error.what)) == ("OVER", "没有做成（另有 1 处）")
        assert str(error.to_do) == "请按上面说的改好后再办。"
        only = as_user_error(Refused([warns("W", "", T("error", "没有做成"))]))
        assert str(only.to_do) == "请写明理由后再办。"

    def test_frames_have_no_values(self) -> None:
        secret = "关于换届人事安排"

        def inner(title: str) -> None:
            raise ValueError(f"bad title {title}")

        try:
            inner(secret)
        except ValueError as error:
            frames = frames_of(error)
        assert "ValueError" in frames and "inner" in frames and "test_tasks.py" in frames
        assert secret not in frames and "bad title" not in frames

    def test_each_kind_has_its_window(self, look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
        shown: list[str] = []
        monkeypatch.setattr(ErrorDialog, "ask", lambda *args: shown.append(args[2].code) or False)
        monkeypatch.setattr(CrashDialog, "tell", lambda _look, _window, frames: shown.append(frames.splitlines()[0]))
        presenter = Presenter(look, lambda: None)
        presenter(USER)
        presenter(Refused([blocks("OVER", "", T("error", "没有做成"))]))
        presenter(Cancelled())
        presenter(KeyError("title"))
        assert shown == ["DISK_FULL", "OVER", "KeyError"]
