"""Asked to stop, a process answers what is in hand and leaves in good order within ten seconds (F56)."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator, Mapping
from http.client import HTTPResponse
from pathlib import Path
from urllib.parse import urlencode

import pytest
from sqlalchemy import func, select

from models import Report
from rehearsal.platform import State
from tests.bot.processes import HANG_LIMIT, Installation, Process, until

AT_MOST = 60  # seconds: a hang limit, not the budget of ten (a busy machine is no fault of the stop)


@pytest.fixture
def county(tmp_path: Path) -> Iterator[Installation]:
    made = Installation(tmp_path, f"sqlite:///{tmp_path / 'duban.db'}")
    yield made
    made.close()


class HalfwayPost:
    """A callback that stops in the middle: the server has read its head and waits for the body."""

    def __init__(self, port: int, in_the_middle: Callable[[], None]) -> None:
        self._port, self._in_the_middle = port, in_the_middle

    def __call__(self, method: str, query: Mapping[str, str], body: bytes, timeout: float) -> tuple[int, bytes]:
        head = (
            f"{method} /wecom/callback?{urlencode(query)} HTTP/1.1\r\nHost: duban\r\nContent-Length: {len(body)}\r\n"
            "Content-Type: text/xml\r\nExpect: 100-continue\r\n\r\n"
        )
        with socket.create_connection(("127.0.0.1", self._port), HANG_LIMIT) as wire:
            wire.sendall(head.encode())
            assert wire.recv(1000).startswith(b"HTTP/1.1 100 ")
            self._in_the_middle()
            wire.sendall(body)
            answer = HTTPResponse(wire)
            answer.begin()
            return answer.status, answer.read()


def is_closed(process: Process) -> bool:
    with socket.socket() as caller:
        return caller.connect_ex(("127.0.0.1", process.port)) != 0


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
