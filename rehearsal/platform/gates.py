"""All the counters of the platform in one place."""

from collections.abc import Callable
from datetime import datetime

from .limits import Barrier, Window
from .rules import Rules

MINUTE, HOUR, DAY = 60, 3600, 86_400


class Gates:
    """Windows drop silently, barriers answer 45009."""

    def __init__(self, clock: Callable[[], datetime], rules: Rules) -> None:
        self.calls_minute = Barrier(clock, rules.calls_per_minute, MINUTE)
        self.calls_hour = Barrier(clock, rules.calls_per_hour, HOUR)
        self.address_minute = Barrier(clock, rules.address_per_minute, MINUTE)
        self.app_day = Barrier(clock, rules.account_ceiling * rules.deliveries_per_account, DAY)
        self.member_minute = Window(clock, rules.member_per_minute, MINUTE)
        self.member_hour = Window(clock, rules.member_per_hour, HOUR)
        self.robots = Barrier(clock, rules.robot_per_minute, MINUTE)
        self.chat_creates = Barrier(clock, rules.chat_creates_per_day, DAY)
        self.chat_updates = Barrier(clock, rules.chat_updates_per_hour, HOUR)
        self.chat_minute = Barrier(clock, rules.chat_deliveries_per_minute, MINUTE)
        self.chat_hour = Barrier(clock, rules.chat_deliveries_per_hour, HOUR)
        self.chat_member_minute = Window(clock, rules.chat_member_per_minute, MINUTE)
        self.chat_member_day = Window(clock, rules.chat_member_per_day, DAY)
