"""The words by which ledgers say what became of a paper, in the order in which they are looked for.

Order matters: 未清退 must be found before 清退, 借阅已还 before 借阅, 送销毁中心 before 销毁.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from models.domain.lifecycle import CarrierState

_S = CarrierState


@dataclass(frozen=True, slots=True)
class FateWord:
    """A pattern and what it means. `strong`: clear enough to count in a remarks column as well."""

    pattern: re.Pattern[str]
    state: CarrierState
    recall: bool = False
    to_archive: bool = False
    pending_destruction: bool = False
    strong: bool = True


def _word(pattern: str, state: CarrierState, **more: bool) -> FateWord:
    return FateWord(re.compile(pattern), state, **more)


# What stands before a verb that has not happened: 待清退, 未销毁, 拟于2024年销毁, 阅后清退.
_PENDING = (
    r"(?:待|需要?|应|拟|须|要求|要|未|尚未|没有?|还没有?|等待|准备|计划|建议|可|可以|申请|即将|限期|定期|到期|按期|及时|按时"
    r"|阅后|阅毕|用后|会后|用毕|(?<!\d)年底|年底前|拟于.{0,12}|计划.{0,12}|于.{0,12}前)"
)
_PLACE_OF_DESTRUCTION = r"(?:中心|站|机构|厂|点|工作中心)"
_CJK = "\u3400-\u9fff"
_LEFT_WITH = r"(?:借阅?|借出|借走|借用|外借|领走|领用|取走|带走)"

FATE_WORDS: tuple[FateWord, ...] = (
    # nothing happened yet
    _word(
        r"(?:不|无|免|勿)(?:须|需|用|必|予|再|得|宜)?(?:要)?(?:清退|退还|退回|退文|退(?!休)|回收|上交|销毁|粉碎|归档|立卷|移交)",
        _S.IN_STORE,
        strong=False,
    ),
    _word(
        rf"(?:列入|纳入).{{0,12}}销毁|销毁(?:审批|申请|方案|计划)|(?<!日)报(?!废)(?:(?![后已经])[{_CJK}]){{0,6}}销毁(?!.*\d)",
        _S.IN_STORE,
        pending_destruction=True,
    ),
    _word(r"(?<!经)(?<!经领导)(?:同意|批准|审批|报批)(?:予以|统一|集中)?(?:销毁|送销)(?!.*\d)", _S.IN_STORE, pending_destruction=True),
    _word(
        rf"{_PENDING}(?:予以|行|统一|全部)?(?:清退|退还|退回|退文|上交|上缴|收回清退)"
        r"|应退未退|未退(?!休)|未清(?![点理查退楚])|待退|需退回?",
        _S.IN_STORE,
        recall=True,
    ),
    _word(rf"{_PENDING}(?:予以|统一|集中|全部|送)?(?:销毁|粉碎|送销)|待销|拟销|未销(?!售)|未毁", _S.IN_STORE, pending_destruction=True),
    _word(rf"{_PENDING}(?:予以|统一)?(?:归档|立卷|归卷|存档|移交档案)", _S.IN_STORE, to_archive=True),
    _word(rf"{_PENDING}(?:移交|转交)", _S.IN_STORE, strong=False),
    _word(r"未(?:外)?借出?|没有借出", _S.IN_STORE, strong=False),
    # lent, and back or not
    _word(
        r"(?:已|曾|借).{0,16}?(?:已还|归还|还回|已交还|已收回|已退回机要室)(?!期)|已(?:归)?还(?!未)"
        r"|(?:领|取|带).{0,16}?(?:已还|已归还|已交还|已收回|已交回)"
        r"|(?<![未待应没不])归还(?:完好|入库|入柜)|(?<=借)还$",
        _S.IN_STORE,
    ),
    _word(
        rf"{_LEFT_WITH}?[，,]?(?:至今|逾期|尚|仍|还|一直)?(?:未归还|未还|没还|没有还|未交还|未收回|未交回|不还)",
        _S.ON_LOAN,
    ),
    _word(r"找回|已找到|找到", _S.IN_STORE),
    # lost
    _word(
        r"遗失|丢失|下落不明|(?:去向|下落)(?:不明|不清|不详|待查|未明)|未找到|找不到|查找?不到|查无(?:此件|下落)?|失踪|流失|丢了|已丢"
        r"|被盗|被窃|失窃|^丢$",
        _S.UNACCOUNTED,
    ),
    # gone: destroyed
    _word(
        rf"送销(?!毁)|已?送(?:交|往|至|去)?销毁(?!了){_PLACE_OF_DESTRUCTION}?$|(?:送|交|送交|送往|送至).{{0,14}}销毁{_PLACE_OF_DESTRUCTION}(?=$|[\d\s（(，,])",
        _S.SENT_FOR_DESTRUCTION,
    ),
    _word(r"已?销\s*毁|粉碎|碎毁|碎掉|焚毁|焚烧|烧毁|烧掉|化浆|监销(?!人)|已销(?![售毁])|已毁|已碎|(?:^|(?<=[\d日月份件]))[毁销]$", _S.DESTROYED),
    # back in the registry is not back at the issuer (D3)
    _word(
        r"(?:退回|退还|交回|送回|送还|退|归?还|收回|上交|交)(?:至|到|给)?(?:本)?(?:机要|保密|文件|收发|档案管理)(?:室|科|处|股|柜)(?!.{0,6}局)",
        _S.IN_STORE,
        strong=False,
    ),
    _word(
        r"清\s*退(?!通知|要求|函|期限|计划)|退文|退回|退还|退至|退给|退往|清回|上交|上缴|交回|缴回|缴还|送回|送还|(?:已|全|均|全部)退(?!休)|已清(?![点理查退])"
        rf"|(?:^|(?<=[\d日月份件]))[退清]$|^清(?=[\d（(])|退(?![休伍役])(?=[{_CJK}]{{0,12}}(?:[委府院厅局部办处社会]|中央|单位|机关)(?:$|[^{_CJK}]))",
        _S.RETURNED,
    ),
    # kept elsewhere for good
    _word(r"归\s*档|归卷|立卷|存档|入档|入卷|(?:移?交|送|转|进).{0,6}档案(?:室|馆|局|科|处|股)|进馆", _S.ARCHIVED),
    _word(r"移\s*交|转交|转送|划转|调出|转给|转出|^转(?=.{2,12}[部局委办室科院]$)", _S.HANDED_OVER),
    _word(rf"交接|交给|^已?[转交](?![换付存通])(?=[{_CJK}]{{2,4}}$)", _S.HANDED_OVER, strong=False),
    _word(r"归还|还回", _S.IN_STORE),
    _word(r"报\s*废", _S.IN_STORE, pending_destruction=True),  # written off, but nobody says that it is destroyed
    _word(r"作废|注销|误登|重复登记|空号|销号", _S.VOID),
    # out of the house or out of the safe
    _word(r"携带外出|带出|外带|外出携带", _S.CARRIED_OUT, strong=False),
    _word(r"会议(?:发放|分发|使用)|会上发放|发会议", _S.AT_MEETING, strong=False),
    _word(r"已(?:传)?阅(?!读)|传阅(?:完毕?|完成|结束|毕|后?收回)|阅毕|已办(?:结|理|毕)?|办结|办毕", _S.IN_STORE, strong=False),
    _word(r"(?:正在|在)?传阅(?:中)?|送阅|呈阅|呈送|送.{1,8}阅$|阅办", _S.CIRCULATING, strong=False),
    _word(r"(?:正在)?复印中|复制中|送复印", _S.COPYING, strong=False),
    _word(r"借阅(?:中|给)?|借出|借走|借用|外借|出借|在借|借给|借予|借(?!鉴|调)|领走|领用|领取|取走|拿走|带走", _S.ON_LOAN, strong=False),
    # still here
    _word(
        r"在\s*库|在册|在柜|在架|在位|在档|留存|库存|现存|保存完好|完好|入库|入柜|已收回|收回|未动|正常|在用|存放|自存|留用|封存|暂存|停用|停止使用|闲置|备用"
        r"|(?:继续|日常|单位|妥善|专人|统一|集中|单独|保密室)(?:使用|保管|保存)"
        r"|^(?:存|在|留|有)$|^(?:另|现|还|其余)?[存留余](?=(?:[0-9]{1,4}|[一二两三四五六七八九十]{1,3})份)",
        _S.IN_STORE,
        strong=False,
    ),
)
STATE_OF_TICK = re.compile(r"^(?:√|✓|✔|☑|是|已|有|v|V|y|Y|1|●|○|對|对|完成|已办|ok|OK)$")
NOTHING = re.compile(r"^(?:×|✗|✘|☐|否|无|未|没有?|[-－—―─_/／\\]+|n|N|0|空|不|暂无|…+|\.+)$")
DOUBT = re.compile(r"[?？]|疑|部分|个别|阅退|待[核查]|可能|好像|大概|不清楚|据说|也许|是否")
# Under a heading about one thing: that it has not happened (未归, 不退, 暂缓), or that it has (已交, 归).
NOT_HAPPENED = re.compile(r"^(?:尚|还|暂)?(?:未|没有?|不|待|拟|应|需|免|缓|无需?)[\u3400-\u9fff]{0,4}$|^(?:保留|保存|留存备查|留存)$")
HAPPENED = {
    _S.RETURNED: re.compile("^已?[退清交送]$"),
    _S.DESTROYED: re.compile("^已?[销毁碎]$"),
    _S.ARCHIVED: re.compile("^已?归$"),
    _S.HANDED_OVER: re.compile("^已?[交移转]$"),
}
COPY_OF_IT = re.compile(r"复印件|复制件|副本|扫描|抄件|电子[版件档]")
