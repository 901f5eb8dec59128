"""How long a destruction list of 10,000 rows takes: `python -m tests.forms.bench [rows]`. Not a test: machines differ."""

from __future__ import annotations

import resource
import sys
import time

from models.forms import f2
from models.forms.fonts import load_fonts
from tests.forms import samples
from tests.forms.conftest import FOLDER


def bench(rows: int) -> dict[str, float]:
    """Seconds for loading fonts, laying out and writing the PDF; pages, megabytes of PDF, peak memory in megabytes."""
    start = time.perf_counter()
    fonts = load_fonts(FOLDER)
    loaded = time.perf_counter()
    entries = tuple(f2.Entry(samples.item(index), f"A-{index // 100:03d}") for index in range(rows))
    document = f2.draw(samples.f2_data(0, rows=entries), samples.stamp(), fonts)
    laid = time.perf_counter()
    pdf = document.pdf()
    done = time.perf_counter()
    return {
        "rows": rows, "pages": document.page_count, "fonts_s": loaded - start, "layout_s": laid - loaded,
        "pdf_s": done - laid, "pdf_mb": len(pdf) / 1e6,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3,
    }  # fmt: skip


if __name__ == "__main__":
    for name, value in bench(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000).items():
        print(f"{name:>10} {value:,.2f}")
