"""What a batch says of itself: way, facility or machine, causes, place, day. Asked in one dialog when it is listed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from models.domain.text import T, Text
from models.ledgers import BY_NAME
from models.ledgers.destructions import CAUSES
from models.ledgers.fields import Field, Kind
from ui.context import Context
from ui.pages.processes.fields_dialog import Asked, FieldsDialog, Given, Rehearse
from ui.theme.look import Look
from ui.widgets.editors import Editor
from ui.widgets.inputs import TickBox

_DECLARED = BY_NAME["destructions"].fields
FIELDS: dict[str, Field] = {
    "cause": Field(T("destruction", "销毁事由"), required=True),
    "cause_other": Field(T("destruction", "其他事由"), required=True),
    "route": Field(T("destruction", "销毁方式"), Kind.CHOICE, choices=_DECLARED["route"].choices, required=True),
    "facility": Field(T("destruction", "承销单位"), required=True, hint=T("destruction", "销毁工作机构，或指定的承销单位")),
    "machine": Field(T("destruction", "销毁设备"), required=True, hint=T("destruction", "如 碎纸机 SB-07")),
    "machine_level": Field(T("destruction", "设备密级"), Kind.CHOICE, choices=_DECLARED["machine_level"].choices, required=True),
    "own_reason": Field(T("destruction", "自行销毁理由"), required=True, hint=T("destruction", "只限少量，如 零星废页，当日产生")),
    "planned_on": Field(T("destruction", "拟销毁日期"), Kind.DATE),
    "place": Field(T("destruction", "销毁地点")),
    "unit_id": Field(T("destruction", "申请部门"), Kind.LINK, to="units"),
    "phone": Field(T("destruction", "联系电话")),
    "remarks": Field(T("destruction", "备注")),
}  # fmt: skip
SPANS = {"cause": 2, "cause_other": 2, "own_reason": 2, "remarks": 2}
CAUSES_ABREAST = 4
_SENT, _OWN = {"facility"}, {"machine", "machine_level", "own_reason"}
KEPT = ("route", "facility", "machine", "machine_level", "place", "unit_id", "phone")  # proposed from the last batch


class CausesEditor(Editor):
    """The causes of F1 as boxes to tick; the value is their codes, separated by commas."""

    def __init__(self, look: Look, name: Text) -> None:
        holder = QWidget()
        super().__init__(look, holder)
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(0)
        self.ticks: dict[str, TickBox] = {}
        for nth, (code, words) in enumerate(CAUSES.items()):
            tick = self.ticks[code] = TickBox(look, words)
            tick.toggled.connect(lambda _on: self.changed.emit())
            grid.addWidget(tick, nth // CAUSES_ABREAST, nth % CAUSES_ABREAST, Qt.AlignmentFlag.AlignLeft)
        holder.setAccessibleName(look.t(name))
        holder.setFocusProxy(next(iter(self.ticks.values())))

    def value(self) -> Any:
        return ",".join(code for code, tick in self.ticks.items() if tick.isChecked()) or None

    def set_value(self, value: Any) -> None:
        codes = str(value or "").split(",")
        for code, tick in self.ticks.items():
            tick.setChecked(code in codes)

    def set_severity(self, severity: str) -> None:
        """The sentence below says it."""


def shown_fields(values: Mapping[str, Any]) -> set[str]:
    """The fields that matter for the way chosen."""
    hidden = {"SENT": _OWN, "OWN": _SENT}.get(str(values.get("route")), _SENT | _OWN)
    if "OTHER" not in str(values.get("cause") or "").split(","):
        hidden = hidden | {"cause_other"}
    return set(FIELDS) - hidden


def ask_header(context: Context, parent: QWidget, title: Text, verb: Text, values: Mapping[str, Any], rehearse: Rehearse,
               to_review: int = 0, sentences: tuple[Text, ...] = ()) -> Given | None:  # fmt: skip
    """Ask the header. `to_review`: how many expired carriers are listed that nobody has reviewed yet."""
    confirm = T("destruction", "其中到期的 {n} 份已逐份核对：没有延期通知，没有保存价值", n=to_review) if to_review else None
    asked = Asked(title, verb, FIELDS, sentences, SPANS, confirm, only=shown_fields, width=720)
    editors = {"cause": CausesEditor(context.look, FIELDS["cause"].label)}
    return FieldsDialog.ask(context, parent, asked, values, rehearse, editors)

