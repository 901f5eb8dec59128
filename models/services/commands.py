"""What the command line calls: one function a command, its exit code the answer. Printing is done here and nowhere else."""

from __future__ import annotations

import argparse
import getpass
import json
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from models.domain.errors import Refused, UserError
from models.domain.file_reasons import reason_of
from models.domain.text import T, Text
from models.isolation.gate import GateFinding, Machine, judge
from models.services import consent, practice
from models.services.catalogue import BY_NAME
from models.services.clock import SystemClock
from models.services.office import Office
from models.services.session import Entrance, sign_in, sign_out
from models.storage import keyfile, vault
from models.storage.last_seen import default_folder

DONE, FOUND, WRONG_USE = 0, 1, 2


@dataclass(frozen=True)
class World:
    """What the composition root knows: the machine, and how to start the child that reads spreadsheets."""

    machine: Machine
    sheet_command: tuple[str, ...]
    words: Callable[[Text | str], str] = str  # the language of sentences: Chinese unless another is handed in

    def finding(self) -> GateFinding:
        """What the machine gate sees now."""
        return judge(self.machine)

    def entrance(self) -> Entrance:
        """The door with this machine's clock and finding."""
        finding = self.finding()
        gate = "ISOLATED" if finding.production_allowed else "NOT_ISOLATED"
        return Entrance(SystemClock(), finding.machine_id[:12] or "?", gate, BY_NAME, finding.production_allowed,
                        last_seen=default_folder())  # fmt: skip


def run(world: World, options: argparse.Namespace) -> int:
    """Run one command; every failure the user can act on is one sentence on standard error and exit code 2."""
    commands: dict[str, Callable[[World, argparse.Namespace], int]] = {
        "init": run_init, "import": run_import, "export": run_export, "verify": run_verify, "check": run_check,
        "bench": run_bench,
    }  # fmt: skip
    return guarded(lambda: commands[options.command](world, options), world.words)


def guarded(work: Callable[[], int], words: Callable[[Text | str], str] = str) -> int:
    """Turn the user's kind of errors into a sentence and exit code 2."""
    try:
        return work()
    except (UserError, Refused) as error:
        say(sentence(error, words), sys.stderr)
    except OSError as error:
        say(sentence(_refused_by_system(error), words), sys.stderr)
    except KeyboardInterrupt:
        pass
    return WRONG_USE


def sentence(error: UserError | Refused, words: Callable[[Text | str], str] = str) -> str:
    """What happened, what is safe and what to do, in the words given."""
    parts = [problem.text for problem in error.problems] if isinstance(error, Refused) else [error.what, error.safe, error.to_do]
    said = [words(part) for part in parts]
    if isinstance(error, Refused):
        return "；".join(said) if words is str else "; ".join(said)
    return "".join(f"{one} " if one.isascii() else one for one in said).rstrip()


def _refused_by_system(error: OSError) -> UserError:
    name = Path(error.filename).name if isinstance(error.filename, str) else "?"
    return UserError(
        "FILE_REFUSED",
        T("error", "系统不让读写 {name}（{reason}）。", name=name, reason=reason_of(error)),
        T("error", "这条命令没有做完。"),
        T("error", "请检查路径、权限和磁盘空间，再做一次。"),
    )


def say(text: str, stream: Any = None) -> None:
    """Print a line."""
    print(text, file=stream or sys.stdout, flush=True)


@contextmanager
def opened(world: World, options: argparse.Namespace) -> Iterator[Office]:
    """The vault named on the command line, signed in as its user; signed out at the end."""
    office = sign_in(world.entrance(), options.vault, options.user, read_password(options, world.words))
    try:
        yield office
    finally:
        sign_out(office)


def read_password(options: argparse.Namespace, words: Callable[[Text | str], str] = str) -> str:
    """The first line of the password file, or what is typed at the prompt; never an argument.

    Raises UserError before anything is tried: no file, nobody to ask, or an empty password, which no account has.
    """
    path: Path | None = options.password_file
    password = _typed(words) if path is None else _first_line(path)
    if not password:
        what = T("error", "口令文件 {name} 的第一行是空的。", name=path.name) if path else T("error", "没有输入口令。")
        raise UserError("NO_PASSWORD", what, _NOT_TRIED, T("error", "请把口令写在口令文件的第一行，或在终端输入。"))
    return password


_NOT_TRIED = T("error", "没有登录，也不算输错一次。")


def _first_line(path: Path) -> str:
    try:
        return path.read_text("utf-8").split("\n", 1)[0].rstrip("\r")
    except (OSError, UnicodeDecodeError) as error:
        raise practice.unreadable_file(path, error) from None


def _typed(words: Callable[[Text | str], str]) -> str:
    with warnings.catch_warnings():
        warnings.simplefilter("error", getpass.GetPassWarning)  # it would show the password while it is typed
        try:
            return getpass.getpass(words(T("command line", "口令：")))
        except (getpass.GetPassWarning, EOFError):
            raise UserError(
                "NO_TERMINAL", T("error", "这里没有可以输入口令的终端。"), _NOT_TRIED,
                T("error", "请用 --password-file 指定口令文件。"),
            ) from None  # fmt: skip


def run_init(world: World, options: argparse.Namespace) -> int:
    """An empty practice vault and the file of its accounts."""
    practice.make_practice_vault(options.vault, options.organ, options.accounts, world.entrance())
    say(world.words(T("command line", "演练库已建立：{folder}", folder=options.vault)))
    say(world.words(T("command line", "账户和口令：{file}", file=options.accounts)))
    return DONE


def run_check(world: World, options: argparse.Namespace) -> int:
    """The gate's findings as JSON; 1 if a production vault would stay shut."""
    finding = world.finding()
    say(json.dumps(finding.values(), ensure_ascii=False, indent=2))
    return DONE if finding.production_allowed else FOUND


def run_verify(world: World, options: argparse.Namespace) -> int:
    """The full check: what was checked, or the first thing that is wrong."""
    from models.services import verifying

    with opened(world, options) as office:
        report = verifying.run_full_check(office)
    for line in report.lines():
        say(world.words(line))
    return DONE if report.is_clean else FOUND


def run_import(world: World, options: argparse.Namespace) -> int:
    """Bring an old ledger in, or try to; the figures as one JSON object."""
    from models.services import exporting
    from models.services.import_desk import ImportDesk

    if options.report:
        practice.refuse_existing(options.report)
    with opened(world, options) as office:
        if options.report:
            exporting.refuse_in_production(office)
        desk = ImportDesk(office, world.sheet_command)
        desk.read(options.file)
        if not options.dry_run and consent.give_for_a_command(office):
            say(world.words(practice_words()), sys.stderr)
        outcome = desk.judge() if options.dry_run else desk.bring_in(options.strict)
        if options.report:
            desk.write_report(options.report)
    say(json.dumps(outcome.figures(), ensure_ascii=False))
    return FOUND if outcome.refused else DONE


def practice_words() -> Text:
    """What a command that enters contents into a practice vault has confirmed for whoever started it (K-28)."""
    words = consent.PRACTICE_WORDS
    return T("command line", "这是演练库：已代为确认“{words}”，确认记在日志里。", words=words)


def run_export(world: World, options: argparse.Namespace) -> int:
    """A whole ledger as xlsx or csv; from practice vaults only."""
    from models.services import exporting

    practice.refuse_existing(options.file)
    with opened(world, options) as office:
        rows = exporting.export_ledger(office, options.ledger, options.file)
    say(world.words(T("command line", "已导出 {rows} 行：{file}", rows=rows, file=options.file)))
    return DONE


def run_bench(world: World, options: argparse.Namespace) -> int:
    """The figures of the issue as a table and JSON."""
    from models.services import bench

    say(world.words(practice_words()), sys.stderr)
    figures = bench.run_bench(options.carriers, say, world.sheet_command)
    say(json.dumps(figures, ensure_ascii=False))
    return DONE if figures["within_limits"] else FOUND


def run_demo(world: World, options: argparse.Namespace, take_pictures: Callable[..., None]) -> int:
    """The guided demonstration: a vault, an import, a count, a destruction, a hand-over, every form and picture."""
    from models.services.demo import run

    if options.out.exists() and not options.out.is_dir():
        text = T("error", "{name} 是一个文件，不是文件夹。没有改动任何东西。请换一个新文件夹。", name=options.out.name)
        say(world.words(text), sys.stderr)
        return WRONG_USE
    if any((options.out / name).exists() for name in (vault.REGISTER, keyfile.MAIN, keyfile.SECOND)):
        text = T("error", "{name} 是一个库，演示不写在库里。没有改动任何东西。请换一个新文件夹。", name=options.out.name)
        say(world.words(text), sys.stderr)
        return WRONG_USE
    say(world.words(practice_words()), sys.stderr)
    return guarded(lambda: run(world, options.out, options.ledger, take_pictures, say), world.words)
