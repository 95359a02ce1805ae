"""登记: who a userid is, and what becomes of the rights when people move."""

from __future__ import annotations

from models import Person, Report
from models.person import Role
from rehearsal.platform import State
from tests.stories.office import StoryOffice


def _person(office: StoryOffice, userid: str) -> Person | None:
    with office.house.database.read() as session:
        return session.query(Person).filter(Person.userid == userid).one_or_none()


def _joins(office: StoryOffice, userid: str, name: str) -> None:
    assert office.line.change_contact("create_user", {"UserID": userid, "Name": name}).state is State.ACCEPTED


def test_a_stranger_is_shown_to_the_supervisors_once_and_to_nobody_else(small_office: StoryOffice) -> None:
    small_office.says("stranger", "你好")
    small_office.says("stranger", "在吗")
    small_office.live()
    for userid in ("zhouming", "zhaojie"):
        assert sum("stranger" in text for text in small_office.hears(userid)) == 1
    assert not any("stranger" in text for text in small_office.hears("zhangwei"))


def test_the_words_shown_to_the_supervisor_are_the_reply_that_binds(small_office: StoryOffice) -> None:
    small_office.says("stranger", "你好")
    small_office.live()
    shown = next(text for text in small_office.hears("zhouming") if "stranger" in text)
    assert "登记 stranger" in shown
    small_office.says("zhouming", "登记 stranger 钱多 经信局 联络员")
    bound = _person(small_office, "stranger")
    assert bound is not None and (bound.name, bound.role) == ("钱多", Role.LIAISON)


def test_what_is_missing_is_named_and_nobody_is_bound(small_office: StoryOffice) -> None:
    answer = small_office.says("zhouming", "登记 stranger 钱多")
    assert "单位" in answer and "身份" in answer
    assert _person(small_office, "stranger") is None


def test_a_unit_outside_the_register_binds_nobody(small_office: StoryOffice) -> None:
    assert "单位" in small_office.says("zhouming", "登记 stranger 钱多 火星局 联络员")
    assert _person(small_office, "stranger") is None


def test_nobody_enrols_himself_or_a_friend(small_office: StoryOffice) -> None:
    for userid in ("stranger", "zhangwei", "liuyang", "admin"):
        small_office.says(userid, "登记 stranger 钱多 督查室 督查员")
    assert _person(small_office, "stranger") is None


def test_a_second_binding_moves_a_person_to_another_unit(small_office: StoryOffice) -> None:
    small_office.says("zhouming", "登记 limin 李敏 城管局 联络员")
    assert "奥瑞金" not in small_office.says("limin", "#3")


def test_the_sender_is_known_without_regard_to_case(small_office: StoryOffice) -> None:
    _joins(small_office, "WangFang", "王芳")
    small_office.says("zhouming", "登记 WangFang 王芳 招商局 联络员")
    assert "奥瑞金" in small_office.says("WangFang", "#3")


def test_a_rename_told_by_the_platform_moves_the_rights(office: StoryOffice) -> None:
    office.line.change_contact("update_user", {"UserID": "zhangwei", "NewUserID": "zhangwei2"})
    assert "奥瑞金" in office.says("zhangwei2", "#3")
    _joins(office, "zhangwei", "另一个张伟")
    answer = office.says("zhangwei", "#3")
    assert "登记" in answer and "奥瑞金" not in answer


def test_a_rename_told_with_capitals_moves_them_too(small_office: StoryOffice) -> None:
    """Senders are known by small letters, however the platform writes them."""
    small_office.line.change_contact("update_user", {"UserID": "zhangwei", "NewUserID": "ZhangWei2"})
    assert "奥瑞金" in small_office.says("zhangwei2", "#3")


def test_a_rename_typed_by_a_supervisor_does_the_same(small_office: StoryOffice) -> None:
    _joins(small_office, "zw", "张伟")
    assert "张伟" in small_office.says("zhouming", "换号 zhangwei zw")
    assert "奥瑞金" in small_office.says("zw", "#3")
    assert "奥瑞金" not in small_office.says("zhangwei", "#3")


def test_told_twice_a_rename_happens_once(small_office: StoryOffice) -> None:
    small_office.says("zhouming", "换号 zhangwei zw")
    small_office.line.change_contact("update_user", {"UserID": "zhangwei", "NewUserID": "zw"})
    assert "奥瑞金" in small_office.says("zw", "#3")


def test_a_departure_told_by_the_platform_ends_the_rights(small_office: StoryOffice) -> None:
    small_office.line.change_contact("delete_user", {"UserID": "limin"})
    _joins(small_office, "limin", "李民")
    assert "奥瑞金" not in small_office.says("limin", "#3")


def test_a_departure_typed_by_a_supervisor_ends_the_rights_at_once(small_office: StoryOffice) -> None:
    assert "李敏" in small_office.says("zhouming", "离任 limin")
    answer = small_office.says("limin", "日报 奥瑞金二期 90%")
    assert "登记" in answer
    assert small_office.matter(3).percent == 60


def test_the_successor_under_an_old_userid_is_another_person(office: StoryOffice) -> None:
    office.says("limin", "日报 奥瑞金二期 61%")
    office.line.change_contact("delete_user", {"UserID": "limin"})
    _joins(office, "limin", "李民")
    office.says("zhouming", "登记 limin 李民 招商局 联络员")
    assert "奥瑞金" in office.says("limin", "#3")
    with office.house.database.read() as session:
        teller = session.get_one(Person, session.query(Report).one().person_id)
        assert teller.name == "李敏"


def test_an_account_bound_before_the_platform_told_of_the_rename_keeps_its_rights(office: StoryOffice) -> None:
    office.says("zhouming", "登记 w2 王强 经信局 负责人")
    office.line.change_contact("update_user", {"UserID": "wangqiang", "NewUserID": "w2"})
    old, new = _person(office, "wangqiang"), _person(office, "w2")
    assert old is not None and not old.is_active
    assert new is not None and new.is_active


def test_a_supervisor_who_left_gives_no_orders(small_office: StoryOffice) -> None:
    small_office.says("zhouming", "离任 zhaojie")
    small_office.says("zhaojie", "暂停 3 停工令")
    assert small_office.matter(3).suspended_since is None
