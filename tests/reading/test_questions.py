"""Every form of a question: figures, lights, order, days, whose move, numbers. A report is never one."""

from __future__ import annotations

from datetime import date

import pytest

from handlers.reading.result import About, DueWindow, Intent, Light, Order, PercentRange, Status
from tests.reading.office import asked, tell

STILL_OPEN = (Status.NOT_STARTED, Status.IN_PROGRESS, Status.BLOCKED)


@pytest.mark.parametrize("sender", ["leader", "zhangwei"])
@pytest.mark.parametrize(
    ("typed", "least", "most"),
    [
        ("进度低于50%的", 0, 49),
        ("进度不到一半的", 0, 49),
        ("进度50%以下的项目", 0, 50),
        ("超过80%的有哪些", 81, 100),
        ("80%以上的", 80, 100),
        ("不低于80%的", 80, 100),
        ("不超过三成的项目", 0, 30),
        ("完成率低于三成的项目", 0, 29),
        ("进度在30%到60%之间的", 30, 60),
        ("进度过半的", 51, 100),
        ("还没过半的", 0, 50),
        ("零进度的", 0, 0),
        ("百分之二十以下的事项", 0, 20),
        ("快完成的", 80, 99),
        ("哪些项目进度大于75%", 76, 100),
    ],
)
def test_figures(typed: str, least: int, most: int, sender: str) -> None:
    query = asked(typed, sender)
    assert (query.about, query.percent, query.keyword) == (About.MATTERS, PercentRange(least, most), "")


@pytest.mark.parametrize(
    ("typed", "lights"),
    [
        ("红黄灯", (Light.RED, Light.YELLOW)),
        ("黄灯和红灯的事项", (Light.RED, Light.YELLOW)),
        ("不是绿灯的", (Light.RED, Light.YELLOW)),
        ("没有红灯的", (Light.YELLOW, Light.GREEN)),
        ("亮灯的", (Light.RED, Light.YELLOW)),
        ("滞后的事项", (Light.RED, Light.YELLOW)),
        ("有没有红灯", (Light.RED,)),
        ("绿灯的", (Light.GREEN,)),
    ],
)
def test_lights(typed: str, lights: tuple[Light, ...]) -> None:
    assert asked(typed).lights == lights


@pytest.mark.parametrize(
    ("typed", "order", "most"),
    [
        ("最慢的三个", Order.SLOWEST, 3),
        ("进度最慢的3项", Order.SLOWEST, 3),
        ("倒数两个", Order.SLOWEST, 2),
        ("进展最慢的是哪个", Order.SLOWEST, 1),
        ("进度最快的五个", Order.FASTEST, 5),
        ("进度前三的", Order.FASTEST, 3),
        ("最早到期的三项", Order.SOONEST, 3),
        ("进展慢的", Order.SLOWEST, None),
        ("最急的两个", None, 2),
    ],
)
def test_order(typed: str, order: Order | None, most: int | None) -> None:
    query = asked(typed)
    assert (query.about, query.order, query.most, query.keyword) == (About.MATTERS, order, most, "")


def test_the_slowest_are_looked_for_among_those_that_still_run() -> None:
    assert asked("最慢的三个").status == STILL_OPEN
    assert asked("进度最快的五个").status == ()


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("下周要完成的", date(2026, 6, 22), date(2026, 6, 28)),
        ("6月底前要完成的", date(2026, 6, 15), date(2026, 6, 30)),
        ("第三季度到期的", date(2026, 7, 1), date(2026, 9, 30)),
        ("四季度", date(2026, 10, 1), date(2026, 12, 31)),
        ("下季度有哪些", date(2026, 7, 1), date(2026, 9, 30)),
        ("一季度该完成的", date(2026, 1, 1), date(2026, 3, 31)),
        ("下半年要完成的", date(2026, 7, 1), date(2026, 12, 31)),
        ("明年3月到期", date(2027, 3, 1), date(2027, 3, 31)),
        ("7月1日到15日到期的", date(2026, 7, 1), date(2026, 7, 15)),
        ("7月到9月到期的", date(2026, 7, 1), date(2026, 9, 30)),
        ("7月下旬到期的", date(2026, 7, 21), date(2026, 7, 31)),
        ("7月8日到期的", date(2026, 7, 8), date(2026, 7, 8)),
        ("后天到期", date(2026, 6, 17), date(2026, 6, 17)),
        ("没有逾期的", date(2026, 6, 15), None),
    ],
)
def test_days(typed: str, first: date, last: date | None) -> None:
    query = asked(typed)
    assert (query.due, query.status, query.keyword) == (DueWindow(first, last), (), "")


def test_how_late() -> None:
    assert asked("超期10天以上的").due == DueWindow(last=date(2026, 6, 5), overdue=True)
    assert asked("逾期一周以上").due == DueWindow(last=date(2026, 6, 8), overdue=True)
    assert asked("逾期最久的").due == DueWindow(overdue=True)
    assert asked("教育局有没有逾期的").due == DueWindow(overdue=True)


def test_how_many_days_are_left_shows_the_matter() -> None:
    for typed in ("新院区还剩几天", "新院区还有多少天到期", "新院区离时限还有几天"):
        query = asked(typed, "zhangwei")
        assert (query.matters, query.due) == (("DB-2026-01",), None)


def test_several_conditions_at_once() -> None:
    query = asked("教育局第三季度到期的红黄灯")
    assert (query.unit, query.lights) == ("市教育局", (Light.RED, Light.YELLOW))
    assert query.due == DueWindow(date(2026, 7, 1), date(2026, 9, 30))
    query = asked("住建局下周要完成的红灯")
    assert (query.unit, query.lights, query.status) == ("市住建局", (Light.RED,), ())
    query = asked("进度超过60%的卫健委项目")
    assert (query.unit, query.percent) == ("市卫健委", PercentRange(61, 100))
    query = asked("张伟牵头的红灯")
    assert (query.person, query.lights) == ("zhangwei", (Light.RED,))


def test_a_category_is_no_unit_and_no_title() -> None:
    query = asked("招商引资项目有哪些")
    assert (query.category, query.unit, query.matters) == ("招商引资", None, ())
    assert asked("问题整改类").category == "问题整改"


def test_whose_move() -> None:
    assert (asked("等经信局的有哪些").waits_for, asked("等经信局的有哪些").unit) == ("市经信局", None)
    assert asked("需要交通局协调的").waits_for == "市交通运输局"
    query = asked("桂山镇配合的")
    assert (query.unit, query.assists) == ("桂山镇人民政府", True)


def test_what_is_denied_is_not_asked_for() -> None:
    assert (asked("没有困难的").problem, asked("没有困难的").without_problem) == (False, True)
    assert (asked("有没有困难的").problem, asked("有没有困难的").without_problem) == (True, False)
    assert asked("没停工的").status == (Status.NOT_STARTED, Status.IN_PROGRESS)
    assert asked("没完成的").status == STILL_OPEN
    assert asked("还没动的").status == (Status.NOT_STARTED,)


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("#3和#5", {3, 5}),
        ("3号和5号", {3, 5}),
        ("#3到#7", {3, 5, 6, 7}),
        ("3-7号", {3, 5, 6, 7}),
        ("1到3号事项怎么样了", {1, 2, 3}),
    ],
)
def test_several_numbers(typed: str, numbers: set[int]) -> None:
    assert {int(code[-2:]) for code in asked(typed).matters} == numbers


def test_the_unit_with_most_of_something_is_a_count() -> None:
    assert asked("哪个单位红灯最多").about is About.SUMMARY
    assert asked("红灯最多的单位").about is About.SUMMARY


@pytest.mark.parametrize(
    "told",
    [
        "新院区进度超过60%",
        "新院区进度过半",
        "新院区低于序时进度，只到61%",
        "新院区还没动",
        "新院区快完成了",
        "新院区进度最慢，61%，缺人手",
        "新院区完成80%以上的工程量",
        "新院区7月1日到7月15日停电检修，进度61%",
        "新院区第三季度要完成封顶，目前61%",
        "新院区还有几天就能封顶",
        "新院区滞后，因雨停工3天",
        "总体进度超过60%",
        "中医院迁建等住建局批复，21%",
    ],
)
def test_a_report_is_no_question(told: str) -> None:
    assert tell(told).intent is not Intent.QUERY


@pytest.mark.parametrize(
    "typed",
    [
        "进度低于50%的",
        "最慢的三个",
        "#3到#7",
        "第三季度要完成的",
        "还没动的",
        "快完成的",
        "需要经信局协调的",
        "80%以上的",
    ],
)
def test_a_question_records_nothing(typed: str) -> None:
    for sender in ("zhangwei", "leader", "supervisor"):
        reading = tell(typed, sender)
        assert (reading.intent, reading.updates) == (Intent.QUERY, ())


@pytest.mark.parametrize(
    ("typed", "order"),
    [
        ("哪个单位最差", Order.SLOWEST),
        ("哪个单位最慢", Order.SLOWEST),
        ("谁最慢", Order.SLOWEST),
        ("哪些单位做得不好", Order.SLOWEST),
        ("进度最落后的单位", Order.SLOWEST),
        ("谁做得最好", Order.FASTEST),
        ("哪家单位干得最好", Order.FASTEST),
        ("做得最好的单位", Order.FASTEST),
    ],
)
def test_units_in_their_order(typed: str, order: Order) -> None:
    query = asked(typed)
    assert (query.about, query.units_by, query.keyword, query.matters) == (About.SUMMARY, order, "", ())


@pytest.mark.parametrize("typed", ["哪个项目最慢", "最慢的三个", "市卫健委最差的项目是哪个", "哪个单位的项目最慢"])
def test_matters_in_their_order_are_no_units(typed: str) -> None:
    query = asked(typed)
    assert (query.about, query.units_by, query.order) == (About.MATTERS, None, Order.SLOWEST)


@pytest.mark.parametrize("sender", ["leader", "supervisor", "zhangwei"])
@pytest.mark.parametrize(
    "typed",
    [
        "李倩手上有什么事",
        "李倩负责哪些事",
        "李倩有什么事",
        "李倩手上的活",
        "李倩手头还有哪些任务",
        "李倩现在手里有啥事情?",
    ],
)
def test_what_a_person_has_in_hand(typed: str, sender: str) -> None:
    query = asked(typed, sender)
    assert (query.about, query.person, query.keyword) == (About.MATTERS, "liqian", "")


def test_what_a_unit_has_in_hand() -> None:
    assert asked("教育局手上有什么事").unit == "市教育局"


@pytest.mark.parametrize("typed", ["没什么事", "有什么事随时联系我", "李倩有事请假", "李倩说没什么事情要办"])
def test_words_about_nothing_are_no_question(typed: str) -> None:
    assert tell(typed).intent is Intent.OTHER
