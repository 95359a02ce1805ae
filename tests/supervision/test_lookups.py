"""What people ask of the ledger, and what they find."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy.orm import Session

from models.matter import MatterStatus
from models.notice import NoticeState
from models.session import Database
from supervision.lights import Light
from supervision.lookups.balls import Move, who_holds_the_ball
from supervision.lookups.cards import cards
from supervision.lookups.matters import find
from supervision.lookups.notices import Which, find_notices
from supervision.lookups.question import Question
from supervision.lookups.scores import entries, totals
from supervision.lookups.summaries import summary
from supervision.visibility import Readers, Scope
from tests.supervision.ledger import NOW, TODAY, City


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with database.read() as session:
        yield session


@pytest.fixture
def city(session: Session) -> City:
    return City(session)


def titles(session: Session, question: Question, readers: Readers) -> list[str]:
    return [row.matter.title for row in find(session, question, readers, TODAY).rows]


def test_the_most_urgent_comes_first(session: Session, city: City) -> None:
    book = city.book
    book.matter(20, "停工的", city.investment, status=MatterStatus.BLOCKED, due_on=date(2026, 12, 1))
    book.matter(21, "快到期的", city.investment, due_on=TODAY + timedelta(days=3))
    book.matter(22, "没有期限的", city.investment, due_on=None)
    book.matter(23, "办结的", city.investment, status=MatterStatus.COMPLETED, due_on=date(2026, 1, 1))

    page = find(session, Question(), city.supervisor, TODAY)

    assert [(row.matter.title, row.light) for row in page.rows] == [
        ("智慧停车系统", Light.RED),
        ("停工的", Light.RED),
        ("快到期的", Light.YELLOW),
        ("奥瑞金二期两片罐项目", Light.GREEN),
        ("没有期限的", Light.GREEN),
        ("办结的", None),
    ]
    assert page.total == 6


def test_a_page_is_a_part_of_what_was_counted(session: Session, city: City) -> None:
    for number in range(20, 30):
        city.book.matter(number, f"水库{number}", city.investment)

    first = find(session, Question(keyword="水库"), city.mayor, TODAY, limit=4)
    last = find(session, Question(keyword="水库"), city.mayor, TODAY, limit=4, offset=8)

    assert (len(first.rows), first.total) == (4, 10)
    assert [row.matter.title for row in last.rows] == ["水库28", "水库29"]


def test_closed_matters_are_shown_when_named(session: Session, city: City) -> None:
    city.book.matter(24, "安陵饮水一期", city.investment, status=MatterStatus.CLOSED)

    assert "安陵饮水一期" not in titles(session, Question(), city.mayor)
    assert titles(session, Question(codes=("ZD-2026-024",)), city.mayor) == ["安陵饮水一期"]
    assert titles(session, Question(keyword="饮水一期"), city.mayor) == ["安陵饮水一期"]
    assert titles(session, Question(statuses=(MatterStatus.CLOSED,)), city.mayor) == ["安陵饮水一期"]


def test_a_unit_is_asked_about_what_it_leads(session: Session, city: City) -> None:
    assert titles(session, Question(units=frozenset({city.investment.id})), city.mayor) == ["奥瑞金二期两片罐项目"]
    assert titles(session, Question(units=frozenset({city.industry.id})), city.mayor) == []
    assert titles(session, Question(units=frozenset()), city.mayor) == []


def test_due_windows_leave_out_what_is_done(session: Session, city: City) -> None:
    city.book.matter(30, "六月底的", city.investment, due_on=date(2026, 6, 30))
    city.book.matter(
        31, "做完的", city.investment, due_on=date(2026, 6, 30), status=MatterStatus.COMPLETED, percent=100
    )
    june = Question(due_first=TODAY, due_last=date(2026, 6, 30))

    assert titles(session, june, city.mayor) == ["六月底的"]
    assert titles(session, Question(overdue=True), city.mayor) == ["智慧停车系统"]


def test_a_suspended_matter_is_not_overdue(session: Session, city: City) -> None:
    city.book.matter(32, "缓办的", city.investment, due_on=date(2026, 6, 1), suspended_since=NOW)

    assert titles(session, Question(overdue=True), city.mayor) == ["智慧停车系统"]


def test_light_status_category_and_problem_narrow_a_question(session: Session, city: City) -> None:
    assert titles(session, Question(lights=(Light.RED,)), city.mayor) == ["智慧停车系统"]
    assert titles(session, Question(category="续建项目"), city.mayor) == ["奥瑞金二期两片罐项目"]
    assert titles(session, Question(problem=True), city.mayor) == ["奥瑞金二期两片罐项目"]
    assert titles(session, Question(statuses=(MatterStatus.NOT_STARTED,)), city.mayor) == []


def test_a_difficulty_is_no_part_of_the_outline_but_a_stop_is(session: Session, city: City) -> None:
    assert titles(session, Question(problem=True), city.helper) == []
    city.cans.status = MatterStatus.BLOCKED
    session.flush()
    assert titles(session, Question(problem=True), city.helper) == ["奥瑞金二期两片罐项目"]


@pytest.mark.parametrize(
    ("keyword", "found"),
    [
        ("奥瑞金", ["奥瑞金二期两片罐项目"]),
        ("二期 罐", ["奥瑞金二期两片罐项目"]),
        ("奥", []),
        ("%", []),
        ("%%", []),
        ("__", []),
        ("奥_金", []),
        ("\\%", []),
        ("' OR 1=1 --", []),
        ("50%以上", ["绿化率50%以上"]),
        ("ab_c", ["平台AB_C"]),
    ],
)
def test_a_keyword_is_letters_and_nothing_else(session: Session, city: City, keyword: str, found: list[str]) -> None:
    city.book.matter(40, "绿化率50%以上", city.investment)
    city.book.matter(41, "绿化率50项以上", city.investment)
    city.book.matter(42, "平台AB_C", city.investment)
    city.book.matter(43, "平台ABXC", city.investment)

    assert titles(session, Question(keyword=keyword), city.mayor) == found


def test_a_keyword_finds_other_names_too(session: Session, city: City) -> None:
    city.book.matter(44, "云水河防洪治理工程", city.investment, aliases=["大坪堤防"])

    assert titles(session, Question(keyword="大坪"), city.mayor) == ["云水河防洪治理工程"]


def test_a_card_says_whole_what_the_leading_unit_may_know(session: Session, city: City) -> None:
    city.book.told(city.cans, city.head, "二层浇筑完", NOW - timedelta(days=9))
    city.book.told(city.cans, city.head, "三层浇筑完,缺电力指标", NOW - timedelta(days=2))
    row = find(session, Question(codes=("ZD-2026-003",)), city.head, TODAY).rows[0]

    card = cards(session, [row], city.head, TODAY)[0]

    assert (card.title, card.unit, card.percent, card.light) == ("奥瑞金二期两片罐项目", "招商局", 60, Light.GREEN)
    assert (card.told, card.told_at, card.problem) == ("三层浇筑完,缺电力指标", NOW - timedelta(days=2), "缺电力指标")
    assert [(ball.move, ball.unit) for ball in card.balls] == [(Move.WORK, "招商局")]


def test_a_card_in_outline_has_title_state_dates_and_the_own_call(session: Session, city: City) -> None:
    told = city.book.told(city.cans, city.head, "三层浇筑完,缺电力指标", NOW - timedelta(days=2))
    city.book.call(told, city.industry, "请协调电力指标")
    city.book.call(told, city.streets, "请协调渣土清运")
    city.book.extension(city.cans, city.head)
    row = find(session, Question(codes=("ZD-2026-003",)), city.helper, TODAY).rows[0]

    card = cards(session, [row], city.helper, TODAY)[0]

    assert row.scope is Scope.OUTLINE
    assert (card.title, card.status, card.due_on) == (city.cans.title, MatterStatus.IN_PROGRESS, date(2026, 9, 30))
    assert (card.percent, card.told_at, card.told, card.problem) == (None, None, "", "")
    assert [(ball.unit, ball.words) for ball in card.balls] == [("经信局", "请协调电力指标")]


def test_days_late_are_counted_only_while_the_clock_runs(session: Session, city: City) -> None:
    late = find(session, Question(codes=("ZD-2026-012",)), city.mayor, TODAY).rows
    assert cards(session, late, city.mayor, TODAY)[0].days_late == 12
    city.parking.status = MatterStatus.COMPLETED
    assert cards(session, late, city.mayor, TODAY)[0].days_late == 0


def test_the_ball_lies_with_whoever_has_to_move(session: Session, city: City) -> None:
    told = city.book.told(city.cans, city.head, "缺电力指标")
    city.book.call(told, city.streets, "已办", answered_at=NOW)
    city.book.call(told, city.industry, "请协调电力指标")
    city.book.closeout(city.cans, city.head)
    city.book.extension(city.cans, city.head)
    city.book.notice(city.cans, NoticeState.HEARING, level=1)
    city.book.notice(city.cans, NoticeState.PROPOSED, level=2)
    city.book.notice(city.cans, NoticeState.SIGNED, signer=city.supervisor, serial=3, level=3)

    balls = who_holds_the_ball(session, city.cans, city.supervisor)

    assert [(ball.move, ball.unit) for ball in balls] == [
        (Move.HELP, "经信局"),
        (Move.CONFIRM, ""),
        (Move.GRANT, ""),
        (Move.REASONS, "招商局"),
        (Move.SIGN, ""),
        (Move.RECEIVE, "招商局"),
    ]
    assert Move.SIGN not in [ball.move for ball in who_holds_the_ball(session, city.cans, city.head)]
    assert who_holds_the_ball(session, city.cans, city.outsider) == ()


def test_nobody_holds_the_ball_of_a_closed_matter(session: Session, city: City) -> None:
    closed = city.book.matter(50, "已销号的", city.investment, status=MatterStatus.CLOSED)

    assert who_holds_the_ball(session, closed, city.supervisor) == ()


def test_a_summary_counts_by_light_and_unit_and_adds_up(session: Session, city: City) -> None:
    book = city.book
    book.matter(60, "a", city.investment, status=MatterStatus.CLOSED)
    book.matter(61, "b", city.investment, status=MatterStatus.COMPLETED)
    book.matter(62, "c", city.investment, suspended_since=NOW)
    book.matter(63, "d", city.streets, due_on=TODAY)

    found = summary(session, Question(), city.mayor, TODAY)

    whole = found.whole
    assert (whole.total, whole.red, whole.yellow, whole.green) == (6, 1, 1, 1)
    assert (whole.suspended, whole.completed, whole.closed) == (1, 1, 1)
    assert [(one.unit, one.tally.total) for one in found.units] == [("城管局", 2), ("招商局", 4)]


def test_a_summary_counts_only_what_its_reader_may_see(session: Session, city: City) -> None:
    city.book.matter(64, "密封的", city.investment, named=[])

    assert summary(session, Question(), city.supervisor, TODAY).whole.total == 2
    assert summary(session, Question(), city.head, TODAY).whole.total == 1
    assert summary(session, Question(), city.outsider, TODAY).units[0].unit == "城管局"
    assert summary(session, Question(), city.administrator, TODAY).whole.total == 0


def test_notices_nobody_signed_for_come_first(session: Session, city: City) -> None:
    received = city.book.notice(city.parking, NoticeState.SIGNED, signer=city.supervisor, serial=1, level=1)
    received.received_at = NOW
    city.book.notice(city.parking, NoticeState.HEARING, level=2)
    city.book.notice(city.cans, NoticeState.SIGNED, signer=city.supervisor, serial=2, level=1)
    city.book.notice(city.cans, NoticeState.CANCELLED, level=2)

    page = find_notices(session, city.supervisor, limit=2)

    assert (page.total, page.unreceived) == (3, 1)
    assert [(row.title, row.notice.state) for row in page.rows] == [
        ("奥瑞金二期两片罐项目", NoticeState.SIGNED),
        ("智慧停车系统", NoticeState.HEARING),
    ]
    assert find_notices(session, city.head, limit=9).total == 1
    assert find_notices(session, city.helper, limit=9).total == 0
    assert find_notices(session, city.supervisor, limit=9, which=Which(codes=("ZD-2026-012",))).total == 2
    assert find_notices(session, city.supervisor, limit=9, which=Which(frozenset({city.investment.id}))).total == 1


def test_points_add_up_exactly(session: Session, city: City) -> None:
    for level, points in enumerate(("-0.1", "-0.2", "-0.30"), 1):
        notice = city.book.notice(
            city.cans, NoticeState.SIGNED, signer=city.supervisor, serial=level, level=level, was_heard=True
        )
        city.book.score(notice, points, city.supervisor)

    own = totals(session, city.head, 2026)

    assert [(score.unit, score.total, score.entries) for score in own] == [("招商局", Decimal("-0.60"), 3)]
    assert totals(session, city.head, 2025) == []
    assert totals(session, city.helper, 2026) == []
    found = entries(session, city.head, 2026, limit=9, points=Decimal("0.3"))
    assert [(ground.entry.points, ground.title) for ground in found] == [(Decimal("-0.30"), "奥瑞金二期两片罐项目")]


def test_an_entry_from_a_sealed_matter_keeps_its_points_and_loses_its_title(session: Session, city: City) -> None:
    sealed = city.book.matter(70, "密封的", city.investment, named=[])
    city.book.score(
        city.book.notice(sealed, NoticeState.SIGNED, signer=city.supervisor, serial=9), "-1", city.supervisor
    )

    found = entries(session, city.head, 2026, limit=9)

    assert [(ground.entry.points, ground.title, ground.notice) for ground in found] == [(Decimal(-1), "", None)]
