"""What an entry concerns, in the ledgers' own words: “persons 2” of the journal is shown as 人员 陈立.

The journal keeps ids and numbers only (`generic.subject_of`); names are looked up when a page shows them.
"""

from __future__ import annotations

from models.domain.text import T, Text
from models.ledgers import BY_NAME
from models.services import links
from models.storage.store import Reader

# Ledgers whose rows have no number of their own: the journal names them by id, people by name.
_BY_ID = frozenset({"persons", "units", "rooms", "cabinets", "accounts", "losses"})
_COUNTED = frozenset({"carriers", "issuer_returns"})  # a bare number after these is how many, not which
_WORDS = {
    "practice": T("subject", "演练"), "findings": T("subject", "校验结果"), "policy": T("subject", "口令和锁屏规定"),
    "import_report": T("subject", "导入报告"), "backup": T("subject", "没有写成"),
    "WRONG": T("subject", "发现问题"), "NOT_PROVABLE": T("subject", "没有发现问题"), "WITNESSED": T("subject", "没有发现问题，有外部见证"),
}  # fmt: skip
_PARTS = {
    "scan": T("subject", "{what} 第 {n} 扫"), "difference": T("subject", "{what} 差异第 {n} 项"),
}  # fmt: skip


def words(read: Reader, subject: str) -> Text | str:
    """The subject of an entry for people; what is not known stays as the journal has it."""
    name, _space, rest = subject.partition(" ")
    if not rest:
        return _thing(name)
    if name == "entry":
        return T("subject", "日志第 {n} 条", n=rest)
    if name == "export":
        return T("subject", "导出：{what}", what=_thing(rest))
    declared = BY_NAME.get(name)
    if declared is None:
        return subject
    if name == "organ":
        return declared.title
    if name in _COUNTED and rest.isdecimal():
        return T("subject", "{what} {n} 份", what=declared.title, n=rest)
    if name in _BY_ID:
        return T("subject", "{what} {which}", what=declared.title, which=_named(read, name, rest))
    number, _space, part = rest.partition(" ")
    kind, _space, nth = part.partition(" ")
    whole = T("subject", "{what} {which}", what=declared.title, which=number)
    if kind in _PARTS:
        pattern = _PARTS[kind]
        return Text(pattern.context, pattern.source, (("n", nth), ("what", whole)))
    return T("subject", "{what} {which}", what=declared.title, which=rest)


def _thing(name: str) -> Text | str:
    if name in _WORDS:
        return _WORDS[name]
    declared = BY_NAME.get(name)
    if declared is not None:
        return declared.title
    return T("subject", "{n} 条", n=name) if name.isdecimal() else name


def _named(read: Reader, ledger: str, id_: str) -> str:
    if not id_.isdecimal() or ledger == "losses":
        return id_
    return links.title(read, ledger, int(id_))
