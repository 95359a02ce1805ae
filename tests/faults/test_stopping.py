"""Asked to stop, a process answers what is in hand and leaves in good order within ten seconds (F56)."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from models import Report
from rehearsal.platform import State
from tests.bot.processes import Installation, until
from tests.faults.halfway import HalfwayPost, is_closed

AT_MOST = 60  # seconds: a hang limit, not the budget of ten (a busy machine is no fault of the stop)


@pytest.fixture
def county(tmp_path: Path) -> Iterator[Installation]:
    made = Installation(tmp_path, f"sqlite:///{tmp_path / 'duban.db'}")
    yield made
    made.close()


@pytest.mark.parametrize("command", ["serve", "web"])
def test_a_request_in_flight_is_answered(county: Installation, command: str) -> None:
    serving = county.serves(command)

    def stop() -> None:
        serving.ask_to_stop()
        until(lambda: is_closed(serving), "nobody new is let in")

    county.calls(serving, HalfwayPost(serving.port, stop))
    told = county.line.says("zhangwei", "日报 奥瑞金二期两片罐项目进度到65%")

    assert told.state is State.ACCEPTED and len(told.attempts) == 1
    assert "65%" in (told.reply_text or "")
    assert serving.ended() == 0, serving.said()
    with county.database.read() as session:
        assert session.scalar(select(func.count()).select_from(Report)) == 1


@pytest.mark.parametrize("command", ["serve", "web", "schedule", "deliver"])
def test_it_leaves_in_time_and_in_good_order(county: Installation, command: str) -> None:
    process = county.starts(command)
    until(lambda: '"what": "open"' in process.said(), f"{command} is at work")

    asked_at = time.monotonic()
    process.ask_to_stop()

    assert process.ended() == 0, process.said()
    assert time.monotonic() - asked_at < AT_MOST
    assert '"trouble"' not in process.said()


def test_one_that_only_holds_the_line_does_not_keep_it(county: Installation) -> None:
    """A caller who has said half a word, and one who says nothing, are not waited for beyond the limit."""
    serving = county.serves("web")
    with (
        socket.create_connection(("127.0.0.1", serving.port)) as half,
        socket.create_connection(("127.0.0.1", serving.port)),
    ):
        half.sendall(b"POST /wecom/callback HTTP/1.1\r\nContent-")
        asked_at = time.monotonic()
        serving.ask_to_stop()
        assert serving.ended() == 0, serving.said()
        assert time.monotonic() - asked_at < AT_MOST
