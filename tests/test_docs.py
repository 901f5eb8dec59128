"""What the manual says is so: links, ledgers, packages, and the words that an import recognises."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from models.domain.lifecycle import STATE_WORDS, CarrierState
from models.exchange.fates import parse_fate
from models.exchange.vocabulary import is_heading
from models.ledgers import ALL
from models.services.arguments import FEWEST, build_parser

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
_S = CarrierState


def page(name: str) -> str:
    return (ROOT / "docs" / name).read_text("utf-8")


def table(text: str, heading: str) -> list[list[str]]:
    """The rows of the first table under a heading, without its head."""
    part = text.split(f"\n## {heading}", 1)[1].split("\n## ", 1)[0]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in part.splitlines() if line.startswith("|")]
    return rows[2:]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_every_link_leads_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", path.read_text("utf-8")):
        assert (path.parent / target).exists(), target


def test_the_ledgers_that_can_be_exported() -> None:
    cells = [cell for row in table(page("command-line.md"), "导出") for cell in row if cell]

    assert cells == [f"`{ledger.name}` {ledger.title}" for ledger in ALL]


def test_the_commands_of_the_readme_are_those_of_the_program() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    lines = [line.split("#")[0] for line in text.splitlines() if line.startswith("python app.py ")]
    given = {"N": "2000"}
    for line in lines:
        words = [given.get(word, word) for word in shlex.split(re.sub(r"[\[\]]", "", line))[2:]]
        if words:
            assert build_parser().parse_args(words).command == words[0]
    assert f"N ≥ {FEWEST}" in text and str(FEWEST) in page("command-line.md")


def test_the_system_packages_are_those_that_setup_installs() -> None:
    script = (ROOT / "packaging" / "setup.sh").read_text("utf-8")
    wanted = {name for found in re.findall(r'^(?:OFFSCREEN|XCB)="([^"]+)"', script, re.MULTILINE) for name in re.findall(r"lib\S+", found)}
    assert len(wanted) > 10 and wanted == set(re.findall(r"\blib[a-z0-9.+-]+\d\b", page("first-vault.md").split("```")[1]))


def test_the_column_words_are_recognised() -> None:
    rows = table(page("import.md"), "列")
    assert len(rows) > 12
    for row in rows:
        words = re.sub(r"`[^`]*`", "", row[1]).replace("编号（份）", "编号(份)")
        for word in re.split(r"[、；]", words):
            plain = re.sub(r"(?:分列也可|各自一列.*|写日期.*|打勾.*)$", "", word).strip()
            assert not plain or len(plain) == 1 or is_heading(plain), plain


def test_the_words_of_fate_mean_what_the_manual_says() -> None:
    states = {
        "在库": _S.IN_STORE, "借出": _S.ON_LOAN, "已清退": _S.RETURNED, "下落不明": _S.UNACCOUNTED, "作废登记": _S.VOID,
        "在库，待清退 / 待销毁 / 待归档": _S.IN_STORE,
    }  # fmt: skip
    several = {
        "传阅中、会议发放、携带外出、复制中": [[_S.CIRCULATING] * 2, [_S.AT_MEETING], [_S.CARRIED_OUT], [_S.COPYING]],
        "已送销 / 已销毁": [[_S.SENT_FOR_DESTRUCTION], [_S.DESTROYED] * 3],
        "归档、已移交": [[_S.ARCHIVED] * 3, [_S.HANDED_OVER] * 2],
    }
    rows = table(page("import.md"), "去向")
    assert {row[0] for row in rows} == {*states, *several}
    for row in rows:
        groups = [re.split("、", group) for group in row[1].split("；")]
        for group, wanted in zip(groups, several.get(row[0]) or [[states[row[0]]] * len(group) for group in groups], strict=True):
            found = [parse_fate(word).events[-1].state for word in group]
            assert found == wanted, (group, [STATE_WORDS[state] for state in found])
