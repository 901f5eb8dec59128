"""Invented carriers, persons and places for the forms' tests. Titles are those of public documents or made up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from models.domain.count_types import Unrecorded, Verdict
from models.domain.lifecycle import CarrierState, Medium
from models.domain.markings import Marking, parse_marking
from models.domain.numbering import format_copy_numbers
from models.domain.reconciliation import CountFigures
from models.forms import book, f1, f2, f3, f8a, f8b, g01, g03, g09, g10, registers
from models.forms.fonts import FontSet
from models.forms.lists import Item
from models.forms.render import FormDocument
from models.forms.stamp import Stamp

DIGEST = "9f3c2a7b11d04e55a1b2c3d4e5f60718" * 2
TITLE_59 = (
    "国务院办公厅关于印发深化医药卫生体制改革2025年重点工作任务和部门分工方案（修订）的通知（附任务分解表、工作进度表）"
)
TITLE_163 = (
    "中共中央办公厅、国务院办公厅关于印发《关于进一步加强和改进新形势下国家秘密载体印制、收发、传递、使用、复制、保存、"
    "维修和销毁全过程保密管理工作的若干意见》《机关、单位涉密文件信息资料清退销毁工作实施办法（试行）》和《“十四五”时期"
    "全国保密宣传教育规划（2021—2025年）》的通知（含附件一至附件七及各省分解表和完成时限表，并附第3—12页更正表）"
)
TITLES = (
    "国务院办公厅关于印发生产者责任延伸制度推行方案的通知",
    TITLE_59,
    "国务院关于扩大对外开放积极利用外资若干措施的通知",
    TITLE_163,
    "国务院办公厅关于规范发展区域性股权市场的通知",
    "国务院 中央军委关于授予陈国祥等4名同志武警警衔的命令",
    "国务院办公厅关于南海博物馆冠名问题的函",
    "国务院关于汕头市城市总体规划的批复",
    "国务院关于同意设立“中国品牌日”的批复",
    "关于𬱖山县、㛃河镇、䶮水乡与𨱇矿𠮷田𬕬村界线的会议纪要（第99期）",
)
MARKINGS = (
    "机密★10年", "秘密★5年", "秘密★5年", "机密★20年", "机密★长期", "秘密★10年", "秘密★6个月", "机密★2035年12月31日",
    "秘密★会议开始前", "工作秘密",
)  # fmt: skip
REFERENCES = (
    "国办发〔2016〕99号", "国发〔2016〕77号", "国发〔2017〕5号", "中办发〔2021〕23号", "国办发〔2017〕11号",
    "省人大常办秘字〔2024〕1023号", "国办函〔2017〕17号", "国函〔1995〕22号", "国发〔1978〕266号", "国办发明电〔2017〕113号",
)  # fmt: skip
ISSUERS = (
    "国务院", "国务院", "国务院", "中共中央办公厅、国务院办公厅", "国务院", "省人民代表大会常务委员会办公厅", "国务院",
    "国务院", "国务院", "本机关",
)  # fmt: skip
THIRTY_COPIES = [f"{number:06d}" for number in (*range(390, 400), 412, *range(415, 434))]
COPIES = (
    ["000646"], ["000064", "000065"], ["000407"], ["000048"], THIRTY_COPIES, ["000316", "000317"],
    [f"{number:06d}" for number in range(186, 196)], ["000585"], ["000012"], ["000999-F01"],
)  # fmt: skip
PERSONS = ("赵钰𨱇", "李敏", "买买提·艾力", "阿卜杜热合曼·吐尔逊江·买买提")
PLACES = (
    "机要室 / 1号密码柜 / 第2层",
    "机要室 / 1号密码柜 / 第3层",
    "机要室 / 5号柜 / 第5格",
    "阅文室 / 保险柜 / 上层",
)
LONG_TERM = parse_marking("机密★长期")


def stamp(code: str = "F2", number: str = "XQ-2026-0003", preview: bool = False, training: bool = False) -> Stamp:
    if preview:
        return Stamp(code, number, "李敏", "2026-03-14 09:26", preview=True, training=training)
    return Stamp(code, number, "李敏", "2026-03-14 09:26", 184223, DIGEST, "2026-000347", 1, training)


def marking(index: int) -> Marking:
    return parse_marking(MARKINGS[index % 10])


def item(index: int) -> Item:
    k = index % 10
    return Item(
        TITLES[k], ISSUERS[k], Medium.PAPER, REFERENCES[k], marking(k), format_copy_numbers(COPIES[k]),
        f"{index * 7 % 60 + 4}页", len(COPIES[k]), "复制件，母件份号000012" if k == 4 else "",
    )  # fmt: skip


MEDIA = (
    Item("2024年度重点项目审计底稿（刻录光盘）", "县审计局", Medium.OPTICAL_DISC, "光盘编号\nGP-2024-017", marking(1), "", "4.7GB", 2),
    Item("机要室周转U盘", "本机关", Medium.USB_DISK, "BM-U-2019-003\n4C530001240817113271", parse_marking("机密"), "", "32GB", 1,
         "保密编号已注销"),
    Item("涉密计算机硬盘", "本机关", Medium.HARD_DISK, "BM-JSJ-0012\nWD-WCC4J7EL2K9P", parse_marking("机密"), "", "500G", 1),
)  # fmt: skip


def f2_data(count: int, **changes: object) -> f2.Data:
    rows = [f2.Entry(item(index), f"A-{index // 8 + 1:02d}") for index in range(count)]
    if count > 10:
        rows += [f2.Entry(medium, "C-01") for medium in MEDIA]
    values: dict[str, object] = {
        "number": "〔2026〕销清第003号", "approval_number": "〔2026〕销审第003号", "mark": LONG_TERM, "rows": tuple(rows),
        "bags": 6,
    }  # fmt: skip
    return f2.Data(**{**values, **changes})  # type: ignore[arg-type]


def f2_certificate(count: int) -> f2.Data:
    pulled = tuple(
        f2.PulledOut(item(index + 3), ("应归档，退回综合科归卷", "标识不清，待核")[index]) for index in range(2)
    )
    listed = sum(entry.item.count for entry in f2_data(count).rows)
    return f2_data(
        count, pulled_out=pulled, first_seal="F0001201", last_seal="F0001206", department="机关办公室机要保密科",
        certificate=f2.Certificate(date(2026, 3, 28), date(2026, 3, 29), "市涉密载体销毁中心", listed, True, "市销证〔2026〕0117号"),
    )  # fmt: skip


def f1_data(long: bool = False) -> f1.Data:
    kind = f1.Kind
    counts = {
        (kind.PAPER, "机密"): 38, (kind.PAPER, "秘密"): 182, (kind.DISC, "秘密"): 2, (kind.PORTABLE, "机密"): 1,
        (kind.HARD_DISK, "机密"): 1,
    }  # fmt: skip
    return f1.Data(
        "〔2026〕销审第003号", "〔2026〕销清第003号", parse_marking("机密★20年"), date(2026, 3, 14),
        "财政经济工作委员会办公室预算审查监督科" if long else "机关办公室机要保密科",
        f"{PERSONS[3] if long else PERSONS[2]}  0997-2123456",
        frozenset({f1.Reason.NO_VALUE, f1.Reason.SURPLUS_COPIES}),
        "机构改革撤并单位移交的重复件" if long else "", counts, 3,
        "自治区国家保密局涉密载体销毁管理中心（南疆分中心）" if long else "市国家保密局涉密载体销毁中心",
        planned_for=date(2026, 3, 28),
        place="市国家保密局涉密载体销毁中心三号车间（监控室旁）" if long else "市涉密载体销毁中心",
        proposals={"申请部门": "拟同意，按清单销毁；请保密工作机构审核。"} if long else {},
    )  # fmt: skip


def f1_blank() -> f1.Data:
    return f1.Data("〔2026〕销审第003号", "〔2026〕销清第003号", parse_marking("机密★20年"))


def f3_data(count: int, **changes: object) -> f3.Data:
    values: dict[str, object] = {
        "number": "〔2026〕移交第007号", "mark": LONG_TERM, "rows": tuple(item(index) for index in range(count)),
        "giver": "机关办公室  李敏", "taker": "机要室  赵钰𨱇", "reason": f3.Reason.CHANGE_OF_POST,
        "handed_over_on": date(2026, 3, 14),
    }  # fmt: skip
    return f3.Data(**{**values, **changes})  # type: ignore[arg-type]


def count_line(index: int, count: int, result: Verdict | None = None) -> f8a.Line:
    k = index % 10
    return f8a.Line(
        f"2026-{107 + 3 * index:06d}", TITLES[k], REFERENCES[k], marking(k), None if k in (4, 8) else date(2036, 1, 4),
        COPIES[k][0], PERSONS[index % 4], PLACES[index * 4 // max(count, 1)], result=result,
    )  # fmt: skip


def f8a_data(count: int, results: bool = False, surplus: int = 0) -> f8a.Data:
    verdicts = (Verdict.MATCHED, Verdict.ON_LOAN, Verdict.MISSING, Verdict.MISPLACED, Verdict.MOVED_DURING)
    rows = tuple(count_line(index, count, verdicts[index % 5] if results else None) for index in range(count))
    found = tuple(
        f8a.Surplus("", f"外单位会议材料之{index}", "", "秘密★1年", "", "现场发现") for index in range(surplus)
    )
    return f8a.Data(
        "〔2026〕清查第001号",
        f8a.Kind.YEAR,
        date(2026, 3, 31),
        "机关办公室",
        LONG_TERM if rows else parse_marking(""),
        rows,
        found,
    )


_DIFFERENCES = (Verdict.MISSING, Verdict.UNRECORDED, Verdict.MISPLACED, Verdict.MISMARKED, Verdict.DAMAGED)


def difference(index: int) -> f8b.Line:
    verdict = _DIFFERENCES[index % 5]
    unrecorded = list(Unrecorded)[index // 5 % 5] if verdict is Verdict.UNRECORDED else None
    k = index % 10
    return f8b.Line(
        TITLES[k], REFERENCES[k], COPIES[k][0], marking(k), verdict, unrecorded,
        ("查找中", "未登记", "归位有误", "未改标志", "受潮破损")[index % 5],
        ("60日内查清", "补登记", "已归位", "补改标志", "修复后归档")[index % 5],
    )  # fmt: skip


def f8b_data(count: int) -> f8b.Data:
    rows = tuple(difference(index) for index in range(count))
    figures = {}
    for word, matched in (("机密", 300), ("秘密", 840), ("工作秘密", 75)):
        of_level = [line.verdict for line in rows if f8b.level_word(line.marking) == word]
        missing, unrecorded, misplaced, mismarked, damaged = (of_level.count(verdict) for verdict in _DIFFERENCES)
        figures[word] = CountFigures(
            book=matched + 4 + missing + misplaced + mismarked + damaged,
            actual=matched + misplaced + mismarked + damaged + unrecorded,
            matched=matched, on_loan=3, moved_during=1, misplaced=misplaced, mismarked=mismarked, damaged=damaged,
            missing=missing, unrecorded=unrecorded,
        )  # fmt: skip
    return f8b.Data(
        "〔2026〕查差第001号", "〔2026〕清查第001号", date(2026, 3, 31), date(2026, 4, 11), "李敏、买买提·艾力",
        "机关办公室机要室1至5号密码柜、阅文室保险柜；各工委（室）在借载体。", figures, rows, LONG_TERM,
    )  # fmt: skip


def g01_entry(index: int) -> g01.Entry:
    k = index % 10
    return g01.Entry(
        date(2026, 1, 5) + timedelta(days=3 * index), f"2026-机{index + 1:04d}", ISSUERS[k], REFERENCES[k], TITLES[k],
        marking(k), format_copy_numbers(COPIES[k]), len(COPIES[k]), index * 7 % 60 + 4, ("", "特急", "急件")[index % 3],
        "2件" if index % 4 == 0 else "", f"JY{20260100 + index}", "机要交通" if index % 2 else "机要文件交换站", PERSONS[0],
        PERSONS[index % 4], "2026-01-05 09:26", PLACES[index % 4], "财政经济工作委员会", "主任会议成员、机要室保密员",
        "需清退" if index % 3 == 0 else "", "归档 2026-12-20" if index % 5 == 0 else "",
        "2026-文-017" if index % 5 == 0 else "", "封装破损，已当面补记" if index == 6 else "",
    )  # fmt: skip


CORRECTION = registers.Correction(
    1, 4, "份数", "1", "2", "来件复点，多一份，发文单位电话确认", date(2026, 2, 3), "李敏"
)


def register(entries: tuple[object, ...], **changes: object) -> registers.RegisterData:
    values: dict[str, object] = {
        "organ": "某县人大常委会办公室", "year": 2026, "volume": 1, "first_page": 12, "lines": entries, "mark": LONG_TERM,
    }  # fmt: skip
    return registers.RegisterData(**{**values, **changes})  # type: ignore[arg-type]


def g03_entry(index: int) -> g03.Entry:
    k = index % 10
    medium = MEDIA[1] if index % 6 == 5 else item(index)
    return g03.Entry(
        f"2026-{index + 107:06d}", medium.medium, TITLES[k], ISSUERS[k], medium.reference, marking(k),
        date(2036, 1, 4) if k not in (4, 8) else None, COPIES[k][0], medium.extent, "收文", PERSONS[0], PLACES[index % 4],
        (CarrierState.IN_STORE, CarrierState.ON_LOAN, CarrierState.CIRCULATING)[index % 3],
        PERSONS[2] if index % 3 else "", "主任会议成员", date(2025, 12, 30),
    )  # fmt: skip


def g09_entry(index: int) -> g09.Entry:
    return g09.Entry(
        f"〔2026〕销审第{index + 1:03d}号", date(2026, 3, 14), "机关办公室", 220 if index % 2 else 38, index % 3, index % 2,
        0 if index else 12, parse_marking("机密★20年"), PERSONS[0], PERSONS[1], "欧阳敏", date(2026, 3, 20), "送销（化浆）",
        "市国家保密局涉密载体销毁中心", 6, "F0001201～F0001206", date(2026, 3, 28), "李敏、买买提·艾力", date(2026, 3, 28),
        "李敏、赵钰𨱇", "市涉密载体销毁中心", "市销证〔2026〕0117号", "YX-2026-003",
    )  # fmt: skip


def g10_entry(index: int) -> g10.Entry:
    return g10.Entry(
        f"〔2026〕清查第{index + 1:03d}号", ("年度", "季度", "离岗", "专项")[index % 4], date(2026, 3, 31),
        "机关办公室机要室1至5号密码柜、阅文室保险柜；各工委（室）在借载体",
        CountFigures(book=1233, actual=1221, matched=1215, on_loan=9, moved_during=3, misplaced=2, mismarked=2, missing=2,
                     unrecorded=2),
        "李敏、买买提·艾力", PERSONS[0], date(2026, 4, 11), "缺失2份按规定查找，已报告；错位已归位，标识已补改",
    )  # fmt: skip


def borrowing() -> tuple[registers.Register, registers.RegisterData]:
    columns = (("借阅日期", 18), ("载体名称", 60), ("文号", 30), ("密级", 22), ("份号", 16), ("借阅部门", 22), ("借阅人", 18),
               ("事由", 26), ("批准人", 16), ("应还日期", 18), ("归还日期", 18))  # fmt: skip
    made = registers.plain_register(
        "G05", "JY", "涉密载体借阅登记簿", [registers.PlainColumn(label, width) for label, width in columns]
    )
    lines = tuple(
        ("2026-03-01", TITLES[index], REFERENCES[index], MARKINGS[index], "000012", "财政经济工作委员会", PERSONS[index % 4],
         "起草审议意见", "欧阳敏", "2026-03-08", "") for index in range(10)
    )  # fmt: skip
    return made, register(lines)


def _g01_lines(count: int) -> tuple[object, ...]:
    lines: list[object] = [g01_entry(index) for index in range(count)]
    lines.insert(min(9, count), CORRECTION)
    return tuple(lines)


# Every form, short and long: name → how it is drawn.
FORMS: dict[str, Callable[[FontSet], FormDocument]] = {
    "F1-filled": lambda fonts: f1.draw(f1_data(), stamp("F1", "XS-2026-0003"), fonts),
    "F1-long": lambda fonts: f1.draw(f1_data(long=True), stamp("F1", "XS-2026-0003"), fonts),
    "F1-blank": lambda fonts: f1.draw(f1_blank(), stamp("F1", "XS-2026-0003"), fonts),
    "F2-short": lambda fonts: f2.draw(f2_data(4), stamp(), fonts),
    "F2-long": lambda fonts: f2.draw(f2_data(31), stamp(), fonts),
    "F2-hidden": lambda fonts: f2.draw(f2_data(5, titles_hidden=True), stamp(), fonts),
    "F2-blank": lambda fonts: f2.draw(f2_data(0, bags=0), stamp(), fonts),
    "F2-certificate": lambda fonts: f2.draw(f2_certificate(12), stamp(), fonts),
    "F3-short": lambda fonts: f3.draw(f3_data(5), stamp("F3", "YJ-2026-0007"), fonts),
    "F3-long": lambda fonts: f3.draw(f3_data(24), stamp("F3", "YJ-2026-0007"), fonts),
    "F3-blank": lambda fonts: f3.draw(f3.Data("〔2026〕移交第008号"), stamp("F3", "YJ-2026-0008"), fonts),
    "F8a-short": lambda fonts: f8a.draw(f8a_data(6), stamp("F8a", "PD-2026-0001"), fonts),
    "F8a-long": lambda fonts: f8a.draw(f8a_data(26), stamp("F8a", "PD-2026-0001"), fonts),
    "F8a-counted": lambda fonts: f8a.draw(f8a_data(10, True, 5), stamp("F8a", "PD-2026-0001"), fonts),
    "F8a-blank": lambda fonts: f8a.draw(f8a_data(0), stamp("F8a", "PD-2026-0001"), fonts),
    "F8b-none": lambda fonts: f8b.draw(f8b_data(0), stamp("F8b", "PC-2026-0001"), fonts),
    "F8b-short": lambda fonts: f8b.draw(f8b_data(3), stamp("F8b", "PC-2026-0001"), fonts),
    "F8b-long": lambda fonts: f8b.draw(f8b_data(10), stamp("F8b", "PC-2026-0001"), fonts),
    "G01": lambda fonts: g01.draw(register(_g01_lines(14)), stamp("G01", "SW-2026-0012"), fonts),
    "G03": lambda fonts: g03.draw(register(tuple(map(g03_entry, range(12)))), stamp("G03", "TZ-2026-0003"), fonts),
    "G09": lambda fonts: g09.draw(register(tuple(map(g09_entry, range(9)))), stamp("G09", "XD-2026-0001"), fonts),
    "G10": lambda fonts: g10.draw(register(tuple(map(g10_entry, range(9)))), stamp("G10", "QD-2026-0001"), fonts),
    "G05-plain": lambda fonts: registers.draw(*borrowing(), stamp("G05", "JY-2026-0001"), fonts),
    "book": lambda fonts: book.draw(
        g01.REGISTER, register(_g01_lines(14), first_page=1), book.Cover(PERSONS[0], date(2026, 1, 1), date(2026, 12, 31)),
        stamp("DB", "DB-2026-0001"), fonts,
    ),
}  # fmt: skip
