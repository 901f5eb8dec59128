"""The command line: its commands and options, and the words in which it explains itself and refuses."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NoReturn

from models.domain.text import T, Text
from models.ledgers import ALL

Words = Callable[[Text | str], str]
FEWEST = 2000  # carriers of a benchmark: enough for every step
EXIT_CODES = T("command line", "退出码：0 成功；1 查出问题（有行不能收、校验不符、本机未隔离、测速超限）；2 用法不对、被拒绝或库正被使用。")

# argparse speaks English only; these are its sentences, in ours.
_SENTENCES = (
    (r"the following arguments are required: (?P<names>.+)", T("command line", "还缺：{names}")),
    (r"unrecognized arguments: (?P<names>.+)", T("command line", "不认识：{names}")),
    (r"argument (?P<name>\S+): expected (?:one|at least one) argument", T("command line", "{name} 后面要写一个值")),
    (r"argument (?P<name>\S+): invalid choice: (?P<value>.+) \(choose from (?P<choices>.+)\)",
     T("command line", "{name} 不能是 {value}，可以是 {choices}")),
    (r"argument (?P<name>\S+): ignored explicit argument (?P<value>.+)", T("command line", "{name} 后面不写值（写了 {value}）")),
    (r"ambiguous option: (?P<name>\S+) could match (?P<names>.+)", T("command line", "{name} 没有写全，可能是 {names}")),
    (r"argument (?P<name>\S+): invalid \S+ value: (?P<value>.+)", T("command line", "{name} 的值不对：{value}")),
    (r"argument (?P<name>\S+): (?P<what>.+)", T("command line", "{name} 的值不对：{what}")),
)  # fmt: skip


def language_of(arguments: Sequence[str]) -> str:
    """The language asked for with --lang, before anything else is read; Chinese if none that the program has."""
    for at, word in enumerate(arguments):
        found = word.removeprefix("--lang=") if word.startswith("--lang=") else ""
        if word == "--lang" and at + 1 < len(arguments):
            found = arguments[at + 1]
        if found in ("zh", "en"):
            return found
    return "zh"


class Parser(argparse.ArgumentParser):
    """A parser that explains itself in the words given."""

    def __init__(self, *, words: Words, **more: Any) -> None:
        start = words(T("command line", "用法："))

        class Formatter(argparse.RawDescriptionHelpFormatter):
            def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: Any = None) -> None:
                super().add_usage(usage, actions, groups, start if prefix is None else prefix)

        super().__init__(add_help=False, formatter_class=Formatter, **more)
        self.words = words
        self.places = self.add_argument_group(words(T("command line", "参数")))
        self.choices = self.add_argument_group(words(T("command line", "选项")))
        self.choices.add_argument("-h", "--help", action="help", help=words(T("command line", "显示这份说明，不做别的")))

    def error(self, message: str) -> NoReturn:
        """One sentence and exit code 2; nothing was opened or written."""
        self.print_usage()
        self.exit(2, said(message, self.words) + "\n")

    def print_usage(self, file: Any = None) -> None:
        """On standard error, so that a refusal leaves standard output empty."""
        super().print_usage(file or sys.stderr)


def said(message: str, words: Words) -> str:
    """A sentence of argparse in the words given."""
    for pattern, text in _SENTENCES:
        found = re.fullmatch(pattern, message, re.DOTALL)
        if found:
            return words(Text(text.context, text.source, tuple(found.groupdict().items())))
    return message


def build_parser(words: Words = str) -> Parser:
    """The command line; every command that opens a vault takes its password from a file or a prompt."""
    say = words
    parser = Parser(words=words, prog="app.py", epilog=say(EXIT_CODES),
                    description=say(T("command line", "守簿：涉密载体登记、清查、销毁。不写命令则打开窗口。")))  # fmt: skip
    options = parser.choices
    options.add_argument("--training", action="store_true", help=say(T("command line", "演练：只打开演练库")))
    options.add_argument("--lang", choices=("zh", "en"), default="zh", help=say(T("command line", "语言：zh 中文，en 英文")))
    options.add_argument("--vault", type=Path, metavar="DIR", help=say(T("command line", "库文件夹")))
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title=say(T("command line", "命令")))

    def command(name: str, what: Text, epilog: Text | None = None) -> Parser:
        return commands.add_parser(name, words=words, help=say(what), description=say(what),
                                   epilog=say(epilog) if epilog else None)  # fmt: skip

    init = command("init", T("command line", "建一个空的演练库"))
    init.places.add_argument("vault", type=Path, metavar="VAULT", help=say(T("command line", "新的库文件夹")))
    init.choices.add_argument("--training", action="store_true", required=True, dest="training_vault",
                              help=say(T("command line", "必须写：正式库由首次运行向导建立")))  # fmt: skip
    init.choices.add_argument("--organ", required=True, metavar="NAME", help=say(T("command line", "机关名称")))
    init.choices.add_argument("--accounts", required=True, type=Path, metavar="FILE",
                              help=say(T("command line", "写出演练账户和口令的 JSON 文件（新文件）")))  # fmt: skip

    demo = command("demo", T("command line", "演示：建库、导入、清查、销毁、移交，写出全部表单和图片"))
    demo.places.add_argument("out", type=Path, metavar="OUT", help=say(T("command line", "放结果的新文件夹")))
    demo.choices.add_argument("--ledger", type=Path, metavar="FILE", help=say(T("command line", "要导入的旧台账")))

    bring = command("import", T("command line", "导入旧台账（xlsx、xls、csv）；结果是一行 JSON"))
    _add_vault(bring)
    bring.places.add_argument("file", type=Path, metavar="FILE", help=say(T("command line", "旧台账")))
    _add_user(bring)
    bring.choices.add_argument("--dry-run", action="store_true", help=say(T("command line", "只检查，不写入")))
    bring.choices.add_argument("--strict", action="store_true", help=say(T("command line", "有一行不能收就全部不收")))
    bring.choices.add_argument("--report", type=Path, metavar="R.xlsx", help=say(T("command line", "写出逐行结果（新文件）")))

    export = command("export", T("command line", "导出整本登记（只限演练库）"),
                     T("command line", "LEDGER 写代号或中文名：\n{names}", names=ledger_names(say)))  # fmt: skip
    _add_vault(export)
    export.places.add_argument("ledger", metavar="LEDGER", help=say(T("command line", "哪本登记，见下")))
    export.places.add_argument("file", type=Path, metavar="FILE", help=say(T("command line", "新的 .xlsx 或 .csv 文件")))
    _add_user(export)

    verify = command("verify", T("command line", "全面校验：账与日志逐行比较"))
    _add_vault(verify)
    _add_user(verify)

    command("check", T("command line", "本机隔离检查的结果（JSON）"))
    bench = command("bench", T("command line", "测速"))
    bench.choices.add_argument(
        "--carriers", type=_many(words), default=1_000_000, metavar="N",
        help=say(T("command line", "载体数，至少 {fewest}，不写为 1000000", fewest=FEWEST)),
    )  # fmt: skip
    return parser


def ledger_names(words: Words = str) -> str:
    """All ledgers that can be exported, code and name, some to a line."""
    named = [f"{ledger.name} {words(ledger.title)}" for ledger in ALL]
    return "\n".join("  " + " · ".join(named[at : at + 4]) for at in range(0, len(named), 4))


def _add_vault(parser: Parser) -> None:
    parser.places.add_argument("vault", type=Path, metavar="VAULT", help=parser.words(T("command line", "库文件夹")))


def _add_user(parser: Parser) -> None:
    words = parser.words
    parser.choices.add_argument("--user", required=True, metavar="NAME", help=words(T("command line", "账户名")))
    parser.choices.add_argument("--password-file", type=Path, metavar="F",
                                help=words(T("command line", "口令文件：第一行是口令；不写则在终端输入")))  # fmt: skip


def _many(words: Words) -> Callable[[str], int]:
    def number(text: str) -> int:
        if not text.isdecimal() or int(text) < FEWEST:
            raise argparse.ArgumentTypeError(words(T("command line", "至少 {fewest}", fewest=FEWEST)))
        return int(text)

    return number
