"""What the dialogs of the register's acts ask: small declarations, shown by the one edit dialog."""

from __future__ import annotations

from dataclasses import dataclass, make_dataclass, replace
from typing import Annotated, Any

from models.domain.text import T
from models.ledgers.fields import Field, Kind, Ledger


@dataclass(frozen=True)
class Move:
    """Where carriers go."""

    id: int
    shelf_id: Annotated[int, Field(T("move", "放到哪一层"), Kind.LINK, to="shelves", required=True,
                                   hint=T("move", "写柜名或层名来找，也可以扫柜层标签"))]  # fmt: skip


@dataclass(frozen=True)
class Lend:
    """A loan by a paper approval (R-37)."""

    id: int
    person_id: Annotated[int, Field(T("loan", "借阅人"), Kind.LINK, to="persons", required=True)]
    due_on: Annotated[str, Field(T("loan", "应还日期"), Kind.DATE, required=True)]
    approval_form: Annotated[str, Field(T("loan", "审批单号"), required=True)]
    approved_by: Annotated[str, Field(T("loan", "批准人"), required=True)]
    purpose: Annotated[str, Field(T("loan", "事由"))]


@dataclass(frozen=True)
class TakeBack:
    """What was looked at when a carrier came back."""

    id: int
    checked: Annotated[str, Field(T("loan", "归还核对"), hint=T("loan", "页数齐、无涂改，就不用填"))]


@dataclass(frozen=True)
class Recall:
    """A demand of the issuer (R-49)."""

    id: int
    notice: Annotated[str, Field(T("carrier", "清退通知"), required=True, hint=T("carrier", "通知的文号或日期"))]


@dataclass(frozen=True)
class Copies:
    """Copies that came later; one line for all of them."""

    id: int
    copy_numbers: Annotated[str, Field(T("copies", "份号"), required=True, hint=T("copies", "如 000012-16、000020"))]
    shelf_id: Annotated[int, Field(T("move", "放到哪一层"), Kind.LINK, to="shelves")]


MOVE = Ledger("move", T("move", "移位"), Move)
LEND = Ledger("lend", T("loan", "借出"), Lend)
TAKE_BACK = Ledger("take_back", T("loan", "归还"), TakeBack)
RECALL = Ledger("recall", T("carrier", "清退要求"), Recall)
COPIES = Ledger("copies", T("copies", "补登份数"), Copies)


def without(ledger: Ledger, names: frozenset[str]) -> Ledger:
    """The same declaration for a dialog that leaves out some fields."""
    kept: list[tuple[str, Any]] = [(name, Annotated[str, field]) for name, field in ledger.fields.items() if name not in names]
    return replace(ledger, record=make_dataclass("Kept", [("id", int), *kept]))
