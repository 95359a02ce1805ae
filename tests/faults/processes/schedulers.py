"""Two alarm clocks over one database: both strike at once, and one falls asleep in the middle of its work."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from supervision import reckoning
from supervision.clock import day_of
from tests.bot.processes import until
from tests.faults.processes.city import PAIR, City
from tests.faults.processes.count import Count, counted
from tests.faults.processes.town import RESERVOIR, SCHOOL, WITH_LIAISONS, head, liaison, reservoir, school

ROUNDS, MATTERS_A_ROUND = 4, 5
_RAN = re.compile(r"Ran\(job='(\w+)'")


def both_tick_at_once(city: City) -> Count:
    """They stand before one row and are let go together; what is due is done by one of them, once (S1, F34)."""
    city.has(schedule=PAIR, deliver=1)
    until(lambda: city.rows("SELECT 1 FROM clock_mark"), "the first tick has set the mark")  # none can be held before
    jobs = _jobs(city)
    found, warned = Count(), range(ROUNDS * MATTERS_A_ROUND)
    for nth in range(ROUNDS):
        begun = [len(each.said()) for each in city.schedulers]
        with _both_stopped(city):
            city.change("DELETE FROM job_run")
            _make_due(city, RESERVOIR, warned[nth * MATTERS_A_ROUND : (nth + 1) * MATTERS_A_ROUND])
        with _both_stopped(city):  # both have ended the tick before
            said = "".join(one.said()[at:] for one, at in zip(city.schedulers, begun, strict=True))
        found += counted(jobs, _RAN.findall(said))
    until(lambda: not _still_due(city, RESERVOIR, warned), "every matter was looked at")
    city.minutes_pass_for("warn_due")
    until(lambda: not _unheard(city, warned), "every unit was warned")
    for township in warned:
        found += city.heard([head(township)], reservoir(township))
    return found


def one_sleeps_in_the_middle(city: City) -> Count:
    """It holds a matter, has written to one of two and not committed. The server ends what stands still for ten
    seconds, the other does it all, and the sleeper, awake again, finds what it had in hand undone (F35, S1).
    """
    city.has(schedule=PAIR, deliver=1)
    townships = range(WITH_LIAISONS - 2, WITH_LIAISONS + 3)
    with city.holding("SELECT * FROM person WHERE userid = :who FOR UPDATE", who=liaison(1)):
        _make_due(city, SCHOOL, townships)
        until(lambda: city.waiting(city.schedulers, "INSERT INTO outgoing"), "one is in the middle of a matter")
        [sleeper] = city.waiting(city.schedulers, "INSERT INTO outgoing")
        sleeper.pause()
    until(lambda: not _still_due(city, SCHOOL, townships), "the other does it all")
    said = len(sleeper.said())
    sleeper.resume()
    until(lambda: "tick broke" in sleeper.said()[said:], "the sleeper finds its work undone")
    city.minutes_pass_for("warn_due")
    audience = [(head(one), one) for one in townships if one != WITH_LIAISONS]
    audience += [(liaison(nth), WITH_LIAISONS) for nth in range(2)]
    until(lambda: all(city.times(who, school(one)) for who, one in audience), "every unit was warned")
    return sum((city.heard([who], school(one)) for who, one in audience), Count())


@contextmanager
def _both_stopped(city: City) -> Iterator[None]:
    """Each at the beginning of a tick, where the clock's mark is moved."""
    with city.holding("SELECT * FROM clock_mark FOR UPDATE"):
        until(lambda: len(city.waiting(city.schedulers)) == PAIR, "both stand before the clock's mark")
        yield
    until(lambda: not city.waiting(city.schedulers), "both go on")  # else it would be taken again before they wake


def _jobs(city: City) -> list[str]:
    """Of the order of the day; what is reckoned anew after a change of rules both may reckon, it comes out the same."""
    for _ in range(2):
        with _both_stopped(city):
            pass  # the second time both have ended a whole tick
    ran = city.rows("SELECT DISTINCT job FROM job_run WHERE job <> :reckoning", reckoning=reckoning.JOB)
    return [str(name) for (name,) in ran]


def _make_due(city: City, first: int, townships: Iterable[int]) -> None:
    today = day_of(datetime.now(UTC))
    city.change(
        "UPDATE matter SET due_on = :tomorrow, original_due_on = :tomorrow, next_look_on = :today"
        " WHERE number = ANY(:numbers)",
        tomorrow=today + timedelta(days=1), today=today, numbers=[first + one for one in townships],
    )  # fmt: skip


def _still_due(city: City, first: int, townships: Iterable[int]) -> list[tuple[object, ...]]:
    return city.rows(
        "SELECT id FROM matter WHERE number = ANY(:numbers) AND next_look_on <= :today",
        numbers=[first + one for one in townships], today=day_of(datetime.now(UTC)),
    )  # fmt: skip


def _unheard(city: City, townships: Iterable[int]) -> list[int]:
    return [one for one in townships if not city.times(head(one), reservoir(one))]
