"""What may be under way when the end comes. Ordinary life leads up to each deed; then the blow is armed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import time, timedelta

from tests.faults.kills.blows import Blow
from tests.faults.kills.looking import COPIES
from tests.faults.kills.mortal import Died
from tests.faults.kills.sayings import (
    HEAD,
    LEADER,
    asked_back,
    assign,
    assigned_twice,
    claimed,
    draft_ready,
    open_hours,
    report,
    reported,
    sign,
    signed,
    strike_off,
)
from tests.faults.kills.town import BACK_AFTER, HASTY, LEFT_OVER, Town
from tests.faults.seams import Point

NIGHT, MORNING, REMINDER = time(0, 5), time(8), time(17, 30)
A_MINUTE, SPREAD = timedelta(minutes=1), timedelta(minutes=7)
FOUNDING = "founding"  # the first thing in the life of a town
AFTER_STORING = Blow(Point.COMMITTED, 1)

Step = Callable[[Town], object]


@dataclass(frozen=True, slots=True)
class Deed:
    """`act` may be cut short by Died; `lead_up` may not. Where it leaves nobody alive, rising is under way, too."""

    kind: str
    lead_up: Step
    act: Step
    is_background: bool = False


def _just_risen(town: Town) -> None:
    open_hours(town)
    town.rest()
    town.rise()


def _hasty(town: Town) -> None:
    """From now on no callback waits for its answer: the work goes on behind it."""
    open_hours(town)
    town.rest()
    town.rise(patience=HASTY)


def _behind_the_callback(town: Town) -> None:
    report(town)
    town.ask("settle")


def _tick_at(hour: time) -> tuple[Step, Step]:
    def lead_up(town: Town) -> None:
        town.until(town.next_at(hour) - A_MINUTE)

    def act(town: Town) -> None:
        town.clock.now += A_MINUTE
        town.ask("tick")

    return lead_up, act


def _reminded(town: Town) -> None:
    """The reminders are written, and each has come to its minute."""
    town.until(town.next_at(REMINDER) - A_MINUTE)
    town.clock.now += A_MINUTE
    town.ask("tick")
    town.clock.now += SPREAD


def _left_over(town: Town) -> None:
    """Stored, and then the process died: the platform brings it again, and somebody has to work it."""
    open_hours(town)
    town.ask("arm", AFTER_STORING)
    report(town)
    town.clock.now += BACK_AFTER
    town.rise()
    town.platform.redeliver()
    town.clock.now += LEFT_OVER


def _dead_at_work(town: Town) -> None:
    """A letter was on the wire and another message was being stored."""
    assigned_twice(town)
    town.ask("arm", Blow(Point.WIRED, 2))
    try:
        town.ask("deliver")
    except Died:
        town.says(HEAD, "日报 #3 无变化")  # to nobody
    town.rest()
    town.clock.now += BACK_AFTER


def _copy(town: Town) -> None:
    town.ask("copy", f"{COPIES}/{town.random.randrange(10**9)}.db")


DEEDS = (
    Deed("report", _just_risen, report),
    Deed("answer", asked_back, lambda town: town.says(HEAD, "1")),
    Deed("withdrawal", reported, lambda town: town.says(HEAD, "撤回")),
    Deed("question", open_hours, lambda town: town.says(LEADER, "总体情况")),
    Deed("signing", draft_ready, sign),
    Deed("assigning", open_hours, assign),
    Deed("striking off", claimed, strike_off),
    Deed("background", _hasty, _behind_the_callback, is_background=True),
    Deed("left-over work", _left_over, lambda town: town.ask("sweep")),
    Deed("night", *_tick_at(NIGHT)),
    Deed("climb", *_tick_at(MORNING)),
    Deed("reminder", *_tick_at(REMINDER)),
    Deed("letters", assigned_twice, lambda town: town.ask("deliver")),
    Deed("reminding", _reminded, lambda town: town.ask("deliver")),
    Deed("formal paper", signed, lambda town: town.ask("deliver")),
    Deed("copy", open_hours, _copy),
    Deed("recovery", _dead_at_work, Town.catch_up),
)
BY_KIND = {one.kind: one for one in DEEDS}
