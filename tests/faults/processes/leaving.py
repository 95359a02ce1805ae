"""Processes that go: they are asked to, in good order, or another version has taken the database over."""

from __future__ import annotations

import os

from rehearsal.platform import Retry, State
from tests.bot.processes import until
from tests.faults.halfway import HalfwayPost, is_closed
from tests.faults.processes.city import PAIR, City
from tests.faults.processes.count import Count, counted
from tests.faults.processes.deliverers import long_wire
from tests.faults.processes.town import TOWNSHIPS, head

ASKING, HELPERS, SAND = 3, range(4, 8), "机制砂"


def asked_to_stop(city: City) -> Count:
    """A callback is half read, one letter is on the wire and three are claimed behind it when all are asked to stop.

    Nobody new is let in; what was begun is ended, what was only claimed is given back; all leave with code 0, which
    they do within ten seconds or not at all (F56).
    """
    city.has(web=1, schedule=1)
    city.asks_for_help(ASKING, SAND, HELPERS)
    with long_wire(city) as reached:
        city.gains("deliver")
        until(reached.is_set, "one letter is on the wire")
        leaving, [door] = city.all, city.doors

        def stop() -> None:
            for process in leaving:
                process.ask_to_stop()
            until(lambda: is_closed(door), "the door is not ready any more")

        city.line.app.post = HalfwayPost(door.port, stop)
        told = city.report(ASKING)
    assert [process.ended() for process in leaving] == [0] * len(leaving), [one.said() for one in leaving]
    assert told.state is State.ACCEPTED and len(told.attempts) == 1
    states = [
        state for (state,) in city.rows("SELECT state FROM outgoing WHERE facts->>'words' LIKE :w", w=f"%{SAND}%")
    ]
    assert sorted(map(str, states)) == ["sent"] + ["waiting"] * 3
    for process in leaving:
        city.loses(process)
    city.has(web=1, deliver=1)
    until(lambda: all(city.times(head(one), SAND) for one in HELPERS), "the next one says the rest")
    return city.recorded([told]) + city.heard([head(one) for one in HELPERS], SAND)


def of_another_version(city: City) -> Count:
    """Another version has changed the schema: these stop by themselves, and ask to be started anew (F57).

    What is told meanwhile is told again when the right version is there.
    """
    city.has(web=PAIR, schedule=PAIR, deliver=PAIR)
    leaving = city.all
    [(ours,)] = city.rows("SELECT version_num FROM alembic_version")
    city.change("UPDATE alembic_version SET version_num = 'of-tomorrow'")
    codes = [process.ended() for process in leaving]
    told = [city.line.says(head(one), city.report_of(one), retry=Retry.LATER) for one in range(len(TOWNSHIPS))]
    assert all(one.state is State.WAITING for one in told)
    city.change("UPDATE alembic_version SET version_num = :ours", ours=ours)
    for process in leaving:
        city.loses(process)
    city.has(web=PAIR)
    city.line.redeliver()
    stopped = counted([one.name for one in leaving], [
        one.name for one, code in zip(leaving, codes, strict=True) if code == os.EX_TEMPFAIL
    ])  # fmt: skip
    return stopped + city.recorded(told)
