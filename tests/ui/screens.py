"""Draw pages offscreen into PNG files, to be looked at beside the design.

    QT_QPA_PLATFORM=offscreen python -m tests.ui.screens FOLDER [NAME …] [--theme light|dark|contrast] [--lang zh|en]
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from models.domain.errors import UserError
from models.domain.text import T
from models.ledgers import BY_NAME
from tests.ui import demo, demo_pages
from tests.ui.helpers import MemoryPreferences
from tests.ui.sheet import Sheet
from ui.ledger.batch_dialog import BatchDialog
from ui.ledger.door import DoorLinks
from ui.ledger.edit_dialog import EditDialog
from ui.ledger.history_dialog import HistoryDialog
from ui.ledger.ledger_page import LedgerPage
from ui.main_window import MainWindow
from ui.pages.first_run.page import FirstRunPage
from ui.pages.first_run.values import FirstRunDraft
from ui.pages.unlock.page import UnlockPage, VaultChoice
from ui.scanning import ScanRouter
from ui.tables.column_dialog import ColumnDialog
from ui.tables.filter_dialog import FilterDialog, chip
from ui.tables.source import Filter
from ui.tasks import Tasks
from ui.theme.focus import FocusRings
from ui.theme.look import Look
from ui.widgets.messages import ConfirmDialog, CrashDialog, ErrorDialog
from ui.widgets.text_dialog import TextDialog
from ui.words import Words

ROOT = Path(__file__).resolve().parents[2]
RESOURCES = ROOT / "resources"
ERROR = UserError(
    "BK-07", T("error", "写到 61 % 时，备份盘 B 被拔出。"),
    T("error", "登记库没有动；上一份备份（11-18 17:20）完好，仍在盘上。"),
    T("error", "插回备份盘 B，等指示灯停闪，再按“重新备份”。约需 2 分钟。"),
)  # fmt: skip


class Studio:
    """What every picture needs."""

    def __init__(self, app: QApplication, look: Look, tasks: Tasks, router: ScanRouter) -> None:
        self.app, self.look, self.tasks, self.router = app, look, tasks, router
        self.size = (1366, 768)

    def settle(self) -> None:
        """Until no work is under way and no pause runs."""
        until = time.monotonic() + 10
        quiet = 0
        while quiet < 3 and time.monotonic() < until:
            self.app.processEvents()
            quiet = quiet + 1 if self.tasks.idle and not self._pausing() else 0

    @staticmethod
    def _pausing() -> bool:
        timers = (timer for widget in QApplication.topLevelWidgets() for timer in widget.findChildren(QTimer))
        return any(timer.isActive() and timer.isSingleShot() for timer in timers)

    def open(self, pages: dict[str, Callable[[], QWidget]], name: str) -> MainWindow:
        made = demo.window(self.look, self.tasks, MemoryPreferences(), self.router, pages)
        made.resize(*self.size)
        made.show()
        made.activateWindow()
        made.go(name)
        self.settle()
        return made


def sheet(studio: Studio) -> QWidget:
    made = Sheet(studio.look)
    made.resize(*studio.size)
    made.show()
    made.first.setFocus()
    return made


def register(studio: Studio) -> QWidget:
    pages = {"register": lambda: demo.RegisterDemo(studio.look, studio.tasks, MemoryPreferences())}
    made = studio.open(pages, "register")
    page = made.page
    assert isinstance(page, demo.RegisterDemo)
    columns = {column.name: column for column in page._columns}
    page.bar.search.setText("云人")
    page.bar.set_filters([
        Filter("state", "in", tuple(columns["state"].words or demo_states()), T("filter", "状态：在账")),
        Filter("expires_on", "from", "2021-01-01", T("filter", "收文：2021 年以来")),
    ][:1])
    page.bar.add(Filter("number", "from", "21", T("filter", "收文：2021 年以来")))
    studio.settle()
    page.view.go_to(3)
    studio.settle()
    page.bar.search.setFocus()
    return made


def demo_states() -> list[str]:
    from ui.theme.marks import STATES

    return list(STATES)


def empty(studio: Studio) -> QWidget:
    pages = {"register": lambda: demo.RegisterDemo(studio.look, studio.tasks, MemoryPreferences())}
    made = studio.open(pages, "register")
    page = made.page
    assert isinstance(page, demo.RegisterDemo)
    column = next(column for column in page._columns if column.name == "level")
    page.bar.search.setText("云人保〔2026〕14")
    page.bar.add(Filter("level", "is", "TOP_SECRET", chip(column, "is", "TOP_SECRET")))
    studio.settle()
    return made


def people(studio: Studio) -> MainWindow:
    door = demo.FakeDoor()
    source = demo.DoorSource(door)
    pages = {"people": lambda: LedgerPage(studio.look, BY_NAME["persons"], door, source, studio.tasks,
                                          MemoryPreferences(), True, lambda: demo.TODAY, lambda: None)}  # fmt: skip
    return studio.open(pages, "people")


def edit(studio: Studio) -> QWidget:
    made, door = people(studio), demo.FakeDoor()
    dialog = EditDialog(
        studio.look, made, BY_NAME["persons"], T("list", "{title}：登记一条", title=BY_NAME["persons"].title), studio.tasks,
        DoorLinks(door, studio.tasks), lambda values: door.problems("persons", None, values), lambda v, r: None,
        year=2026,
    )  # fmt: skip
    dialog.show()
    dialog.form.set_values({"name": "陈立", "clearance": "NONE", "unit_id": 1, "post": "科长"})
    for box in dialog.form.boxes.values():
        box.touched = True
    studio.settle()
    dialog.reason.line.setFocus()
    return made


def edit_long(studio: Studio) -> QWidget:
    made, door = people(studio), demo.FakeDoor()
    dialog = EditDialog(
        studio.look, made, BY_NAME["documents"], T("list", "{title}：登记一条", title=BY_NAME["documents"].title),
        studio.tasks, DoorLinks(door, studio.tasks), lambda values: [], lambda v, r: None, year=2026,
    )  # fmt: skip
    dialog.show()
    return made


def history(studio: Studio) -> QWidget:
    made, door = people(studio), demo.FakeDoor()
    HistoryDialog(studio.look, made, "陈立", door.history("persons", 2)).show()
    return made


def batch(studio: Studio) -> QWidget:
    made, door = people(studio), demo.FakeDoor()
    fields = {name: field for name, field in BY_NAME["persons"].fields.items() if field.in_dialog}
    dialog = BatchDialog(studio.look, made, BY_NAME["persons"], fields, [1, 2, 3], studio.tasks,
                         DoorLinks(door, studio.tasks), door)  # fmt: skip
    dialog.show()
    dialog._field.set_code("clearance")
    return made


def error(studio: Studio) -> QWidget:
    made = people(studio)
    ErrorDialog(studio.look, made, ERROR, T("error", "备份没有写成"), T("error", "重新备份")).show()
    return made


def crash(studio: Studio) -> QWidget:
    made = people(studio)
    CrashDialog(studio.look, made, "ValueError\nui/pages/home.py:41 entered\nmodels/services/home.py:12 due").show()
    return made


def confirm(studio: Studio) -> QWidget:
    made = people(studio)
    ConfirmDialog(studio.look, made, T("confirm", "销毁这一批"), [T("confirm", "清单已锁定，42 份。")],
                  T("confirm", "销毁 {n} 份", n=42)).show()  # fmt: skip
    return made


def filter_dialog(studio: Studio) -> QWidget:
    made = register(studio)
    page = made.page  # type: ignore[attr-defined]
    FilterDialog(studio.look, made, page._columns[1]).show()
    return made


def process(name: str, made: Callable[[Look], QWidget]) -> Callable[[Studio], QWidget]:
    return lambda studio: studio.open({name: lambda: made(studio.look)}, name)


def unlock(studio: Studio) -> QWidget:
    users = (("周敏", T("role", "保密员")), ("欧阳敏", T("role", "安全保密管理员")))
    vault = VaultChoice(Path(), "云岭市人大机关 • 正式库", "机密级 • 12 846 份载体 • 上次使用 2026-11-20 17:42", users, False)
    return _shown(studio, UnlockPage(studio.look, demo_pages.ISOLATED, vault, "守簿 1.0.0 • 程序指纹 7C1E 90AB 52D4 •　F1 帮助"))


def unlock_training(studio: Studio) -> QWidget:
    users = (("周敏", T("role", "保密员")),)
    vault = VaultChoice(Path(), "演练库（样例数据）", "每次打开可恢复为初始样例", users, True)
    made = UnlockPage(studio.look, demo_pages.FALLEN, vault, "守簿 1.0.0 • 程序指纹 7C1E 90AB 52D4 •　F1 帮助")
    return _shown(studio, made)


def unlock_wrong(studio: Studio) -> QWidget:
    made = unlock(studio)
    assert isinstance(made, UnlockPage)
    made.show_error(UserError("WRONG_PASSWORD", T("error", "用户名或口令不对，或者钥匙文件已损坏。"), T("error", ""),
                              T("error", "请核对大小写锁定后再试，还可试 {left} 次。", left=3)))  # fmt: skip
    return made


def first_run(step: int) -> Callable[[Studio], QWidget]:
    def made(studio: Studio) -> QWidget:
        draft = FirstRunDraft("云岭市人大常委会", "机关办公室", "BM-JSJ-0012", administrator_names=("赵强", "欧阳敏", "孙静"),
                              accounts=(("clerk", "周敏"), ("signer", "刘洋")))  # fmt: skip
        page = FirstRunPage(studio.look, demo_pages.ISOLATED, draft)
        page = _shown(studio, page)
        page.go(step)
        if step == 2:
            page.administrators[0].password.setText("short")
            page.administrators[0].offer()
        return page

    return made


def _shown(studio: Studio, widget: QWidget) -> QWidget:
    widget.resize(*studio.size)
    widget.show()
    widget.activateWindow()
    return widget


def columns_dialog(studio: Studio) -> QWidget:
    made = register(studio)
    page = made.page  # type: ignore[attr-defined]
    ColumnDialog(studio.look, made, page._columns, page.view.arrangement).show()
    return made


def text_dialog(studio: Studio) -> QWidget:
    made = people(studio)
    TextDialog(studio.look, made, T("list", "作废这一条登记"), T("list", "作废理由"), T("list", "作废登记"),
               T("form", "理由会写入日志，审计员可见"), (T("list", "作废后只能看，不能再用；编号不重用。"),), danger=True).show()  # fmt: skip
    return made


SCREENS: dict[str, Callable[[Studio], QWidget]] = {
    "sheet": sheet, "register": register, "empty": empty, "people": people, "edit": edit, "edit-long": edit_long,
    "today": process("today", demo_pages.TodayDemo), "count": process("count", demo_pages.CountDemo),
    "check": process("verify", demo_pages.CheckDemo), "unlock": unlock, "unlock-training": unlock_training,
    "unlock-wrong": unlock_wrong, **{f"first-run-{step}": first_run(step) for step in (0, 1, 2, 5, 6)},
    "history": history, "batch": batch, "error": error, "crash": crash, "confirm": confirm, "filter": filter_dialog,
    "columns": columns_dialog, "text": text_dialog,
}  # fmt: skip


def grab(window: QWidget) -> QPixmap:
    """The window with its dialogs over it."""
    picture = window.grab()
    painter = QPainter(picture)
    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, QDialog) and widget.isVisible():
            painter.drawPixmap(widget.pos() - window.mapToGlobal(QPoint(0, 0)), widget.grab())
    painter.end()
    return picture


def draw(studio: Studio, name: str, path: Path) -> None:
    window = SCREENS[name](studio)
    studio.settle()
    grab(window).save(str(path))
    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, QDialog) and widget.isVisible():
            widget.reject()
            widget.deleteLater()
    window.close()
    window.deleteLater()
    studio.app.processEvents()


def _raise(error: Exception) -> None:
    raise error


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--theme", default="light")
    parser.add_argument("--lang", default="zh")
    parser.add_argument("--size", default="1366x768")
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--practice", action="store_true")
    wanted = parser.parse_intermixed_args()
    wanted.folder.mkdir(parents=True, exist_ok=True)
    app = QApplication([])
    look = Look(RESOURCES, Words(wanted.lang, RESOURCES / "translations"), wanted.theme, wanted.scale)
    look.practice = wanted.practice
    look.apply(app)
    rings = FocusRings(look, app)
    tasks = Tasks(_raise)
    studio = Studio(app, look, tasks, ScanRouter(app))
    width, height = (int(part) for part in wanted.size.split("x"))
    studio.size = (width, height)
    for name in wanted.names or SCREENS:
        path = wanted.folder / f"{name}-{wanted.theme}-{wanted.lang}-{width}.png"
        draw(studio, name, path)
        print(path)
    tasks.close()
    rings.drop()


if __name__ == "__main__":
    main()
