"""What the whole reading is compared to: jionlp finding nothing but the times in the same messages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import redirect_stdout
from importlib import import_module
from importlib.util import find_spec
from io import StringIO
from statistics import median

from bench.figures import Table, ms, percentile, ratio

LIBRARY = "jionlp"
TITLE = "全文阅读,与只找时间的 jionlp 相比"
HOW = f"没有装 {LIBRARY},这一项没有对照。要看对照先装上:.venv/bin/python -m pip install {LIBRARY}(它不在依赖里)。"

Finder = Callable[[str], object]


def times_of() -> Finder | None:
    """Finds the times of a text; None where the library is not installed."""
    if find_spec(LIBRARY) is None:
        return None
    with redirect_stdout(StringIO()):  # it introduces itself
        find: Finder = import_module(LIBRARY).ner.extract_time
    return find


def table(ours: Sequence[float], theirs: Sequence[float]) -> Table:
    columns = ("", "中位(毫秒)", "p90", "合计", "阅读是它的(中位)", "阅读是它的(合计)")
    mine = ("本系统:意图、事项、进度、状态、时间、困难", ms(median(ours)), ms(percentile(ours, 0.9)), ms(sum(ours)))
    if not theirs:
        return Table(TITLE, columns, [(*mine, "", "")], [HOW])
    other = (f"{LIBRARY}:只找时间", ms(median(theirs)), ms(percentile(theirs, 0.9)), ms(sum(theirs)))
    ratios = (ratio(ours, theirs), f"{sum(ours) / sum(theirs):.2f}")
    notes = [f"同样 {len(ours)} 条来件,处理器时间,交替进行。"]
    return Table(TITLE, columns, [(*mine, "", ""), (*other, *ratios)], notes)
