"""Nobody plans these months: unit, office, leader and clock act by chance, and the laws hold throughout.

The database is a real one, the acts are the product's own; what may not be done is refused, and nothing of it stays.
"""

from __future__ import annotations

from datetime import timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from supervision.policies.active import preset
from tests.stories.bookkeeping import BOOKED
from tests.stories.ladder import LI, PEOPLE, QIAN, SUN, WU, ZHAO, ZHENG, ZHOU
from tests.stories.policies import SKIPPING
from tests.supervision.escalation import acts
from tests.supervision.escalation.acts import Act
from tests.supervision.escalation.days_of_2026 import ONE
from tests.supervision.escalation.town import FIRST, new_town

NOW = timedelta(0)
POLICIES = (BOOKED, SKIPPING, preset("taierzhuang"), preset("shishi"))
GRANTED, RETURNED = (acts.confirm, acts.give_time, acts.uphold), (acts.return_, acts.refuse_time, acts.reverse)
matters = some.integers(0, 1)
seeds = some.integers(0, 999)
late_arrivals = some.sampled_from([NOW, NOW, NOW, timedelta(hours=11), timedelta(days=1), timedelta(days=4)])


class Months(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.town = new_town()

    @initialize(policy=some.sampled_from(POLICIES), first=some.integers(0, 12), second=some.integers(0, 12))
    def open(self, policy: str, first: int, second: int) -> None:
        self.town.begin(policy, [FIRST + first * ONE, FIRST + second * ONE])

    @rule(number=some.integers(1, 6), is_wire_down=some.booleans())
    def days_pass(self, number: int, is_wire_down: bool) -> None:
        self.town.days_pass(number, is_wire_down=is_wire_down)

    @rule(number=some.integers(3, 7), which=matters, seed=seeds)
    def the_office_goes_on(self, number: int, which: int, seed: int) -> None:
        """After some days whatever waits on the ladder is done by those whose hand it needs."""
        self.town.days_pass(number)
        for act, who in ((acts.sign, LI), (acts.propose, LI), (acts.sign, WU)):
            self.town.speaks(act, who, which, NOW, seed)

    @rule(which=matters, seed=seeds, is_granted=some.booleans())
    def what_waits_is_decided(self, which: int, seed: int, is_granted: bool) -> None:
        for act in (*(GRANTED if is_granted else RETURNED), acts.answer, acts.release, acts.resume):
            self.town.speaks(act, ZHOU, which, NOW, seed)

    @rule(act=some.sampled_from(list(acts.OF_THE_UNIT.values())), which=matters, ago=late_arrivals, seed=seeds,
          who=some.sampled_from([ZHAO, QIAN]))  # fmt: skip
    def the_unit_speaks(self, act: Act, which: int, ago: timedelta, seed: int, who: int) -> None:
        self.town.speaks(act, who, which, ago, seed)

    @rule(act=some.sampled_from(list(acts.OF_THE_OFFICE.values())), which=matters, seed=seeds,
          who=some.sampled_from([LI, ZHOU, WU]))  # fmt: skip
    def the_office_decides(self, act: Act, which: int, seed: int, who: int) -> None:
        self.town.speaks(act, who, which, NOW, seed)

    @rule(act=some.sampled_from([*acts.OF_THE_UNIT.values(), *acts.OF_THE_OFFICE.values()]), which=matters, seed=seeds,
          who=some.sampled_from([SUN, ZHENG, *(number for number, *_ in PEOPLE)]))  # fmt: skip
    def anybody_tries_anything(self, act: Act, which: int, seed: int, who: int) -> None:
        self.town.speaks(act, who, which, NOW, seed)

    @rule(policy=some.sampled_from(POLICIES))
    def another_policy_comes_into_force(self, policy: str) -> None:
        self.town.activates(policy)

    def teardown(self) -> None:
        self.town.database.dispose()


TestMonths = Months.TestCase
TestMonths.settings = settings(
    max_examples=6, stateful_step_count=30, deadline=None, derandomize=True,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
