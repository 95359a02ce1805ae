"""Three weeks in the office, told through to the wire: everything the tick posts can be said, and is said in words."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from sqlalchemy import select

from models import HelpCall, Matter, Notice, Outgoing, Progress, Question
from models.notice import NoticeState
from models.outbox import OutgoingState
from models.report import ReportKind
from models.run import HoldKind
from models.session import Database
from schedules.delivery import deliver
from schedules.next_due import next_due
from schedules.quiet import Quiet
from schedules.tick import Failed, tick
from supervision import closeouts, extensions, holds, suspensions
from supervision.lightness import DROPPED
from tests.schedules.post_office import PretendWire, StandingClock
from tests.supervision.house import MONDAY, House, moment


class Weeks:
    """The office with its clock and its wire; time goes from one thing due to the next."""

    def __init__(self, database: Database) -> None:
        self.house = House(database)
        self.clock = StandingClock(moment(MONDAY, 8))
        self.wire = PretendWire()

    def go_on_until(self, last: datetime) -> None:
        while self.clock.now < last:
            done = tick(self.house.database, self.house.source, self.clock.now, leaps=True)
            assert not [one for one in done if isinstance(one, Failed)]
            quiet = Quiet.of(self.house.rules)
            while not deliver(self.house.database, self.wire, self.clock, quiet).is_idle:
                pass
            coming = next_due(self.house.database, self.house.rules, self.clock.now)
            assert coming is not None
            self.clock.now = coming

    def said(self) -> str:
        return "\n".join(words for _, words in self.wire.touches)

    def states(self) -> dict[str, set[OutgoingState]]:
        found: dict[str, set[OutgoingState]] = {}
        with self.house.database.read() as session:
            for row in session.scalars(select(Outgoing).where(Outgoing.trouble != DROPPED)):
                found.setdefault(row.event, set()).add(row.state)
        return found


@pytest.fixture
def weeks(database: Database) -> Weeks:
    return Weeks(database)


def test_three_weeks_in_which_everything_happens(weeks: Weeks) -> None:
    house = weeks.house
    soon = house.matter(1, date(2026, 6, 24), title="奥瑞金二期")
    later = house.matter(2, date(2026, 6, 24), title="污水处理厂")
    done = house.matter(3, date(2026, 7, 20), title="老旧小区改造")
    stopped = house.matter(4, date(2026, 7, 20), title="滨河公园")
    _ask_and_call_for_help(house, soon)
    weeks.go_on_until(moment(date(2026, 6, 22), 9))  # warned together; the question and the call have lapsed
    rules = house.rules
    asked = house.telling(house.zhao, weeks.clock.now)
    told = house.telling(house.zhao, weeks.clock.now)
    with house.database.write() as session:
        extensions.request(
            session, session.get_one(Matter, later), asked, until=date(2026, 7, 8), because="暴雨停工", rules=rules
        )
        closeouts.tell(session, session.get_one(Matter, done), told, rules, strikes_off=False, evidence="已验收")
    weeks.go_on_until(moment(date(2026, 6, 23), 9))  # the office is reminded of both
    grants, returns, suspends = (house.telling(house.li, weeks.clock.now) for _ in range(3))
    with house.database.write() as session:
        extensions.grant(session, session.get_one(Matter, later), grants, rules, "注意安全")
        closeouts.return_(session, session.get_one(Matter, done), returns, rules, "补办:缺验收单")
        suspensions.suspend(session, session.get_one(Matter, stopped), suspends, "停工令", rules)
        holds.put(
            session, HoldKind.OUTAGE, {"first": grants.now.isoformat(), "last": grants.now.isoformat()}, grants.now
        )
    weeks.go_on_until(moment(date(2026, 6, 24), 9))
    resumes, confirms, releases = (house.telling(house.li, weeks.clock.now) for _ in range(3))
    told = house.telling(house.zhao, weeks.clock.now)
    with house.database.write() as session:
        suspensions.resume(session, session.get_one(Matter, stopped), resumes, "停工令解除", rules)
        closeouts.tell(session, session.get_one(Matter, done), told, rules, strikes_off=True, evidence="已补齐")
        closeouts.confirm(session, session.get_one(Matter, done), confirms, rules, "")
        holds.release(session, HoldKind.OUTAGE, releases, "已核对")
    weeks.go_on_until(moment(date(2026, 7, 3), 9))

    said = weeks.said()
    for words in (
        "2项快到期了", "的日报还没有收到", "的周报还没有收到", "6月的月报还没有收到",
        "问了没有回,请督查室看一下", "请经信局协调,还没有答复", "申请延期 #2", "报完成 #3", "等督查室答复的有2件",
        "同意延期,新时限2026年7月8日", "退回,继续办理", "暂停督办", "恢复督办", "没有运行", "已确认销号",
        "白色专项督办单",
    ):  # fmt: skip
        assert words in said
    for event, states in weeks.states().items():
        assert not event.startswith("alarm_"), said
        assert states <= {OutgoingState.SENT, OutgoingState.CANCELLED, OutgoingState.WAITING}, event
    with house.database.read() as session:
        drafted = session.scalars(select(Notice)).all()
    assert [(notice.matter_id, notice.level) for notice in drafted] == [(soon, 1)]


def _ask_and_call_for_help(house: House, matter_id: int) -> None:
    asked_at = moment(MONDAY, 8)
    inbox_id = house.message(house.zhao, asked_at, "二期进展顺利")
    report_id = house.report(house.zhao, asked_at, ReportKind.DAILY, MONDAY)
    with house.database.write() as session:
        session.add(
            Question(
                person_id=house.zhao, inbox_id=inbox_id, event="ask_which", facts={}, matter_ids=[matter_id],
                asked_at=asked_at,
            )
        )  # fmt: skip
        progress = Progress(
            report_id=report_id, matter_id=matter_id, told_at=asked_at, told_key="k", words="缺电力指标"
        )
        session.add(progress)
        session.flush()
        session.add(
            HelpCall(
                progress_id=progress.id, matter_id=matter_id, unit_id=house.industry, words="缺电力指标",
                asked_at=asked_at,
            )
        )  # fmt: skip


def test_a_paper_nobody_signed_for_is_brought_by_hand(weeks: Weeks) -> None:
    """P06: once to the office, nothing against the unit."""
    house = weeks.house
    house.matter(1, date(2026, 6, 12), title="奥瑞金二期")
    weeks.go_on_until(moment(MONDAY, 9))
    with house.database.write() as session:
        notice = session.scalars(select(Notice)).one()
        notice.state, notice.signed_by_id, notice.signed_at = NoticeState.SIGNED, house.li, weeks.clock.now
        notice.series, notice.year, notice.serial = "督", 2026, 3
    weeks.go_on_until(moment(date(2026, 6, 25), 9))
    papers = [words for words in weeks.wire.said_to("li") if "请送达纸质件" in words]
    assert len(papers) == 1
    assert "督〔2026〕3号" in papers[0]
