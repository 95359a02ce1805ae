"""A deliverer stands still with a letter on the wire and others in hand; another takes over."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import or_, select

from models import Outgoing, Person
from models.outbox import MessageClass
from rehearsal.platform import Fault
from supervision import outbox
from supervision.outbox import Intent, To
from tests.bot.processes import HANG_LIMIT, now, until
from tests.faults.processes.city import City
from tests.faults.processes.count import Count
from tests.faults.processes.town import head

ASKING, HELPERS, SERVED, AFTERWARDS = 9, range(10, 14), 14, 15
STREAM, MORE, PAPER = "引水指标", "输水管材", "请签收督办通知书"
QUESTION = "是否送达不明"  # to the office


@contextmanager
def long_wire(city: City) -> Iterator[threading.Event]:
    """The next message reaches its reader, and the platform's answer stays on the way until the block ends."""
    reached, gate = threading.Event(), threading.Event()

    def hold(_seconds: float) -> None:
        reached.set()
        gate.wait(HANG_LIMIT)

    city.platform.wait_with(hold)
    trouble = city.platform.faults.on(Fault.SLOW, "message/send", times=1)
    try:
        yield reached
    finally:
        gate.set()
        city.platform.faults.off(trouble)


def one_sleeps_on_the_wire(city: City) -> Count:
    """A formal paper has left, its answer has not come: nobody knows, a person is asked, no machine repeats it.

    The four behind it are taken over and said once. Awake again, the sleeper can write nothing down (F35, S5, O4).
    """
    city.has(web=1)
    # On a slow machine a long tick passes for an absence, and no paper leaves before a supervisor has looked.
    city.change("UPDATE hold SET released_at = now() WHERE released_at IS NULL")
    _serve_paper(city)
    city.asks_for_help(ASKING, STREAM, HELPERS)
    with long_wire(city) as reached:
        sleeper = city.gains("deliver")
        until(reached.is_set, "the paper is on the wire")
        sleeper.pause()
        assert _states(city) == ["claimed"] * 5
        city.change("UPDATE outgoing SET claimed_until = now() WHERE state = 'claimed'")  # two minutes have gone by
        other = city.gains("deliver")
        until(lambda: "claimed" not in _states(city), "the other takes over")
    sleeper.resume()
    other.ask_to_stop()
    assert other.ended() == 0, other.said()
    city.loses(other)
    city.asks_for_help(ASKING, MORE, [AFTERWARDS])
    until(lambda: city.times(head(AFTERWARDS), MORE), "the sleeper has ended what it had in hand, and goes on")
    until(lambda: city.times("zhouming", QUESTION), "the office is asked about the paper")
    assert _states(city) == ["unknown", "sent", "sent", "sent", "sent"]
    found = city.heard([head(SERVED)], PAPER) + city.heard([head(AFTERWARDS)], MORE)
    return found + city.heard([head(one) for one in HELPERS], STREAM)


def _serve_paper(city: City) -> None:
    with city.database.write() as session:
        to = To(person_id=session.scalars(select(Person.id).where(Person.userid == head(SERVED))).one())
        facts = {"unit": "督查室", "number": 1, "title": "督办", "words": PAPER}
        outbox.post(session, to, Intent("paper:1", "help_asked", facts, MessageClass.PENALTY), now())


def _states(city: City) -> list[str]:
    """Of the paper and the four calls for help, in their order."""
    with city.database.read() as session:
        ours = Outgoing.key == "paper:1", Outgoing.facts["words"].as_string().contains(STREAM)
        return [row.state.value for row in session.scalars(select(Outgoing).where(or_(*ours)).order_by(Outgoing.id))]
