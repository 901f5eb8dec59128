"""Known records written down in the manner of some clerk, layout and words drawn by lot, must come back as they were."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest

from models.domain.lifecycle import CarrierState as S
from models.exchange.proposed import Verdict
from tests.exchange.helpers import csv_bytes, rows_of, xlsx

ISSUERS = ["国务院办公厅", "省委办公厅", "市委组织部", "省财政厅", "××市人民政府", "县纪委监委"]
WORDS = ["国办发", "×委办发", "组通字", "财预", "政函", "纪发"]
TOPICS = ["春节期间安全生产", "乡村振兴重点任务", "政府信息公开", "防汛抗旱", "干部教育培训", "预算执行情况", "营商环境优化", "保密自查自评"]
PEOPLE = ["张三", "李淑芬", "欧阳敏", "买买提·艾力", "周𬱖", "陈䶮"]
HEADINGS = {
    "serial": ["序号", "顺序号", "NO", "序 号"],
    "received": ["收文日期", "收文时间", "登记日期", "收到日期", "日期", "收文\n日期", "来文日期"],
    "issuer": ["来文单位", "来文机关", "发文单位", "制发机关", "发文机关", "单位"],
    "reference": ["文号", "文  号", "来文字号", "发文字号", "字号", "编号", "文件字号"],
    "title": ["文件标题", "标题", "题名", "文件名称", "内容摘要", "文件标题（名称）", "事由"],
    "marking": ["密级", "密级和保密期限", "密级/保密期限", "密级及期限", "秘密等级"],
    "level": ["密级", "密 级", "秘密等级"],
    "term": ["保密期限", "期限", "保密年限"],
    "numbers": ["份号", "编号（份）", "文件份号", "份  号"],
    "count": ["份数", "数量", "份 数", "收文份数"],
    "month": ["月"],
    "day": ["日"],
    "both": ["来文单位及文号", "来文机关及文号", "发文机关、文号"],
    "number and title": ["文件标题及文号", "文号、标题", "文件名称及文号"],
    "cabinet": ["柜号", "保险柜号", "文件柜号"],
    "shelf": ["层", "层号", "格号"],
    "returned": ["清退日期", "清退", "清退情况", "退文日期"],
    "destroyed": ["销毁日期", "销毁", "销毁情况"],
    "archived": ["归档", "归档情况", "是否归档"],
    "lent": ["借阅人", "借用人"],
    "place": ["存放位置", "存放地点", "位置", "存放处", "存放柜号"],
    "fate": ["去向", "处理情况", "清退、销毁情况", "文件去向", "清退销毁情况", "处置情况"],
    "signed": ["签收人", "领取人", "经手人", "经办人", "收件人"],
    "remarks": ["备注", "备 注", "说明"],
}  # fmt: skip
LEVELS = {"绝密": "TOP_SECRET", "机密": "SECRET", "秘密": "CONFIDENTIAL"}


@dataclass
class Paper:
    """A document and its copies as they really are."""

    received: date
    issuer: str
    reference: str
    title: str
    level: str
    years: int
    numbers: list[int]
    place: tuple[int, int]
    state: S
    person: str
    left: date | None
    signed: str
    remark: str
    rows: list[int] = field(default_factory=list)


def papers(lot: random.Random, year: int) -> list[Paper]:
    found, day = [], date(year, 1, 3)
    for number in range(1, lot.randint(8, 30)):
        day = min(day + timedelta(days=lot.randint(0, 12)), date(year, 12, 30))
        place = lot.randrange(len(ISSUERS))
        first, count = lot.randint(2, 900), lot.choice([1, 1, 1, 2, 3, 5])
        state = lot.choice([S.IN_STORE] * 4 + [S.RETURNED, S.DESTROYED, S.ON_LOAN, S.ARCHIVED])
        found.append(Paper(
            day, ISSUERS[place], f"{WORDS[place]}〔{year - lot.randint(0, 1)}〕{number}号",
            f"{ISSUERS[place]}关于做好{lot.choice(TOPICS)}工作的第{number}号通知", lot.choice(list(LEVELS)), lot.choice([1, 3, 5, 10]),
            list(range(first, first + count)), (lot.randint(1, 12), lot.randint(1, 5)), state, lot.choice(PEOPLE),
            day + timedelta(days=lot.randint(30, 300)), lot.choice(PEOPLE), lot.choice(["", "", "附光盘1张", "缺第3页", "与上件重复？"]),
        ))  # fmt: skip
    return found


class Clerk:
    """How one clerk writes. Every choice is made once for the whole book, or for every cell where clerks are careless."""

    def __init__(self, lot: random.Random, year: int) -> None:
        self.lot, self.year = lot, year
        self.split = lot.random() < 0.4
        self.with_count = lot.random() < 0.7
        self.with_year_in_title = lot.random() < 0.5
        self.ditto = lot.choice(["", "〃", "同上", "″"])
        self.groups = lot.random() < 0.3  # a row of group headings over the headings
        naming = lot.choice([["issuer", "reference", "title"]] * 4 + [["both", "title"], ["issuer", "number and title"]])
        fields = ["month", "day"] if self.groups and self.with_year_in_title else ["received"]
        fields += [*naming, *(["level", "term"] if self.split else ["marking"]), "numbers"] + ["count"] * self.with_count
        fields += lot.choice([["place"], ["place"], ["cabinet", "shelf"]])
        fields += lot.choice([["fate"], ["fate"], ["lent", "returned", "destroyed", "archived"]])
        fields += ["signed"] * (lot.random() < 0.6) + ["remarks"]
        if lot.random() < 0.5 and not self.groups:
            middle = fields[1:-1]
            lot.shuffle(middle)
            fields = [fields[0], *middle, fields[-1]]
        self.fields = ["serial", *fields]
        taken: set[str] = set()
        self.headings = []
        for name in self.fields:
            word = lot.choice([word for word in HEADINGS[name] if "".join(word.split()) not in taken])
            taken.add("".join(word.split()))
            self.headings.append(word)

    def group_row(self) -> list[str]:
        """Groups over what belongs together; the words of the other columns stand in the upper row, theirs below is empty."""
        groups = {"month": "收文日期", "day": "", "level": "密级", "term": "", "cabinet": "存放位置", "shelf": "",
                  "lent": "去向", "returned": "", "destroyed": "", "archived": ""}  # fmt: skip
        return [groups.get(name, heading) for name, heading in zip(self.fields, self.headings, strict=True)]

    def header_rows(self) -> list[list[object]]:
        if not self.groups:
            return [list(self.headings)]
        upper = self.group_row()
        grouped = {"month", "day", "level", "term", "cabinet", "shelf", "lent", "returned", "destroyed", "archived"}
        return [list(upper), [heading if name in grouped else "" for name, heading in zip(self.fields, self.headings, strict=True)]]

    def date_text(self, day: date) -> object:
        styles = [day.isoformat(), f"{day:%Y/%m/%d}", f"{day.year}.{day.month}.{day.day}", f"{day.year}年{day.month}月{day.day}日", day, f"{day:%Y%m%d}"]
        if self.with_year_in_title:
            styles += [f"{day.month}.{day.day}", f"{day.month}月{day.day}日"] * 2
        return self.lot.choice(styles)

    def numbers_text(self, numbers: list[int]) -> object:
        first, last = numbers[0], numbers[-1]
        wide = str(first).translate({48 + n: 0xFF10 + n for n in range(10)})
        if len(numbers) == 1:
            return self.lot.choice([str(first), f"{first:06}", f"第{first}号", wide, first, f"№{first}"])
        return self.lot.choice([f"{first}-{last}", f"{first:06}~{last:06}", f"{first:06}—{last:06}", "、".join(map(str, numbers)), f"{first}至{last}"])

    def fate_text(self, paper: Paper) -> str:
        left = paper.left or paper.received
        full = f"{left.year}.{left.month}.{left.day}"
        return self.lot.choice({
            S.IN_STORE: ["", "", "在库", "无"],
            S.RETURNED: [f"已清退{full}", f"{full}清退", f"清退（{full}）", f"{left.year}年{left.month}月{left.day}日已退回"],
            S.DESTROYED: [f"已销毁{full}", f"{full}销毁", f"已于{left.year}年{left.month}月{left.day}日销毁"],
            S.ON_LOAN: [f"{paper.person}借阅未还", f"{paper.person}借阅", f"借阅：{paper.person}", f"{paper.person}处"],
            S.ARCHIVED: ["已归档", "归档", "立卷归档"],
        }[paper.state])  # fmt: skip

    def row(self, number: int, paper: Paper, same_issuer: bool) -> list[object]:
        cabinet, shelf = paper.place
        stars = self.lot.choice(["★", " ★ ", "", "☆"])
        left = f"{paper.left:%Y.%m.%d}"
        cells: dict[str, object] = {
            "month": paper.received.month, "day": paper.received.day, "both": f"{paper.issuer} {paper.reference}",
            "number and title": self.lot.choice([f"{paper.reference} {paper.title}", f"{paper.title}（{paper.reference}）"]),
            "cabinet": self.lot.choice([cabinet, f"{cabinet}号", f"{cabinet}号柜"]), "shelf": self.lot.choice([shelf, f"第{shelf}层", f"{shelf}层"]),
            "returned": left if paper.state is S.RETURNED else "", "destroyed": left if paper.state is S.DESTROYED else "",
            "archived": self.lot.choice(["√", "是", "已归档"]) if paper.state is S.ARCHIVED else "",
            "lent": paper.person if paper.state is S.ON_LOAN else "",
            "serial": number, "received": self.date_text(paper.received), "issuer": self.ditto if same_issuer and self.ditto else paper.issuer,
            "reference": self.lot.choice([paper.reference, paper.reference.replace("〔", "[").replace("〕", "]"), paper.reference.replace("〕", "〕 ")]),
            "title": paper.title, "marking": f"{paper.level}{stars}{paper.years}年", "level": paper.level,
            "term": self.lot.choice([f"{paper.years}年", paper.years]), "numbers": self.numbers_text(paper.numbers),
            "count": self.lot.choice([len(paper.numbers), f"{len(paper.numbers)}份", float(len(paper.numbers))]),
            "place": self.lot.choice([f"{cabinet}号柜第{shelf}层", f"{cabinet}号柜{shelf}层", f"{cabinet} 号柜 {shelf} 层"]),
            "fate": self.fate_text(paper), "signed": paper.signed, "remarks": paper.remark,
        }  # fmt: skip
        return [cells[name] for name in self.fields]

    def book(self, found: list[Paper]) -> list[list[object]]:
        lot, rows = self.lot, []
        if self.with_year_in_title:
            rows.append([f"××县机要文件登记簿（{self.year}年度）"])
        if lot.random() < 0.3:
            rows.append(["单位：××县委办公室", "", "", "保密员：张三"])
        rows += self.header_rows()
        for number, paper in enumerate(found, 1):
            if number > 1 and lot.random() < 0.06:
                between = lot.choice([["本页小计", "", "", "", "", 3], "header", [], ["注：以上已核对"], ["过次页"], ["", "", "", "本页合计"]])
                rows += self.header_rows() if between == "header" else [between]
            rows.append(self.row(number, paper, number > 1 and found[number - 2].issuer == paper.issuer))
            paper.rows.append(len(rows))
        if lot.random() < 0.5:
            rows.append(["合计", *[""] * (len(self.fields) - 2), len(found)])
        return rows


@pytest.mark.parametrize("seed", range(150))
def test_whoever_kept_the_book(seed: int) -> None:
    lot = random.Random(seed)
    year = lot.randint(2005, 2024)
    found, clerk = papers(lot, year), Clerk(lot, year)
    rows = clerk.book(found)
    name = lot.choice(["Sheet1", f"{year}年", "收文"])
    as_text = lot.random() < 0.4
    data = csv_bytes(rows, lot.choice([",", "\t"]), lot.choice(["utf-8", "gb18030"])) if as_text else xlsx({name: rows})
    got = {row.row: row for row in rows_of(data) if row.verdict is not Verdict.SKIPPED}
    context = (clerk.headings, rows[: found[0].rows[0]])
    assert sorted(got) == [paper.rows[0] for paper in found], context
    for paper in found:
        row = got[paper.rows[0]]
        detail = (context, rows[paper.rows[0] - 1])
        assert row.verdict is Verdict.DATA, (detail, row.findings)
        document = row.document
        assert (document["title"], document["reference_number"], document["issuer"]) == (paper.title, paper.reference, paper.issuer), detail
        assert (document["level"], document["term_amount"], document["received_on"]) == (LEVELS[paper.level], paper.years, paper.received.isoformat()), detail
        assert [copy.copy_number for copy in row.copies] == [f"{number:06}" for number in paper.numbers], detail
        assert {copy.state for copy in row.copies} == {paper.state}, detail
        assert {(copy.place.cabinet, copy.place.shelf) for copy in row.copies} == {(f"{paper.place[0]}号柜", f"第{paper.place[1]}层")}, detail
        if paper.state is S.ON_LOAN:
            assert row.copies[0].holder == paper.person, detail
        if paper.state in (S.RETURNED, S.DESTROYED):
            assert row.copies[0].left_on == str(paper.left), detail
        if "signed" in clerk.fields:
            assert document["signed_by"] == paper.signed, detail
        assert paper.remark in str(document["remarks"]), detail
