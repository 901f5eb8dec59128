"""The English catalogue: extract the marked texts from the sources, merge them into shoubu.po, compile shoubu.mo.

    python packaging/catalogue.py          update shoubu.po and shoubu.mo, name what is not translated yet
    python packaging/catalogue.py --check  change nothing; exit 1 if a text lacks its translation

Texts are marked by `T(context, "中文 {value}")` in `models` and `ui`; extraction reads those calls with `ast`.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("models", "ui")
FILES = ("app.py",)
FOLDER = ROOT / "resources" / "translations" / "en" / "LC_MESSAGES"

Key = tuple[str, str]  # context, Chinese


def marked_texts(root: Path = ROOT) -> dict[Key, list[tuple[str, int]]]:
    """Every marked text with the places where it stands. Raises ValueError for a mark that cannot be extracted."""
    found: dict[Key, list[tuple[str, int]]] = {}
    files = [path for folder in FOLDERS for path in sorted((root / folder).rglob("*.py"))]
    for path in [*files, *(root / name for name in FILES if (root / name).is_file())]:
        where = path.relative_to(root).as_posix()
        for context, source, line in _marks(ast.parse(path.read_text(encoding="utf-8")), where):
            if source:
                found.setdefault((context, source), []).append((where, line))
    return found


def _marks(tree: ast.AST, where: str) -> Iterator[tuple[str, str, int]]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or node.func.id != "T":
            continue
        words = [part.value if isinstance(part, ast.Constant) else None for part in node.args]
        if len(words) == 2 and all(isinstance(word, str) for word in words):
            yield str(words[0]), str(words[1]), node.lineno
        elif where not in KNOWN_DYNAMIC:
            raise ValueError(f"{where}:{node.lineno}: T() needs two plain strings")


# Files that mark words of a table elsewhere in the same file: their words are listed by `extra_texts`.
KNOWN_DYNAMIC = frozenset({"models/ledgers/choices.py", "models/domain/text.py"})


def extra_texts() -> Iterator[Key]:
    """Words that are marked from tables (levels and kinds of secret)."""
    sys.path.insert(0, str(ROOT))
    from models.ledgers import choices

    for table in (choices.LEVELS, choices.SECRET_KINDS):
        for text in table.values():
            yield text.context, text.source


def all_texts() -> dict[Key, list[tuple[str, int]]]:
    found = marked_texts()
    for key in extra_texts():
        found.setdefault(key, [("models/ledgers/choices.py", 1)])
    return found


def read_catalogue(folder: Path = FOLDER) -> Catalog:
    with (folder / "shoubu.po").open("rb") as file:
        return read_po(file, locale="en")


def translations(catalogue: Catalog) -> dict[Key, str]:
    """Context and Chinese → English, of what is translated."""
    return {(entry.context or "", str(entry.id)): str(entry.string) for entry in catalogue if entry.id and entry.string}


def placeholders(text: str) -> set[str]:
    """The {names} in a text."""
    return {name for _literal, name, _spec, _conversion in Formatter().parse(text) if name is not None}


def problems(texts: dict[Key, list[tuple[str, int]]], english: dict[Key, str]) -> list[str]:
    """What a translator must still do."""
    found = []
    for key, places in sorted(texts.items()):
        where = f"{places[0][0]}:{places[0][1]} [{key[0]}] {key[1]}"
        if key not in english:
            found.append(f"not translated: {where}")
        elif placeholders(english[key]) != placeholders(key[1]):
            found.append(f"other placeholders: {where} → {english[key]}")
    return found


def update() -> list[str]:
    """Rewrite shoubu.po (texts in use only, sorted) and shoubu.mo; returns what is still to do."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    english = translations(read_catalogue()) if (FOLDER / "shoubu.po").is_file() else {}
    texts = all_texts()
    catalogue = Catalog(locale="en", project="Shoubu", charset="utf-8", fuzzy=False, header_comment="# Shoubu in English")
    for (context, source), places in sorted(texts.items()):
        files = sorted({(path, None) for path, _line in places})
        catalogue.add(source, english.get((context, source), ""), context=context or None, locations=files)
    with (FOLDER / "shoubu.po").open("wb") as file:
        write_po(file, catalogue, width=118, omit_header=False, sort_output=False, include_lineno=False)
    _drop_dates(FOLDER / "shoubu.po")
    with (FOLDER / "shoubu.mo").open("wb") as file:
        write_mo(file, read_catalogue())
    return problems(texts, english)


def _drop_dates(path: Path) -> None:
    """A rewritten catalogue differs only where a text does."""
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith(('"POT-Creation-Date', '"PO-Revision-Date', '"Generated-By'))]
    path.write_text("".join(kept), encoding="utf-8")


def main() -> int:
    only_check = "--check" in sys.argv
    todo = problems(all_texts(), translations(read_catalogue())) if only_check else update()
    for line in todo:
        print(line)
    print(f"{len(all_texts())} texts, {len(todo)} to do")
    return 1 if todo and only_check else 0


if __name__ == "__main__":
    sys.exit(main())
