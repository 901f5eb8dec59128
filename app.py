"""Shoubu 守簿: the composition root. It raises the three walls, reads the arguments and hands built objects over."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from models.isolation.guard import install_guard

PROGRAM = Path(__file__).resolve()


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

    from models.isolation.gate import LinuxMachine
    from models.services import commands
    from models.services.arguments import build_parser, language_of
    from ui.words import CATALOGUES, Words

    translate = Words(language_of(words), CATALOGUES)
    options = build_parser(translate).parse_args(words)
    machine = LinuxMachine(guard, socket_filter)
    world = commands.World(machine, _sheet_command(), translate)
    if options.command is None:
        from ui.window import run_window

        return run_window(world, options)
    if options.command == "demo":
        from ui.pictures import take_pictures

        return commands.run_demo(world, options, take_pictures)
    return commands.run(world, options)


def _sheet_command() -> tuple[str, ...]:
    """How to start this program as the child that reads spreadsheets; a bundle starts itself."""
    if getattr(sys, "frozen", False):
        return (sys.executable, "read-sheets")
    return (sys.executable, str(PROGRAM), "read-sheets")


if __name__ == "__main__":
    sys.exit(main())
