"""A process looks at itself: what it finds at its door, in its database, of the clock and of the token (N5)."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import create_engine, select
from sqlalchemy.pool import QueuePool
from werkzeug.serving import make_server, make_ssl_devcert

from bot.app import House
from bot.availability import YOUNG, LookAtOneself
from bot.config import WatchSettings
from bot.running import DatabaseWatch
from bot.stopping import Stopping
from models import Availability
from models.availability import Condition, Probe
from models.session import Database
from supervision.clock import local
from tests.bot.command_line import run
from tests.bot.processes import Installation, free_port, until
from tests.faults.full_disk import no_file_beyond
from tests.stories.office import SECRET, StoryOffice

GROWN = YOUNG + 1


class Steady:
    """How long the process has been running."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def steady() -> Steady:
    return Steady()


@contextmanager
def listening(app: Flask, certificate: tuple[str, str] | None = None) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, app, ssl_context=certificate)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    host = "https://localhost" if certificate else "http://127.0.0.1"
    yield f"{host}:{server.server_port}/wecom/callback"
    server.shutdown()
    thread.join()
    server.server_close()


def known_as(house: House, address: str) -> House:
    """The house, with a public address."""
    return replace(house, settings=house.settings.model_copy(update={"watch": WatchSettings(public_url=address)}))


def seen(database: Database, probe: Probe) -> list[tuple[Condition, str]]:
    with database.read() as session:
        rows = session.scalars(select(Availability).where(Availability.probe == probe).order_by(Availability.first))
        return [(row.condition, row.reason) for row in rows]


def test_the_door_is_well_when_it_reads_what_only_it_can_read(small_office: StoryOffice, steady: Steady) -> None:
    with listening(small_office.house.web) as address:
        LookAtOneself(known_as(small_office.house, address), steady=steady)()
    assert seen(small_office.house.database, Probe.DOOR) == [(Condition.WELL, "")]
    assert not small_office.house.door.refused  # the office's own knock is no stranger's


def test_another_page_at_the_address_is_no_door(small_office: StoryOffice, steady: Steady) -> None:
    other = Flask("other")
    other.add_url_rule("/wecom/callback", "page", lambda: "welcome")
    with listening(other) as address:
        look = LookAtOneself(known_as(small_office.house, address), steady=steady)
        steady.now = GROWN
        look()
    assert seen(small_office.house.database, Probe.DOOR) == [(Condition.AILING, "another_answers")]


def test_a_door_turned_away_by_the_proxy_and_one_that_is_gone(small_office: StoryOffice, steady: Steady) -> None:
    with listening(Flask("empty")) as address:
        look = LookAtOneself(known_as(small_office.house, address), steady=steady)
        steady.now = GROWN
        look()
    small_office.clock.now += timedelta(seconds=30)
    look()
    assert seen(small_office.house.database, Probe.DOOR) == [
        (Condition.AILING, "turned_away"),
        (Condition.AILING, "no_answer"),
    ]


def test_who_has_just_begun_finds_no_fault_yet(small_office: StoryOffice, steady: Steady) -> None:
    """The port is bound a moment later, and the first tick comes after a night."""
    small_office.house.tick(leaps=True)
    small_office.clock.now += timedelta(hours=10)
    look = LookAtOneself(known_as(small_office.house, f"http://127.0.0.1:{free_port()}/"), steady=steady)
    look()
    assert seen(small_office.house.database, Probe.DOOR) == seen(small_office.house.database, Probe.SCHEDULER) == []
    steady.now = GROWN
    small_office.clock.now += timedelta(seconds=30)
    look()
    assert seen(small_office.house.database, Probe.SCHEDULER) == [(Condition.AILING, "stands")]
    small_office.clock.now += timedelta(seconds=30)
    small_office.house.tick(leaps=True)
    look()
    assert seen(small_office.house.database, Probe.SCHEDULER)[-1] == (Condition.WELL, "")


def test_without_an_address_who_is_no_door_says_nothing_of_it(small_office: StoryOffice, steady: Steady) -> None:
    LookAtOneself(small_office.house, steady=steady)()
    assert seen(small_office.house.database, Probe.DOOR) == seen(small_office.house.database, Probe.TOKEN) == []
    assert seen(small_office.house.database, Probe.DATABASE) == [(Condition.WELL, "")]


def asked_for_tokens(office: StoryOffice) -> int:
    return sum("gettoken" in call.path for call in office.platform.log)


def test_the_token_is_looked_at_and_never_asked_for(small_office: StoryOffice, steady: Steady) -> None:
    look = LookAtOneself(small_office.house, sends=True, steady=steady)
    look()
    small_office.says("zhouming", "交办 滨江路改造 招商局 7月30日前 依据:市长办公会第3次纪要")
    small_office.live()
    asked = asked_for_tokens(small_office)
    small_office.clock.now += timedelta(seconds=30)
    look()
    small_office.clock.now += timedelta(hours=3)
    look()
    assert seen(small_office.house.database, Probe.TOKEN) == [
        (Condition.UNSEEN, "not_wanted"),
        (Condition.WELL, ""),
        (Condition.UNSEEN, "not_wanted"),
    ]
    assert asked_for_tokens(small_office) == asked


def test_a_database_that_was_full_is_told_of_afterwards(small_office: StoryOffice, steady: Steady) -> None:
    look, began = LookAtOneself(small_office.house, steady=steady), small_office.clock.now
    look()
    for _ in range(20):
        small_office.clock.now += timedelta(seconds=30)
        with no_file_beyond(0):
            look()
    small_office.house.database.try_to_write()  # as its watch does every few seconds
    small_office.clock.now += timedelta(seconds=30)
    look()
    assert seen(small_office.house.database, Probe.DATABASE) == [
        (Condition.WELL, ""),
        (Condition.AILING, "unwritable"),
        (Condition.WELL, ""),
    ]
    with small_office.house.database.read() as session:
        ailing = session.scalars(select(Availability).where(Availability.condition == Condition.AILING)).one()
    assert (ailing.first, ailing.last) == (began + timedelta(seconds=30), small_office.clock.now)


def lends_one(database: Database) -> Database:
    """The same database through a pool of a single connection, for which nobody waits long."""
    url = database.engine.url
    return Database(create_engine(url, poolclass=QueuePool, pool_size=1, max_overflow=0, pool_timeout=0.05))


def test_a_pool_without_a_connection_to_lend_is_a_finding_and_the_other_looks_go_on(
    small_office: StoryOffice, steady: Steady
) -> None:  # fmt: skip
    """Whatever breaks at one thing, the line of the door is kept."""
    crowded = lends_one(small_office.house.database)
    with listening(small_office.house.web) as address:
        look = LookAtOneself(replace(known_as(small_office.house, address), database=crowded), steady=steady)
        with crowded.engine.connect():
            look()
        small_office.clock.now += timedelta(seconds=30)
        look()
    crowded.dispose()
    assert seen(small_office.house.database, Probe.DATABASE) == [(Condition.AILING, "unwritable"), (Condition.WELL, "")]
    with small_office.house.database.read() as session:
        door = session.scalars(select(Availability).where(Availability.probe == Probe.DOOR)).one()
    assert door.last - door.first == timedelta(seconds=30)


class OfTheWatch(Stopping):
    """Ends the watch alone, and no process."""

    def __init__(self) -> None:
        self.wanted, self.code = threading.Event(), 0

    def ask(self, code: int = 0) -> None:
        self.code = code
        self.wanted.set()


def test_the_watch_of_the_database_outlives_a_crowded_pool(
    small_office: StoryOffice, caplog: pytest.LogCaptureFixture
) -> None:  # fmt: skip
    crowded, stop = lends_one(small_office.house.database), OfTheWatch()
    crowded.refuses_writes = True
    with crowded.engine.connect():
        DatabaseWatch(crowded, stop, every=0.01).start()
        until(lambda: "cannot be written" in caplog.text, "it tried in vain")
    until(lambda: not crowded.refuses_writes, "it tried again")
    stop.ask()
    crowded.dispose()


def test_the_office_s_own_authority_is_trusted_at_the_door(
    small_office: StoryOffice, steady: Steady, tmp_path: Path
) -> None:  # fmt: skip
    crt, key = make_ssl_devcert(str(tmp_path / "door"), host="localhost")
    wecom = small_office.house.settings.wecom
    assert wecom is not None
    trusting = wecom.model_copy(update={"ca_bundle": crt})
    with listening(small_office.house.web, (crt, key)) as address:
        house = known_as(small_office.house, address)
        settings = house.settings.model_copy(update={"wecom": trusting})
        LookAtOneself(replace(house, settings=settings), steady=steady)()
    assert seen(small_office.house.database, Probe.DOOR) == [(Condition.WELL, "")]


def test_it_is_asked_in_the_chat_and_at_the_terminal(small_office: StoryOffice, tmp_path: Path) -> None:
    look = LookAtOneself(small_office.house)
    for _ in range(121):
        look()
        small_office.clock.now += timedelta(seconds=30)
    small_office.clock.now += timedelta(hours=1)
    for userid, words in (
        ("zhouming", "6月15日系统正常吗"),
        ("liuyang", "可用性 6月15日"),
        ("zhangwei", "系统正常吗?"),
    ):
        answer = small_office.says(userid, words)
        assert "工作日8点到20点共2.0小时,正常49.7%" in answer
        assert "10:00至11:00 存数据:没有记录" in answer
    assert "不在您的权限内" in small_office.says("zhangwei", "6月15日系统正常吗")
    assert "没有记录" in small_office.says("zhouming", "可用性 2025年12月")
    config = tmp_path / "config.toml"
    url = small_office.house.database.engine.url.render_as_string(hide_password=False)
    config.write_text(f'[database]\nurl = "{url}"\n', encoding="utf-8")
    told = run(config, "availability", "--from", "2026-06-15", "--to", "2026-06-15").output
    assert f"台账从{local(small_office.clock.now - timedelta(hours=2)).month}月15日" in told
    assert "10:00至" in told and "没有记录" in told
    wrong = run(config, "availability", "--from", "2026-06-15", "--to", "2026-06-14")
    assert wrong.exit_code == 2 and "在结束的日子" in wrong.output


def test_a_real_process_keeps_its_line(tmp_path: Path) -> None:
    county = Installation(tmp_path, f"sqlite:///{tmp_path / 'duban.db'}")
    serving = county.serves()
    until(lambda: len(rows := _probes(county)) == len(Probe) and rows, "every thing was looked at")
    assert {Probe.DOOR, Probe.DATABASE, Probe.SCHEDULER} <= _probes(county, Condition.WELL)
    assert SECRET not in serving.said()
    county.close()


def _probes(county: Installation, *conditions: Condition) -> set[Probe]:
    with county.database.read() as session:
        wanted = Availability.condition.in_(conditions or Condition)
        return set(session.scalars(select(Availability.probe).where(wanted)))
