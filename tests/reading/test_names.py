"""Which matter is meant: short names, homophones, codes, 该项目, and when to ask."""

from __future__ import annotations

import pytest

from handlers.reading import Conversation
from handlers.reading.result import DoubtKind, Intent, Status
from tests.reading.office import only, tell


@pytest.mark.parametrize(
    ("told", "sender", "code"),
    [
        ("市人民医院新院区建设项目66%", "zhangwei", "DB-2026-01"),
        ("人民医院新院区 66%", "zhangwei", "DB-2026-01"),
        ("中醫院遷建工程進度25%", "zhangwei", "DB-2026-02"),
        ("中医院那个迁建25%", "zhangwei", "DB-2026-02"),
        ("卫生院那边50%", "zhangwei", "DB-2026-03"),
        ("卫声院改造50%", "zhangwei", "DB-2026-03"),
        ("城东45%", "liqian", "DB-2026-06"),
        ("一期设备进场，85%", "guoming", "DB-2026-11"),
        ("A区 62%", "sunli", "DB-2026-18"),
        ("#3 50%", "zhangwei", "DB-2026-03"),
        ("第3项 50%", "zhangwei", "DB-2026-03"),
        ("003 50%", "zhangwei", "DB-2026-03"),
        ("DB-2026-03 50%", "zhangwei", "DB-2026-03"),
    ],
)
def test_the_matter_meant(told: str, sender: str, code: str) -> None:
    update = only(told, sender)
    assert (update.matter, update.doubts) == (code, ())


def test_several_fit_and_the_bot_asks() -> None:
    update = only("实验小学进度45%", "liqian")
    assert update.matter is None
    assert [(doubt.kind, doubt.candidates) for doubt in update.doubts] == [
        (DoubtKind.WHICH_MATTER, ("DB-2026-06", "DB-2026-07"))
    ]


def test_a_project_nobody_has_on_the_list_is_asked_about() -> None:
    known, unknown = tell("周报：1.新院区66%；2.江北大道拓宽工程完成30%").updates
    assert known.percent == 66
    assert (unknown.matter, unknown.mention) == (None, "江北大道拓宽工程")
    assert [doubt.kind for doubt in unknown.doubts] == [DoubtKind.UNKNOWN_MATTER]


def test_that_project_is_the_one_spoken_of() -> None:
    assert only("新院区66%。该项目预计10月底竣工").percent == 66
    (update,) = tell("该项目完成70%", conversation=Conversation(lambda: ("DB-2026-02", "DB-2026-01"))).updates
    assert update.matter == "DB-2026-02"
    (unclear,) = tell("该项目完成70%").updates
    assert unclear.matter is None
    assert unclear.doubts


def test_no_name_at_all_is_asked_about() -> None:
    reading = tell("日报 今天完成得不错，总进度66%")
    assert reading.intent is Intent.REPORT
    assert [doubt.kind for doubt in reading.updates[0].doubts] == [DoubtKind.WHICH_MATTER]
    assert tell("日报 总进度66%", "zhaolei").updates[0].matter == "DB-2026-16"


def test_another_units_matter_by_half_its_name_is_asked_about() -> None:
    update = only("新院进度66%", "liqian")
    assert update.doubts


def test_a_neighbour_in_an_item_is_not_reported_on() -> None:
    (update,) = tell("1.新院区：与中医院迁建共用道路，总进度66%").updates
    assert update.matter == "DB-2026-01"


def test_a_section_is_given_to_the_matters_it_names() -> None:
    first, second = tell("周报\n1.新院区66%\n2.中医院迁建22%\n存在问题：中医院迁建高压线未迁").updates
    assert (first.problem, second.problem) == (False, True)


def test_a_table_with_a_header() -> None:
    told = "项目\t进度\t问题\n新院区\t67\t无\n中医院迁建\t25\t高压线未迁"
    first, second = tell(told).updates
    assert (first.percent, first.problem) == (67, False)
    assert (second.percent, second.problem) == (25, True)


@pytest.mark.parametrize("told", ["A区B区都停工", "A区、B区都停工", "A区和B区都停工了"])
def test_what_is_said_of_several_is_said_of_each(told: str) -> None:
    assert [(u.matter, u.status) for u in tell(told, "sunli").updates] == [
        ("DB-2026-18", Status.BLOCKED),
        ("DB-2026-19", Status.BLOCKED),
    ]


def test_two_items_in_one_line() -> None:
    told = "A区：楼道粉刷70%，总体63%；B区：外立面完成一半，总体40%"
    assert [(u.matter, u.percent) for u in tell(told, "sunli").updates] == [("DB-2026-18", 63), ("DB-2026-19", 40)]


@pytest.mark.parametrize("told", ["A区、B区一个停工一个65%", "A区和B区，一个停工一个65%"])
def test_one_of_them_is_so_and_one_is_not(told: str) -> None:
    assert [(u.matter, u.status, u.percent) for u in tell(told, "sunli").updates] == [
        ("DB-2026-18", Status.BLOCKED, None),
        ("DB-2026-19", Status.IN_PROGRESS, 65),
    ]
