"""What any code of the office leads to."""

from __future__ import annotations

import pytest

from models.services.lookup import Target, target_of
from models.services.office import Office
from tests.services.batches import Batch
from tests.services.processes import make_place

DIGEST = "0123456789ABCDEF0123456789ABCDEF"


@pytest.fixture
def office_with_papers(office: Office) -> Office:
    place = make_place(office)
    place.furnish(cabinets=1)
    carriers = place.carriers(2, place.shelves[0])
    place.start()
    Batch(place, carriers[:1])
    header = {"kind": "CLERK_CHANGE", "cause": "LEAVING", "transferor_id": place.people["周敏"],
              "receiver_id": place.people["刘洋"], "witness_id": place.people["王建国"]}  # fmt: skip
    office.perform("list_for_hand_over", carrier_ids=carriers[1:], header=header, reason="已核对")
    return office


@pytest.mark.parametrize(
    ("text", "page", "arguments"),
    [
        ("2026-000002", "register", {"carrier": 2}), ("2026000002", "register", {"carrier": 2}),
        ("2026-000999", "register", {"text": "2026-000999"}), ("S00001", "shelves", {"text": "S00001"}),
        (f"XQ-2026-0001:0000000009:{DIGEST}", "destroy", {"destruction": 1}), ("xs-2026-0001", "destroy", {"destruction": 1}),
        (f"YJ-2026-0001:0000000009:{DIGEST}", "handover", {"handover": 1}),
        (f"PC-2026-0001:0000000009:{DIGEST}", "count", {"count": 1}), ("PD-2026-0001", "count", {"count": 1}),
        (f"SB-2026-0001:0000000009:{DIGEST}", "verify", {"paper": f"SB-2026-0001:0000000009:{DIGEST}"}),
        (f"XQ-2026-0099:0000000009:{DIGEST}", "verify", {"paper": f"XQ-2026-0099:0000000009:{DIGEST}"}),
        ("陈立", "persons", {"text": "陈立"}), ("1号柜", "cabinets", {"text": "1号柜"}),
        ("保密自查", "register", {"text": "保密自查"}),
    ],
)  # fmt: skip
def test_every_code_leads_to_the_page_of_what_it_is(
    office_with_papers: Office, text: str, page: str, arguments: dict[str, int | str]
) -> None:
    assert target_of(office_with_papers.read, text) == Target(page, arguments)
