"""What the cover codes of the samples propose to the intake page."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.services.covers import read_cover

SAMPLES = (Path(__file__).resolve().parents[1] / "data" / "cover-barcodes.txt").read_text("utf-8").splitlines()


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (0, {"title": "国务院办公厅关于进一步做好某项工作的通知", "issuer": "国务院办公厅", "reference_number": "国办发〔2023〕30号",
             "mark": "CONFIDENTIAL", "term": "5", "issued_on": "2023-09-15", "urgency": "URGENT"}),
        (1, {"mark": "SECRET", "term": "10", "urgency": "EXTRA_URGENT", "reference_number": "×政发〔2023〕12号"}),
        (2, {"mark": "UNMARKED", "urgency": "NONE", "issued_on": "2023-03-15"}),
        (3, {"mark": "CONFIDENTIAL", "reference_number": "×公通字〔2015〕123号", "urgency": "EXTRA_LIFTED"}),
        (5, {"mark": "TOP_SECRET", "term": "30", "issuer": "中共××市委办公室"}),
    ],
)  # fmt: skip
def test_samples(line: int, expected: dict[str, str]) -> None:
    cover = read_cover(SAMPLES[line])
    assert cover.usable
    assert {name: cover.values.get(name) for name in expected} == expected
    assert cover.hidden["barcode_number"] in SAMPLES[line]


def test_a_period_that_the_code_does_not_give_is_not_proposed() -> None:
    assert "term" not in read_cover(SAMPLES[3]).values


def test_what_the_code_leaves_out_is_said() -> None:
    cover = read_cover(SAMPLES[4])
    said = " ".join(map(str, cover.notes))
    assert "标题" in said and "文号" in said
    assert "title" not in cover.values


def test_an_unusable_code_proposes_nothing_and_says_why() -> None:
    cover = read_cover("GB0626-2005^1^?????^??^????^??^???????^??^??^20230915^|")
    assert not cover.usable and "乱码" in str(cover.notes[0])
