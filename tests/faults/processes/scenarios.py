"""The ten mishaps, in the order in which they befall the city."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tests.faults.processes import database_gone, deliverers, doors, leaving, redis_gone, schedulers
from tests.faults.processes.city import City
from tests.faults.processes.count import Count

SCENARIOS: Mapping[str, Callable[[City], Count]] = {
    "two schedulers tick at once": schedulers.both_tick_at_once,
    "a scheduler sleeps in the middle of its work": schedulers.one_sleeps_in_the_middle,
    "a deliverer sleeps on the wire": deliverers.one_sleeps_on_the_wire,
    "Redis is flushed": redis_gone.flushed,
    "Redis is killed and comes back": redis_gone.killed_and_back,
    "PostgreSQL is struck down three times": database_gone.struck_down,
    "the doors are renewed in turn": doors.renewed_in_turn,
    "the same message at both doors at once": doors.same_message_at_both,
    "all are asked to stop": leaving.asked_to_stop,
    "another version takes the database over": leaving.of_another_version,
}
HAVE_TESTS_OF_THEIR_OWN = (  # in tests/, run each time
    "two schedulers tick at once",
    "all are asked to stop",
    "another version takes the database over",
)
