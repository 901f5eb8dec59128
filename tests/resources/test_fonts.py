"""The fonts that are shipped draw every character the forms and the screen need."""

from functools import cache
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from reportlab.pdfbase.ttfonts import TTFont as ReportlabFont

FONTS = Path(__file__).resolve().parents[2] / "resources" / "fonts"
NOTO = ("NotoSerifSC-Regular.ttf", "NotoSerifSC-Black.ttf", "NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf")
CUT = "BabelStoneHan-Cut.ttf"
SIGNS = "★☆□■○●△▲◇◆✓①⑩〔〕【】《》『』…—～、。，；：？％℃№×÷±≤≥→←↑↓〇々￥0123456789ABCxyz"


@cache
def characters(name: str) -> set[int]:
    with TTFont(FONTS / name, lazy=True) as font:
        return set(font.getBestCmap())


@pytest.mark.parametrize("name", NOTO)
def test_noto_has_the_standard_characters(name: str) -> None:
    gb2312 = {bytes((row, cell)).decode("gb2312", "ignore") for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF)}
    wanted = {ord(character) for character in gb2312 if character} | set(map(ord, SIGNS))
    assert len(wanted) > 6763
    assert {chr(code) for code in wanted - characters(name)} == set()


@pytest.mark.parametrize("character", "𬱖𨱇㛃䶮𠮷𬕬龦鿿")
@pytest.mark.parametrize("name", NOTO)
def test_a_rare_character_is_in_noto_or_in_the_cut(name: str, character: str) -> None:
    assert ord(character) in characters(name) | characters(CUT)


def test_the_cut_holds_only_what_some_noto_lacks() -> None:
    everywhere = set.intersection(*map(characters, NOTO))
    assert characters(CUT) & everywhere <= {0x20, 0xA0, 0x0D}
    assert len(characters(CUT)) > 28_000


def test_the_cut_says_what_was_changed_and_when() -> None:
    with TTFont(FONTS / CUT) as font:
        assert "CHANGED on 2026-" in font["name"].getDebugName(10)
        assert font["name"].getDebugName(1) == "BabelStone Han Cut"
    assert (FONTS / "ARPHICPL.txt").read_text("utf-8").startswith("Copyright (C) 1999 Arphic")


@pytest.mark.parametrize("name", [*NOTO, CUT])
def test_reportlab_can_embed_it(name: str) -> None:
    face = ReportlabFont("probe", str(FONTS / name)).face
    assert ord("𠮷" if name == CUT else "密") in face.charToGlyph


def test_together_they_stay_small() -> None:
    assert sum(path.stat().st_size for path in FONTS.glob("*.ttf")) < 80_000_000
