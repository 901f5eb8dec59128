"""Fonts: chains glyph by glyph, the refusal of missing glyphs, and text that can be taken out of the PDF again."""

from pathlib import Path

import pypdfium2 as pdfium
import pytest
from reportlab.pdfbase import ttfonts

from models.domain.errors import UserError
from models.domain.lifecycle import Medium
from models.forms import f2
from models.forms import fonts as form_fonts
from models.forms.fonts import FontSet, FontUnusable, MissingGlyphs, Role, SiteFonts, load_fonts
from models.forms.lists import Item
from tests.forms import samples
from tests.forms.conftest import FOLDER

RARE = "𬱖𨱇㛃䶮𠮷𬕬"


def test_rare_characters_come_from_the_chain_and_nothing_is_missing(fonts: FontSet) -> None:
    assert fonts.missing_characters([RARE, "国务院★〔2026〕～—…√×"]) == ()
    names = [name for name, _ in fonts.runs(Role.TEXT, "国𠮷国")]
    assert len(names) == 3
    assert names[0] == names[2] != names[1]
    assert len(fonts.runs(Role.TEXT, "国务院办公厅")) == 1


def test_missing_characters_are_named_with_their_code_points(fonts: FontSet) -> None:
    assert fonts.missing_characters(["甲\U0010fffd乙", "☑"]) == ("☑", "\U0010fffd")


def test_a_form_with_a_missing_glyph_is_refused(fonts: FontSet) -> None:
    line = Item(
        "关于☑与\U0010fffd的通知", "本机关", Medium.PAPER, "甲〔2026〕1号", samples.marking(0), "000001", "3页", 1
    )
    data = samples.f2_data(1, rows=(f2.Entry(line),))
    with pytest.raises(MissingGlyphs) as caught:
        f2.draw(data, samples.stamp(), fonts)
    assert isinstance(caught.value, UserError)
    assert caught.value.characters == ("☑", "\U0010fffd")
    assert "U+2611" in str(caught.value)
    assert "U+10FFFD" in str(caught.value)


def test_a_missing_glyph_in_the_stamp_is_refused_too(fonts: FontSet) -> None:
    stamp = samples.stamp()
    odd = type(stamp)(stamp.form_code, stamp.form_number, "李☑", stamp.printed_at, 1, samples.DIGEST, "2026-000001")
    with pytest.raises(MissingGlyphs):
        f2.draw(samples.f2_data(1), odd, fonts)


@pytest.mark.parametrize("preview", [False, True])
def test_every_text_can_be_extracted_exactly(preview: bool, fonts: FontSet) -> None:
    document = f2.draw(samples.f2_data(10), samples.stamp(preview=preview), fonts)
    pdf = pdfium.PdfDocument(document.pdf())
    extracted = "".join("".join(pdf[index].get_textpage().get_text_range().split()) for index in range(len(pdf)))
    for texts in document.content:
        for text in texts:
            if text not in ("[ ]", "[x]"):
                assert "".join(text.split()) in extracted
    assert all(char in extracted for char in RARE)
    assert "关于𬱖山县、㛃河镇、䶮水乡与𨱇矿" in extracted


def test_without_the_repair_rare_characters_are_lost(fonts: FontSet, monkeypatch: pytest.MonkeyPatch) -> None:
    def as_reportlab_does(name: str, subset: list[int]) -> str:
        lines = [f"<{index:02X}> <{code:04X}>" for index, code in enumerate(subset)]
        return form_fonts.unicode_map(name, subset).split("1 begincodespacerange")[0] + "\n".join(
            ["1 begincodespacerange", "<00> <FF>", "endcodespacerange", f"{len(lines)} beginbfchar", *lines, "endbfchar",
             "endcmap", "end", "end"]
        )  # fmt: skip

    monkeypatch.setattr(ttfonts, "makeToUnicodeCMap", as_reportlab_does)
    pdf = pdfium.PdfDocument(f2.draw(samples.f2_data(10), samples.stamp(), fonts).pdf())
    assert "𬱖" not in "".join(pdf[index].get_textpage().get_text_range() for index in range(len(pdf)))


def test_the_text_map_has_at_most_a_hundred_entries_a_block() -> None:
    text = form_fonts.unicode_map("ABCDEF+Font", list(range(0x2C000, 0x2C000 + 250)))
    counts = [int(line.split()[0]) for line in text.splitlines() if line.endswith("beginbfchar")]
    assert counts == [100, 100, 50]
    assert "<00> <D870DC00>" in text


def test_a_site_font_is_preferred_and_falls_back_glyph_by_glyph() -> None:
    site = load_fonts(FOLDER, SiteFonts(text=FOLDER / form_fonts.SANS))
    name = site.runs(Role.TEXT, "国")[0][0]
    assert name.startswith("NotoSansSC-Regular")
    assert site.runs(Role.TEXT, "𠮷")[0][0].startswith("BabelStoneHan")
    assert site.runs(Role.TITLE, "国")[0][0].startswith("NotoSerifSC-Black")


@pytest.mark.parametrize("content", [b"", b"OTTO" + b"\0" * 400, b"not a font at all"])
def test_a_font_that_cannot_be_embedded_is_refused_with_a_sentence(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "坏字体.ttf"
    file.write_bytes(content)
    with pytest.raises(FontUnusable, match="坏字体"):
        load_fonts(FOLDER, SiteFonts(text=file))
    with pytest.raises(FontUnusable):
        load_fonts(tmp_path)


def test_loading_from_another_folder_gives_the_same_bytes(fonts: FontSet, tmp_path: Path) -> None:
    for file in FOLDER.glob("*.ttf"):
        (tmp_path / file.name).symlink_to(file)
    moved = load_fonts(tmp_path)
    data, stamp = samples.f2_data(6), samples.stamp()
    assert f2.draw(data, stamp, moved).pdf() == f2.draw(data, stamp, fonts).pdf()
    assert str(tmp_path).encode() not in f2.draw(data, stamp, moved).pdf()
