"""Shoubu 守簿: the composition root. It raises the three walls, reads the arguments and hands built objects over."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from models.isolation.guard import install_guard

PROGRAM = Path(__file__).resolve()
FEWEST = 2000  # carriers of a benchmark


def main(arguments: Sequence[str] | None = None) -> int:
    """Raise the walls, then run the window or one command. 0 done, 1 found something wrong, 2 wrong use or in use."""
    guard = install_guard()
    from models.isolation.hardening import harden
    from models.isolation.seccomp import install_filter

    harden()
    socket_filter = install_filter()
    words = list(sys.argv[1:] if arguments is None else arguments)
    if words[:1] == ["read-sheets"]:
        from models.exchange import sheets

        return sheets.main(words[1:])
    options = build_parser().parse_args(words)

    from models.isolation.gate import LinuxMachine
    from models.services import commands

    machine = LinuxMachine(guard, socket_filter)
    world = commands.World(machine, _sheet_command())
    if options.command is None:
        from ui.window import run_window

        return run_window(world, options)
    if options.command == "demo":
        from ui.pictures import take_pictures

        return commands.run_demo(world, options, take_pictures)
    return commands.run(world, options)


def _some(text: str) -> int:
    """How many carriers the benchmark makes: enough for every step."""
    if not text.isdecimal() or int(text) < FEWEST:
        raise argparse.ArgumentTypeError(f"至少 {FEWEST}")
    return int(text)


def build_parser() -> argparse.ArgumentParser:
    """The command line; every command that opens a vault takes its password from a file or a prompt."""
    parser = argparse.ArgumentParser(prog="app.py", description="守簿：涉密载体登记、清查、销毁（只在隔离的机器上运行）")
    parser.add_argument("--training", action="store_true", help="演练：只打开演练库")
    parser.add_argument("--lang", choices=("zh", "en"), default="zh", help="界面语言")
    parser.add_argument("--vault", type=Path, metavar="DIR", help="库文件夹")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")

    init = commands.add_parser("init", help="建一个空的演练库")
    init.add_argument("vault", type=Path, metavar="VAULT")
    init.add_argument("--training", action="store_true", required=True, dest="training_vault", help="必须写：正式库由首次运行向导建立")
    init.add_argument("--organ", required=True, help="机关名称")
    init.add_argument("--accounts", required=True, type=Path, metavar="FILE", help="写出账户和口令的 JSON 文件（新文件）")

    demo = commands.add_parser("demo", help="演示：建库、导入、清查、销毁、移交，写出全部表单和图片")
    demo.add_argument("out", type=Path, metavar="OUT")
    demo.add_argument("--ledger", type=Path, metavar="FILE", help="要导入的旧台账")

    bring = commands.add_parser("import", help="导入旧台账")
    _add_vault(bring)
    bring.add_argument("file", type=Path, metavar="FILE")
    _add_user(bring)
    bring.add_argument("--dry-run", action="store_true", help="只检查，不写入")
    bring.add_argument("--strict", action="store_true", help="有一行不能收就全部不收")
    bring.add_argument("--report", type=Path, metavar="R.xlsx", help="写出逐行结果")

    export = commands.add_parser("export", help="导出整本登记（只限演练库）")
    _add_vault(export)
    export.add_argument("ledger", metavar="LEDGER")
    export.add_argument("file", type=Path, metavar="FILE")
    _add_user(export)

    verify = commands.add_parser("verify", help="全面校验")
    _add_vault(verify)
    _add_user(verify)

    commands.add_parser("check", help="本机隔离检查的结果（JSON）")
    bench = commands.add_parser("bench", help="测速")
    bench.add_argument("--carriers", type=_some, default=1_000_000, metavar="N")
    return parser


def _add_vault(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("vault", type=Path, metavar="VAULT")


def _add_user(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--user", required=True, metavar="NAME")
    parser.add_argument("--password-file", type=Path, metavar="F", help="口令文件；不写则提示输入")


def _sheet_command() -> tuple[str, ...]:
    """How to start this program as the child that reads spreadsheets; a bundle starts itself."""
    if getattr(sys, "frozen", False):
        return (sys.executable, "read-sheets")
    return (sys.executable, str(PROGRAM), "read-sheets")


if __name__ == "__main__":
    sys.exit(main())
