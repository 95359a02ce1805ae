"""What people of the town say, and what it takes beforehand to say it."""

from __future__ import annotations

from datetime import time, timedelta

from supervision.clock import day_of
from tests.faults.kills.town import Town

SUPERVISOR, LEADER, HEAD = "huangmin", "liuguodong", "zhangwei"
NINE, MOST_DAYS = time(9, 5), 10


def open_hours(town: Town) -> None:
    if not town.is_office_hour():
        town.until_workday(NINE)


def report(town: Town) -> None:
    number, head = town.random.choice(town.ask("see", "open"))
    town.says(head, f"日报 #{number} 进度{town.random.randint(20, 90)}%")


def asked_back(town: Town) -> None:
    """Two matters are called that: the bot asks which one."""
    open_hours(town)
    town.says(HEAD, "厂房 进度35%")


def reported(town: Town) -> None:
    open_hours(town)
    town.says(HEAD, f"日报 #3 进度{town.random.randint(56, 90)}%")


def draft_ready(town: Town) -> None:
    """Some matter falls due every day, so it is only a matter of days."""
    open_hours(town)
    for _ in range(MOST_DAYS):
        if town.ask("see", "drafts"):
            return
        town.until_workday(NINE)
    raise AssertionError("there is never anything to sign")


def sign(town: Town) -> None:
    number, limit = town.ask("see", "drafts")[0], day_of(town.clock.now) + timedelta(days=5)
    town.says(SUPERVISOR, f"签发 {number} 标准:完成主体验收 时限:{limit.month}月{limit.day}日")


def signed(town: Town) -> None:
    draft_ready(town)
    sign(town)


def assign(town: Town) -> None:
    due = day_of(town.clock.now) + timedelta(days=60)
    name = f"第{town.random.randint(1, 10**6)}号道路改造"
    town.says(SUPERVISOR, f"交办 {name} 招商局 {due.month}月{due.day}日前 依据:市长办公会第3次纪要")


def assigned_twice(town: Town) -> None:
    """The unit's people are to hear of two matters, the office of a completion."""
    open_hours(town)
    assign(town)
    assign(town)
    claimed(town)


def claimed(town: Town) -> None:
    open_hours(town)
    number, head = town.ask("see", "open")[0]
    town.says(head, f"申请销号 {number} 验收单已归档")


def strike_off(town: Town) -> None:
    for number in town.ask("see", "claimed")[:1]:
        town.says(SUPERVISOR, f"同意 {number} 办结")
