"""Golden layouts: every cell stands where it stood, and says what it said (`golden.py` writes the files)."""

import pytest

from models.forms.fonts import FontSet
from models.forms.render import FormDocument
from tests.forms import golden


@pytest.fixture(scope="module")
def documents(fonts: FontSet) -> dict[str, FormDocument]:
    return golden.all_documents(fonts)


@pytest.mark.parametrize("name", [*golden.NAMES, "label-33"])
def test_the_layout_is_the_golden_one(name: str, documents: dict[str, FormDocument]) -> None:
    kept = (golden.PLACE / f"{name}.txt").read_text(encoding="utf-8")
    assert golden.describe(documents[name]).splitlines() == kept.splitlines()


def test_every_golden_file_has_a_form() -> None:
    assert {file.stem for file in golden.PLACE.glob("*.txt")} == {*golden.NAMES, "label-33"}
