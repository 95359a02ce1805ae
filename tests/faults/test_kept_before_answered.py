"""Under strace: no answer leaves before the log of the database, and the spool, were synced with the message (I1)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from rehearsal.platform import Delivery, State
from tests.bot.processes import HANG_LIMIT, Installation
from tests.faults.tracing import SYNCS, looked_through, strace

WAL, SPOOL = ".db-wal", ".jsonl"
ONE_BY_ONE, TOGETHER = 3, 12


@pytest.fixture
def county(tmp_path: Path) -> Iterator[Installation]:
    made = Installation(tmp_path, f"sqlite:///{tmp_path / 'duban.db'}", spool=str(tmp_path / "spool"))
    yield made
    made.close()


def _reports(county: Installation, number: int) -> Delivery:
    return county.line.says("zhangwei" if number % 2 else "limin", f"日报 奥瑞金二期两片罐项目进度到{61 + number}%")


def _trace_of_reports(county: Installation, output: Path) -> list[str]:
    """Three one after the other, then a dozen at once."""
    serving = county.serves("web", strace(output))
    told = [_reports(county, number) for number in range(ONE_BY_ONE)]
    with ThreadPoolExecutor(TOGETHER) as at_once:
        told += at_once.map(lambda number: _reports(county, number), range(ONE_BY_ONE, ONE_BY_ONE + TOGETHER))
    assert {one.state for one in told} == {State.ACCEPTED}
    assert serving.running.stdin is not None
    serving.running.stdin.close()  # strace itself heeds no signal
    serving.running.wait(HANG_LIMIT)
    return output.read_text(encoding="utf-8").splitlines()


@pytest.mark.needs("strace")
def test_what_is_answered_is_on_the_disk(county: Installation, tmp_path: Path) -> None:
    trace = _trace_of_reports(county, tmp_path / "trace")
    seen = looked_through(trace, (WAL, SPOOL))
    assert seen.answers == ONE_BY_ONE + TOGETHER
    assert seen.troubles == []

    # And it would be seen if it were otherwise.
    for kind in (WAL, SPOOL):
        synced = re.compile(rf"({'|'.join(SYNCS)})\(\d+<[^>]*{re.escape(kind)}>")
        never = [line for line in trace if not synced.search(line) and "sync resumed" not in line]
        assert any(kind in one for one in looked_through(never, (WAL, SPOOL)).troubles)
        failed = [re.sub(r"\) += 0$", ") = -1 EIO (Input/output error)", line) if synced.search(line) else line
                  for line in trace if "sync resumed" not in line]  # fmt: skip
        assert any(kind in one for one in looked_through(failed, (WAL, SPOOL)).troubles)
