"""One person types twenty messages a second: all of it is kept, and nobody else notices (T35)."""

from __future__ import annotations

from datetime import timedelta

from bot.throttling import QUESTIONS_A_MINUTE
from models import Inbox, Progress
from models.inbox import Disposition
from tests.stories.office import StoryOffice

SECONDS, A_SECOND = 8, 20
TOO_MANY = "问得太快"


def test_the_floods_reports_are_all_recorded(small_office: StoryOffice) -> None:
    for number in range(SECONDS * A_SECOND):
        small_office.says("zhangwei", f"奥瑞金二期 进度{60 + number * 39 // (SECONDS * A_SECOND)}% 第{number}次")
        if number % A_SECOND == 0:
            small_office.clock.now += timedelta(seconds=1)
    with small_office.house.database.read() as session:
        assert {one.disposition for one in session.query(Inbox)} == {Disposition.RECORDED}
        assert session.query(Progress).count() == session.query(Inbox).count() == SECONDS * A_SECOND


def test_a_flood_of_questions_is_throttled_kept_and_answered_once_the_minute_is_over(small_office: StoryOffice) -> None:
    answers = [small_office.says("zhangwei", f"我的事项{'?' * (number % 5)}") for number in range(SECONDS * A_SECOND)]
    served = [one for one in answers if "奥瑞金" in one]
    assert len(served) == QUESTIONS_A_MINUTE and all(answers), "the others are told so"
    assert "奥瑞金" not in answers[-1]
    with small_office.house.database.read() as session:
        became = [one.disposition for one in session.query(Inbox)]
    assert len(became) == SECONDS * A_SECOND and Disposition.WAITING not in became
    assert became.count(Disposition.REFUSED) == SECONDS * A_SECOND - QUESTIONS_A_MINUTE


def test_everybody_else_is_served_in_the_middle_of_it(small_office: StoryOffice) -> None:
    quiet = {userid: small_office.says(userid, "红灯") for userid in ("limin", "liuyang", "zhouming")}
    for number in range(SECONDS * A_SECOND):
        small_office.says("zhangwei", "我的事项")
        if number % 47 == 0:
            assert {userid: small_office.says(userid, "红灯") for userid in quiet} == quiet
    assert "60%→61%" in small_office.says("limin", "奥瑞金二期 进度61%")


def test_who_floods_may_still_report(small_office: StoryOffice) -> None:
    for _ in range(100):
        small_office.says("zhangwei", "我的事项")
    assert "60%→66%" in small_office.says("zhangwei", "奥瑞金二期 进度66%")
    assert "67%" in small_office.says("zhangwei", "更正 奥瑞金二期 67%")
    assert small_office.matter(3).percent == 67
