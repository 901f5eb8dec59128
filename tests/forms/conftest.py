"""The shipped fonts, loaded once, and the stamp of an invented print."""

from pathlib import Path

import pytest

from models.forms.fonts import FontSet, load_fonts

FOLDER = Path(__file__).parents[2] / "resources" / "fonts"


@pytest.fixture(scope="session")
def fonts() -> FontSet:
    return load_fonts(FOLDER)
