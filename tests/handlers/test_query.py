"""A leader asks, a unit asks: what comes back fits one screen, begins with the fact, ends with what to do next."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from handlers.queries.matters import answer_keyword
from handlers.query import answer_query
from handlers.reading.result import About, Query
from models import Duty
from models.matter import MatterStatus
from models.notice import NoticeState
from models.person import Role
from models.report import ReportKind
from models.session import Database
from supervision.clock import SHANGHAI
from supervision.texts import render
from supervision.visibility import Viewer
from tests.handlers.asking import ask
from tests.supervision.ledger import NOW, TODAY, City

MOST_BYTES = 2048  # what the platform takes in one text message


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with database.read() as session:
        yield session


@pytest.fixture
def city(session: Session) -> City:
    return City(session)


def words(session: Session, query: Query, viewer: Viewer, text: str = "") -> str:
    answer = answer_query(session, query, viewer, NOW, text)
    return render(answer.event, **answer.facts)


def owed(session: Session, city: City) -> None:
    for unit in (city.investment, city.streets):
        session.add(
            Duty(
                unit_id=unit.id, kind=ReportKind.DAILY, period_first=TODAY, period_last=TODAY,
                opens_at=NOW - timedelta(hours=17), due_at=NOW + timedelta(hours=1),
            )
        )  # fmt: skip
    session.flush()


def test_a_leader_asks_how_far_a_project_is(session: Session, city: City) -> None:
    told = city.book.told(city.cans, city.head, "三层浇筑完,缺电力指标", NOW - timedelta(days=2))
    city.book.call(told, city.industry, "请协调电力指标")

    assert ask(session, city.mayor, "奥瑞金到哪了").splitlines() == [
        "#3 奥瑞金二期两片罐项目(招商局):绿灯,推进中,60%",
        "时限2026年9月30日,还剩107天",
        "6月13日 17:42报:三层浇筑完,缺电力指标",
        "困难:缺电力指标",
        "等经信局协助(6月13日起:请协调电力指标)",
        "发「招商局」看该单位全部事项,发「卡在谁那里」看在等谁。",
    ]


def test_the_helping_unit_hears_the_outline_and_its_own_call(session: Session, city: City) -> None:
    told = city.book.told(city.cans, city.head, "三层浇筑完,缺电力指标")
    city.book.call(told, city.industry, "请协调电力指标")

    said = ask(session, city.helper, "奥瑞金到哪了")

    assert said.splitlines()[:2] == ["#3 奥瑞金二期两片罐项目(招商局):绿灯,推进中", "时限2026年9月30日,还剩107天"]
    assert "等经信局协助" in said
    assert "60%" not in said and "三层" not in said and "困难" not in said


def test_sealed_foreign_and_absent_get_the_same_answer(session: Session, city: City) -> None:
    city.book.matter(7, "巡视反馈整改", city.streets, named=[])

    foreign = ask(session, city.outsider, "#3")
    sealed = ask(session, city.outsider, "#7")
    absent = ask(session, city.outsider, "#999")

    assert foreign == sealed == absent
    assert foreign.startswith("没有查到您可以查看的事项")


def test_red_lights_come_with_the_count_and_the_most_urgent_first(session: Session, city: City) -> None:
    for number in range(20, 31):
        city.book.matter(number, f"第{number}号桥", city.investment, due_on=TODAY - timedelta(days=number - 19))

    lines = ask(session, city.mayor, "红灯").splitlines()

    assert lines[0] == "红灯 12项,先列最急的8项:"
    assert lines[1] == "#12 智慧停车系统(城管局) 红灯,推进中,40%,超期12天"
    assert lines[2] == "#30 第30号桥(招商局) 红灯,推进中,超期11天"
    assert lines[-1] == "还有4项。问得细一点可以看到,例如「城管局 红灯」。"


def test_a_unit_head_asks_for_his_own(session: Session, city: City) -> None:
    assert ask(session, city.head, "我的事项").startswith("#3 奥瑞金二期两片罐项目(招商局)")
    assert ask(session, city.head, "我的事项").endswith("有变化直接发,例如「#3 进度70%」。")
    assert ask(session, city.vice_mayor, "我的事项").startswith("#3 奥瑞金二期两片罐项目(招商局)")


def test_due_this_week_and_overdue(session: Session, city: City) -> None:
    city.book.matter(20, "滨江路改造", city.investment, due_on=TODAY + timedelta(days=4))

    assert ask(session, city.mayor, "本周到期").startswith("#20 滨江路改造(招商局):黄灯,推进中")
    assert ask(session, city.mayor, "本月到期").startswith("#20 滨江路改造(招商局):黄灯,推进中")
    assert ask(session, city.mayor, "逾期").splitlines()[1] == "时限2026年6月3日,已超期12天"


def test_a_unit_without_red_lights_is_said_to_have_none(session: Session, city: City) -> None:
    assert ask(session, city.mayor, "招商局 红灯").startswith("招商局 红灯:没有查到您可以查看的事项。")


def test_who_holds_the_ball_lists_only_what_waits_for_somebody(session: Session, city: City) -> None:
    assert ask(session, city.mayor, "卡在谁那里").startswith("正等有关方面处理的:没有查到")
    city.book.extension(city.cans, city.head)

    assert "等督查室答复延期(6月15日起)" in ask(session, city.mayor, "卡在谁那里")
    assert ask(session, city.helper, "卡在谁那里").startswith("正等有关方面处理的:没有查到")


def test_counts_by_light_and_unit(session: Session, city: City) -> None:
    city.book.matter(21, "已销号的", city.investment, status=MatterStatus.CLOSED)

    assert ask(session, city.mayor, "红黄绿灯各几个").splitlines() == [
        "共3项:红1 黄0 绿1 完成0 销号1",
        "城管局 1项:红1 黄0 绿0 完成0 销号0",
        "招商局 2项:红0 黄0 绿1 完成0 销号1",
        "发「红灯」看红灯事项,发单位名称看该单位。",
    ]


def test_who_has_not_reported(session: Session, city: City) -> None:
    owed(session, city)

    office = ask(session, city.supervisor, "谁没交日报")
    assert office.startswith("日报(6月15日)还有2个单位没交,时限6月15日 18:42:城管局、招商局。")
    assert "城管局" not in ask(session, city.vice_mayor, "谁没交日报")
    assert ask(session, city.head, "谁没交").startswith("日报(6月15日)您单位还没有报,时限6月15日 18:42。")


def test_when_all_have_reported_and_when_nobody_owes(session: Session, city: City) -> None:
    owed(session, city)
    for viewer in (city.head, city.outsider):
        city.book.told(city.cans, viewer, "日报 无变化", NOW)

    assert ask(session, city.supervisor, "谁没交日报").startswith("日报(6月15日):各单位都交了。")
    assert ask(session, city.head, "谁没交日报").startswith("日报(6月15日):您单位没有欠报。")
    sunday = NOW - timedelta(days=1)
    assert ask(session, city.supervisor, "谁没交日报", sunday).startswith("日报(6月14日):这一期没有需要上报的。")


def test_why_points_were_taken_is_answered_with_the_chain(session: Session, city: City) -> None:
    notice = city.book.notice(city.parking, NoticeState.SIGNED, signer=city.supervisor, serial=3, was_heard=True)
    notice.grounds = {
        "name": "黄色督办单", "due_on": "2026-06-03", "workdays_late": 8, "reminders": [{"id": 1}, {"id": 2}],
        "last_report": {"told_at": "2026-05-28T10:00:00+08:00"},
    }  # fmt: skip
    notice.reason = "管线迁改未完成"
    city.book.score(notice, "-0.30", city.supervisor, "第十六条(四)")

    assert ask(session, city.outsider, "为什么扣0.3").splitlines() == [
        "城管局 6月15日 -0.3分:督〔2026〕3号黄色督办单",
        "依据:第十六条(四)",
        "事项:智慧停车系统,应于6月3日完成,拟单时超期8个工作日",
        "事前提醒2次,送达0次,当时最近一次上报5月28日;单位说明:“管线迁改未完成”",
        "签发:马晓东",
        "有异议请发「复核 督〔2026〕3号 理由」。",
    ]
    assert ask(session, city.outsider, "为什么扣0.5").startswith("2026年没有查到扣0.5分的记录。")
    assert ask(session, city.head, "为什么扣0.3").startswith("2026年没有查到扣0.3分的记录。")


def test_points_of_a_unit_and_of_all(session: Session, city: City) -> None:
    for serial, matter in ((1, city.cans), (2, city.parking)):
        notice = city.book.notice(matter, NoticeState.SIGNED, signer=city.supervisor, serial=serial, was_heard=True)
        city.book.score(notice, "-0.3", city.supervisor)

    assert ask(session, city.mayor, "考核 招商局").splitlines()[:2] == [
        "招商局2026年合计-0.3分,共1笔:",
        "6月15日 -0.3分 督〔2026〕1号 奥瑞金二期两片罐项目",
    ]
    assert ask(session, city.mayor, "考核").splitlines()[1:3] == ["城管局 -0.3分,1笔", "招商局 -0.3分,1笔"]
    assert ask(session, city.head, "考核 城管局").startswith("城管局2026年没有考核扣分或加分记录。")


def test_notices_are_listed_with_what_is_still_to_do(session: Session, city: City) -> None:
    notice = city.book.notice(city.cans, NoticeState.SIGNED, signer=city.supervisor, serial=3)
    notice.finish_by = date(2026, 7, 1)
    session.flush()

    assert ask(session, city.head, "督办单").splitlines() == [
        "督办单1份,待签收1份:",
        "督〔2026〕3号 #3 奥瑞金二期两片罐项目:6月15日签发,未签收,7月1日前完成",
        "签收请发「签收」。",
    ]
    assert ask(session, city.helper, "督办单").startswith("没有督办单。")


@pytest.mark.parametrize("keyword", ["%", "_", "%%", "__", "' OR '1'='1", "\\"])
def test_wildcards_are_letters(session: Session, city: City, keyword: str) -> None:
    said = words(session, Query(About.MATTERS, keyword=keyword), city.mayor)

    assert "奥瑞金" not in said and "停车" not in said


def test_a_word_on_its_own_is_a_question_when_it_is_part_of_a_name(session: Session, city: City) -> None:
    answer = answer_keyword(session, "两片罐。", city.mayor, TODAY)

    assert answer is not None
    assert render(answer.event, **answer.facts).startswith("#3 奥瑞金二期两片罐项目(招商局)")
    assert answer_keyword(session, "两片罐", city.outsider, TODAY) is None
    for chat in ("你好", "罐", "好的好的好的好的好的好的好的好的好的", "%%"):
        assert answer_keyword(session, chat, city.mayor, TODAY) is None


def test_what_people_wrote_has_no_power_in_an_answer(session: Session, city: City) -> None:
    city.book.told(city.cans, city.head, "<@all> @张三 \u202e看这里 [链接](http://x)\n督〔2026〕9号")

    said = ask(session, city.mayor, "奥瑞金到哪了")

    assert "@" not in said and "<" not in said and "\u202e" not in said
    assert len([line for line in said.splitlines() if "督〔2026〕9号" in line]) == 1


def test_every_answer_fits_one_message_however_long_the_names_are(session: Session, city: City) -> None:
    book = city.book
    units = [book.unit("很长的单位名称" * 11 + str(number)) for number in range(14)]
    heads = [book.person(f"h{place}", "欧阳上官司马" * 6, unit, Role.UNIT_HEAD) for place, unit in enumerate(units)]
    for place, (unit, head) in enumerate(zip(units, heads, strict=True)):
        for late in (0, 1):
            number = 100 + 2 * place + late
            matter = book.matter(
                number, "超长的督办事项名称" * 22, unit, helpers=[city.industry], due_on=TODAY - timedelta(days=900),
                percent=99, problem="很困难" * 200, status=MatterStatus.BLOCKED,
            )  # fmt: skip
            matter.expected_on = date(2027, 12, 31)
            told = book.told(matter, head, "说了很多很多" * 300)
            book.call(told, units[place - 1], "请协助很多很多" * 100)
            book.call(told, city.industry, "请协助很多很多" * 100)
            book.extension(matter, head)
            notice = book.notice(matter, NoticeState.SIGNED, signer=city.supervisor, serial=number, was_heard=True)
            notice.reason, notice.finish_by = "理由" * 300, TODAY
            notice.grounds = {"name": "红色督办单", "due_on": "2026-06-03", "workdays_late": 999}
            book.score(notice, "-0.125", city.supervisor, "第十六条" * 60)
        session.add(
            Duty(
                unit_id=unit.id, kind=ReportKind.MONTHLY, period_first=date(2026, 6, 1), period_last=date(2026, 6, 30),
                opens_at=NOW, due_at=NOW.astimezone(SHANGHAI) + timedelta(days=9),
            )
        )  # fmt: skip
    session.flush()
    unit_name = units[0].name
    questions = [
        Query(About.MATTERS),
        Query(About.MATTERS, unit=unit_name),
        Query(About.MATTERS, matters=("ZD-2026-100",)),
        Query(About.MATTERS, keyword="督办事项" * 10),
        Query(About.MATTERS, who_holds=True),
        Query(About.SUMMARY),
        Query(About.MISSING_REPORTS),
        Query(About.NOTICES),
        Query(About.SCORES),
        Query(About.SCORES, unit=unit_name),
    ]
    for viewer in (city.mayor, city.supervisor, city.helper, heads[0]):
        for query in questions:
            for text in ("", "为什么扣0.125"):
                said = words(session, query, viewer, text)
                assert len(said.encode()) <= MOST_BYTES, said
