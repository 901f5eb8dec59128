"""The English catalogue is complete for every marked text, and words are put together as they were marked."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from models.domain.levels import Level
from models.domain.markings import check_received, parse_marking
from models.domain.text import T
from tests.ui.conftest import RESOURCES
from ui.theme.look import Look
from ui.words import LANGUAGES, Words

ROOT = Path(__file__).resolve().parents[2]


def load_tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("shoubu_catalogue", ROOT / "packaging" / "catalogue.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


TOOL = load_tool()
TEXTS = TOOL.all_texts()


def test_every_marked_text_is_in_english_with_its_values() -> None:
    assert TOOL.problems(TEXTS, TOOL.translations(TOOL.read_catalogue())) == []


def test_the_compiled_catalogue_is_that_of_the_source() -> None:
    english = Words("en", RESOURCES / "translations")
    for (context, source), words in TOOL.translations(TOOL.read_catalogue()).items():
        assert english._catalogue.pgettext(context, source) == words


def test_no_text_is_forgotten_in_the_catalogue_after_it_went() -> None:
    """Texts that nobody marks any more are dropped by the tool; a few may wait for its next run."""
    gone = TOOL.translations(TOOL.read_catalogue()).keys() - TEXTS.keys()
    assert len(gone) < 100


def test_a_missing_translation_is_named() -> None:
    texts = {("page", "今日"): [("ui/x.py", 3)], ("page", "{n} 份"): [("ui/x.py", 4)]}
    found = TOOL.problems(texts, {("page", "{n} 份"): "{count} copies"})
    assert sorted(found) == [
        "not translated: ui/x.py:3 [page] 今日", "other placeholders: ui/x.py:4 [page] {n} 份 → {count} copies",
    ]  # fmt: skip


def test_a_mark_that_cannot_be_extracted_is_refused(tmp_path: Path) -> None:
    (tmp_path / "ui").mkdir()
    (tmp_path / "models").mkdir()
    (tmp_path / "ui" / "bad.py").write_text("T('page', words)\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"ui/bad\.py:1"):
        TOOL.marked_texts(tmp_path)


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_within_texts_are_translated_too(language: str) -> None:
    words = Words(language, RESOURCES / "translations")
    said = words(T("problem", "“{label}”必须填写", label=T("person", "姓名")))
    assert said == {"zh": "“姓名”必须填写", "en": '"Name" must be filled in'}[language]


def test_plain_strings_pass_unchanged() -> None:
    assert Words("en", RESOURCES / "translations")("关于{做好}保密工作的通知") == "关于{做好}保密工作的通知"


def test_an_empty_text_is_no_header_of_the_catalogue() -> None:
    assert Words("en", RESOURCES / "translations")(T("ledger", "")) == ""


@pytest.mark.parametrize("marking", ["绝密★40年", "绝密"])
def test_a_level_inside_a_sentence_is_translated(english: Look, marking: str) -> None:
    problems = check_received(parse_marking(marking), Level.SECRET)
    assert len(problems) == 2
    for problem in problems:
        words = english.t(problem.text)
        assert not any(level in words for level in ("绝密", "机密")), words
