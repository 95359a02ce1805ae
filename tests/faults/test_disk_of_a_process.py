"""A real process whose disk takes no more, or does not keep what it took: refused, told, and it goes on (F9, F17)."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from models import Inbox, Report
from rehearsal.platform import Delivery, Retry, State
from tests.bot.processes import Installation, Process, now, until

REPORT = "日报 奥瑞金二期两片罐项目进度到"
MOST, ROOM = 80, 48 * 1024  # messages until there is no more room, bytes that a file may still have
UNLIMITED = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)


@pytest.fixture
def county(tmp_path: Path) -> Iterator[Installation]:
    made = Installation(tmp_path, f"sqlite:///{tmp_path / 'duban.db'}", threads=2)
    yield made
    made.close()


def _reports(county: Installation) -> int:
    with county.database.read() as session:
        return session.scalar(select(func.count()).select_from(Report)) or 0


def _says(county: Installation, number: int) -> Delivery:
    return county.line.says("zhangwei" if number % 2 else "limin", f"{REPORT}{60 + number % 40}%", retry=Retry.LATER)


def _says_until_refused(county: Installation) -> list[Delivery]:
    told: list[Delivery] = []
    while (not told or told[-1].state is State.ACCEPTED) and len(told) < MOST:
        told.append(_says(county, len(told)))
    return told


def _is_unwritable(process: Process) -> bool:
    answer = process.get("/ready")
    return answer is not None and answer.json() == {"ready": False, "troubles": {"database": "unwritable"}}


def _what_was_left_over_is_worked(county: Installation) -> None:
    with county.database.write() as session:
        session.execute(update(Inbox).values(received_at=now() - timedelta(minutes=1)))
    county.starts("schedule")


def test_a_door_whose_disk_is_full_says_so_and_opens_again_by_itself(county: Installation) -> None:
    """Nobody calls while it is not ready; it finds out without a message that there is room."""
    serving = county.serves("web")
    resource.prlimit(serving.running.pid, resource.RLIMIT_FSIZE, (ROOM, resource.RLIM_INFINITY))

    told = _says_until_refused(county)
    assert told[-1].attempts[-1].status == 503
    assert _is_unwritable(serving)
    assert "could not be stored" in serving.said()

    resource.prlimit(serving.running.pid, resource.RLIMIT_FSIZE, UNLIMITED)
    until(serving.is_ready, "it is ready again")
    assert "can be written again" in serving.said()
    county.line.redeliver()
    assert {one.state for one in told} == {State.ACCEPTED}
    _what_was_left_over_is_worked(county)
    until(lambda: _reports(county) == len(told), "each report is recorded once")


@pytest.mark.needs("strace")
@pytest.mark.parametrize("which", [1, 2])
def test_what_the_disk_did_not_keep_is_not_answered(county: Installation, tmp_path: Path, which: int) -> None:
    """Of each thread one sync of the log fails, its first or its second: at the door, and where messages are worked."""
    wal, fails = tmp_path / "duban.db-wal", f"inject=fdatasync:error=EIO:when={which}"
    watched = ("strace", "-f", "-qq", "--seccomp-bpf", "-o", str(tmp_path / "trace"), "-P", str(wal), "-e", fails)
    serving = county.serves("web", watched)

    told = [_says(county, number) for number in range(6)]
    accepted = [one for one in told if one.state is State.ACCEPTED]
    assert (tmp_path / "trace").read_text().count("INJECTED") >= len(told) - len(accepted) >= 1
    assert "disk I/O error" in serving.said()
    with county.database.read() as session:
        assert session.scalar(select(func.count()).select_from(Inbox)) == len(accepted)
    for _ in range(3):
        county.line.redeliver()
    assert {one.state for one in told} == {State.ACCEPTED}
    _what_was_left_over_is_worked(county)
    until(lambda: _reports(county) == len(told), "each report is recorded once")
