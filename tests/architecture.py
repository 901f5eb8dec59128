"""The rules that `test_architecture.py` holds against every source: each takes one source and answers what is wrong."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

from models.isolation.guard import forbidden

#: Which parts a part may import, besides itself (house.md 2). `app` is the composition root.
ARROWS: dict[str, set[str]] = {
    "models.domain": set(),
    "models.ledgers": {"models.domain"},
    "models.storage": {"models.domain", "models.ledgers"},
    "models.forms": {"models.domain", "models.ledgers"},
    "models.exchange": {"models.domain", "models.ledgers"},
    "models.isolation": set(),
    "models.services": {
        "models.domain", "models.ledgers", "models.storage", "models.forms", "models.exchange", "models.isolation",
    },
    "ui": {"models.domain", "models.ledgers", "models.services"},
    "app": {
        "ui", "models.domain", "models.ledgers", "models.storage", "models.forms", "models.exchange",
        "models.isolation", "models.services",
    },
}  # fmt: skip

#: The libraries of requirements.in and the only parts that may import them.
LIBRARIES: dict[str, set[str]] = {
    "PySide6": {"ui", "app"},
    "shiboken6": {"ui", "app"},
    "sqlcipher3": {"models.storage"},
    "cryptography": {"models.storage", "models.exchange"},
    "reportlab": {"models.forms"},
    "pypdfium2": {"models.forms", "models.services", "ui"},
    "python_calamine": {"models.exchange"},
    "xlsxwriter": {"models.exchange"},
    "pypinyin": {"models.storage", "models.services"},
}

MAX_LINES = 400
READING_VERBS = {"execute", "executemany", "executescript", "rows", "first", "scalar"}
STATEMENT = re.compile(
    r"\s*(SELECT\s.*\bFROM\b|(?-i:SELECT)\s|INSERT\s+(OR\s+\w+\s+)?INTO\b|REPLACE\s+INTO\b|UPDATE\s+\S+\s+SET\b"
    r"|DELETE\s+FROM\b|(CREATE|DROP|ALTER)\s+(TEMP\w*\s+|UNIQUE\s+|VIRTUAL\s+)?(TABLE|INDEX|TRIGGER|VIEW)\b"
    r"|PRAGMA\s+\w|ATTACH\s+(DATABASE\s|')|VACUUM\b|BEGIN\s+(IMMEDIATE|EXCLUSIVE)|WITH\s+\w+.*\bAS\s*\()",
    re.IGNORECASE | re.DOTALL,
)
FRAGMENT = re.compile(
    r"\s*(SELECT|INSERT|UPDATE|DELETE|CREATE|DROP|ALTER|PRAGMA|ATTACH|WITH|FROM|JOIN|WHERE|AND|OR|ORDER BY|GROUP BY"
    r"|LIMIT|UNION|VALUES|ON CONFLICT)\b"
)
#: The mark of a function that puts identifiers into SQL; after the colon it says where they come from.
MARK = re.compile(r"#.*\bidentifiers: \S")
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
SETTINGS_ALLOWED = {"setPath", "setDefaultFormat", "Format", "Scope"}


@dataclass(frozen=True)
class Source:
    """One file: its path from the project's root and its text."""

    path: PurePosixPath
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @property
    def part(self) -> str:
        """The part of the program it belongs to ("models.domain", "ui", "app"), or its first folder."""
        parts = self.path.with_suffix("").parts
        return ".".join(parts[:2]) if parts[0] == "models" and len(parts) > 2 else parts[0]

    @property
    def is_product(self) -> bool:
        return self.part in ARROWS or self.part == "models"

    def at(self, node: ast.AST, what: str) -> str:
        return f"{self.path}:{getattr(node, 'lineno', 0)}: {what}"


Rule = Callable[[Source], list[str]]


def imports(source: Source) -> Iterator[tuple[ast.AST, str]]:
    """Every module an import may load: `from a import b` loads a and perhaps a.b."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = "." * node.level + (node.module or "")
            yield node, module
            yield from ((node, f"{module}.{alias.name}") for alias in node.names)


def arrows(source: Source) -> list[str]:
    """Absolute imports along the arrows only."""
    if not source.is_product:
        return []
    wrong = []
    for node, name in imports(source):
        if name.startswith("."):
            wrong.append(source.at(node, "relative import"))
        target = Source(PurePosixPath(*name.split("."), "x.py"), "").part if "." in name else name
        if target in ("models", "tests", "packaging") or (target == "app" and name.split(".")[0] == "app"):
            if target != "models" or not any(other.startswith(name + ".") for _, other in imports(source)):
                wrong.append(source.at(node, f"{source.part} imports {name}"))
        elif target in ARROWS and target not in ARROWS.get(source.part, set()) | {source.part}:
            wrong.append(source.at(node, f"{source.part} imports {target}"))
    return wrong


def own_reader(source: Source) -> list[str]:
    """What verifies reads with an own reader and takes nothing from what writes (K-10)."""
    if not source.path.is_relative_to("models/storage/verify"):
        return []
    names = [(node, name) for node, name in imports(source) if name.startswith("models.storage.")]
    return [source.at(node, f"verify imports {name}") for node, name in names if not name.startswith("models.storage.verify")]


def libraries(source: Source) -> list[str]:
    """Every library is one of ours, in a part that may see it; domain and isolation have the standard library only."""
    if not source.is_product:
        return []
    wrong = []
    for node, name in imports(source):
        top = name.split(".")[0]
        if top in sys.stdlib_module_names or top in ("models", "ui", "") or top in ARROWS:
            continue
        if source.part not in LIBRARIES.get(top, set()):
            wrong.append(source.at(node, f"{source.part} imports {top}"))
    return wrong


def network(source: Source) -> list[str]:
    """No module of the guard's list, and no import by a text that only the run knows."""
    wrong = [source.at(node, f"imports {name}") for node, name in imports(source) if forbidden(name)]
    for call in calls(source):
        name = dotted(call.func)
        if name.endswith("import_module") or name == "__import__":
            argument = call.args[0] if call.args else None
            if not isinstance(argument, ast.Constant):
                wrong.append(source.at(call, "imports a module by a computed name"))
            elif forbidden(str(argument.value)):
                wrong.append(source.at(call, f"imports {argument.value}"))
    return wrong


def sql_place(source: Source) -> list[str]:
    """SQL stands under models/storage and nowhere else."""
    if source.part == "models.storage" or not source.is_product:
        return []
    return [
        source.at(node, f"SQL outside models/storage: {text[:40]!r}")
        for node, text in texts(source)
        if STATEMENT.match(text)
    ]


def sql_values(source: Source) -> list[str]:
    """SQL is a literal. Only a function, or a constant, marked `# identifiers: …` puts something into it, never a value."""
    if source.part != "models.storage":
        return []
    marked = [
        range(node.lineno, (node.end_lineno or node.lineno) + 1)
        for node in ast.walk(source.tree)
        if (isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) or (isinstance(node, ast.Assign) and node in source.tree.body))
        and MARK.search("\n".join(source.text.splitlines()[node.lineno - 1 : node.end_lineno]))
    ]
    executed = {id(call.args[0]) for call in calls(source) if call.args and verb(call) in READING_VERBS}
    return [
        source.at(node, "SQL put together in a function without the mark `# identifiers: …`")
        for node in ast.walk(source.tree)
        if (id(node) in executed and is_composed(node)) or (is_composed(node) and FRAGMENT.match(leading(node)))
        if not any(node.lineno in lines for lines in marked)
    ]


def file_length(source: Source) -> list[str]:
    lines = len(source.text.splitlines())
    return [f"{source.path}: {lines} lines"] if lines > MAX_LINES and source.part != "tests" else []


def no_waits(source: Source) -> list[str]:
    """Tests wait for something, never for time. A kill at a moment drawn by lot is no waiting: `# by lot`."""
    if source.part != "tests":
        return []
    banned = {"qtbot.wait", "time.sleep", "sleep", "QTest.qWait", "QThread.sleep", "QThread.msleep", "QThread.usleep"}
    return [
        source.at(call, f"{dotted(call.func)}()")
        for call in calls(source)
        if dotted(call.func) in banned or dotted(call.func).endswith((".qWait", "time.sleep"))
        if "# by lot" not in source.text.splitlines()[call.lineno - 1]
    ]


def no_settings(source: Source) -> list[str]:
    """No QSettings but the call that points Qt's own to nowhere (K-29)."""
    tolerated = {
        id(node.value)
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Attribute) and node.attr in SETTINGS_ALLOWED
    }
    return [
        source.at(node, "QSettings")
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Name | ast.Attribute)
        and dotted(node).split(".")[-1] == "QSettings"
        and id(node) not in tolerated
    ]


def no_clock(source: Source) -> list[str]:
    """Rules, ledgers and forms get the time from outside."""
    if source.part not in ("models.domain", "models.ledgers", "models.forms"):
        return []
    banned = (".today", ".now", ".utcnow", "time.time", "time.monotonic")
    return [source.at(call, f"{dotted(call.func)}()") for call in calls(source) if dotted(call.func).endswith(banned)]


def visible(source: Source) -> list[str]:
    """No control that turns the direction of text or cannot be seen: it is written as an escape."""
    return [
        f"{source.path}:{number}: invisible U+{ord(found.group()):04X}"
        for number, line in enumerate(source.text.splitlines(), 1)
        if (found := INVISIBLE.search(line))
    ]


def calls(source: Source) -> list[ast.Call]:
    return [node for node in ast.walk(source.tree) if isinstance(node, ast.Call)]


def verb(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else ""


def dotted(node: ast.AST) -> str:
    """`a.b.c` of a name or attribute, "" for anything else at its root."""
    if isinstance(node, ast.Name):
        return node.id
    return f"{dotted(node.value)}.{node.attr}" if isinstance(node, ast.Attribute) else ""


def texts(source: Source) -> Iterator[tuple[ast.AST, str]]:
    """Every text that is not a docstring; what is put into an f-string counts as one letter."""
    known = {
        id(node.body[0].value)
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(source.tree):  # a node comes before its parts
        if isinstance(node, ast.JoinedStr):
            known |= set(map(id, node.values))
            yield node, "".join(str(part.value) if isinstance(part, ast.Constant) else "x" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in known:
            yield node, node.value


def is_composed(node: ast.AST) -> bool:
    """True if the text is put together at run time: f-string with values, +, %, .format, .join."""
    if isinstance(node, ast.JoinedStr):
        return any(isinstance(value, ast.FormattedValue) for value in node.values)
    if isinstance(node, ast.BinOp):
        return isinstance(node.op, ast.Add | ast.Mod)
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ("format", "join")


def leading(node: ast.AST) -> str:
    """The text it begins with, as far as it is known here."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return leading(node.values[0])
    if isinstance(node, ast.BinOp):
        return leading(node.left) or leading(node.right)
    return leading(node.func.value) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) else ""


RULES: tuple[Rule, ...] = (
    arrows, own_reader, libraries, network, sql_place, sql_values, file_length, no_waits, no_settings, no_clock, visible,
)  # fmt: skip


def sources(root: Path) -> list[Source]:
    """Every Python source of the project."""
    files = [*root.glob("*.py")]
    for folder in ("models", "ui", "packaging", "tests"):
        files += (root / folder).rglob("*.py")
    return [Source(PurePosixPath(path.relative_to(root).as_posix()), path.read_text("utf-8")) for path in sorted(files)]
