"""F3, the hand-over list: drawn from the list as it stands, differences in the last column (R-53)."""

from __future__ import annotations

from models.domain.dates import from_iso
from models.domain.numbering import chinese_form_number, parse_form_number
from models.forms import f3
from models.forms.fonts import FontSet
from models.forms.render import FormDocument
from models.forms.stamp import Stamp
from models.services.list_items import grouped_items
from models.services.list_marks import list_mark
from models.services.office import Office
from models.services.printing import Numbered
from models.storage import handover_queries
from models.storage.store import Reader

_REASONS = {
    "POST_CHANGE": f3.Reason.CHANGE_OF_POST, "LEAVING": f3.Reason.LEAVING, "REORGANISATION": f3.Reason.REORGANISATION,
    "ARCHIVING": f3.Reason.ARCHIVING, "MEETING_COLLECTION": f3.Reason.AFTER_MEETING,
}  # fmt: skip


def compose_f3(office: Office, handover_id: int, number: Numbered, stamp: Stamp, fonts: FontSet) -> FormDocument:
    """The list in its order; what is not handed over stands with its note."""
    read = office.read
    row = read.get("handovers", handover_id) or {}
    lines = handover_queries.items(read, handover_id)
    notes = {line["carrier_id"]: _note(line["state"], line["note"]) for line in lines}
    items = [item for item, _first in grouped_items(office, list(notes), notes.__getitem__, notes.__getitem__)]
    found = parse_form_number(row["number"])
    return f3.draw(
        f3.Data(
            number=chinese_form_number(found.year, "移交", found.serial),
            mark=list_mark([item.marking for item in items if not item.title_hidden], office.clock.today()),
            rows=tuple(items), giver=_party(read, row["from_unit_id"], row["transferor_id"]),
            taker=_party(read, row["to_unit_id"], row["receiver_id"]), reason=_REASONS.get(row["cause"]),
            other_reason=row["cause_other"] or "", handed_over_on=from_iso(row["handed_on"]),
        ),
        stamp, fonts,
    )  # fmt: skip


def _note(state: str, note: str | None) -> str:
    words = {"ON_BOOK": "借出在外，随账", "LEFT_OUT": "未移交", "RETURNED": "未移交"}.get(state, "")
    return "；".join(part for part in (words, note or "") if part)


def _party(read: Reader, unit_id: int | None, person_id: int | None) -> str:
    unit, person = read.get("units", unit_id), read.get("persons", person_id)
    return " ".join(str(row["name"]) for row in (unit, person) if row)
