"""The site's own fonts for the forms: taken when chosen, again when changed, refused when they cannot be used."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.forms.fonts import SANS, SERIF, FontUnusable, Role
from models.services import form_fonts, preferences
from models.services.form_fonts import FormFonts
from models.services.office import Office

FONTS = Path(__file__).resolve().parents[2] / "resources" / "fonts"


def first_face(shelf: FormFonts, role: Role = Role.TEXT) -> str:
    return shelf.load().runs(role, "机密")[0][0].rsplit("-", 1)[0]


def test_the_shipped_fonts_unless_somebody_chose_others(office: Office) -> None:
    shelf = FormFonts(office, FONTS)
    before = shelf.load()
    assert first_face(shelf) == Path(SERIF).stem
    assert shelf.load() is before  # kept as long as nothing changes
    preferences.remember(office, form_fonts.PREFERENCE, {"text": str(FONTS / SANS)})
    assert first_face(shelf) == Path(SANS).stem
    assert first_face(shelf, Role.TITLE) != Path(SANS).stem
    preferences.remember(office, form_fonts.PREFERENCE, {})
    assert first_face(shelf) == Path(SERIF).stem


def test_a_file_that_is_gone_is_said_and_nothing_is_drawn(office: Office, tmp_path: Path) -> None:
    preferences.remember(office, form_fonts.PREFERENCE, {"text": str(tmp_path / "仿宋.ttf")})
    with pytest.raises(FontUnusable, match=r"仿宋\.ttf"):
        FormFonts(office, FONTS).load()


@pytest.mark.parametrize("kept", [None, 7, ["a"], {"text": 3}, {"other": "x"}])
def test_what_is_no_choice_is_none(office: Office, kept: object) -> None:
    preferences.remember(office, form_fonts.PREFERENCE, kept)
    assert first_face(FormFonts(office, FONTS)) == Path(SERIF).stem


def test_how_many_usual_characters_a_font_lacks(tmp_path: Path) -> None:
    assert form_fonts.lacking(FONTS / SANS) == 0
    damaged = tmp_path / "坏.ttf"
    damaged.write_bytes(b"no font")
    with pytest.raises(FontUnusable):
        form_fonts.lacking(damaged)
