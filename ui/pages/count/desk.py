"""The scanning desk of one open count: scan the shelf, then the copies; every scan is on disk before it is heard."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout

from models.domain.count_types import Mark as ThingMark
from models.domain.count_types import Verdict
from models.domain.text import T, Text
from models.services import count_pages, count_views
from models.services.count_pages import Lacking, Scanned, Standing
from models.services.count_views import CabinetProgress, ScanLine, Tallies
from models.services.covers import ScanKind
from ui.context import Context
from ui.pages.count.finish import Finisher
from ui.pages.count.marks_bar import MarksBar
from ui.pages.count.place_dialog import SHELF, PlaceDialog, Spot, spots_of
from ui.pages.count.refresher import Refresher
from ui.pages.count.side import Side
from ui.pages.count.tick_dialog import TickDialog
from ui.pages.count.words import (
    Answer,
    answer_of,
    failed_row,
    heads,
    mark_of,
    marked_words,
    row_of,
)
from ui.pages.processes.carrier_words import shown_title
from ui.pages.processes.scan_queue import SCANNED, TICKED, TYPED, Keep, ScanQueue
from ui.pages.processes.scan_station import NEWEST, NOT_KEPT, SHOWN_OF_CODE, TAKEN_BACK, ScanStation, why_not
from ui.pages.sound_switch import SoundSwitch
from ui.scanning import Scan
from ui.sound import UNKNOWN
from ui.widgets.buttons import Button
from ui.widgets.cell_table import CellTable
from ui.widgets.containers import Frame
from ui.widgets.page import HELP_KEY, Page

USELESS = frozenset({ScanKind.FORM, ScanKind.COVER})


class CountDeskPage(Page):
    """From two metres: the word, the mark, where it belongs. Nothing needs to be kept for a pause."""

    def __init__(self, context: Context) -> None:
        super().__init__(context.look, T("page", "清查盘点"))
        self.context = context
        self.standing: Standing | None = None
        self.progress: list[CabinetProgress] = []
        self._lacking: list[Lacking] = []
        self._last_tally = ""
        self.count_id = 0
        self.queue = ScanQueue(context.tasks, self._keeper, self, USELESS)
        self._build()
        self.finisher = Finisher(context, self)
        self._figures = Refresher(self, self._read_figures)
        self.queue.kept.connect(self._kept)
        self.queue.failed.connect(self._not_kept)
        self.queue.no_use.connect(self._no_use)
        self.queue.waiting_changed.connect(lambda _n: self._say_foot())
        self._bind()

    # building ------------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        look = self.look
        pause = self.add_action(Button(look, T("count", "暂停"), icon="pause", key="Alt+S"))
        pause.clicked.connect(self.pause)
        more = self.add_action(Button(look, T("count", "更多"), icon="more", key="Alt+M"))
        more.clicked.connect(lambda: self.finisher.menu(more))
        self.undo_button = self.add_action(Button(look, T("count", "撤销上一扫"), icon="undo", key="Ctrl+Z"))
        self.undo_button.clicked.connect(self.undo)
        end = self.add_action(Button(look, T("count", "结束扫描"), key="F9"))
        end.clicked.connect(self.finish)
        row = QHBoxLayout()
        row.setSpacing(look.px(16))
        left = QVBoxLayout()
        left.setSpacing(look.px(10))
        self.station = ScanStation(look, self.queue, T("scan", "扫描"), T("count", "扫载体或柜层标签，也可手输编号"))
        self.box, self.verdict = self.station.box, self.station.verdict
        self.box.typed.connect(lambda text: self.queue.take(text, TYPED))
        self.box.undo_scan.connect(self.undo)
        left.addWidget(self.station)
        self.marks = MarksBar(look)
        self.marks.mark_wanted.connect(self.mark)
        self.marks.tick_wanted.connect(self.tick)
        left.addWidget(self.marks)
        self.table = CellTable(look, heads(look), T("scan", "扫描记录，新的在上"), row_height=34)
        self.table.picked.connect(lambda _key: self._say_marked())
        frame = Frame(look)
        frame.box.addWidget(self.table)
        left.addWidget(frame, 1)
        row.addLayout(left, 1)
        self.side = Side(look)
        row.addWidget(self.side)
        self.content.addLayout(row, 1)
        self._lines: dict[int, ScanLine] = {}

    def _bind(self) -> None:
        QShortcut(QKeySequence("F6"), self, self.choose_place)
        self.sounds = SoundSwitch(self.context, self, self._say_foot)
        self._say_foot()

    def _say_foot(self) -> None:
        sounds = self.sounds.foot or T("count", "三种声音：相符、注意、不认得")
        waiting = T("count", "{n} 扫正在存盘", n=self.queue.waiting) if self.queue.waiting > 1 else ""
        self.set_foot(waiting or T("count", "每扫一次先存盘再出声"), sounds)
        self.set_keys(("Ctrl+Z", T("key", "撤销")), ("F6", T("key", "改当前柜层")), self.sounds.key, ("F9", T("key", "结束")),
                      HELP_KEY)  # fmt: skip

    # coming and going ----------------------------------------------------------------------------------------------

    def open(self, count: int) -> None:
        """Called by `go("counting", count=…)`: go on exactly where this count stopped."""
        self.count_id = count
        self._last_tally = ""
        self.station.settle()
        self._load()

    def entered(self) -> None:
        if self.count_id:
            self._load()

    def refresh(self) -> None:
        self.entered()

    def _load(self) -> None:
        """On the writing worker, behind the scans that are still on their way, so that no line is shown and lost."""
        office, count_id = self.context.office, self.count_id
        self.context.tasks.write(lambda: count_pages.standing(office, count_id), self._loaded)
        self.station.take_focus()

    def _loaded(self, found: Standing) -> None:
        count = found.resume.count
        if int(count["id"]) != self.count_id:
            return
        self.standing = found
        first, second, third = found.people
        title = count["name"] or count["number"]
        self.set_words(T("count", "清查盘点　{name}", name=title), T(
            "count", "清点 {first}　复核 {second}　监督 {third} • {when} 开始，账面已冻结，借还照常", first=first, second=second,
            third=third, when=self._started(count["started_at"]),
        ))  # fmt: skip
        self._show_place(found.resume.place)
        self._show_lines(found.resume.newest)
        self._lacking = found.lacking
        self._show_figures((found.resume.tallies, found.progress))
        if self.verdict.accessibleName() == "" or not found.resume.newest:
            words = T("count", "先扫柜层标签，再扫这一层的载体") if not found.resume.place else T("count", "可以扫了")
            self.verdict.clear(words)
        if found.resume.newest and self._last_tally == "":
            self._say_resumed(found.resume.newest[0])

    def _say_resumed(self, line: ScanLine) -> None:
        self.verdict.clear(T("count", "接着上次：已到第 {n} 扫，{place}", n=line.seq, place=line.place))

    def _started(self, moment: str) -> str:
        begun = datetime.fromisoformat(moment).astimezone()
        today = self.context.office.clock.today()
        return begun.strftime("%H:%M") if begun.date() == today else begun.strftime("%m-%d %H:%M")

    @property
    def is_blind(self) -> bool:
        return bool(self.standing and self.standing.resume.count["blind"])

    # scanning ------------------------------------------------------------------------------------------------------

    def scanned(self, scan: Scan) -> bool:
        if not self.count_id:
            return False
        self.station.settle()
        self.queue.take(scan.text, SCANNED)
        return True

    def _keeper(self) -> Keep:
        office, count_id = self.context.office, self.count_id
        return lambda code, kind, again: count_pages.scan_once(office, count_id, code, kind, again)

    def _kept(self, scanned: Scanned) -> None:
        """The scan is on disk: sound, verdict, line."""
        answer = answer_of(self.look, scanned)
        self.sounds.play(answer.sound)
        self._say(answer)
        if scanned.line is None:
            self._show_place(scanned.place)
            return
        self._last_tally = answer.tally
        self._lines[scanned.line.scan_id] = scanned.line
        self.table.put_first(row_of(self.look, scanned.line), NEWEST)
        self._say_marked()

    def _say(self, answer: Answer) -> None:
        self.station.say(answer.mark, answer.under, answer.head, answer.second, answer.level, answer.number, answer.title)

    def _not_kept(self, code: str, error: Exception) -> None:
        why = why_not(error)
        if why is None:
            self.context.present(error)
            why = (T("scan", "程序自己出了错"), T("count", "请再扫一次"))
        self._refuse(code, why[0], why[1] or T("count", "这一扫没有记录，请照上面说的再扫"))

    def _no_use(self, code: str, kind: ScanKind) -> None:
        words = T("count", "这是表单的码") if kind is ScanKind.FORM else T("count", "这是封面条码")
        self._refuse(code[:SHOWN_OF_CODE], words, T("count", "请扫载体自己的标签；没有记录"))

    def _refuse(self, code: str, what: Text | str, to_do: Text | str) -> None:
        self.sounds.play(UNKNOWN)
        self._say(Answer(NOT_KEPT, "", what, to_do, number=code[:SHOWN_OF_CODE]))
        now = self.context.office.clock.now().astimezone().strftime("%H:%M:%S")
        self.table.put_first(failed_row(code, now, what), NEWEST)

    # one key after a scan ------------------------------------------------------------------------------------------

    def _current_line(self) -> ScanLine | None:
        """The line that a mark is for: the chosen one, which is the newest after each scan."""
        key = self.table.current_key()
        return self._lines.get(key) if isinstance(key, int) else None

    def _say_marked(self) -> None:
        line = self._current_line()
        fits = self._may_mark(line)
        self.marks.show_line(line.number if line and fits else "", line.verdict.value if line and not line.undone else "")

    @staticmethod
    def _may_mark(line: ScanLine | None) -> bool:
        """A thing outside the book is 账外 whatever its label: what else is wrong with it is said in its difference."""
        return line is not None and not line.undone and bool(line.number) and line.verdict is not Verdict.UNRECORDED

    def mark(self, mark: ThingMark) -> None:
        """标识不符 or 破损 of the chosen line, and off again by the same key; the other key puts one for the other."""
        line = self._current_line()
        if line is None or not self._may_mark(line):
            return
        office, count_id = self.context.office, self.count_id
        wanted = None if line.verdict.value == mark.value else mark

        def act() -> list[ScanLine]:
            office.perform("mark_scan", count_id=count_id, mark=wanted, scan_id=line.scan_id)
            return count_views.newest_scans(office.read, count_id, NEWEST)

        self._last_tally = mark.value if wanted else ""
        self.context.tasks.write(act, lambda lines: self._marked(lines, line.scan_id, marked_words(line.verdict, wanted)))

    def _marked(self, lines: list[ScanLine], scan_id: int, said: Text) -> None:
        self._show_lines(lines)
        self.table.go_to(scan_id)
        line = self._lines.get(scan_id)
        if line is not None:
            under = T("count", "第 {n} 扫", n=line.seq)
            title = shown_title(self.look, line.level, line.title)
            self._say(Answer(mark_of(line), under, line.place, said, line.level or "", line.number, title))
        self.station.take_focus()

    def undo(self) -> bool:
        """Ctrl+Z: take back the newest scan; all counters follow."""
        office, count_id = self.context.office, self.count_id
        self.context.tasks.write(lambda: count_pages.after_undo(office, count_id), lambda both: self._undone(*both), self._no_undo)
        return True

    def _undone(self, line: ScanLine | None, lines: list[ScanLine]) -> None:
        self._last_tally = ""
        self._show_lines(lines)
        if line is not None:
            title = shown_title(self.look, line.level, line.title)
            self._say(Answer(TAKEN_BACK, T("count", "第 {n} 扫", n=line.seq), T("count", "这一扫不算数了"),
                             T("count", "要算数就再扫一次"), line.level or "", line.number or line.code, title))  # fmt: skip

    def _no_undo(self, error: Exception) -> bool:
        why = why_not(error)
        if why is None:
            return False
        self._say(Answer(NOT_KEPT, "", why[0]))
        return True

    # by hand -------------------------------------------------------------------------------------------------------

    def choose_place(self) -> None:
        """F6: a shelf or a holder from the list."""
        spot = PlaceDialog.ask(self.context, self, T("count", "现在在哪里清点"), spots_of(self.progress, self.is_blind))
        if spot is not None:
            self.stand_at(spot)

    def stand_at(self, spot: Spot) -> None:
        office, count_id = self.context.office, self.count_id
        where: dict[str, Any] = {"shelf_id": spot.id} if spot.kind == SHELF else {"holder_id": spot.id}

        def act() -> Scanned:
            seen = office.perform("set_place", count_id=count_id, **where).result
            return Scanned(seen, None, spot.name)

        self.context.tasks.write(act, self._kept)

    def tick(self) -> None:
        """T: tick among what is still expected here. A blind count does not show it."""
        if self.is_blind:
            self._say(Answer(NOT_KEPT, "", T("count", "这次清查不显示应有数"), T("count", "不能逐份勾选，请扫描或手输")))
            return
        if not self.standing or not self._place_words:
            self._say(Answer(NOT_KEPT, "", T("count", "先扫柜层标签，或按 F6 选位置")))
            return
        office, count_id = self.context.office, self.count_id  # asked anew, behind the scans that are still on their way
        self.context.tasks.write(lambda: (count_id, count_pages.lacking_here(office, count_id)), self._tick_among)

    def _tick_among(self, found: tuple[int, list[Lacking]]) -> None:
        count_id, lacking = found
        if count_id != self.count_id or not self.isVisible() or QApplication.activeModalWidget() is not None:
            return
        for item in TickDialog.ask(self.context, self, self._place_words, lacking):
            self.queue.send(item.number, TICKED)

    def page_key(self, key: str) -> bool:
        if key.lower() == "t":
            self.tick()
            return True
        return False

    def pause(self) -> None:
        """Back to the list; nothing has to be kept, the register knows where this count stands."""
        self.context.go("count", paused=True)

    def finish(self) -> None:
        """F9."""
        self.finisher.finish(self.count_id, self.progress)

    def print_page(self) -> None:
        self.context.go("print", form="F8a", record=self.count_id, back="counting")

    # figures -------------------------------------------------------------------------------------------------------

    def changed(self, ledgers: frozenset[str]) -> None:
        if self.count_id and ledgers & {"scans", "counts", "carriers"} and self.isVisible():
            self._figures.ask()

    def _read_figures(self, done: Callable[[], None]) -> None:
        office, count_id, blind = self.context.office, self.count_id, self.is_blind

        def read() -> tuple[Tallies, list[CabinetProgress], dict[str, Any], list[Lacking]]:
            count = office.read.get("counts", count_id) or {}
            lacking = [] if blind else count_pages.lacking_here(office, count_id)
            return *count_pages.figures(office, count_id), count, lacking

        def show(found: tuple[Tallies, list[CabinetProgress], dict[str, Any], list[Lacking]]) -> None:
            tallies, progress, count, lacking = found
            if self.standing is not None and count.get("id") == self.count_id:
                self.standing.resume.count.update(count)
                self._lacking = lacking
                self._show_figures((tallies, progress))
            done()

        self.context.tasks.read(read, show, lambda _error: done() or False)  # type: ignore[func-returns-value]

    def _show_figures(self, found: tuple[Tallies, list[CabinetProgress]]) -> None:
        tallies, self.progress = found
        count = self.standing.resume.count if self.standing else {}
        self.side.tallies.show_tallies(tallies, self.is_blind, self._last_tally)
        self.side.map.show_progress(self.progress, self.is_blind, (count.get("shelf_id"), count.get("holder_id")))
        self.marks.show_left(None if self.is_blind else len(self._lacking))
        self.undo_button.set_enabled(tallies.scanned > 0, T("count", "还没有扫"))

    def _show_place(self, words: str) -> None:
        self._place_words = words
        self.box.set_side(T("count", "当前柜层　{place}", place=words) if words else T("count", "还没有选柜层"),
                          "accent" if words else "warn")  # fmt: skip

    def _show_lines(self, lines: list[ScanLine]) -> None:
        self._lines = {line.scan_id: line for line in lines}
        self.table.set_rows([row_of(self.look, line) for line in lines])
        self._say_marked()
