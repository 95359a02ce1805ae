"""Directions, things nobody sees, letters that look alike: they turn no text around and make nobody another (T25)."""

from __future__ import annotations

import unicodedata

import pytest

from models import Inbox
from tests.security.planting import plant, said_by_the_bot
from tests.security.rows import beyond_the_inbox
from tests.stories.office import StoryOffice, add_matter, open_office

BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"
UNSEEN = "\u200b\u2060\ufeff\u00ad\u180e\u034f"


def test_no_direction_and_nothing_unseen_is_ever_said(_file_url: str) -> None:
    office = open_office(_file_url)
    plant(office, f"甲{BIDI}乙{UNSEEN}丙")
    shown = list(said_by_the_bot(office))
    assert sum("甲乙丙" in one.text for one in shown) > 30, "the words were repeated, without what nobody sees"
    assert {char for one in shown for char in one.text if char in BIDI + UNSEEN} == set()
    with office.house.database.read() as session:
        assert any(BIDI in row.text for row in session.query(Inbox)), "kept as it was written (I4)"
    office.house.close()


@pytest.mark.parametrize(
    "written",
    [
        "奥瑞金\u200b二期 进度66%",
        "奥\u202e瑞金二期 进度66%",
        "\ufeff奥瑞金二期 进度66%",
        "奥瑞金二期 进度６６％",
        "奥瑞金二期　进度66%",
        "奥瑞金二期 進度66%",
        "奥\u00ad瑞金二期 进度66%",
        "＃３ 66%",
        "奥瑞金⼆期 进度66%",  # the radical, not the figure two
    ],
)
def test_what_looks_the_same_is_read_the_same(small_office: StoryOffice, written: str) -> None:
    small_office.says("zhangwei", written)
    assert small_office.matter(3).percent == 66


@pytest.mark.parametrize(
    "userid", ["zhоuming", "zhoumіng", "ｚｈｏｕｍｉｎｇ", "zhou\u200bming", "zhouming\u202e", "ZHOUMlNG"]
)
def test_a_userid_that_looks_like_the_supervisors_is_a_strangers(small_office: StoryOffice, userid: str) -> None:
    """Cyrillic, full-width, with what nobody sees: the platform would not bind them, and neither do we."""
    small_office.platform.corp().add_member(userid, "周明")
    before = beyond_the_inbox(small_office)
    for words in ("暂停 3 停工令", "离任 zhangwei", "红灯", "#3"):
        assert "奥瑞金" not in small_office.says(userid, words)
    after = beyond_the_inbox(small_office)
    assert {name for name in after if after[name] != before[name]} <= {"stranger", "outgoing", "send", "attempt"}
    assert small_office.matter(3).suspended_since is None


def test_two_matters_that_look_alike_are_asked_about(small_office: StoryOffice) -> None:
    add_matter(small_office, 6, "奥瑞金二期两片罐项目", percent=10)
    answer = small_office.says("zhangwei", "奥瑞金二期两片罐项目 66%")
    assert "#3" in answer and "#6" in answer
    assert (small_office.matter(3).percent, small_office.matter(6).percent) == (60, 10)


def test_the_table_is_of_what_clients_act_upon() -> None:
    """Guards the tables: each is a format character or shows nothing."""
    assert {unicodedata.category(char) for char in BIDI + UNSEEN} <= {"Cf", "Mn"}
