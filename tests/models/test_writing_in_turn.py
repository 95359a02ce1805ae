"""Two processes on one SQLite file: whoever means to write takes the lock before he reads (F16)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor, wait

from sqlalchemy import select

from models import NumberSeries
from models.session import Database, connect

A_MOMENT = 0.5  # seconds; time enough for one that does not wait


def _next(database: Database) -> int:
    """Reads first and writes what follows from it, as a signature takes its number."""
    with database.write() as session:
        series = session.scalars(select(NumberSeries)).one()
        series.last += 1
        return series.last


def test_the_second_writer_reads_what_the_first_has_written(sqlite: Database) -> None:
    other = connect(sqlite.engine.url.render_as_string(hide_password=False))
    with sqlite.write() as session:
        session.add(NumberSeries(series="督", year=2026, last=0))
    with ThreadPoolExecutor(1) as process:
        with sqlite.write() as session:
            series = session.scalars(select(NumberSeries)).one()
            coming = process.submit(_next, other)
            done, _ = wait([coming], timeout=A_MOMENT)
            assert not done, "it did not wait for its turn"
            series.last += 1
        assert coming.result() == 2
    other.dispose()
