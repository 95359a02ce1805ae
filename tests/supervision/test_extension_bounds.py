"""延期 as a policy bounds it: when, how often, how far, and who decides."""

from __future__ import annotations

from datetime import date

import pytest

from models.extension import RequestState
from models.person import Role
from models.session import Database
from supervision import extensions
from supervision.errors import BeyondThePolicy, NotYours
from supervision.policies.hands import Signer
from supervision.policies.policy import ExtensionRule
from tests.supervision.desk import DUE, LATER, NEW, OVERDUE_DAY, Desk
from tests.supervision.house import House, moment


@pytest.fixture
def desk(database: Database) -> Desk:
    return Desk(House(database))


def the_rule(desk: Desk, **rule: object) -> None:
    desk.house.change_policy(extensions=ExtensionRule(article="第九条", **rule))  # type: ignore[arg-type]


def test_where_it_has_to_be_asked_before_the_due_day_it_is_refused_after(desk: Desk) -> None:
    the_rule(desk, before_due=True)
    desk.asks_for_time(now=moment(DUE, 17))

    with pytest.raises(BeyondThePolicy) as refused:
        desk.asks_for_time(now=moment(OVERDUE_DAY, 9), until=date(2026, 8, 1))
    assert refused.value.facts["bound"] == "asked_too_late"


def test_as_often_as_the_policy_says_and_not_once_more(desk: Desk) -> None:
    the_rule(desk, most=1)
    desk.asks_for_time()
    desk.asks_for_time()  # while it waits, the second takes the place of the first
    desk.grants_time()

    with pytest.raises(BeyondThePolicy) as refused:
        desk.asks_for_time(until=date(2026, 8, 1))
    assert (refused.value.facts["bound"], refused.value.facts["most"]) == ("too_often", 1)


def test_no_further_than_the_policy_says_in_working_days(desk: Desk) -> None:
    the_rule(desk, longest_workdays=10)
    desk.asks_for_time(until=date(2026, 7, 14))

    with pytest.raises(BeyondThePolicy) as refused:
        desk.asks_for_time(until=NEW)
    assert refused.value.facts["last"] == date(2026, 7, 14)


def test_where_leaders_decide_a_supervisor_does_not(desk: Desk) -> None:
    the_rule(desk, signer=Signer.LEADER)
    government = desk.house.unit("市政府", owes_reports=False)
    wu = desk.house.person("wu", "吴市长", government, Role.LEADER)
    desk.asks_for_time()

    assert desk.house.heard("extension_asked") == [wu]
    with pytest.raises(NotYours):
        desk.grants_time()
    assert desk.grants_time(who=wu).state is RequestState.GRANTED
    assert desk.matter.due_on == NEW


def test_a_leader_may_send_it_back_too(desk: Desk) -> None:
    the_rule(desk, signer=Signer.LEADER)
    wu = desk.house.person("wu", "吴市长", desk.house.office, Role.LEADER)
    desk.asks_for_time()

    returned = desk.does(lambda s, m, t, r: extensions.return_(s, m, t, r, "工期排得开"), wu, LATER)
    assert (returned.state, desk.matter.due_on) == (RequestState.RETURNED, DUE)
