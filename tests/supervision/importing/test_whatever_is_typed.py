"""Whatever stands in the cells, a clerk gets sentences, and no row is planned that has a problem."""

from __future__ import annotations

from datetime import date, datetime, time

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from supervision.importing.layout import LAYOUTS
from supervision.importing.marks import Marks
from supervision.importing.rows import read
from supervision.importing.sheets import Cell, Line, Sheet
from supervision.importing.showing import shown
from supervision.texts import render
from tests.supervision.importing.tables import plan_of

WORDS = [
    *("招商局", "经信局", "wang", "li", "是", "无", "-", "3", "#3", "65%"),
    *("2026-06-30", "6月30日", "ZD-2026-003", "领导", "群机器人"),
]
VALUES = st.one_of(
    st.none(),
    st.sampled_from(WORDS),
    st.text(max_size=12),
    st.integers(-(10**18), 10**18),
    st.floats(),
    st.booleans(),
    st.dates(date(1900, 1, 1), date(9999, 12, 31)),
    st.datetimes(datetime(1900, 1, 1), datetime(9999, 12, 31)),  # noqa: DTZ001 (as Excel keeps it)
    st.times(time(0), time(23, 59)),
    st.timedeltas(),
)
CELLS = st.builds(Cell, VALUES, is_percent=st.booleans(), is_error=st.booleans(), is_formula=st.booleans())


@st.composite
def sheets(draw: st.DrawFn) -> tuple[Sheet, ...]:
    """Our own sheets under our own headers, in any order, with anything below."""
    made = []
    for layout in draw(st.lists(st.sampled_from(LAYOUTS), min_size=1, max_size=5)):
        columns = draw(st.permutations(layout.columns))
        header = Line(1, tuple(Cell(column.header) for column in columns))
        rows = draw(st.lists(st.lists(CELLS, max_size=len(columns)), max_size=4))
        lines = [Line(number, tuple(row)) for number, row in enumerate(rows, 2) if not all(c.is_empty for c in row)]
        made.append(Sheet(layout.title, False, (header, *lines), Marks()))
    return tuple(made)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(sheets())
def test_it_is_told_in_sentences(typed: tuple[Sheet, ...]) -> None:
    plan = plan_of(read(typed))
    words = render("import_plan", done=False, **shown(plan))
    assert words
    troubled = {(finding.sheet, finding.row) for finding in plan.problems}
    titles = {layout.subject: layout.title for layout in LAYOUTS}
    assert not {(titles[entry.subject], entry.row) for entry in plan.entries} & troubled
