"""The command line: what it refuses before anything is done, in whose words, and its exit codes."""

from __future__ import annotations

import getpass
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from models.domain.file_reasons import reason_of
from models.exchange import clear_files
from models.ledgers import ALL
from models.services import commands
from models.services.arguments import build_parser, language_of, said
from models.services.commands import World
from models.services.door import Entrance
from models.services.office import Office
from models.storage import attempts
from models.storage.journal import newest_of
from models.storage.vault import Vault
from tests.faults.steps import no_space
from tests.offices import PASSWORD, entrance, opened
from ui.words import CATALOGUES, Words

APP = Path(__file__).parents[2] / "app.py"
CSV = "文号,标题,密级,份号\n国发〔2017〕1号,关于事项的通知,机密,1-3\n"


@dataclass(frozen=True)
class Here(World):
    """A world whose door has cheap keys."""

    def entrance(self) -> Entrance:
        return entrance()


@pytest.fixture
def call(vault_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    """Runs a command as the clerk; (exit code, standard output, standard error)."""
    secret = tmp_path / "clerk.pw"
    secret.write_text(PASSWORD + "\n", "utf-8")

    def run(*words: str | Path, user: str = "周敏", password: Path | None = secret, lang: str = "zh") -> tuple[int, str, str]:
        more = [] if words[0] == "init" else ["--user", user, *(["--password-file", str(password)] if password else [])]
        said_in = Words(lang, CATALOGUES)
        options = build_parser(said_in).parse_args([*map(str, words), *more])
        world = Here(None, (sys.executable, str(APP), "read-sheets"), said_in)  # type: ignore[arg-type]
        code = commands.run(world, options)
        out = capsys.readouterr()
        return code, out.out, out.err

    return run


def head(folder: Path) -> bytes:
    return (folder / "register.db").read_bytes()


@pytest.mark.parametrize("target", ["have.xlsx", "missing/new.xlsx"])
def test_a_file_that_is_there_is_never_written_over(call: Any, vault_folder: Path, tmp_path: Path, target: str) -> None:
    (tmp_path / "have.xlsx").write_text("mine", "utf-8")
    (tmp_path / "old.csv").write_text(CSV, "utf-8")
    before = head(vault_folder)
    for words in (("export", vault_folder, "units", tmp_path / target),
                  ("import", vault_folder, tmp_path / "old.csv", "--report", tmp_path / target)):  # fmt: skip
        code, out, err = call(*words)
        assert (code, out) == (2, "") and err.count("\n") == 1 and Path(target).name in err
    assert (tmp_path / "have.xlsx").read_text("utf-8") == "mine" and head(vault_folder) == before


def test_an_import_says_json_and_writes_its_report(call: Any, vault_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "old.csv").write_text(CSV, "utf-8")
    code, out, _err = call("import", vault_folder, tmp_path / "old.csv", "--report", tmp_path / "r.xlsx")
    assert code == 0 and json.loads(out)["carriers"] == 3
    assert (tmp_path / "r.xlsx").exists()
    with opened(vault_folder, "审计员") as office:
        [started, written] = details_of(office, "note_export")
    assert started["outcome"] == "STARTED" and written["outcome"] == "WRITTEN" and len(written["digest"]) == 64


def test_no_report_in_clear_leaves_a_production_vault(
    call: Any, vault_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "old.csv").write_text(CSV, "utf-8")
    monkeypatch.setattr(Vault, "is_training", property(lambda _vault: False))
    for more in ((), ("--dry-run",)):
        code, out, err = call("import", vault_folder, tmp_path / "old.csv", "--report", tmp_path / "r.xlsx", *more)
        assert (code, out) == (2, "") and "正式库" in err
    monkeypatch.undo()
    assert not (tmp_path / "r.xlsx").exists()
    with opened(vault_folder, "审计员") as office:
        assert not office.read.find("imports") and not details_of(office, "note_export")


def test_a_report_that_cannot_be_written_says_that_the_import_stands(
    call: Any, vault_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "old.csv").write_text(CSV, "utf-8")
    monkeypatch.setattr(clear_files.Unfinished, "finish", lambda _file: no_space())
    code, _out, err = call("import", vault_folder, tmp_path / "old.csv", "--report", tmp_path / "r.xlsx")
    assert code == 2 and "导入的结果不变" in err and "没有任何改动" not in err
    with opened(vault_folder, "审计员") as office:
        assert len(office.read.find("imports")) == 1
        assert [one["outcome"] for one in details_of(office, "note_export")] == ["STARTED", "FAILED"]


def details_of(office: Office, act: str) -> list[dict[str, Any]]:
    return [entry.payload["details"] for entry in newest_of(office.read.connection, act)][::-1]


def test_a_ledger_is_named_by_code_or_in_chinese_and_both_are_listed(call: Any, vault_folder: Path, tmp_path: Path) -> None:
    assert call("export", vault_folder, "units", tmp_path / "a.csv")[0] == 0
    assert call("export", vault_folder, "单位", tmp_path / "b.csv")[0] == 0
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()
    code, _out, err = call("export", vault_folder, "units2", tmp_path / "c.csv")
    assert code == 2 and all(f"{ledger.name}（{ledger.title}）" in err for ledger in ALL)
    assert len({str(ledger.title) for ledger in ALL} | {ledger.name for ledger in ALL}) == 2 * len(ALL)


@pytest.mark.parametrize("content", ["", "\n", "\r\n", None])
def test_an_empty_password_is_refused_before_it_is_tried(call: Any, vault_folder: Path, tmp_path: Path, content: str | None) -> None:
    file = tmp_path / "empty.pw"
    if content is not None:
        file.write_text(content, "utf-8", newline="")
    before = (vault_folder / attempts.NAME).read_bytes()
    code, out, err = call("verify", vault_folder, password=file)
    assert (code, out) == (2, "") and "empty.pw" in err
    assert (vault_folder / attempts.NAME).read_bytes() == before


def test_a_line_end_is_no_part_of_the_password(call: Any, vault_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "crlf.pw").write_bytes(PASSWORD.encode() + b"\r\nsecond line\r\n")
    assert call("verify", vault_folder, password=tmp_path / "crlf.pw")[0] == 0


def test_without_a_terminal_nothing_is_asked(call: Any, vault_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def ask(prompt: str) -> str:
        import warnings

        warnings.warn("Can not control echo on the terminal.", getpass.GetPassWarning, stacklevel=2)
        return "shown"

    monkeypatch.setattr(getpass, "getpass", ask)
    code, out, err = call("verify", vault_folder, password=None)
    assert (code, out) == (2, "") and err.count("\n") == 1 and "--password-file" in err
    monkeypatch.setattr(getpass, "getpass", lambda prompt: PASSWORD)
    assert call("verify", vault_folder, password=None)[0] == 0


def test_no_reason_of_the_system_is_english(call: Any, vault_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    refusals = [
        call("verify", vault_folder, password=tmp_path),
        call("verify", vault_folder, password=tmp_path / "no.pw"),
        call("import", vault_folder, tmp_path / "no.xlsx"),
        call("export", vault_folder, "units", tmp_path / ("x" * 300 + ".csv")),
        call("init", tmp_path / "file" / "v", "--training", "--organ", "机关", "--accounts", tmp_path / "a.json"),
    ]
    assert [code for code, _out, _err in refusals] == [2] * 5
    for _code, out, err in refusals:
        assert out == "" and err.count("\n") == 1
        assert not [word for word in ("such", "file or", "directory", "denied", "Error", "Errno") if word in err]
    assert str(reason_of(OSError(71, "Protocol error"))) == "系统错误 EPROTO"


def test_a_text_that_is_called_xlsx_is_named_for_what_it_is(call: Any, vault_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "note.xlsx").write_text("今天开会。\n讨论了事项。\n", "utf-8")
    code, _out, err = call("import", vault_folder, tmp_path / "note.xlsx")
    assert code == 2 and "纯文本，不是 xlsx" in err and "另存为 xlsx" in err


@pytest.mark.parametrize(("words", "sentence"), [
    (["impor"], "COMMAND 不能是 'impor'"), (["init"], "还缺：VAULT"), (["verify", "v", "--user"], "--user 后面要写一个值"),
    (["bench", "--carriers", "5"], "至少 2000"), (["check", "more"], "不认识：more"), (["--training=1"], "--training 后面不写值"),
    (["bench", "--carriers"], "--carriers 后面要写一个值"), (["--lang", "fr"], "--lang 不能是 'fr'"),
])  # fmt: skip
def test_wrong_use_is_said_in_chinese(words: list[str], sentence: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        build_parser().parse_args(words)
    out = capsys.readouterr()
    assert stopped.value.code == 2 and out.out == ""
    usage, last = out.err.rstrip("\n").rsplit("\n", 1)
    assert usage.startswith("用法：app.py") and usage.count("用法") == 1 and sentence in last
    assert not [word for word in ("argument", "required", "invalid", "expected", "error") if word in out.err]


@pytest.mark.parametrize("command", [[], ["init"], ["demo"], ["import"], ["export"], ["verify"], ["check"], ["bench"]])
def test_help_is_in_the_language_asked_for(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    for lang, start in (("zh", "用法："), ("en", "usage: ")):
        with pytest.raises(SystemExit):
            build_parser(Words(lang, CATALOGUES)).parse_args([*command, "--help"])
        told = capsys.readouterr().out
        assert told.startswith(start)
        assert any("\u4e00" <= char <= "\u9fff" for char in told) == (lang == "zh")
    assert said("something new of argparse", str) == "something new of argparse"


def test_the_language_is_known_before_anything_is_read(call: Any, vault_folder: Path, tmp_path: Path) -> None:
    assert language_of(["--lang", "en", "x"]) == language_of(["--lang=en"]) == "en"
    assert language_of(["--lang"]) == language_of(["--lang", "fr"]) == language_of([]) == "zh"
    code, _out, err = call("export", vault_folder, "units", tmp_path / "no" / "x.csv", lang="en")
    assert code == 2 and err.isascii() and ". " in err


def test_the_demonstration_does_not_write_into_a_vault(vault_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = sorted(path.name for path in vault_folder.iterdir())
    options = build_parser().parse_args(["demo", str(vault_folder)])
    world = Here(None, (sys.executable, str(APP), "read-sheets"))  # type: ignore[arg-type]
    assert commands.run_demo(world, options, lambda *_given: None) == 2
    out = capsys.readouterr()
    assert out.out == "" and vault_folder.name in out.err and out.err.count("\n") == 1
    assert sorted(path.name for path in vault_folder.iterdir()) == before


@pytest.mark.parametrize("folder", ["/proc/x", "/proc/x/y", "/dev/null/x"])
def test_a_vault_where_no_folder_can_be_made_is_one_sentence(call: Any, tmp_path: Path, folder: str) -> None:
    code, out, err = call("init", folder, "--training", "--organ", "甲", "--accounts", tmp_path / "accounts.json")
    assert (code, out) == (2, "") and err.count("\n") == 1 and "Traceback" not in err
    code, out, err = call("init", tmp_path / "v", "--training", "--organ", " ", "--accounts", tmp_path / "accounts.json")
    assert (code, out) == (2, "") and "机关名称" in err and not (tmp_path / "v").exists()
    assert not (tmp_path / "accounts.json").exists()
