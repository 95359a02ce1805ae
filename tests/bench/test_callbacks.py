"""The callbacks that are brought are such as the platform brings, and the load counts what it was answered."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bench import comparisons, load, parts, servers
from bench.callbacks import PATH, callbacks, codec, settings
from bench.callbacks import request as as_request
from bench.clock import TownClock
from bench.load import Order
from bench.sampling import OTHER
from bench.sizes import Size
from bench.town import fill
from bot.app import build
from bot.wecom.inbound_xml import read_inbound
from models import Inbox, Question
from models.inbox import Disposition

TOWN = Size(units=6, matters=40)


def test_each_callback_opens_with_the_codec_and_none_comes_twice() -> None:
    made = list(callbacks(TOWN, 1_781_000_000, seed=1, count=50))
    opened = [
        read_inbound(codec().open(body, query["msg_signature"], query["timestamp"], query["nonce"]))
        for query, body in made
    ]
    assert len({one.msg_id for one in opened}) == 50
    assert all(one.content for one in opened)


def test_the_house_records_what_they_tell_and_asks_nothing_back(tmp_path: Path) -> None:
    clock = TownClock(time.time())
    house = build(settings(f"sqlite:///{tmp_path / 'town.db'}", 1), clock)
    with house.database.read() as session:
        rules = house.rules_source(session)
    fill(house.database, TOWN, rules, clock())
    for query, body in callbacks(TOWN, int(clock().timestamp()), seed=1, count=24):
        assert house.door.receive(query, body).body
    with house.database.read() as session:
        assert set(session.scalars(select(Inbox.disposition))) == {Disposition.RECORDED}
        assert session.scalar(select(func.count(Question.id))) == 0
    house.close()


def test_every_part_of_the_walk_is_some_stage_of_it() -> None:
    assert parts.stage_of("handlers/reading/message.py:read") == "阅读"
    assert parts.stage_of("handlers/report.py:on_report") == "记录"
    assert parts.stage_of("somewhere/else.py:other") == OTHER


class Counter(BaseHTTPRequestHandler):
    """A server on open connections that says what the test wants."""

    protocol_version = "HTTP/1.1"
    seen: list[bytes]
    answer: Callable[[int], tuple[int, bytes] | None]  # how many came so far → status and body; None: hang up

    def do_POST(self) -> None:
        self.seen.append(self.rfile.read(int(self.headers["Content-Length"])))
        answer = type(self).answer(len(self.seen))
        self.close_connection = answer is None
        if answer is not None:
            status, body = answer
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def serving(answer: Callable[[int], tuple[int, bytes] | None]) -> Iterator[tuple[int, list[bytes]]]:
    """(port, what was posted)"""
    seen: list[bytes] = []
    handler = type("Handler", (Counter,), {"seen": seen, "answer": staticmethod(answer)})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server.server_port, seen
        finally:
            server.shutdown()
            thread.join()


def ordered(port: int, **others: float) -> Order:
    return Order(port, TOWN.units, TOWN.matters, time.time(), 1, seconds=20, prepared=20, connections=4, **others)  # type: ignore[arg-type]


def prepared(count: int) -> list[bytes]:
    return [as_request(query, body) for query, body in callbacks(TOWN, 1_781_000_000, 1, count)]


@pytest.mark.parametrize("rate", [0.0, 500.0])
def test_every_request_is_posted_once_and_every_answer_counted(rate: float) -> None:
    with serving(lambda count: (200, b"" if count % 4 == 0 else b"words")) as (port, seen):
        result = load.run(ordered(port, rate=rate), prepared(20))
    assert len(seen) == len(set(seen)) == 20
    assert (len(result.latencies), result.errors, result.empty) == (20, 0, 5)


def test_what_is_refused_is_an_error_and_no_answer() -> None:
    with serving(lambda _: (403, b"")) as (port, _):
        result = load.run(ordered(port), prepared(8))
    assert (len(result.latencies), result.errors) == (0, 8)


def test_a_server_that_hangs_up_is_an_error_and_is_called_again() -> None:
    with serving(lambda count: None if count % 3 == 0 else (200, b"words")) as (port, seen):
        result = load.run(ordered(port), prepared(12))
    assert len(seen) == 12
    assert (len(result.latencies), result.errors) == (8, 4)


def test_the_floors_keep_each_message_once_and_answer_it(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'floor.db'}"
    page = comparisons.floor(url).test_client()
    for query, body in [*callbacks(TOWN, 1_781_000_000, 1, 5)] * 2:
        assert b"<Encrypt>" in page.post(PATH, query_string=query, data=body).data
    with sqlite3.connect(tmp_path / "floor.db") as kept:
        assert kept.execute("SELECT count(*) FROM floor").fetchone() == (5,)
    kept.close()


def test_a_server_tells_how_much_processor_time_it_took() -> None:
    app = comparisons.echo()
    servers.tell_time(app)
    asked = app.test_client()
    first, later = (float(asked.get(servers.PROCESSOR).data) for _ in range(2))
    assert 0 < first <= later
