"""What a message wants."""

from __future__ import annotations

from datetime import date

import pytest

from handlers.reading.result import About, DoubtKind, DueWindow, Intent, Kind, Light, Period, Status
from tests.reading.office import asked, tell


@pytest.mark.parametrize(
    ("told", "sender", "intent"),
    [
        ("日报怎么发？", "zhangwei", Intent.HELP),
        ("帮助", "zhangwei", Intent.HELP),
        ("撤回", "zhangwei", Intent.WITHDRAW),
        ("刚才那条作废，数不对", "zhangwei", Intent.WITHDRAW),
        ("收到，马上落实", "zhangwei", Intent.ACKNOWLEDGE),
        ("7月预安申报：1.新院区封顶", "zhangwei", Intent.PLAN),
        ("新院区必须10月底前竣工，张伟你亲自盯", "leader", Intent.OTHER),
        ("各单位：定于明天下午3点召开调度会，请准时参加", "supervisor", Intent.OTHER),
        ("祝大家节日快乐，工作100%顺利", "zhangwei", Intent.OTHER),
        ("老李，新院区复工没有？", "zhangwei", Intent.OTHER),
        ("今天高温，注意防暑", "zhangwei", Intent.OTHER),
        ("转发：全国卫生健康工作会议召开，完成年度任务的68%", "zhangwei", Intent.OTHER),
        ("经核查，城西小学仍未开工", "supervisor", Intent.REPORT),
        ("", "zhangwei", Intent.OTHER),
        ("   \n", "zhangwei", Intent.OTHER),
    ],
)
def test_the_intent(told: str, sender: str, intent: Intent) -> None:
    assert tell(told, sender).intent is intent


@pytest.mark.parametrize("told", ["无变化", "今日无变化。", "各事项均无变化", "周报：本周各事项均无变化"])
def test_no_change_is_an_answer(told: str) -> None:
    reading = tell(told)
    assert reading.intent is Intent.REPORT
    assert reading.is_no_change
    assert reading.updates == ()


def test_an_extension() -> None:
    reading = tell("申请延期 奥瑞金 到7月15日 因暴雨停工", "zhoubin")
    assert (reading.intent, reading.matter, reading.until) == (Intent.EXTENSION, "DB-2026-21", date(2026, 7, 15))
    assert "暴雨" in reading.reason


def test_an_extension_without_a_day_or_a_reason() -> None:
    reading = tell("奥瑞金申请延期", "zhoubin")
    assert (reading.intent, reading.until, reading.reason) == (Intent.EXTENSION, None, "")


def test_a_close_out_with_its_evidence() -> None:
    reading = tell("卫生院改造全部验收合格，申请销号，验收报告已上传")
    assert (reading.intent, reading.matter) == (Intent.CLOSEOUT, "DB-2026-03")
    assert "验收报告" in reading.reason
    assert tell("申请销号 3").matter == "DB-2026-03"


def test_a_request_for_an_unnamed_matter_is_asked_about() -> None:
    assert [doubt.kind for doubt in tell("申请销号").doubts] == [DoubtKind.WHICH_MATTER]


@pytest.mark.parametrize(
    "told", ["更正 新院区 64%", "昨天报的新院区66%报错了，应为64%", "更正：新院区应为64%，不是66%"]
)
def test_a_correction(told: str) -> None:
    reading = tell(told)
    assert reading.intent is Intent.CORRECTION
    (update,) = reading.updates
    assert (update.matter, update.percent, update.status) == ("DB-2026-01", 64, None)


def test_signing_for_a_paper() -> None:
    assert tell("签收 督2026-7").mention == "督2026-7"
    assert tell("收到 3").matter == "DB-2026-03"


def test_questions_by_keyword() -> None:
    assert asked("红灯").lights == (Light.RED,)
    assert asked("招商局").unit == "市招商局"
    assert asked("奥瑞金").matters == ("DB-2026-21",)
    assert asked("奥瑞金到哪了").matters == ("DB-2026-21",)
    assert asked("#12").matters == ("DB-2026-12",)
    assert asked("卡在谁那里").who_holds
    assert asked("停工的").status == (Status.BLOCKED,)
    assert asked("老旧小区改造怎么样了").matters == ("DB-2026-18", "DB-2026-19")
    assert asked("张伟的项目进展").person == "zhangwei"
    assert asked("为什么扣0.3", "zhangwei").about is About.SCORES
    mine = asked("我的事项", "zhangwei")
    assert (mine.mine, mine.unit) == (True, "市卫健委")


def test_questions_about_days() -> None:
    assert asked("本周到期").due == DueWindow(date(2026, 6, 15), date(2026, 6, 21))
    assert asked("本月到期").due == DueWindow(date(2026, 6, 15), date(2026, 6, 30))
    assert asked("逾期").due == DueWindow(overdue=True)
    assert asked("卫健委逾期的有几个").unit == "市卫健委"


def test_questions_about_missing_reports() -> None:
    assert asked("谁没交").about is About.MISSING_REPORTS
    query = asked("谁没交日报")
    today = Period(date(2026, 6, 15), date(2026, 6, 15))
    assert (query.about, query.kind, query.period) == (About.MISSING_REPORTS, Kind.DAILY, today)
    assert asked("上周周报还有哪些单位没报？").period == Period(date(2026, 6, 8), date(2026, 6, 14))


def test_a_named_state_is_a_report_not_a_question() -> None:
    assert tell("新院区停工").intent is Intent.REPORT
    assert tell("新院区已完工").intent is Intent.REPORT
