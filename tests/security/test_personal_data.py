"""Every column says what it tells of a person, what for and how long; numbers of people are covered in lists (T40)."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from models import Base, Inbox, Progress
from supervision.personal_data import NOBODY, columns, page
from supervision.retention.erasing import RAW
from supervision.texts.masking import masked
from tests.security.envelopes import send, text_xml
from tests.stories.office import StoryOffice

PAGE = Path(__file__).parents[2] / "docs" / "personal-data.md"
PHONE, COVERED = "13812345678", "138****5678"
TABLES = Base.metadata.tables


def test_every_column_is_in_the_inventory_once_and_no_other_is() -> None:
    listed = [(one.table, one.name) for one in columns()]
    assert sorted(listed) == sorted((table.name, column.name) for table in TABLES.values() for column in table.columns)


def test_whoever_points_at_a_person_is_no_ones_nowhere() -> None:
    kinds = {(one.table, one.name): one.kind for one in columns()}
    pointing = [
        (table.name, column.name)
        for table in TABLES.values()
        for column in table.columns
        if any(key.column.table.name == "person" for key in column.foreign_keys)
    ]
    assert pointing and [place for place in pointing if kinds[place] == NOBODY] == []


def test_what_is_kept_for_the_months_of_raw_text_is_what_the_house_erases() -> None:
    erased = {(raw.table.__tablename__, name) for raw in RAW for name in raw.emptied}
    assert {(one.table, one.name) for one in columns() if one.kept == "原话"} == erased
    assert {one.table for one in columns() if one.kept == "来人"} == {"stranger"}


def test_no_column_is_made_for_a_telephone_or_an_address() -> None:
    words = ("mobile", "phone", "tel", "mail", "address", "identity", "birth")
    found = [f"{one.table}.{one.name}" for one in columns() if any(word in one.name for word in words)]
    assert found == ["chat.address"], "a robot's name in the configuration, or a chat's id"


def test_the_page_for_people_says_the_same() -> None:
    """`python -m supervision.personal_data docs/personal-data.md` writes it anew."""
    assert PAGE.read_text(encoding="utf-8") == page()


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        (f"联系{PHONE}", f"联系{COVERED}"),
        ("138 1234 5678、13912345678", "138****5678、139****5678"),
        ("身份证610402199001011234", "身份证610402********1234"),
        ("+8613812345678、8613812345678,0086-13812345678", "+86138****5678、86138****5678,0086-138****5678"),
        ("+86 138-1234-5678", "+86 138****5678"),
        ("(138)12345678、(138)1234-5678", "(138)****5678、(138)****5678"),
        ("投资13812345678元", "投资13812345678元"),
        ("共13812345678元用于征拆,余13912345678万元。", "共13812345678元用于征拆,余13912345678万元。"),
        ("总投资约13812345678元由省里出", "总投资约13812345678元由省里出"),
        ("请找13812345678元师傅、13912345678万经理", "请找138****5678元师傅、139****5678万经理"),
        ("\uff08138\uff0912345678", "\uff08138\uff09****5678"),
        ("补助13812345678元\uff0c已拨", "补助13812345678元\uff0c已拨"),
        ("8613812345678万师傅", "86138****5678万师傅"),
        ("编号2026138123456780", "编号2026138123456780"),
        ("1381234567", "1381234567"),
    ],
)
def test_numbers_of_people_are_told_from_others(words: str, shown: str) -> None:
    assert masked(words) == shown


def test_a_telephone_number_is_covered_in_lists_and_kept_as_it_was_told(office: StoryOffice) -> None:
    office.says("zhangwei", f"日报 奥瑞金二期 66%,缺电力指标,联系人{PHONE}")
    office.says("limin", "日报 厂房一期 35%,缺砂石")
    listed = office.says("liuyang", "有困难的事项")
    assert "厂房一期" in listed and COVERED in listed and PHONE not in listed
    assert PHONE in office.says("liuyang", "#3"), "who looks at the matter wants to call"
    with office.house.database.read() as session:
        assert PHONE in session.scalars(select(Progress.words).order_by(Progress.id)).all()[0]
    send(office, text_xml(office, f"请打{PHONE}".encode()), late_by=4000)
    assert COVERED in office.says("zhouming", "隔离")


def test_of_a_change_of_contacts_only_what_is_asked_for_is_taken(small_office: StoryOffice) -> None:
    fields = {"UserID": "zhangwei", "NewUserID": "zhangwei2", "Mobile": PHONE, "Name": "张伟", "Position": "局长"}
    small_office.line.change_contact("update_user", fields)
    small_office.clock.now += timedelta(seconds=1)
    small_office.live()
    with small_office.house.database.read() as session:
        detail = session.scalars(select(Inbox.detail)).one()
    assert "zhangwei2" in detail and PHONE not in detail and "局长" not in detail
    assert "66%" in small_office.says("zhangwei2", "日报 奥瑞金二期 66%")
