"""今日: what is due today and why, the running clocks first; two pictures of the holdings; the last acts (K-12)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from models.domain.clocks import BACKUP_DAYS, SPECIAL_CHECK_MONTHS, backup_age, next_check
from models.domain.dates import add_months, from_iso
from models.domain.numbering import natural_key
from models.domain.text import T, Text
from models.ledgers.destructions import DESTRUCTION_STATES
from models.services import backups, count_views, subjects
from models.services.office import Office
from models.services.printing import acts_since_paper
from models.storage import home_queries, movement_queries
from models.storage.store import Row

EXPIRY_DAYS, MOST_ACTS = 30, 200  # acts without paper before it is urgent (trust.md T16)
CLOCK, OVERDUE, DUE, NOTICE = range(4)


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to do. `rank` orders (CLOCK first); `page` and `arguments` say where it is settled."""

    key: str
    rank: int
    what: Text
    why: Text
    how_long: Text
    button: Text
    page: str
    arguments: dict[str, int | str] | None = None
    clock: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Act:
    """One of the last acts as the page lists it."""

    number: int
    time: str
    words: Text | str
    who: str
    subject: Text | str


@dataclass(frozen=True)
class Today:
    """Everything the page shows."""

    lines: tuple[Line, ...]
    holdings: list[tuple[str, dict[str, int]]]  # by the containers' names, 2号柜 before 10号柜; what lies nowhere last
    months: list[tuple[str, int, int]]
    acts: tuple[Act, ...]


def look(office: Office, pages: frozenset[str]) -> Today:
    """What is due today, as far as this person has the page that settles it."""
    today = office.clock.today()
    lines = [
        *_clocks(office, today), *_loans(office, today), *_recalls(office, today), *_counts(office, today),
        *_destructions(office), *_expiring(office, today), *_backup(office, today), *_paper(office),
    ]  # fmt: skip
    shown = sorted((line for line in lines if line.page in pages), key=lambda line: line.rank)
    holdings = sorted(home_queries.holdings(office.read), key=lambda row: (not row[0], natural_key(row[0])))
    return Today(tuple(shown), holdings, _months(office, today), _acts(office))


def _clocks(office: Office, today: date) -> list[Line]:
    found = []
    for loss, clock in count_views.running_clocks(office.read, today):
        carrier = office.read.get("carriers", loss["carrier_id"]) or {}
        if clock is None:
            continue
        total = clock.total
        what = T("home", "下落不明第 {day} 天，还剩 {left} 天", day=clock.day, left=max(0, clock.left))
        if clock.run_out:
            what = T("home", "下落不明已超过 {total} 天，须按泄密报告", total=total)
        why = T("home", "{number}；{day} 发现，{total} 日内查无下落按泄密处理", number=carrier.get("number", ""),
                day=loss["discovered_on"], total=total)  # fmt: skip
        how_long = T("home", "第 {day} 天 / {total}", day=clock.day, total=total)
        cells = (min(clock.day, total), total) if total <= 10 else (min(10, clock.day * 10 // total), 10)
        found.append(Line(f"loss-{loss['id']}", CLOCK, what, why, how_long, T("home", "查找与处置"), "register",
                          {"text": str(carrier.get("number", ""))}, cells))  # fmt: skip
    return found


def _loans(office: Office, today: date) -> list[Line]:
    count, first, readers = home_queries.overdue_loans(office.read, today.isoformat())
    lines = []
    if count and first:
        days = (today - date.fromisoformat(first)).days
        who = "，".join(f"{row['name']} {row['n']} 份" for row in readers)
        lines.append(Line("loans", OVERDUE, T("home", "{n} 份借出已超期", n=count), T("home", "{who}", who=who),
                          T("home", "超 {n} 天", n=days), T("home", "催还"), "movements"))  # fmt: skip
    without = home_queries.loans_without_day(office.read)
    if without:
        lines.append(Line("loans-no-day", NOTICE, T("home", "{n} 份借出没有应还日期", n=without),
                          T("home", "多半来自旧台账：逐份核对人和实物，补办或收回"), T("home", "待核对"),
                          T("home", "去核对"), "movements"))  # fmt: skip
    return lines


def _recalls(office: Office, today: date) -> list[Line]:
    wanted = movement_queries.recalled_carriers(office.read)
    if not wanted:
        return []
    late, first = home_queries.recalls_due(office.read, today.isoformat(), wanted)
    what, rank = T("home", "{n} 份等着清退", n=len(wanted)), DUE
    why, how_long = T("home", "制发单位要求退回；不能在本机关销毁"), T("home", "待清退")
    if first is not None:
        days = (date.fromisoformat(first) - today).days
        why = T("home", "制发单位要求 {day} 前退回；不能在本机关销毁", day=first)
        how_long = T("home", "剩 {n} 天", n=days) if days >= 0 else T("home", "超 {n} 天", n=-days)
    if late:
        what, rank = T("home", "{n} 份清退已超期，共 {all} 份等着清退", n=late, all=len(wanted)), OVERDUE
    return [Line("recalls", rank, what, why, how_long, T("home", "办清退"), "movements", {"wish": "RETURN"})]


def _counts(office: Office, today: date) -> list[Line]:
    lines = []
    for count in count_views.open_counts(office.read):
        lines.append(Line(f"count-{count['id']}", DUE, T("home", "{number} 还没有完成", number=count["number"]),
                          T("home", "{day} 开始；随时可以接着扫", day=count["base_on"]), T("home", "进行中"),
                          T("home", "接着办"), "count", {"count": int(count["id"])}))  # fmt: skip
    last = from_iso(home_queries.last_count_on(office.read))
    due = next_check(last, SPECIAL_CHECK_MONTHS, today)
    left = (due - today).days
    if not lines and left <= EXPIRY_DAYS:
        why = T("home", "每季度至少一次；{day} 以后未查", day=last.isoformat()) if last else T("home", "还没有做过清查")
        how_long = T("home", "剩 {n} 天", n=left) if left > 0 else T("home", "今天")
        lines.append(Line("check", DUE, T("home", "专项清查"), why, how_long, T("home", "新建清查"), "count"))
    return lines


def _destructions(office: Office) -> list[Line]:
    return [
        Line(f"batch-{row['id']}", DUE, T("home", "销毁批次 {number} 还没有办完", number=row["number"]),
             T("home", "现在：{state}", state=DESTRUCTION_STATES[row["state"]]), T("home", "进行中"),
             T("home", "接着办"), "destroy", {"destruction": int(row["id"])})
        for row in home_queries.open_batches(office.read)
    ]  # fmt: skip


def _expiring(office: Office, today: date) -> list[Line]:
    lines = []
    gone, _first = home_queries.expiring(office.read, 0, _number(today - timedelta(days=1)))
    if gone:
        lines.append(Line("expired", DUE, T("home", "{n} 份已过保密期限，待审核", n=gone),
                          T("home", "先核对有无延期通知，再定解密、归档、清退或销毁"), T("home", "到期待审"),
                          T("home", "逐份审核"), "register", {"review": "expired"}))  # fmt: skip
    soon, first = home_queries.expiring(office.read, _number(today), _number(today + timedelta(days=EXPIRY_DAYS)))
    if soon and first:
        day = f"{first // 10000:04d}-{first // 100 % 100:02d}-{first % 100:02d}"
        left = (date.fromisoformat(day) - today).days
        lines.append(Line("expiring", NOTICE, T("home", "{n} 份载体 {days} 天内到期", n=soon, days=EXPIRY_DAYS),
                          T("home", "最早 {day}", day=day), T("home", "剩 {n} 天", n=left), T("home", "看一看"),
                          "register", {"review": "expiring"}))  # fmt: skip
    return lines


def _backup(office: Office, today: date) -> list[Line]:
    last = backups.last_copy_on(office.read)
    age = backup_age(last, today)
    if not age.too_old:
        return []
    why = T("home", "还没有备份过") if age.days is None else T("home", "上次 {day}，规定不超过 {n} 天", day=last or "", n=BACKUP_DAYS)
    what = T("home", "该备份了") if age.days is None else T("home", "备份已过 {n} 天", n=age.days)
    return [Line("backup", DUE, what, why, T("home", "今天"), T("home", "去备份"), "backup")]


def _paper(office: Office) -> list[Line]:
    acts = 0 if office.vault.store.read_only else acts_since_paper(office)
    if not acts:
        return []
    rank = DUE if acts > MOST_ACTS else NOTICE
    return [Line("paper", rank, T("home", "{n} 笔操作尚未留痕", n=acts),
                 T("home", "打印一张登记簿页就留下外部见证；下班前打印一次"), T("home", "今天"), T("home", "打印簿页"),
                 "register", {"print": 1})]  # fmt: skip


def _months(office: Office, today: date) -> list[tuple[str, int, int]]:
    start = add_months(today.replace(day=1), -11)
    came = home_queries.in_months(office.read, _number(start), _number(today))
    went = home_queries.out_months(office.read, _number(start), _number(today))
    months = [add_months(start, step) for step in range(12)]
    return [(str(day.month), came.get(_number(day) // 100, 0), went.get(_number(day) // 100, 0)) for day in months]


SITTING_ACTS = frozenset({
    "sign_in", "sign_out", "lock", "idle_lock", "gate_lock", "consent_to_practice", "note_verify", "print_outcome",
})  # fmt: skip


def _acts(office: Office, most: int = 6) -> tuple[Act, ...]:
    """The last acts upon the register; comings and goings stand on the page of the journal."""
    rows = home_queries.newest_entries(office.read, most * 12)
    return tuple(_act(office, row) for row in rows if row["act"] not in SITTING_ACTS)[:most]


def _act(office: Office, row: Row) -> Act:
    act = office.acts.get(row["act"])
    return Act(row["number"], row["time"], act.words if act else row["act"], row["who"] or "", subjects.words(office.read, row["subject"]))


def _number(day: date) -> int:
    return day.year * 10_000 + day.month * 100 + day.day
