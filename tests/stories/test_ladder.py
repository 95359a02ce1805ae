"""奥瑞金 is late: from the white slip over the yellow to the red, and the many ways in which it goes no further."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select, update

from models import Act, Climb, Closeout, Extension, Handover, Matter, Notice, Outgoing, Person, Question
from models.extension import RequestState
from models.matter import MatterStatus
from models.notice import NoticeState
from models.outbox import OutgoingState
from models.question import QuestionState
from models.run import HoldKind
from models.session import Database
from supervision import escalation, handovers, holds, notices, scoring
from supervision.clock import day_of
from supervision.errors import BodyNotNamed, LimitTooEarly, NothingPending, NotYours, SamePerson, SomethingMissing
from supervision.numbers import number_of
from supervision.policies.active import activate, preset
from supervision.standpoint import EscalationReason, Proposal, Waiting
from supervision.visibility import viewer_of
from tests.stories.ladder import DUE, LI, QIAN, SUN, WU, ZHAO, ZHENG, ZHOU, Office


@pytest.fixture
def office(database: Database) -> Office:
    office = Office(database)
    office.open()
    return office


def why_not(office: Office, matter_id: int) -> EscalationReason:
    with office.database.read() as session:
        found = escalation.look(session, matter_id, office.rules(session), office.now)
    assert isinstance(found, Waiting)
    return found.reason


def total(office: Office) -> Decimal:
    with office.database.read() as session:
        return scoring.total(session, 1, 2026)


def test_white_yellow_red(office: Office) -> None:
    matter = office.matter()
    office.until(6, 15)
    assert office.notices() == []

    office.until(6, 16)
    assert [notice.state for notice in office.notices()] == [NoticeState.DRAFT]
    assert "签发 3 标准" in office.said("escalation_draft_ready", LI)[0]
    white = office.sign_white(matter, date(2026, 6, 23))
    office.post()
    assert number_of(white) == "督〔2026〕1号"
    assert total(office) == 0
    assert "2026年6月23日" in office.said("notice_issued", ZHAO)[0]
    assert len(office.said("notice_issued", QIAN)) == 1

    office.until(6, 23)
    assert len(office.notices()) == 1
    office.until(6, 24)
    assert office.notices()[1].state is NoticeState.HEARING
    assert "说明 3" in office.said("escalation_hearing_opened", ZHAO)[0]
    assert "还没有决定" in office.said("escalation_hearing_opened", ZHAO)[0]
    office.explain(matter, "暴雨停工十天")
    office.until(6, 30)
    assert "暴雨停工十天" in office.said("escalation_hearing_closed", LI)[0]
    office.propose(matter, date(2026, 7, 7))
    office.post()
    assert len(office.said("notice_proposed", WU)) == 1
    assert office.said("notice_proposed", ZHENG) == []
    yellow = office.sign(matter)
    office.post()
    assert number_of(yellow) == "督〔2026〕2号"
    assert total(office) == Decimal("-0.3")
    assert "复核 督2026-2" in office.said("notice_issued", ZHAO)[1]

    office.until(7, 8)
    office.until(7, 14)
    assert "未提交说明" in office.said("escalation_hearing_closed", LI)[1]
    office.propose(matter, date(2026, 7, 21))
    red = office.sign(matter)
    office.post()
    assert number_of(red) == "督〔2026〕3号"
    assert total(office) == Decimal("-0.3")
    with office.database.read() as session:
        bodies = session.scalars(select(Handover.body).order_by(Handover.id)).all()
    assert bodies == ["纪检监察机关", "考核办", "组织部"]
    assert "取消该单位年度目标任务考核优秀评选资格" in office.said("handover_opened", LI)[0]

    office.until(8, 31)
    assert len(office.notices()) == 3
    assert why_not(office, matter) is EscalationReason.TOP_REACHED
    with office.database.read() as session:
        assert session.scalars(select(Outgoing).where(Outgoing.state == OutgoingState.WAITING)).all() == []


def test_the_group_hears_a_number_and_a_date_and_no_points_or_names(office: Office) -> None:
    matter = office.matter()
    office.to_yellow_hearing(matter)
    office.until(6, 30)
    office.propose(matter, date(2026, 7, 7))
    office.sign(matter)
    office.post()

    _, yellow = office.said("notice_announced", chat_id=1)
    assert "督〔2026〕2号" in yellow and "7月7日" in yellow
    assert not any(word in yellow for word in ("0.3", "扣", "赵", "李", "吴", "无正当理由"))


def test_a_leader_issues_nothing_that_nobody_proposed(office: Office) -> None:
    """However completely he fills it in: what costs points is the work of two people (N5)."""
    matter = office.matter()
    office.to_yellow_hearing(matter)
    office.until(6, 30)
    assert office.notices()[1].state is NoticeState.DRAFT
    with pytest.raises(NothingPending):
        office.sign_white(matter, date(2026, 7, 7), person_id=WU)
    assert (office.notices()[1].state, total(office)) == (NoticeState.DRAFT, Decimal(0))


def test_why_was_0_3_deducted(office: Office) -> None:
    matter = office.matter()
    office.to_yellow_hearing(matter)
    office.explain(matter, "等电力指标")
    office.until(6, 30)
    office.propose(matter, date(2026, 7, 7))
    office.sign(matter)

    with office.database.read() as session:
        (ground,) = scoring.grounds(session, 1, 2026)
    assert (ground.entry.points, ground.number, ground.signer) == (Decimal("-0.3"), "督〔2026〕2号", "吴市长")
    assert "四、创新结果运用(二)" in ground.entry.clause
    assert ground.evidence["due_on"] == DUE.isoformat()
    assert ground.evidence["workdays_late"] == 6  # the 16th to the 24th without 端午 and one weekend
    assert ground.evidence["previous"]["number"] == "督〔2026〕1号"
    assert len(ground.evidence["policy"]["sha256"]) == 64
    assert (ground.notice.reason, ground.notice.verdict) == ("等电力指标", "无正当理由:电力已于5月接通")


def test_an_accepted_reason_ends_the_climb_and_the_same_day_begins_no_new_one(office: Office) -> None:
    matter = office.matter()
    office.to_yellow_hearing(matter)
    office.explain(matter, "暴雨停工十天")
    office.accept(matter, "暴雨属实")
    office.until(7, 31)

    assert [notice.state for notice in office.notices()] == [NoticeState.SIGNED, NoticeState.CANCELLED]
    assert total(office) == 0
    assert "暴雨属实" in office.said("notice_reason_accepted", ZHAO)[0]
    assert why_not(office, matter) is EscalationReason.ENDED_FOR_THIS_DAY


def test_a_new_due_day_that_passes_begins_a_new_climb(office: Office) -> None:
    matter = office.matter()
    office.to_yellow_hearing(matter)
    office.accept(matter, "暴雨属实")
    with office.database.write() as session:
        session.execute(update(Matter).values(due_on=date(2026, 7, 3)))
    office.until(7, 6)

    newest = office.notices()[-1]
    assert (newest.cycle, newest.level, newest.state) == (2, 1, NoticeState.DRAFT)


def test_a_granted_extension_cancels_the_draft_and_the_word_about_it(office: Office) -> None:
    matter = office.matter()
    office.until(6, 15)
    office.now += timedelta(days=1)
    assert office.climb_all() == ["白色专项督办单"]

    assert office.settle(matter, "extension_granted") == 1
    office.post()
    assert office.notices()[0].state is NoticeState.CANCELLED
    assert office.said("escalation_draft_ready") == []
    with pytest.raises(NothingPending):
        office.sign_white(matter, date(2026, 6, 23))


def test_numbers_have_no_gap_when_a_draft_is_cancelled(office: Office) -> None:
    first, second, third = office.matter(1), office.matter(2), office.matter(3)
    office.until(6, 16)
    office.sign_white(first, date(2026, 6, 23))
    office.settle(second, "completed")
    office.sign_white(third, date(2026, 6, 23))

    assert [notice.serial for notice in office.notices()] == [1, None, 2]


def test_a_refused_signature_takes_no_number(office: Office) -> None:
    first, second = office.matter(1), office.matter(2)
    office.until(6, 16)
    with pytest.raises(SomethingMissing), office.told_by(LI, first) as (session, matter, telling):
        notices.sign(session, matter, telling, office.rules(session), "完成验收")
    with pytest.raises(LimitTooEarly):
        office.sign_white(first, date(2026, 6, 16))
    with pytest.raises(NotYours):
        office.sign_white(first, date(2026, 6, 23), person_id=ZHAO)
    with pytest.raises(NotYours):
        office.sign_white(first, date(2026, 6, 23), person_id=WU)

    assert office.sign_white(second, date(2026, 6, 23)).serial == 1


@pytest.mark.parametrize(
    ("standard", "finish_by", "lacks"), [(None, date(2026, 6, 23), "standard"), ("验收", None, "finish_by")]
)
def test_a_white_slip_states_standard_and_limit(
    office: Office, standard: str | None, finish_by: date | None, lacks: str
) -> None:
    matter_id = office.matter()
    office.until(6, 16)
    with pytest.raises(SomethingMissing) as missing, office.told_by(LI, matter_id) as (session, matter, telling):
        notices.sign(session, matter, telling, office.rules(session), standard, finish_by)
    assert missing.value.facts == {"lacks": lacks}


def test_the_proposer_never_signs_even_when_he_became_a_leader(office: Office) -> None:
    matter = office.matter()
    office.to_yellow_hearing(matter)
    office.until(6, 30)
    office.propose(matter, date(2026, 7, 7), person_id=LI)

    with pytest.raises(SamePerson):
        office.sign(matter, person_id=LI)
    with pytest.raises(NotYours):
        office.sign(matter, person_id=ZHOU)
    with pytest.raises(NotYours):
        office.sign(matter, person_id=ZHENG)  # a leader, but of other units
    assert total(office) == 0
    assert office.sign(matter, person_id=WU).signed_by_id == WU


def test_nobody_can_propose_while_the_unit_is_heard(office: Office) -> None:
    matter = office.matter()
    office.to_yellow_hearing(matter)

    with pytest.raises(notices.MustWait) as wait:
        office.propose(matter, date(2026, 7, 7))
    assert wait.value.facts["why"] == EscalationReason.HEARING_OPEN.value


def test_a_leader_declines_and_the_supervisor_proposes_anew(office: Office) -> None:
    matter = office.matter()
    office.to_yellow_hearing(matter)
    office.until(6, 30)
    office.propose(matter, date(2026, 7, 7))
    office.post()
    with office.told_by(WU, matter) as (session, row, telling):
        notices.refuse(session, row, telling, "先核实停工天数", office.rules(session))
    office.post()

    assert "先核实停工天数" in office.said("notice_refused", LI)[0]
    assert why_not(office, matter) is EscalationReason.SIGNER_REFUSED
    office.propose(matter, date(2026, 7, 8))
    office.post()
    assert office.sign(matter).finish_by == date(2026, 7, 8)
    assert len(office.said("notice_proposed", WU)) == 2


def test_a_reason_told_in_time_but_delivered_late_reopens_the_proposal(office: Office) -> None:
    matter = office.matter()
    office.to_yellow_hearing(matter)
    office.until(6, 30)
    office.propose(matter, date(2026, 7, 7))
    with office.database.write() as session:
        telling = office.telling(session, ZHAO, told_at=office.now - timedelta(days=1))
        notices.give_reason(session, session.get_one(Matter, matter), telling, "等电力指标")
    office.post()

    assert office.notices()[1].state is NoticeState.DRAFT
    assert "等电力指标" in office.said("escalation_reason_given", LI)[0]
    assert office.said("notice_proposed") == []


def test_only_the_unit_concerned_explains(office: Office) -> None:
    matter = office.matter()
    office.to_yellow_hearing(matter)
    with pytest.raises(NotYours):
        office.explain(matter, "与我无关", person_id=SUN)
    with pytest.raises(NotYours):
        office.accept(matter, "好", person_id=ZHAO)
    assert office.explain(matter, "电话里说等电力", person_id=LI).reason == "电话里说等电力"
    assert office.explain(matter, "等电力指标", person_id=QIAN).reason == "电话里说等电力\n等电力指标"


def test_a_unit_that_was_never_reached_has_not_kept_silent(office: Office) -> None:
    matter = office.matter()
    office.until(6, 16)
    office.sign_white(matter, date(2026, 6, 23))
    office.post()
    office.until(6, 23)
    office.now += timedelta(days=1)
    office.climb_all()
    office.post(stays=True)
    with office.database.write() as session:
        session.execute(
            update(Outgoing)
            .where(Outgoing.event == "escalation_hearing_opened")
            .values(state=OutgoingState.FAILED, ended_at=office.now)
        )
    office.until(6, 30)

    assert office.notices()[1].state is NoticeState.HEARING
    assert "7月3日" in office.said("escalation_hearing_unheard", LI)[0]


def test_a_paper_that_nobody_knows_to_have_arrived_carries_no_next_step(office: Office) -> None:
    """The wire broke while it was sent: for the unit, in doubt (N3, F5)."""
    matter = office.matter()
    office.until(6, 16)
    office.sign_white(matter, date(2026, 6, 23))
    with office.database.write() as session:
        session.execute(
            update(Outgoing)
            .where(Outgoing.event == "notice_issued")
            .values(state=OutgoingState.UNKNOWN, ended_at=office.now)
        )
    office.until(6, 30)

    assert len(office.notices()) == 1
    assert why_not(office, matter) is EscalationReason.NOT_DELIVERED


def test_the_next_step_waits_until_the_paper_before_it_has_arrived(office: Office) -> None:
    matter = office.matter()
    office.until(6, 16)
    office.sign_white(matter, date(2026, 6, 17))
    with office.database.write() as session:
        session.execute(update(Outgoing).where(Outgoing.event == "notice_issued").values(state=OutgoingState.FAILED))
    office.until(6, 29)
    assert why_not(office, matter) is EscalationReason.NOT_DELIVERED

    with office.told_by(LI, matter) as (session, row, telling):
        (received,) = notices.receive(session, telling, row)  # the paper was handed over
    assert received.number == "督〔2026〕1号"
    assert why_not(office, matter) is EscalationReason.LIMIT_RUNNING
    office.until(6, 30)
    assert office.notices()[1].state is NoticeState.HEARING


def test_no_more_than_one_level_a_day_and_the_policy_of_the_beginning(office: Office) -> None:
    matter = office.matter()
    office.until(6, 16)
    with office.database.write() as session:
        milder = preset("xianyang").replace('points = "-0.3"', 'points = "-0.1"')
        activate(session, milder, "李科", office.now)
    assert office.climb_all() == []
    office.sign_white(matter, date(2026, 6, 23))
    office.post()
    office.until(6, 30)
    office.propose(matter, date(2026, 7, 7))
    office.sign(matter)

    assert total(office) == Decimal("-0.3")


def test_a_completion_told_on_time_stops_everything(office: Office) -> None:
    matter = office.matter()
    with office.database.write() as session:
        telling = office.telling(session, ZHAO)
        session.add(Closeout(matter_id=matter, inbox_id=telling.inbox_id, asked_by_id=ZHAO, told_at=telling.told_at))
    office.until(6, 30)
    assert office.notices() == []
    assert why_not(office, matter) is EscalationReason.TOLD_AS_DONE

    with office.database.write() as session:
        session.execute(update(Closeout).values(state=RequestState.GRANTED))
    assert why_not(office, matter) is EscalationReason.TOLD_IN_TIME

    with office.database.write() as session:
        session.execute(update(Closeout).values(state=RequestState.RETURNED))
    assert office.morning() == ["白色专项督办单"]


def test_a_completion_that_arrives_after_the_draft_stops_the_signature(office: Office) -> None:
    matter = office.matter()
    office.until(6, 16)
    with office.database.write() as session:
        telling = office.telling(session, ZHAO)
        session.add(
            Closeout(
                matter_id=matter, inbox_id=telling.inbox_id, asked_by_id=ZHAO, told_at=office.now - timedelta(days=1)
            )
        )
    with pytest.raises(notices.MustWait) as wait:
        office.sign_white(matter, date(2026, 6, 23))
    assert wait.value.facts["why"] == EscalationReason.TOLD_AS_DONE.value


def test_while_a_question_is_open_nothing_is_proposed(office: Office) -> None:
    matter, other = office.matter(3), office.matter(4)
    with office.database.write() as session:
        telling = office.telling(session, ZHAO)
        session.add(
            Question(
                person_id=ZHAO,
                inbox_id=telling.inbox_id,
                event="ask_which_percent",
                facts={},
                matter_ids=[matter],
                asked_at=office.now,
            )
        )
    office.until(6, 16)
    assert [notice.matter_id for notice in office.notices()] == [other]
    assert why_not(office, matter) is EscalationReason.QUESTION_OPEN

    with office.database.write() as session:
        session.execute(update(Question).values(state=QuestionState.WITH_OFFICE))
    office.until(6, 17)
    (draft,) = office.notices(matter)
    assert len(draft.grounds["questions"]) == 1  # the supervisor sees what was never cleared up


def test_while_an_extension_is_asked_the_ladder_waits(office: Office) -> None:
    matter = office.matter()
    with office.database.write() as session:
        telling = office.telling(session, ZHAO)
        session.add(
            Extension(
                matter_id=matter,
                inbox_id=telling.inbox_id,
                asked_by_id=ZHAO,
                asked_at=office.now,
                due_on=DUE,
                until=date(2026, 7, 15),
                because="暴雨",
            )
        )
    office.until(6, 18)
    assert office.notices() == []
    assert why_not(office, matter) is EscalationReason.EXTENSION_ASKED


def test_nothing_is_drafted_or_signed_while_a_hold_is_open(office: Office) -> None:
    first = office.matter(1)
    office.until(6, 16)
    with office.database.write() as session:
        holds.put(
            session, HoldKind.OUTAGE, {"first": office.now.isoformat(), "last": office.now.isoformat()}, office.now
        )
        session.execute(update(Outgoing).where(Outgoing.event == "hold_opened").values(state=OutgoingState.CANCELLED))
    second = office.matter(2)
    assert office.climb_all() == []
    assert office.notices(second) == []
    with pytest.raises(notices.MustWait):
        office.sign_white(first, date(2026, 6, 23))

    with office.told_by(LI, first) as (session, _, telling):
        holds.release(session, HoldKind.OUTAGE, telling, "已核对")
    assert office.climb_all() == ["白色专项督办单"]
    (late,) = office.notices(second)
    assert [hold["kind"] for hold in late.grounds["holds"]] == ["outage"]


@pytest.mark.parametrize(
    "end",
    [{"is_sealed": True}, {"status": MatterStatus.CLOSED}, {"status": MatterStatus.COMPLETED}, {"due_on": None}],
)
def test_sealed_closed_and_completed_matters_produce_nothing(office: Office, end: dict[str, object]) -> None:
    matter = office.matter()
    with office.database.write() as session:
        session.execute(update(Matter).values(**end))
    office.until(6, 30)
    assert office.notices() == []
    with office.database.read() as session:
        assert isinstance(escalation.look(session, matter, office.rules(session), office.now), Waiting)


def test_a_suspended_matter_stands_still_in_the_middle_of_a_hearing(office: Office) -> None:
    matter = office.matter()
    office.to_yellow_hearing(matter)
    with office.database.write() as session:
        session.execute(update(Matter).values(suspended_since=office.now))
    office.until(6, 30)
    with pytest.raises(notices.MustWait):
        office.propose(matter, date(2026, 7, 7))


def test_a_year_without_a_calendar_is_not_guessed(office: Office) -> None:
    matter = office.matter(due_on=date(2031, 1, 10))
    with office.database.read() as session:
        found = escalation.look(session, matter, office.rules(session), office.now.replace(year=2031, month=3))
    assert found == Waiting(EscalationReason.CALENDAR_MISSING)


def test_a_storm_of_notices_is_held_and_a_person_lets_it_pass(office: Office) -> None:
    for number in range(1, 13):
        office.matter(number)
    office.until(6, 15)
    office.now += timedelta(days=1)
    assert office.climb_all() == []
    assert office.climb_all() == []
    with office.database.read() as session:
        (hold,) = holds.open_holds(session)
    assert (hold.kind, hold.facts) == (HoldKind.BREAKER, {"wanted": 12, "limit": 10})

    with office.database.write() as session:
        telling = office.telling(session, LI)
        holds.release(session, HoldKind.BREAKER, telling, "清单核对无误")
    office.matter(13, due_on=date(2026, 6, 16))
    office.now += timedelta(days=1)
    assert len(office.climb_all()) == 13  # those that were held, and one as on any day


def test_ten_in_a_day_are_nothing_unusual(office: Office) -> None:
    for number in range(1, 11):
        office.matter(number)
    office.until(6, 16)
    assert len(office.notices()) == 10


def test_receipt_is_signed_once_and_scores_nothing(office: Office) -> None:
    matter = office.matter()
    office.until(6, 16)
    office.sign_white(matter, date(2026, 6, 23))
    with office.database.read() as session:
        assert notices.unsigned(session, office.rules(session), date(2026, 6, 18)) == []
        assert len(notices.unsigned(session, office.rules(session), date(2026, 6, 22))) == 1
    with office.told_by(SUN, matter) as (session, _, telling):
        assert notices.receive(session, telling) == []
    with office.told_by(QIAN, matter) as (session, _, telling):
        assert [each.number for each in notices.receive(session, telling)] == ["督〔2026〕1号"]
    with office.told_by(ZHAO, matter) as (session, _, telling):
        assert notices.receive(session, telling) == []
    assert total(office) == 0


def test_a_mistake_gets_a_counter_entry_and_its_number_stays(office: Office) -> None:
    matter = office.matter()
    office.to_yellow_hearing(matter)
    office.until(6, 30)
    office.propose(matter, date(2026, 7, 7))
    office.sign(matter)
    with pytest.raises(NotYours), office.told_by(ZHENG, matter) as (session, row, telling):
        notices.withdraw(session, row, telling, office.rules(session), "错发")
    with office.told_by(WU, matter) as (session, row, telling):
        notices.withdraw(session, row, telling, office.rules(session), "停工天数核实有误")
    office.post()

    assert total(office) == 0
    with office.database.read() as session:
        assert [ground.entry.kind for ground in scoring.grounds(session, 1, 2026)] == ["deduct", "revoke"]
        assert session.scalars(select(Climb.ended_because)).all() == ["notice_withdrawn"]
    assert "已加回" in office.said("notice_withdrawn", ZHAO)[0]
    assert office.said("notice_issued", ZHAO)[1:] == []  # it was withdrawn before it left
    office.until(7, 31)
    assert len(office.notices()) == 2
    assert office.notices()[1].serial == 2


def test_taking_back_an_old_notice_leaves_the_climb_of_today_alone(office: Office) -> None:
    matter = office.matter()
    office.until(6, 16)
    office.sign_white(matter, date(2026, 6, 23))
    office.settle(matter, "extension_granted")
    with office.database.write() as session:
        session.execute(update(Matter).values(due_on=date(2026, 6, 30)))
    office.until(7, 1)
    with office.told_by(ZHOU, matter) as (session, row, telling):
        old = session.get_one(Notice, office.notices()[0].id)
        notices.withdraw(session, row, telling, office.rules(session), "登记的时限有误", old)

    assert [notice.state for notice in office.notices()] == [NoticeState.WITHDRAWN, NoticeState.DRAFT]
    assert office.sign_white(matter, date(2026, 7, 8)).serial == 2


def test_the_office_writes_down_what_it_handed_over(office: Office) -> None:
    matter = office.matter()
    office.to_yellow_hearing(matter)
    office.until(6, 30)
    office.propose(matter, date(2026, 7, 7))
    office.sign(matter)
    office.post()
    office.until(7, 14)
    office.propose(matter, date(2026, 7, 21))
    office.sign(matter)

    with office.told_by(LI, matter) as (session, row, telling):
        handovers.hand_over(session, row, "考核办", telling)
    with office.database.read() as session:
        reads = viewer_of(session, session.get_one(Person, LI))
        assert [each.body for each, _ in handovers.waiting(session, reads, 9) if each.handed_at is None] == [
            "纪检监察机关",
            "组织部",
        ]
    with pytest.raises(BodyNotNamed), office.told_by(LI, matter) as (session, row, telling):
        handovers.hand_over(session, row, "考核办", telling)  # the others wait, this one has it


def test_every_act_is_on_record(office: Office) -> None:
    matter = office.matter()
    office.to_yellow_hearing(matter)
    office.explain(matter, "等电力")
    office.until(6, 30)
    office.propose(matter, date(2026, 7, 7))
    office.sign(matter)

    with office.database.read() as session:
        done = session.scalars(select(Act.act).where(Act.matter_id == matter).order_by(Act.id)).all()
    assert done == [
        "notice_drafted", "notice_signed", "notice_drafted", "reason_given", "hearing_closed", "notice_proposed",
        "notice_signed",
    ]  # fmt: skip


def test_the_next_day_to_look_is_known(office: Office) -> None:
    matter = office.matter()

    def next_day() -> date | None:
        with office.database.read() as session:
            row = session.get_one(Matter, matter)
            return escalation.rung_due_on(session, row, office.rules(session), day_of(office.now))

    assert next_day() == date(2026, 6, 16)
    office.until(6, 16)
    assert next_day() == date(2026, 6, 17)  # people have to act
    office.sign_white(matter, date(2026, 6, 29))
    office.post()
    assert next_day() == date(2026, 6, 30)
    office.until(6, 30)
    with office.database.read() as session:
        notice = session.scalars(select(Notice).order_by(Notice.id.desc())).first()
    assert notice is not None and notice.state is NoticeState.HEARING


def test_a_policy_without_a_number_of_days_leaves_it_to_a_person(database: Database) -> None:
    office = Office(database)
    office.open(preset("xianyang").replace("after_workdays = 1 ", "# ", 1))
    matter = office.matter()
    office.until(7, 15)

    assert office.notices() == []
    assert why_not(office, matter) is EscalationReason.LEFT_TO_A_PERSON


def test_a_policy_with_its_own_limit_needs_none_typed(database: Database) -> None:
    office = Office(database)
    office.open(preset("xianyang").replace("# default_limit_workdays", "default_limit_workdays = 5 #", 1))
    matter_id = office.matter()
    office.until(6, 16)
    assert "6月24日" in office.said("escalation_draft_ready", LI)[0]
    with office.told_by(LI, matter_id) as (session, matter, telling):
        assert notices.sign(session, matter, telling, office.rules(session), "验收").finish_by == date(2026, 6, 24)


def test_looking_changes_nothing(office: Office) -> None:
    matter = office.matter()
    office.until(6, 15)
    office.now += timedelta(days=1)
    with office.database.read() as session:
        first = escalation.look(session, matter, office.rules(session), office.now)
        second = escalation.look(session, matter, office.rules(session), office.now)
    assert isinstance(first, Proposal)
    assert first == second
    assert office.notices() == []
