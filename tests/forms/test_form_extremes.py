"""What real data do to a form: long names, odd spaces, other fonts, a program without network modules."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from models.domain.markings import parse_marking
from models.forms import f1, f2, f3, f8a, f8b
from models.forms.fonts import SANS, FontSet, SiteFonts, load_fonts
from models.forms.render import FormDocument
from tests.forms import paper, samples
from tests.forms.conftest import FOLDER

LONG_UNIT = "自治区人民代表大会常务委员会办公厅机要保密处（国家安全和保密委员会办公室）"
LONG_MARK = parse_marking("机密★有关专项工作全部结束并向社会公布最终结果后的第三十个工作日")


def _faults(document: FormDocument) -> list[str]:
    return [fault for page in paper.read(document.pdf()) for fault in paper.border_faults(page)]


def test_long_units_and_persons_in_the_header(fonts: FontSet) -> None:
    person = f"{LONG_UNIT}  {samples.PERSONS[3]}"
    for document in (
        f3.draw(samples.f3_data(3, giver=person, taker=LONG_UNIT), samples.stamp("F3", "YJ-2026-0007"), fonts),
        f3.draw(samples.f3_data(3, reason=None, other_reason="撤并机构，成建制划转"), samples.stamp(), fonts),
        f8a.draw(replace(samples.f8a_data(3), department=LONG_UNIT), samples.stamp("F8a", "PD-2026-0001"), fonts),
        f2.draw(samples.f2_data(3, department=LONG_UNIT), samples.stamp(), fonts),
    ):
        assert _faults(document) == []


def test_long_marks(fonts: FontSet) -> None:
    rows = (f2.Entry(replace(samples.item(0), marking=LONG_MARK)),)
    assert _faults(f2.draw(samples.f2_data(0, mark=LONG_MARK, rows=rows), samples.stamp(), fonts)) == []
    assert (
        _faults(f1.draw(replace(samples.f1_data(), mark=LONG_MARK), samples.stamp("F1", "XS-2026-0003"), fonts)) == []
    )


@pytest.mark.parametrize("code", ["F1", "F2"])
def test_a_long_name_in_the_footer(code: str, fonts: FontSet) -> None:
    stamp = replace(samples.stamp(code, "XQ-2026-0003"), printed_by=samples.PERSONS[3], print_count=12)
    document = f1.draw(samples.f1_data(), stamp, fonts) if code == "F1" else f2.draw(samples.f2_data(30), stamp, fonts)
    assert _faults(document) == []


def test_odd_spaces_and_line_feeds_do_not_stop_a_print(fonts: FontSet) -> None:
    odd = replace(samples.item(0), title="第一行\r\n第二行\t表\u00a0尾", remark="甲\n乙\n丙\n丁\n戊")
    document = f2.draw(samples.f2_data(0, rows=(f2.Entry(odd, "A\t1"),), department="某\t部门"), samples.stamp(), fonts)
    assert "第二行 表 尾" in document.content[0]
    assert _faults(document) == []


def test_long_words_without_a_break(fonts: FontSet) -> None:
    odd = replace(
        samples.item(0), title="X" * 300, issuer="机" * 90, reference="文" * 70 + "〔2026〕" + "9" * 30 + "号", extent="1" * 30,
        copies="9" * 40, remark="R" * 60,
    )  # fmt: skip
    document = f2.draw(
        samples.f2_data(0, rows=(f2.Entry(odd, "B" * 20), f2.Entry(samples.item(1)))), samples.stamp(), fonts
    )
    assert _faults(document) == []
    assert "".join(document.content[0]).count("X") + "".join(document.content[-1]).count("X") >= 300


def test_counts_of_six_digits(fonts: FontSet) -> None:
    big = tuple(f2.Entry(replace(medium, count=123456)) for medium in (samples.item(0), *samples.MEDIA))
    assert _faults(f2.draw(samples.f2_data(0, rows=big), samples.stamp(), fonts)) == []
    counts = {(kind, level): 123456 for kind in f1.Kind for level in f1.LEVELS}
    assert _faults(f1.draw(replace(samples.f1_data(), counts=counts), samples.stamp("F1", "XS-2026-0003"), fonts)) == []
    data = samples.f8b_data(3)
    figures = replace(
        data.figures["秘密"],
        book=data.figures["秘密"].book + 987654,
        matched=840 + 987654,
        actual=data.figures["秘密"].actual + 987654,
    )
    report = replace(data, figures={**data.figures, "秘密": figures})
    assert _faults(f8b.draw(report, samples.stamp("F8b", "PC-2026-0001"), fonts)) == []


@pytest.mark.parametrize(
    "name", ["F1-long", "F1-blank", "F2-long", "F2-blank", "F3-blank", "F8a-long", "F8b-long", "G01", "G10", "book"]
)
def test_a_site_font_with_other_widths_fits_too(name: str) -> None:
    site = load_fonts(FOLDER, SiteFonts(text=FOLDER / SANS, title=FOLDER / SANS))
    assert _faults(samples.FORMS[name](site)) == []


_GUARDED = """
import sys
BANNED = {"socket", "_socket", "ssl", "_ssl", "http", "ftplib", "smtplib", "asyncio", "multiprocessing", "xmlrpc",
          "webbrowser", "urllib.request", "logging.handlers", "logging.config", "importlib.metadata", "email.utils"}
class Guard:
    def find_spec(self, name, path=None, target=None):
        if name in BANNED or name.split(".")[0] in BANNED:
            raise ModuleNotFoundError(name)
sys.meta_path.insert(0, Guard())
from pathlib import Path
from models.forms.fonts import load_fonts
from tests.forms import samples
fonts = load_fonts(Path(sys.argv[1]))
print(sum(len(draw(fonts).pdf()) for draw in samples.FORMS.values()), sorted(BANNED & set(sys.modules)))
"""


def test_forms_are_drawn_without_any_network_module() -> None:
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, {str(root)!r})\n{_GUARDED}", str(FOLDER)],
        capture_output=True, text=True, cwd=root, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    size, found = done.stdout.split(" ", 1)
    assert int(size) > 1_000_000
    assert found.strip() == "[]"
