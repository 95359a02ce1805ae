"""PostgreSQL is struck down in the middle of reports and comes up again: what was answered 200 is there, once (F19)."""

from __future__ import annotations

from tests.bot.processes import until
from tests.faults.processes.city import PAIR, City
from tests.faults.processes.count import Count
from tests.faults.processes.crowd import talking

CRASHES, BETWEEN = 3, 20  # reports that are taken after each


def struck_down(city: City) -> Count:
    city.has(web=PAIR, schedule=1, deliver=1)
    with talking(city) as told:
        for _ in range(CRASHES):
            city.postgres.strike_down()
            city.postgres.rise()
            before = len(told)
            until(lambda: len(told) >= before + BETWEEN, "people go on")  # noqa: B023 (waited for at once)
    until(lambda: not city.rows("SELECT 1 FROM inbox WHERE disposition = 'waiting'"), "what was kept is worked")
    return city.recorded(told)
