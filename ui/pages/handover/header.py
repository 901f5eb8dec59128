"""What a hand-over says of itself: kind, cause, the three people, units, and who keeps the carriers then and where."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QWidget

from models.domain.text import T, Text
from models.ledgers.fields import Field, Kind
from models.ledgers.handovers import CAUSES, HAND_OVER_KINDS
from ui.context import Context
from ui.pages.processes.fields_dialog import Asked, FieldsDialog, Given, Rehearse

FIELDS: dict[str, Field] = {
    "kind": Field(T("hand-over", "类别"), Kind.CHOICE, choices=HAND_OVER_KINDS, required=True),
    "cause": Field(T("hand-over", "移交原因"), Kind.CHOICE, choices=CAUSES, required=True),
    "cause_other": Field(T("hand-over", "其他原因"), required=True),
    "transferor_id": Field(T("hand-over", "移交人"), Kind.LINK, to="persons", required=True),
    "receiver_id": Field(T("hand-over", "接收人"), Kind.LINK, to="persons", required=True),
    "witness_id": Field(T("hand-over", "监交人"), Kind.LINK, to="persons", required=True, hint=T("hand-over", "不能是移交人或接收人")),
    "from_unit_id": Field(T("hand-over", "移交部门"), Kind.LINK, to="units"),
    "to_unit_id": Field(T("hand-over", "接收部门或单位"), Kind.LINK, to="units"),
    "custodian_id": Field(T("hand-over", "新责任人"), Kind.LINK, to="persons", hint=T("hand-over", "不填就是接收人")),
    "shelf_id": Field(T("hand-over", "新存放位置"), Kind.LINK, to="shelves", hint=T("hand-over", "不填就留在原处")),
    "remarks": Field(T("hand-over", "备注")),
}  # fmt: skip
SPANS = {"cause_other": 2, "remarks": 2}
ALIASES = {"transferee": "receiver_id", "transferor": "transferor_id", "witness": "witness_id"}


def shown_fields(values: Mapping[str, Any]) -> set[str]:
    """The fields that matter: a new keeper and shelf only inside the organ."""
    hidden: set[str] = {"custodian_id", "shelf_id"} if values.get("kind") == "OTHER_UNIT" else set()
    return set(FIELDS) - hidden - (set() if values.get("cause") == "OTHER" else {"cause_other"})


def ask_header(context: Context, parent: QWidget, title: Text, verb: Text, values: Mapping[str, Any],
               rehearse: Rehearse, sentences: tuple[Text, ...] = ()) -> Given | None:  # fmt: skip
    """Ask the header; the rules answer while one fills it in."""
    asked = Asked(title, verb, FIELDS, sentences, SPANS, only=shown_fields, aliases=ALIASES, width=720)
    return FieldsDialog.ask(context, parent, asked, values, rehearse)
