"""Figures: medians and percentiles, and tables that a terminal and a document can show."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import median
from unicodedata import east_asian_width

WIDE = "WF"  # letters that take two columns of a terminal


@dataclass(frozen=True, slots=True)
class Table:
    """What one benchmark found. Every cell is text, ready to be shown."""

    title: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    notes: Sequence[str] = field(default=())

    def as_text(self) -> str:
        """Columns side by side, Chinese letters two columns wide."""
        lines = [self.columns, *self.rows]
        widths = [max(map(_width, column)) for column in zip(*lines, strict=True)]
        shown = ["  ".join(_padded(cell, width) for cell, width in zip(line, widths, strict=True)) for line in lines]
        return "\n".join([f"— {self.title}", *(line.rstrip() for line in shown), *(f"  {note}" for note in self.notes)])

    def as_markdown(self) -> str:
        shown = [f"| {' | '.join(line)} |" for line in (self.columns, ("---",) * len(self.columns), *self.rows)]
        notes = ["", *self.notes] if self.notes else []
        return "\n".join([f"**{self.title}**", "", *shown, *notes])


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least `share` (0 to 1) of the values do not exceed. Raises ValueError for none."""
    if not values:
        raise ValueError("no values")
    ordered = sorted(values)
    needed = -int(-share * len(ordered) // 1)
    return ordered[max(0, needed - 1)]


def each(act: Callable[[], object], times: int) -> list[float]:
    """Seconds that each of so many calls took."""
    taken = []
    for _ in range(times):
        begin = time.perf_counter()
        act()
        taken.append(time.perf_counter() - begin)
    return taken


def ms(seconds: float) -> str:
    """Seconds as milliseconds, three figures."""
    value = seconds * 1000
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def ratio(mine: Sequence[float], other: Sequence[float]) -> str:
    """Of the medians."""
    return f"{median(mine) / median(other):.2f}"


def _width(cell: str) -> int:
    return sum(2 if east_asian_width(letter) in WIDE else 1 for letter in cell)


def _padded(cell: str, width: int) -> str:
    return cell + " " * (width - _width(cell))
