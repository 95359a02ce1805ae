"""推演: a draft is run over an office whose people really decided; what they decided counts, the rest has two ends."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import text

from models import Matter, Notice
from models.finding import FindingKind
from models.notice import NoticeState
from models.run import HoldKind
from models.session import Database, connect
from supervision import by_hand, extensions, findings, holds, notices, suspensions
from supervision.clock import at
from supervision.policies.active import activate, preset, presets
from supervision.policies.reader import read
from supervision.replay.counting import UnitLine, most_changed, total, unit_lines
from supervision.replay.facts import load
from supervision.replay.history import History
from supervision.replay.replaying import Side, really, replay
from supervision.replay.steps import By, Outcome
from supervision.replay.telling import compared, told
from supervision.replay.waiting import stopped, waits
from supervision.rules import Rules
from supervision.workdays import Calendar
from tests.stories.ladder import LI, WU, ZHAO, Office

FIRST, LAST = at(date(2026, 6, 1), time()), at(date(2026, 7, 31), time(23))
XIANYANG, NO = preset("xianyang"), Decimal(0)
HARSHER = XIANYANG.replace('points = "-0.3"', 'points = "-0.5"').replace(
    "before_workdays = [3, 1]", "before_workdays = [5, 3, 1]"
)
LONGER = XIANYANG.replace(
    "after_workdays = 1                  # 到期后", "after_workdays = 4                  # 到期后"
)
LEFT = XIANYANG.replace("after_workdays = 1                  # 到期后", "# after_workdays:由督查室说。到期后")


def rules(toml: str) -> Rules:
    return Rules(read(toml), 0, Calendar())


def activated(office: Office, toml: str) -> None:
    with office.database.write() as session:
        activate(session, toml, "李科", office.now)


def kept(office: Office, last: datetime = LAST) -> History:
    with office.database.read() as session:
        return load(session, FIRST, last)


@pytest.fixture
def office(database: Database) -> Iterator[Office]:
    office = Office(database)
    office.open()
    yield office


def live(office: Office) -> None:
    """Five matters: white and yellow signed; a reason accepted; an extension; a suspension; nothing signed at all."""
    signed, accepted, extended, stopped_, idle = (office.matter(number) for number in range(3, 8))
    office.matter(9, date(2026, 12, 31), unit_id=2)
    for each in (signed, accepted):
        office.to_yellow_hearing(each) if each == signed else office.sign_white(each, date(2026, 6, 25))
    office.until(6, 24)
    with office.told_by(ZHAO, extended) as (session, matter, telling):
        extensions.request(
            session, matter, telling, until=date(2026, 7, 10), because="暴雨", rules=office.rules(session)
        )
    with office.told_by(LI, extended) as (session, matter, telling):
        extensions.grant(session, matter, telling, office.rules(session))
    with office.told_by(LI, stopped_) as (session, matter, telling):
        suspensions.suspend(session, matter, telling, "土地调整", office.rules(session))
    office.until(6, 30)
    office.propose(signed, date(2026, 7, 10))
    office.sign(signed)
    office.post()
    office.explain(accepted, "电力未通")
    office.accept(accepted, "情况属实")
    office.until(7, 20)
    with office.told_by(LI, idle) as (session, matter, telling):
        findings.find(session, matter, FindingKind.POOR_QUALITY, telling, office.rules(session).policy, "验收不合格")
    office.until(7, 31)


@pytest.fixture(scope="module")
def _lived_file(_sqlite_with_tables: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Those weeks, lived once."""
    path = tmp_path_factory.mktemp("lived") / "office.db"
    shutil.copyfile(_sqlite_with_tables, path)
    database = connect(f"sqlite:///{path}")
    office = Office(database)
    office.open()
    live(office)
    database.dispose()
    return path


@pytest.fixture
def lived(_lived_file: Path, tmp_path: Path) -> Iterator[Office]:
    shutil.copyfile(_lived_file, tmp_path / "office.db")
    database = connect(f"sqlite:///{tmp_path / 'office.db'}")
    yield Office(database, at(date(2026, 7, 31), time(9)), messages=itertools.count(1000))
    database.dispose()


def lines(history: History, after: Side) -> UnitLine:
    return total(unit_lines(history, really(history), after))


def steps(history: History, side: Side, number: int) -> Sequence[tuple[str, Outcome, Decimal]]:
    """At its most."""
    [matter] = [one for one in history.matters if one.number == number]
    return [(step.name[0], step.outcome, step.lost) for step in side.ways[matter.id].most.steps]


def test_the_same_policy_makes_no_difference(office: Office) -> None:
    live(office)
    history = kept(office)
    side = replay(history, rules(XIANYANG))
    found = most_changed(history, really(history), side)
    assert found == ([], 0)
    line = lines(history, side)
    assert line.more.proposed.most == line.more.signed.most == line.more.lost.most == 0
    assert line.after.proposed.is_one and line.after.proposed.most >= 7


def test_a_recorded_verdict_is_used(lived: Office) -> None:
    history = kept(lived)
    side = replay(history, rules(HARSHER))
    assert steps(history, side, 3)[:2] == [("白", Outcome.SIGNED, NO), ("黄", Outcome.SIGNED, Decimal("0.5"))]
    assert steps(history, side, 4)[-1] == ("黄", Outcome.ACCEPTED, NO)
    assert all(step.by is By.RECORD for step in side.ways[history.matters[0].id].fewest.steps[:2])


def test_a_verdict_comes_as_late_after_the_draft_as_it_did(lived: Office) -> None:
    history = kept(lived)
    [white, *_] = replay(history, rules(LONGER)).ways[history.matters[0].id].most.steps
    assert (white.on, white.outcome_on, white.by) == (date(2026, 6, 22), date(2026, 6, 22), By.RECORD)


def test_where_nobody_decided_there_are_two_ends(office: Office) -> None:
    office.matter()
    history = kept(office)
    side = replay(history, rules(XIANYANG))
    [ways] = side.ways.values()
    assert [step.outcome for step in ways.fewest.steps] == [Outcome.WAITING]
    assert [step.name[0] for step in ways.most.steps] == ["白", "黄", "红"]
    assert [one.asked.name[0] for one in waits(history, side)] == ["白", "黄", "红"]
    assert [one.in_fewest for one in waits(history, side)] == [True, False, False]
    line = lines(history, side)
    assert (line.after.proposed.fewest, line.after.proposed.most) == (1, 3)
    assert (line.after.lost.fewest, line.after.lost.most) == (NO, Decimal("0.3"))


def test_a_harsher_draft_proposes_more(lived: Office) -> None:
    harsher = HARSHER.replace("times = 4", "times = 1")
    history = kept(lived)
    line = lines(history, replay(history, rules(harsher)))
    assert line.more.proposed.most > 0 and line.more.lost.most > 0 and line.more.reminded.most > 0


def test_the_fewest_are_never_more_than_the_most(lived: Office) -> None:
    history = kept(lived)
    for name in presets():
        for line in unit_lines(history, really(history), replay(history, rules(preset(name)))):
            for figures in (line.before, line.after, line.more):
                for pair in (figures.reminded, figures.proposed, figures.signed, figures.lost):
                    assert pair.fewest <= pair.most


def test_the_same_facts_print_the_same_bytes_and_nothing_is_written(lived: Office) -> None:
    before = _rows(lived.database)
    said = [told(kept(lived), rules(HARSHER), "草案", "真实的情况") for _ in range(2)]
    said += [compared(kept(lived), rules(XIANYANG), "甲", rules(HARSHER), "乙") for _ in range(2)]
    assert said[0] == said[1] and said[2] == said[3]
    assert "最少" in said[0] and "#3 奥瑞金3期" in said[0] and "扣0.5分" in said[0]
    assert _rows(lived.database) == before


def test_two_same_drafts_do_not_differ(lived: Office) -> None:
    said = compared(kept(lived), rules(LONGER), "甲", rules(LONGER), "乙")
    assert "没有一件事项走得不一样" in said and "(差" not in said


def test_reminders_of_due_days_are_those_that_were_sent(lived: Office) -> None:
    history = kept(lived)
    sent = {one.about for one in history.reminders if one.about.startswith("warn")}
    thought = {one.about for one in replay(history, rules(XIANYANG)).reminders if one.about.startswith("warn")}
    assert sent <= thought


def test_what_the_breaker_would_stop_is_asked_of_a_person(office: Office) -> None:
    for number in range(3, 20):
        office.matter(number)
    history = kept(office)
    policy = rules(XIANYANG)
    [day] = stopped(replay(history, policy), policy.policy)[:1]
    assert (day.on, day.wanted, day.most) == (date(2026, 6, 16), 17, 10)


def _rows(database: Database) -> list[tuple[str, int]]:
    with database.read() as session:
        tables = ("matter", "climb", "notice", "finding", "act", "outgoing", "policy_version", "job_run", "score_entry")
        return [(name, session.scalar(text(f"SELECT count(*) FROM {name}")) or 0) for name in tables]  # noqa: S608


def test_where_a_person_says_when_the_day_on_record_is_taken(office: Office) -> None:
    """拟单: the policy of then left it to a person; a draft that counts days itself does not wait for him (A28)."""
    activated(office, LEFT)
    matter_id = office.matter()
    office.until(6, 18)
    with office.told_by(LI, matter_id) as (session, matter, telling):
        by_hand.draft_now(session, matter, telling, office.rules(session))
    office.until(6, 30)
    history = kept(office)
    same = replay(history, rules(LEFT))
    assert most_changed(history, really(history), same) == ([], 0)
    [step] = same.ways[matter_id].most.steps
    assert (step.on, step.by_hand, step.by) == (date(2026, 6, 18), True, By.RECORD)
    assert replay(history, rules(XIANYANG)).ways[matter_id].fewest.steps[0].on == date(2026, 6, 16)


def test_what_was_left_to_a_person_and_never_said_stays_unsaid(office: Office) -> None:
    activated(office, LEFT)
    matter_id = office.matter()
    office.until(6, 30)
    history = kept(office)
    side = replay(history, rules(LEFT))
    assert side.ways[matter_id].most.steps == () and [one.asked.awaits for one in waits(history, side)] == ["draft"]
    by_days = office.matter(8)
    activated(office, XIANYANG)
    ways = replay(kept(office), rules(LEFT)).ways[by_days]
    assert ways.fewest.steps == () and ways.most.steps[0].by_hand


def test_a_recorded_hold_of_the_breaker_is_no_fact_and_one_of_an_outage_is(office: Office) -> None:
    matter_id = office.matter()
    with office.database.write() as session:
        holds.put(session, HoldKind.BREAKER, {"wanted": 20, "limit": 10}, at(date(2026, 6, 16), time(8)))
    assert replay(kept(office), rules(XIANYANG)).ways[matter_id].fewest.steps[0].on == date(2026, 6, 16)
    with office.database.write() as session:
        holds.put(session, HoldKind.OUTAGE, {}, at(date(2026, 6, 16), time(7)))
    assert replay(kept(office), rules(XIANYANG)).ways[matter_id].most.steps == ()


def test_what_began_before_goes_on_as_it_did(lived: Office) -> None:
    """Its own policy, not the draft, has the say."""
    with lived.database.read() as session:
        history = load(session, at(date(2026, 6, 20), time()), LAST)
    side = replay(history, rules(HARSHER))
    assert side.ways[history.matters[0].id] == really(history).ways[history.matters[0].id]


def test_a_silence_shorter_than_that_of_then_is_reckoned_anew(office: Office) -> None:
    """连续未报: the policy of then counted four weeks, the draft counts one."""
    matter_id = office.matter(due_on=date(2026, 12, 31))
    one_week = XIANYANG.replace("times = 4", "times = 1")
    steps = replay(kept(office), rules(one_week)).ways[matter_id].fewest.steps
    assert [(step.on, step.why) for step in steps] == [(date(2026, 6, 22), "found")]
    assert replay(kept(office), rules(XIANYANG)).ways[matter_id].most.steps == ()


def test_what_was_withdrawn_costs_nothing_in_the_replay_either(lived: Office) -> None:
    """A signed yellow is taken back: its climb ends and the same due day begins no other."""
    yellow = lived.notices()[0].matter_id
    with lived.told_by(WU, yellow) as (session, matter, telling):
        for notice in session.query(Notice).filter(Notice.matter_id == yellow, Notice.level == 3):
            notice.state = NoticeState.CANCELLED  # the red one that was never proposed
        notices.withdraw(session, matter, telling, lived.rules(session), "签错了")
    history = kept(lived, at(date(2026, 8, 15), time()))
    side = replay(history, rules(XIANYANG))
    assert side.ways[yellow].most.steps[1].outcome is Outcome.WITHDRAWN
    line = lines(history, side)
    assert line.before.lost.most == line.after.lost.most == NO


def test_what_is_sealed_is_not_told_of(office: Office) -> None:
    matter_id = office.matter()
    with office.database.write() as session:
        session.get_one(Matter, matter_id).is_sealed = True
    assert "奥瑞金" not in told(kept(office), rules(XIANYANG), "草案", "真实的情况")
