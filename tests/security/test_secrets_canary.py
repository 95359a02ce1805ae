"""Everything goes wrong, and everything is logged: none of our secrets stands anywhere afterwards (T26, T27)."""

from __future__ import annotations

import io
import json
import sys
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from sqlalchemy import text

from bot.logs import log_as_json
from bot.wecom.errors import TokenTrouble
from bot.wecom.http import Wire
from bot.wecom.robot import GroupRobot
from bot.wecom.token import TokenProvider
from models.session import Database
from rehearsal.platform import Fault
from tests.bot.command_line import logging_as_it_was
from tests.security.rows import rows
from tests.stories.office import AES_KEY, CORP, ROBOT_KEY, SECRET, TOKEN, StoryOffice, add_matter

NASTY = '拆迁受阻\r\n{"level":"CRITICAL"}\x1b[31m\u2028'
CANARIES = {"secret": SECRET, "token": TOKEN, "key": AES_KEY, "robot": ROBOT_KEY}
LAST = (Fault.ALWAYS_EXPIRED, Fault.SWITCHED_OFF)  # after these nothing is tried for a while


@pytest.fixture
def log(small_office: StoryOffice, monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """All that is logged, down to the last detail."""
    output = io.StringIO()
    monkeypatch.setattr(sys, "stderr", output)
    with logging_as_it_was():
        log_as_json("DEBUG", small_office.house.settings)
        yield output


def live_through_every_fault(office: StoryOffice) -> list[str]:
    """Each call broken in each way, a table that is gone, odd requests; what was answered over HTTP."""
    add_matter(office, 9, NASTY, due_on=office.clock.now.date() - timedelta(days=2))
    for day, fault in enumerate((*(one for one in Fault if one not in LAST), *LAST), 1):
        office.says("zhangwei", f"申请延期 3 到11月{day}日 因{NASTY}")
        for call in ("gettoken", "message/send"):
            office.platform.faults.on(fault, call, times=1)
            office.live()
            office.clock.now += timedelta(minutes=20)
        office.live()
        office.platform.faults.off()
    client, path = office.house.web.test_client(), office.house.settings.callback.path
    answers = [client.get(asked) for asked in ("/live", "/ready", "/", f"/{TOKEN}"[:2], path)]
    answers.append(client.post(path, data=b"<xml/>", query_string={"nonce": "1", "msg_signature": "x"}))
    _renamed(office.house.database, "report", "gone")
    office.says("zhangwei", f"奥瑞金二期 进度67% {NASTY}")
    _renamed(office.house.database, "gone", "report")
    return [f"{one.status} {one.headers} {one.text}" for one in answers]


def _renamed(database: Database, before: str, after: str) -> None:
    with database.write() as session:
        session.execute(text(f"ALTER TABLE {before} RENAME TO {after}"))


def test_no_secret_stands_in_a_log_a_table_an_answer_or_a_message(small_office: StoryOffice, log: io.StringIO) -> None:
    answered = live_through_every_fault(small_office)
    asked = {"corpid": CORP, "corpsecret": SECRET}  # whoever asks again is given the token in hand
    token = small_office.platform.call("GET", "/cgi-bin/gettoken", asked).json["access_token"]
    places = {
        "log": log.getvalue(),
        "tables": repr(rows(small_office)),
        "answers": repr(answered),
        "screens": repr([(one.text, one.content) for one in small_office.platform.ledger.entries]),
    }
    assert '"trouble"' in places["log"] and "'unknown'" in places["tables"], "much went wrong"
    canaries = {**CANARIES, "access token": str(token)}
    found = [(name, place) for name, canary in canaries.items() for place, said in places.items() if canary in said]
    assert found == []


def test_no_line_of_the_log_is_written_by_people(small_office: StoryOffice, log: io.StringIO) -> None:
    live_through_every_fault(small_office)
    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    assert lines and all({"at", "level", "where", "what"} <= line.keys() for line in lines)
    assert all(line["level"] != "CRITICAL" for line in lines)
    assert "拆迁" not in log.getvalue() and "\x1b" not in log.getvalue()


class _Broken(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        self.send_error(502)

    do_GET = do_POST

    def log_message(self, *_: object) -> None:
        """Says nothing."""


def test_the_http_library_writes_down_no_address_with_a_secret(log: io.StringIO, small_office: StoryOffice) -> None:
    """Over a real socket: it logs each request, query and all, and quotes it when nobody listens."""
    server = HTTPServer(("127.0.0.1", 0), _Broken)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    base, wire, told = f"http://127.0.0.1:{server.server_port}", Wire(), []
    try:
        for _ in ("it answers nonsense", "nobody listens"):
            told.append(repr(GroupRobot(wire, ROBOT_KEY, base).send_text("x")))
            with pytest.raises(TokenTrouble) as trouble:
                TokenProvider(CORP, SECRET, wire, small_office.clock, base_url=base).token()
            told.append(f"{trouble.value!r} {trouble.value.__cause__!r}")
            server.shutdown()
            server.server_close()
    finally:
        server.server_close()
    assert "webhook/send?key=***" in log.getvalue() and "corpsecret=***" in log.getvalue()
    assert [one for one in (log.getvalue(), *told) if ROBOT_KEY in one or SECRET in one] == []
