"""What a newcomer lives through, told without the page: a minute, a night, and three days without the bot."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
from sqlalchemy import select

from models import JobRun, Matter, Outage, Outgoing
from models.outbox import OutgoingState
from rehearsal.town import Town
from rehearsal.town.chronicle import Kind
from rehearsal.town.guide import load_guide
from rehearsal.town.settling import GROUP
from rehearsal.town.sights import Sight
from rehearsal.town.town import LONGEST_MESSAGE, NotSayable, Stranger
from supervision.clock import at, day_of


def walk(town: Town, until: datetime) -> None:
    while not town.stride(until):
        pass


def texts(town: Town, userid: str) -> list[str]:
    return [one.text for one in town.platform.screen(userid)]


def tomorrow(town: Town, hour: time) -> datetime:
    return at(day_of(town.clock()) + timedelta(days=1), hour)


def test_the_guided_minute(town: Town) -> None:
    """Each step of the guide shows what it promises, in its order."""
    assert town.sights() == []
    seen = []
    for step in load_guide(town.city).steps:
        if step.walk:
            hour = time.fromisoformat(step.walk)
            today = at(day_of(town.clock()), hour)
            walk(town, today if today > town.clock() else tomorrow(town, hour))
        else:
            town.says(step.who, step.say)
        seen.append(step.sight)
        assert town.sights() == seen, step.title

    zhang = texts(town, "zhangwei")
    assert any("60%→65%" in text for text in zhang)
    assert any("1." in text and "2." in text for text in zhang)
    assert any("还没有收到" in text for text in texts(town, "zhouting"))
    since = [one.text for one in town.platform.screen("limin") if one.at >= town.city.starts_at]
    assert not any("还没有收到" in text for text in since)
    signed = [one.text for one in town.platform.group_screen(GROUP)][-1]
    assert "黄色专项督办单" in signed and "0.3" not in signed
    assert "红灯 5项" in texts(town, "chenjianhua")[-1]
    assert [entry.words for entry in town.told(0) if entry.kind is Kind.BROKE] == []


def test_a_walk_over_night_misses_no_hour(town: Town) -> None:
    """The clock stops at each moment that is due: the jobs of the day all have their run, at their time."""
    begin = town.clock()
    walk(town, begin + timedelta(days=1))
    assert town.clock() == begin + timedelta(days=1)
    with town.product.database.read() as session:
        late = [
            (run.job, run.scheduled_for)
            for run in session.scalars(select(JobRun).where(JobRun.ran_at > begin))
            if run.ran_at != run.scheduled_for
        ]
        outages = session.scalars(select(Outage)).all()
        waiting = session.scalars(
            select(Outgoing.event).where(Outgoing.state == OutgoingState.WAITING, Outgoing.not_before <= town.clock())
        ).all()
    assert (late, outages, waiting) == ([], [], [])
    hours = [entry.at for entry in town.told(0)]
    assert hours == sorted(hours)


def test_three_days_away_are_noticed_and_hold_the_drafts_until_a_person_looked(town: Town) -> None:
    walk(town, tomorrow(town, time(9, 0)))
    town.away(timedelta(days=3))
    assert Sight.HELD in town.sights()
    held = [entry for entry in town.told(0) if entry.kind is Kind.HELD]
    assert len(held) == 1 and "放行" in held[0].why
    assert any("没有运行" in text for text in texts(town, "huangmin"))
    drafts = [entry for entry in town.told(held[0].serial) if "草稿" in entry.words]
    assert drafts == []

    told = town.says("huangmin", "放行 停机 已电话核实各单位")
    assert told is not None and "已放行" in told
    before = town.told(0)[-1].serial
    walk(town, town.clock() + timedelta(hours=1))
    assert any("#29" in entry.words and "草稿" in entry.words for entry in town.told(before))


def test_the_group_hears_only_what_all_its_members_may_see(shared_town: Town) -> None:
    """农业农村局 had a notice in the past fortnight, too; the group of two other units never heard of it."""
    said = " ".join(one.text for one in shared_town.platform.group_screen(GROUP))
    assert "#12" in said and "#22" not in said
    assert any("#22" in text for text in texts(shared_town, "guojianguo"))


def test_the_past_was_really_lived(shared_town: Town) -> None:
    """States come from what people said, so each has its report behind it."""
    with shared_town.product.database.read() as session:
        matters = {matter.number: matter for matter in session.scalars(select(Matter))}
    assert (matters[22].percent, matters[9].percent) == (85, 92)
    assert [matters[number].status.value for number in (7, 14, 17, 25, 26, 30)] == [
        "blocked", "completed", "blocked", "not_started", "closed", "closed",
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["", "  \n", "好" * (LONGEST_MESSAGE + 1)])
def test_nothing_and_too_much_cannot_be_typed(shared_town: Town, text: str) -> None:
    before = len(texts(shared_town, "zhangwei"))
    with pytest.raises(NotSayable):
        shared_town.says("zhangwei", text)
    assert len(texts(shared_town, "zhangwei")) == before


def test_a_stranger_has_no_phone_here(shared_town: Town) -> None:
    with pytest.raises(Stranger):
        shared_town.says("nobody", "红灯")
