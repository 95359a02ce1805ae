"""What may be under way when the end comes. Ordinary life leads up to each deed; then the blow is armed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import time, timedelta

from supervision.clock import day_of
from tests.faults.kills.blows import Blow
from tests.faults.kills.mortal import Died
from tests.faults.kills.town import BACK_AFTER, COPIES, HASTY, LEFT_OVER, Town
from tests.faults.seams import Point

SUPERVISOR, LEADER, HEAD = "huangmin", "liuguodong", "zhangwei"
MORNING, BEFORE_MORNING, NIGHT, REMINDER, NINE = time(8), time(7, 59), time(0, 5), time(17, 30), time(9, 5)
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


def _open_hours(town: Town) -> None:
    if not town.is_office_hour():
        town.until_workday(NINE)


def _report(town: Town) -> None:
    number, head = town.random.choice(town.ask("see", "open"))
    town.says(head, f"日报 #{number} 进度{town.random.randint(20, 90)}%")


def _asked_back(town: Town) -> None:
    """Two matters are called that: the bot asks which one."""
    _open_hours(town)
    town.says(HEAD, "厂房 进度35%")


def _reported(town: Town) -> None:
    _open_hours(town)
    town.says(HEAD, f"日报 #3 进度{town.random.randint(56, 90)}%")


def _draft_ready(town: Town) -> None:
    _open_hours(town)
    while not town.ask("see", "drafts"):
        town.until_workday(NINE)


def _sign(town: Town) -> None:
    number, limit = town.ask("see", "drafts")[0], day_of(town.clock.now) + timedelta(days=5)
    town.says(SUPERVISOR, f"签发 {number} 标准:完成主体验收 时限:{limit.month}月{limit.day}日")


def _signed(town: Town) -> None:
    _draft_ready(town)
    _sign(town)


def _assign(town: Town) -> None:
    due = day_of(town.clock.now) + timedelta(days=60)
    name = f"第{town.random.randint(1, 10**6)}号道路改造"
    town.says(SUPERVISOR, f"交办 {name} 招商局 {due.month}月{due.day}日前 依据:市长办公会第3次纪要")


def _assigned_twice(town: Town) -> None:
    """The unit's people are to hear of two matters, the office of a completion."""
    _open_hours(town)
    _assign(town)
    _assign(town)
    _claimed(town)


def _claimed(town: Town) -> None:
    _open_hours(town)
    number, head = town.ask("see", "open")[0]
    town.says(head, f"申请销号 {number} 验收单已归档")


def _strike_off(town: Town) -> None:
    for number in town.ask("see", "claimed")[:1]:
        town.says(SUPERVISOR, f"同意 {number} 办结")


def _just_risen(town: Town) -> None:
    _open_hours(town)
    town.rest()
    town.rise()


def _hasty(town: Town) -> None:
    """From now on no callback waits for its answer: the work goes on behind it."""
    _open_hours(town)
    town.rest()
    town.rise(patience=HASTY)


def _behind_the_callback(town: Town) -> None:
    _report(town)
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
    _open_hours(town)
    town.ask("arm", AFTER_STORING)
    _report(town)
    town.clock.now += BACK_AFTER
    town.rise()
    town.platform.redeliver()
    town.clock.now += LEFT_OVER


def _dead_at_work(town: Town) -> None:
    """A letter was on the wire and another message was being stored."""
    _assigned_twice(town)
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
    Deed("report", _just_risen, _report),
    Deed("answer", _asked_back, lambda town: town.says(HEAD, "1")),
    Deed("withdrawal", _reported, lambda town: town.says(HEAD, "撤回")),
    Deed("question", _open_hours, lambda town: town.says(LEADER, "总体情况")),
    Deed("signing", _draft_ready, _sign),
    Deed("assigning", _open_hours, _assign),
    Deed("striking off", _claimed, _strike_off),
    Deed("background", _hasty, _behind_the_callback, is_background=True),
    Deed("left-over work", _left_over, lambda town: town.ask("sweep")),
    Deed("night", *_tick_at(NIGHT)),
    Deed("climb", *_tick_at(MORNING)),
    Deed("reminder", *_tick_at(REMINDER)),
    Deed("letters", _assigned_twice, lambda town: town.ask("deliver")),
    Deed("reminding", _reminded, lambda town: town.ask("deliver")),
    Deed("formal paper", _signed, lambda town: town.ask("deliver")),
    Deed("copy", _open_hours, _copy),
    Deed("recovery", _dead_at_work, Town.catch_up),
)
BY_KIND = {one.kind: one for one in DEEDS}
