"""A table beside what the house knows: what is new, what differs, what is not for a table to say. All pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from models.matter import MatterStatus
from models.person import Role
from supervision.importing.findings import Note, Problem
from supervision.importing.known import Known, KnownMatter
from supervision.importing.layout import Field, Subject, Values
from tests.supervision.importing.tables import (
    MATTER_HEADERS,
    MATTERS,
    MONDAY,
    Lines,
    matter,
    office,
    planned,
    problems,
    told,
)

DUE = date(2026, 6, 30)


def known_matter(code: str = "ZD-2026-003", number: int = 3, **others: Any) -> KnownMatter:  # noqa: ANN401
    values: Values = {
        Field.CODE: code, Field.NUMBER: number, Field.TITLE: "奥瑞金二期", Field.ALIASES: (), Field.CATEGORY: "",
        Field.UNIT: "招商局", Field.CO_UNITS: (), Field.BASIS: "市政府第12次常务会议", Field.START_ON: None,
        Field.DUE_ON: DUE, Field.STATUS: MatterStatus.IN_PROGRESS, Field.PERCENT: 40, Field.IS_SEALED: False,
        Field.NAMED: (),
    }  # fmt: skip
    plain = KnownMatter(values, MatterStatus.IN_PROGRESS, (MatterStatus.IN_PROGRESS, 10), False, False, False)
    return replace(plain, **others)


def house(*matters: KnownMatter, **others: Any) -> Known:  # noqa: ANN401
    return Known(matters={str(one.values[Field.CODE]): one for one in matters or (known_matter(),)}, **others)


def codes(lines: Lines, known: Known | None = None) -> list[tuple[str, object]]:
    plan = planned(office(事项=lines), known)
    assert problems(plan) == []
    return [(entry.key[0], entry.said[Field.NUMBER]) for entry in plan.entries if entry.subject is Subject.MATTER]


def rows(*keys: tuple[str | None, int | None]) -> Lines:
    return [
        MATTER_HEADERS,
        *([code, number, f"事项{place}", *MATTERS[1][3:]] for place, (code, number) in enumerate(keys)),
    ]


# --- which matter a row is about


def test_a_number_left_out_is_taken_from_the_code_or_the_next_free_one() -> None:
    given = rows(("ZD-2026-007", None), (None, 12), ("ZD-2025-007", None), ("咸督〔2026〕一号", None))
    assert codes(given) == [("ZD-2026-007", 7), ("ZD-2026-012", 12), ("ZD-2025-007", 13), ("咸督〔2026〕一号", 2026)]


def test_numbers_that_are_given_come_before_those_that_are_made() -> None:
    assert codes(rows(("ZD-2025-003", None), (None, 3))) == [("ZD-2025-003", 4), ("ZD-2026-003", 3)]


def test_a_known_matter_is_found_by_code_in_any_dress_or_by_number() -> None:
    for key in (("zd-2026-003", None), (None, 3), ("ZD-2026-003", 3)):
        assert codes(rows(key), house()) == [("ZD-2026-003", 3)]


@pytest.mark.parametrize(
    ("key", "kind"),
    [
        ((None, None), Problem.NO_CODE),
        (("ZD-2026-009", 3), Problem.NUMBER_TAKEN),
        (("ZD-2026-003", 4), Problem.NUMBER_DIFFERS),
    ],
)
def test_a_number_people_remember_is_not_changed(key: tuple[str | None, int | None], kind: Problem) -> None:
    assert [finding.kind for finding in planned(office(事项=rows(key)), house()).problems] == [kind]


def test_two_old_matters_of_one_number_are_told_apart_by_code_only() -> None:
    twins = house(known_matter(), known_matter("ZD-2025-003"))
    assert [finding.kind for finding in planned(office(事项=rows((None, 3))), twins).problems] == [
        Problem.NUMBER_AMBIGUOUS
    ]
    assert codes(rows(("ZD-2025-003", None)), twins) == [("ZD-2025-003", 3)]


def test_a_code_that_would_be_made_but_is_taken_is_asked_for() -> None:
    known = house(known_matter("ZD-2026-008", 80))
    assert [finding.kind for finding in planned(office(事项=rows((None, 8))), known).problems] == [Problem.CODE_TAKEN]


@pytest.mark.parametrize("sheet", ["单位", "人员", "事项", "群"])
def test_one_thing_in_two_rows_is_told_with_the_other_row(sheet: str) -> None:
    sheets = office(事项=MATTERS, 群=[["群名称", "方式", "地址"], ["督办群", "群机器人", "督办群"]])
    sheets[sheet] = [*sheets[sheet], sheets[sheet][1]]
    plan = planned(sheets)
    assert [(finding.kind, finding.facts["other"]) for finding in plan.problems] == [(Problem.TWICE, 2)]


# --- due days (T38)


def test_a_due_day_still_ahead_may_be_moved_and_is_shown() -> None:
    plan = planned(office(事项=matter(完成时限="2026-07-31")), house())
    [entry] = plan.changed(Subject.MATTER)
    assert dict(entry.changes) == {Field.DUE_ON: (DUE, date(2026, 7, 31))}


def test_a_due_day_that_is_over_is_moved_by_an_extension_only() -> None:
    plan = planned(office(事项=matter(完成时限="2026-12-31")), house(known_matter(is_past_due=True)))
    assert problems(plan) == [(Problem.DUE_IS_PAST, 2, "完成时限")]


def test_nor_may_it_be_emptied() -> None:
    plan = planned(office(事项=matter(完成时限="无")), house(known_matter(is_past_due=True)))
    assert problems(plan) == [(Problem.DUE_IS_PAST, 2, "完成时限")]


def test_an_overdue_matter_may_still_be_corrected_otherwise() -> None:
    late = known_matter(is_past_due=True)
    plan = planned(office(事项=matter(事项名称="奥瑞金二期项目")), house(late))
    assert problems(plan) == []
    assert list(plan.changed(Subject.MATTER)[0].changes) == [Field.TITLE]


def test_no_due_day_is_moved_into_the_past() -> None:
    plan = planned(office(事项=matter(完成时限="2026-06-12")), house())
    assert problems(plan) == [(Problem.DUE_INTO_PAST, 2, "完成时限")]


def test_an_old_ledger_may_bring_matters_that_are_late_already_and_says_so() -> None:
    plan = planned(office(事项=matter(完成时限="2026-06-12")))
    assert problems(plan) == []
    assert told(plan, Note.DUE_ALREADY_PAST)
    assert not told(planned(office(事项=matter(完成时限="2026-06-14"))), Note.DUE_ALREADY_PAST)  # a Sunday: in time


def test_a_start_after_the_due_day_is_a_slip() -> None:
    assert problems(planned(office(事项=matter(开始日期="2026-07-01")))) == [(Problem.START_AFTER_DUE, 2, "开始日期")]


# --- state


def test_what_a_unit_reported_stands_and_the_clerk_is_told() -> None:
    plan = planned(office(事项=matter(进度=30)), house(known_matter(is_told=True)))
    assert plan.problems == ()
    assert told(plan, Note.STATE_IS_TOLD)
    assert plan.unchanged(Subject.MATTER)


@pytest.mark.parametrize("percent", [10, 40])
def test_the_same_table_again_says_nothing_of_it(percent: int) -> None:
    """10 stood in the table when it was first imported, 40 is what was told since."""
    plan = planned(office(事项=matter(进度=percent)), house(known_matter(is_told=True)))
    assert plan.findings == ()
    assert plan.unchanged(Subject.MATTER)


def test_before_anything_was_told_the_table_may_set_it() -> None:
    [entry] = planned(office(事项=matter(进度=30, 状态="停工")), house()).changed(Subject.MATTER)
    assert {what: new for what, (_, new) in entry.changes.items()} == {
        Field.STATUS: MatterStatus.BLOCKED,
        Field.PERCENT: 30,
    }


@pytest.mark.parametrize("status", ["已完成", "已销号"])
def test_completion_and_striking_off_have_ways_of_their_own(status: str) -> None:
    assert problems(planned(office(事项=matter(状态=status)), house())) == [(Problem.STATE_NOT_BY_IMPORT, 2, "状态")]
    assert problems(planned(office(事项=matter(状态=status)))) == []  # an old ledger's finished matters come as such


# --- people, units, groups


def person(*row: object) -> Lines:
    return [["账号", "姓名", "单位", "身份", "分管单位"], row]


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        (("sun", "孙", "住建局", "联络员", None), Problem.NO_SUCH_UNIT),
        (("sun", "孙", "市招商促进局", "联络员", None), Problem.UNIT_BY_ALIAS),
        (("sun", "孙", "老区办", "联络员", None), Problem.UNIT_INACTIVE),
        (("sun", "孙", "招商局", "联络员", "经信局"), Problem.CHARGES_OF_OTHERS),
        (("gone", "钱", "招商局", "联络员", None), Problem.PERSON_LEFT),
        (("old", "周", "招商局", "联络员", None), Problem.USERID_FORMER),
    ],
)
def test_a_person_who_does_not_fit_is_told_with_the_remedy(row: tuple[object, ...], kind: Problem) -> None:
    known = Known(
        units={name: {} for name in ("招商局", "经信局", "老区办")},
        inactive_units=frozenset({"老区办"}),
        unit_aliases={"市招商促进局": ("招商局",)},
        people={"gone": {}},
        departed=frozenset({"gone"}),
        former={"old": "new"},
    )
    assert [finding.kind for finding in planned({"人员": person(*row)}, known).problems] == [kind]


def test_a_second_account_of_one_name_is_pointed_out() -> None:
    known = Known(units={"招商局": {}}, people={"wang": {Field.NAME: "王局长", Field.UNIT: "招商局"}})
    plan = planned({"人员": person("wang2", "王局长", "招商局", "联络员", None)}, known)
    assert [note.facts["other"] for note in told(plan, Note.SAME_NAME)] == ["wang"]


def test_who_is_leader_no_longer_loses_his_charges() -> None:
    chen: Values = {
        Field.USERID: "chen", Field.NAME: "陈市长", Field.UNIT: "招商局", Field.ROLE: Role.LEADER,
        Field.TITLE: "", Field.CHARGES: ("招商局",),
    }  # fmt: skip
    known = Known(units={"招商局": {}}, people={"chen": chen})
    [entry] = planned({"人员": person("chen", "陈市长", "招商局", "负责人", None)}, known).changed(Subject.PERSON)
    assert entry.changes[Field.CHARGES] == (("招商局",), ())


def test_a_sealed_matter_names_who_may_know_it() -> None:
    assert problems(planned(office(事项=matter(密封="是")))) == [(Problem.SEALED_WITHOUT_NAMES, 2, "知悉人员")]
    assert problems(planned(office(事项=matter(密封="是", 知悉人员="nobody")))) == [
        (Problem.NO_SUCH_PERSON, 2, "知悉人员")
    ]
    assert problems(planned(office(事项=matter(密封="是", 知悉人员="li")))) == []


def test_the_responsible_unit_does_not_help_itself() -> None:
    plan = planned(office(事项=matter(配合单位="经信局、招商局")))
    assert problems(plan) == [(Problem.CO_UNIT_IS_UNIT, 2, "配合单位")]


def test_a_robot_speaks_in_one_group() -> None:
    chats = [["群名称", "方式", "地址"], ["督办群", "群机器人", "main"], ["领导群", "群机器人", "main"]]
    assert problems(planned(office(群=chats))) == [(Problem.ADDRESS_TAKEN, 3, "地址")]
    known = Known(chats={"老群": {Field.CHANNEL: "robot", Field.ADDRESS: "main"}})
    assert problems(planned(office(群=chats[:2]), known)) == [(Problem.ADDRESS_TAKEN, 2, "地址")]


# --- milestones


def milestone(*row: object) -> dict[str, Lines]:
    return office(事项=MATTERS, 节点=[["事项编号", "节点名称", "完成时限", "完成日期"], row])


@pytest.mark.parametrize("called", ["ZD-2026-003", "zd-2026-003", 3, "#3"])
def test_a_milestone_calls_its_matter_by_code_or_number(called: object) -> None:
    [entry] = planned(milestone(called, "封顶", "2026-06-20", None)).new(Subject.MILESTONE)
    assert entry.key == ("ZD-2026-003", "封顶")


def test_a_milestone_of_no_matter_or_done_tomorrow_is_a_slip() -> None:
    assert problems(planned(milestone("ZD-2026-099", "封顶", "2026-06-20", None))) == [
        (Problem.NO_SUCH_MATTER, 2, "事项编号")
    ]
    assert problems(planned(milestone(3, "封顶", "2026-06-20", "2026-06-16"))) == [
        (Problem.DONE_IN_FUTURE, 2, "完成日期")
    ]


def test_a_milestone_moved_after_its_day_is_told() -> None:
    before: Values = {
        Field.MATTER: "ZD-2026-003",
        Field.NAME: "封顶",
        Field.DUE_ON: date(2026, 6, 1),
        Field.DONE_ON: None,
    }
    plan = planned(milestone(3, "封顶", "2026-06-20", None), house(milestones={("ZD-2026-003", "封顶"): before}))
    assert plan.problems == ()
    assert told(plan, Note.MILESTONE_MOVED_LATE)


def test_a_plan_is_the_same_whenever_it_is_made() -> None:
    sheets = office(事项=matter(完成时限="2026-07-31"))
    assert planned(sheets, house(), MONDAY) == planned(sheets, house(), MONDAY)
