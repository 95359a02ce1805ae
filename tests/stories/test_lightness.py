"""减负: a month of the small city in which nobody reports, and nobody is told more than the budget."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import select

from bot.commands.demo import founded
from models import Outgoing, Person, Send
from models.person import Role
from rehearsal.platform import Channel, Shown
from rehearsal.town import Town
from rehearsal.town.settling import GROUP
from schedules.preview import foresee
from supervision import lightness_book
from supervision.clock import at, local
from supervision.foreseeing import Fate
from supervision.lightness import DROPPED, Kind, kind_of
from supervision.policies.active import rules_in_force
from supervision.policies.policy import Policy
from supervision.workdays import Calendar
from tests.stories.office import StoryOffice, add_matter

A_MONTH = timedelta(days=31)
UNCOUNTED = (Kind.ANSWER, Kind.FORMAL, Kind.URGENT, Kind.DECISION)


@pytest.fixture(scope="module")
def month() -> Iterator[Town]:
    """The city after a month in which its people only listened; only the office's own words are left unsaid, too."""
    with founded(seed=1) as town:
        end = town.clock() + A_MONTH
        while not town.stride(end):
            pass
        yield town


def _policy(town: Town) -> Policy:
    with town.product.database.read() as session:
        return rules_in_force(session, Calendar()).policy


def _said_of(town: Town, kinds: Collection[Kind]) -> set[str]:
    """The words of the messages all of whose intents are of these kinds."""
    with town.product.database.read() as session:
        roles = {person.userid: person.role for person in session.scalars(select(Person))}
        rows = session.execute(select(Send, Outgoing).join(Outgoing, Outgoing.send_id == Send.id))
        found: dict[int, tuple[str, set[Kind]]] = {}
        for send, row in rows:
            role = roles[send.target] if send.channel == "app" else None
            kind = kind_of(row.event, row.message_class, role, is_urgent=row.is_urgent)
            found.setdefault(send.id, (send.words, set()))[1].add(kind)
    return {words for words, said in found.values() if said <= set(kinds)}


def _pushed(town: Town, userid: str) -> list[Shown]:
    return [one for one in town.platform.screen(userid) if one.channel is Channel.APP]


def _people(town: Town, *roles: Role) -> list[str]:
    return [one.userid for one in town.city.people if one.role in roles]


def _week(moment: datetime) -> tuple[int, int]:
    return local(moment).isocalendar()[:2]


def test_no_person_gets_more_than_the_budget(month: Town) -> None:
    lightness, uncounted = _policy(month).lightness, _said_of(month, UNCOUNTED)
    weeks: Counter[tuple[str, tuple[int, int]]] = Counter()
    days: Counter[tuple[str, date]] = Counter()
    for userid in _people(month, Role.UNIT_HEAD, Role.LIAISON, Role.LEADER):
        for one in _pushed(month, userid):
            if one.text not in uncounted:
                weeks[userid, _week(one.at)] += 1
                days[userid, local(one.at).date()] += 1
    assert max(weeks.values()) == lightness.person_week  # it was really needed
    assert max(days.values()) <= lightness.person_day


def test_the_office_hears_its_own_news_once_in_half_a_day(month: Town) -> None:
    news = _said_of(month, [Kind.OFFICE, Kind.DECISION]) - _said_of(month, [Kind.DECISION])
    halves = Counter(
        (userid, local(one.at).date(), local(one.at).hour < 12)
        for userid in _people(month, Role.SUPERVISOR, Role.ADMINISTRATOR)
        for one in _pushed(month, userid)
        if one.text in news
    )
    assert set(halves.values()) == {1}


def test_no_group_gets_more_than_its_day(month: Town) -> None:
    days = Counter(local(one.at).date() for one in month.platform.group_screen(GROUP) if one.channel is Channel.ROBOT)
    assert days and max(days.values()) <= _policy(month).lightness.group_day


def test_nothing_is_said_in_quiet_hours(month: Town) -> None:
    policy, calendar = _policy(month), Calendar()
    answers = _said_of(month, [Kind.ANSWER])
    pushed = [one for person in month.city.people for one in _pushed(month, person.userid)]
    pushed += [one for one in month.platform.group_screen(GROUP) if one.channel is Channel.ROBOT]
    unasked = [local(one.at) for one in pushed if one.text not in answers]
    assert len(unasked) > 100
    assert all(policy.quiet_until <= moment.time() < policy.quiet_from for moment in unasked)
    assert all(calendar.is_workday(moment.date()) for moment in unasked)


def test_what_was_dropped_stands_in_the_books(month: Town) -> None:
    with month.product.database.read() as session:
        dropped = session.scalars(select(Outgoing.event).where(Outgoing.trouble == DROPPED)).all()
    assert dropped and {event.split("_")[0] for event in dropped} <= {"remind", "warn"}


def _day(day: int, hour: int) -> datetime:
    return at(date(2026, 6, day), time(hour))


def test_the_last_message_of_a_week_is_kept_for_what_must_not_wait(small_office: StoryOffice) -> None:
    """22 to 26 June 2026 is a whole week: two evenings of reminders, then the due day of the 26th, told on the 25th."""
    small_office.until(_day(21, 12))
    add_matter(small_office, 8, "老旧小区改造", due_on=date(2026, 6, 26), percent=50)
    before = len(small_office.hears("limin"))
    small_office.until(_day(28, 12))
    heard = small_office.hears("limin")[before:]
    assert len(heard) == 3
    assert "6月26日到期,还有1个工作日" in heard[2]


def test_what_waits_is_said_with_the_next_message(small_office: StoryOffice) -> None:
    """Warned on Monday, late on Tuesday: two messages of the office's clock, and all of Tuesday's are one."""
    add_matter(small_office, 8, "老旧小区改造", "城管局", due_on=date(2026, 6, 15), percent=50)
    add_matter(small_office, 9, "背街小巷整治", "城管局", due_on=date(2026, 6, 15), percent=50)
    small_office.until(_day(16, 17))
    heard = small_office.hears("chenchen")
    assert len(heard) == 2
    assert "#8" in heard[1] and "#9" in heard[1]


def test_the_preview_of_tomorrow_is_what_is_said(small_office: StoryOffice) -> None:
    """Due days, reports, what is late and what the office is shown: nothing more, nothing less, at those minutes."""
    add_matter(small_office, 8, "老旧小区改造", "城管局", due_on=date(2026, 6, 17), percent=50)
    add_matter(small_office, 9, "背街小巷整治", "城管局", due_on=date(2026, 6, 16), percent=50)
    for day in (15, 16, 17):
        small_office.until(_day(day, 18))
        told = _foretold(small_office, date(2026, 6, day + 1))
        small_office.until(_day(day + 1, 18))
        assert told and told == _said_on(small_office, date(2026, 6, day + 1))


def test_looking_ahead_leaves_no_trace(office: StoryOffice) -> None:
    with office.house.database.read() as session:
        before = session.scalars(select(Outgoing.id)).all()
    answer = office.says("zhouming", "明天会提醒谁、为什么")
    assert "李敏" in answer and "日报没有收到" in answer
    with office.house.database.read() as session:
        assert session.scalars(select(Outgoing.id)).all() == before
    assert "明天" not in office.says("limin", "明天提醒谁")


def _foretold(office: StoryOffice, day: date) -> set[tuple[str, str, datetime, str]]:
    with office.house.database.write() as session:
        told = foresee(session, office.house.rules_source(session), day, office.clock())
    return {(one.target, one.event, one.at, str(one.facts)) for one in told if one.fate is Fate.SAID}


def _said_on(office: StoryOffice, day: date) -> set[tuple[str, str, datetime, str]]:
    with office.house.database.read() as session:
        rows = session.execute(select(Send, Outgoing).join(Outgoing, Outgoing.send_id == Send.id)).all()
        return {
            (send.target, row.event, send.created_at, str(row.facts))
            for send, row in rows
            if local(send.created_at).date() == day
        }


def test_the_book_of_a_month_counts_what_truly_stood_on_the_screens(month: Town) -> None:
    with month.product.database.read() as session:
        book = lightness_book.of_month(session, 2026, 6)
    asked = _said_of(month, UNCOUNTED)
    june = [
        one
        for userid in _people(month, *lightness_book.PEOPLE)
        for one in _pushed(month, userid)
        if one.text not in asked and local(one.at).month == 6
    ]
    assert sum(unit["unasked"] for unit in book["units"]) == len(june) > 100
    assert book["median"] <= book["most"] == _policy(month).lightness.person_week
    assert book["dropped"] > 0 and book["merged"] > 0
    assert book["reports_asked"] > 200


def test_the_office_gets_the_book_on_the_first_working_day(month: Town) -> None:
    """1 July 2026 is a Wednesday."""
    books = [one for one in _pushed(month, "huangmin") if "6月减负账" in one.text]
    assert [local(one.at).date() for one in books] == [date(2026, 7, 1)]


def test_the_book_can_be_asked_for(small_office: StoryOffice) -> None:
    small_office.until(_day(16, 18))
    assert "2026年6月减负账" in small_office.says("zhouming", "减负账")
    assert "2026年6月减负账" in small_office.says("liuyang", "减负账 6月")
    assert "2025年12月减负账" in small_office.says("zhouming", "减负账 12月")
    assert "招商局" in small_office.says("zhouming", "减负账 2026年6月")


def test_the_preview_holds_for_the_whole_city(month: Town) -> None:
    """10 July 2026 is a Friday: a week's reports, and whatever else falls due."""
    day = date(2026, 7, 10)
    with month.product.database.write() as session:
        told = foresee(session, rules_in_force(session, Calendar()), day, month.clock())
    while not month.stride(at(day, time(20))):
        pass
    with month.product.database.read() as session:
        rows = session.execute(select(Send, Outgoing).join(Outgoing, Outgoing.send_id == Send.id)).all()
    said = {(send.target, row.key) for send, row in rows if local(send.created_at).date() == day}
    assert len(said) > 10
    assert {(one.target, one.key) for one in told if one.fate is Fate.SAID} == said
