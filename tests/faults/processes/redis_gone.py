"""Redis forgets everything, or is gone: slower, never wrong (F21, F22)."""

from __future__ import annotations

from redis import Redis

from tests.bot.processes import until
from tests.faults.processes.city import PAIR, City
from tests.faults.processes.count import Count
from tests.faults.processes.town import head

ASKING = 15
FLUSHED, DOWN = range(4), range(16, 20)


def flushed(city: City) -> Count:
    """Before, between and after reports; the platform brings each of them a second time."""
    city.has(web=PAIR, schedule=PAIR, deliver=PAIR)
    told = []
    for helper in FLUSHED:
        told.append(city.asks_for_help(ASKING, f"第{helper}批石料", [helper]))
        with Redis.from_url(city.redis.url) as redis:
            redis.flushall()
    for delivery in told:
        assert city.line.repeats(delivery).status == 200
    until(lambda: all(city.times(head(one), f"第{one}批石料") for one in FLUSHED), "every call for help arrives")
    return city.recorded(told) + _heard(city, FLUSHED)


def killed_and_back(city: City) -> Count:
    """Two reports while it is gone, two when it is back, empty."""
    city.has(web=PAIR, schedule=PAIR, deliver=PAIR)
    city.redis.stop()
    gone, back = DOWN[: len(DOWN) // 2], DOWN[len(DOWN) // 2 :]
    told = [city.asks_for_help(ASKING, f"第{helper}批石料", [helper]) for helper in gone]
    until(lambda: all(city.times(head(one), f"第{one}批石料") for one in gone), "calls for help arrive without Redis")
    city.redis.start()
    told += [city.asks_for_help(ASKING, f"第{helper}批石料", [helper]) for helper in back]
    for delivery in told:
        assert city.line.repeats(delivery).status == 200
    until(
        lambda: all(city.times(head(one), f"第{one}批石料") for one in back), "calls for help arrive with Redis again"
    )
    return city.recorded(told) + _heard(city, DOWN)


def _heard(city: City, helpers: range) -> Count:
    return sum((city.heard([head(one)], f"第{one}批石料") for one in helpers), Count())
