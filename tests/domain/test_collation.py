"""Lists stand in the order of pinyin, with numbers by their value."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.domain.collation import FOLDER, LONGEST, sort_key

ROOT = Path(__file__).resolve().parents[2]
TEXTS = st.text(alphabet="关于重庆要行政银调整第批（）〔〕 ２0123456789abZ𬱖①", max_size=20)


@pytest.mark.parametrize(
    "earlier, later",
    [
        ("安全", "保密"),
        ("重庆市", "重要事项"),  # chóng, zhòng
        ("调查", "调整"),  # diào, tiáo
        ("行长", "行政"),  # háng, xíng
        ("关于", "关于印发"),
        ("云人办〔2024〕100号", "云人办〔2025〕9号"),
        ("云人办〔2025〕9号", "云人办〔2025〕10号"),
        ("2层", "10层"),
        ("第99999号", "第100000号"),
        ("A级", "安全"),
        ("3号柜", "A柜"),
        ("做", "가"),  # a character without a reading stands behind
        ("（安全）", "保密"),
    ],
)
def test_order(earlier: str, later: str) -> None:
    assert sort_key(earlier) < sort_key(later)


@pytest.mark.parametrize(
    "one, other",
    [("云人办[2025]41号", "云人办〔２０２５〕 41号"), ("000012", "12"), ("abc", "ＡＢＣ"), ("", "（）"), ("〔〕", "—")],
)
def test_equal(one: str, other: str) -> None:
    assert sort_key(one) == sort_key(other)


@given(TEXTS, TEXTS)
def test_a_beginning_stands_first_and_keys_are_short(one: str, other: str) -> None:
    assert len(sort_key(one)) <= 2 * LONGEST
    sort_key(one).decode("utf-16-be")
    if not one[-1:].isdigit():  # 1 and 12 are two numbers, not a beginning
        assert sort_key(one) <= sort_key(one + "　" + other)


@given(st.integers(0, 10**13), st.integers(0, 10**13))
def test_numbers_stand_by_value(one: int, other: int) -> None:
    assert (sort_key(f"第{one}号") < sort_key(f"第{other:015d}号")) == (one < other)


def test_the_files_are_what_the_script_makes(tmp_path: Path) -> None:
    code = (
        "import sys, pathlib; sys.path.insert(0, 'packaging'); import make_pinyin;"
        "make_pinyin.FOLDER = pathlib.Path(sys.argv[1]); make_pinyin.main()"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path / "pinyin")], cwd=ROOT, check=True)
    for name in ("characters.txt", "words.txt"):
        assert (tmp_path / "pinyin" / name).read_text("utf-8") == (FOLDER / name).read_text("utf-8")
