"""Many processes on PostgreSQL and Redis: each thing happens once, also while Redis forgets or is gone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from redis import Redis
from sqlalchemy import func, select, update

from models import Outgoing, Report
from rehearsal.platform import State
from tests.bot.processes import Installation, Process, now, until
from tests.support.postgres import Postgres
from tests.support.redis_server import RedisServer

COMMANDS = ("web", "web", "schedule", "schedule", "deliver", "deliver")


@pytest.fixture
def city(tmp_path: Path, postgres_server: Postgres, redis_server: RedisServer) -> Iterator[Installation]:
    with postgres_server.empty() as url:
        made = Installation(tmp_path, url.render_as_string(hide_password=False), redis_server.url)
        yield made
        made.close()


def told(city: Installation, door: Process, shortage: str, percent: int) -> None:
    """A report through one of the doors, with a call for help that can be told from the others."""
    city.calls(door)
    report = f"日报 奥瑞金二期两片罐项目进度到{percent}%,缺{shortage},请经信局协调"
    delivery = city.line.says("zhangwei", report)
    assert delivery.state is State.ACCEPTED and "已记录" in (delivery.reply_text or "")


def heard(city: Installation, userid: str, words: str) -> int:
    return sum(text.count(words) for text in city.hears(userid))


@pytest.mark.needs("postgresql", "redis")
def test_each_thing_once_whatever_becomes_of_redis(city: Installation, redis_server: RedisServer) -> None:
    processes = [city.starts(command) for command in COMMANDS]
    until(lambda: all('"what": "open"' in one.said() for one in processes), "all are at work")
    first_door, second_door = processes[:2]
    until(lambda: first_door.is_ready() and second_door.is_ready(), "both doors are open")

    told(city, first_door, "电力指标", 61)
    until(lambda: heard(city, "wangqiang", "缺电力指标"), "the call for help arrives")
    with Redis.from_url(redis_server.url) as redis:
        redis.flushall()
    told(city, second_door, "用地指标", 62)
    redis_server.stop()
    told(city, first_door, "环评批复", 63)
    until(lambda: heard(city, "wangqiang", "缺环评批复"), "the call for help arrives without Redis")
    redis_server.start()
    told(city, second_door, "施工许可", 64)
    _repeat_everything_at_the_other_door(city, first_door)
    _let_the_minutes_pass(city)
    until(lambda: heard(city, "chenchen", "智慧停车系统"), "the unit is warned")
    until(lambda: heard(city, "wangqiang", "缺施工许可"), "the call for help arrives with Redis again")

    for process in processes:
        process.ask_to_stop()
    assert [process.ended() for process in processes] == [0] * len(processes)
    assert [heard(city, "wangqiang", f"缺{what}") for what in ("电力指标", "用地指标", "环评批复", "施工许可")] == [
        1
    ] * 4
    assert heard(city, "chenchen", "智慧停车系统") == 1
    with city.database.read() as session:
        assert session.scalar(select(func.count()).select_from(Report)) == 4
    for process in processes:
        # Two alarm clocks may collide on the first tick of all; one of them makes it up with its next.
        if "schedule" not in process.log.name:
            assert '"trouble"' not in process.said(), process.said()


def _repeat_everything_at_the_other_door(city: Installation, door: Process) -> None:
    """The platform brings every callback once more, in a fresh envelope."""
    city.calls(door)
    for delivery in [one for one in city.platform.deliveries if one.parcel.userid == "zhangwei"]:
        assert city.line.repeats(delivery).status == 200


def _let_the_minutes_pass(city: Installation) -> None:
    """A warning waits some minutes so that not everybody is told at once; it is told now instead."""

    def warned() -> bool:
        with city.database.write() as session:
            moved = session.execute(
                update(Outgoing).where(Outgoing.event == "warn_due").values(not_before=now() - timedelta(seconds=1))
            )
            return bool(moved.rowcount)  # type: ignore[attr-defined]

    until(warned, "the unit is to be warned")
