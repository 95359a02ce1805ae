"""A due day passes: the unit hears of it once, and so does the group in which everybody may see the matter."""

from __future__ import annotations

from datetime import date, datetime

from models import Chat, ChatMember, Person
from models.chat import ChatChannel
from supervision.clock import SHANGHAI
from tests.stories.office import StoryOffice, add_matter

TUESDAY = datetime(2026, 6, 16, 12, 0, tzinfo=SHANGHAI)
LATE = "智慧工厂改造"


def _seat_only(office: StoryOffice, *userids: str) -> None:
    """The robot's group is the one of these people."""
    with office.house.database.write() as session:
        chat = session.query(Chat).one()
        assert chat.channel is ChatChannel.ROBOT
        session.query(ChatMember).delete()
        people = session.query(Person).filter(Person.userid.in_(userids))
        session.add_all(ChatMember(chat_id=chat.id, person_id=person.id) for person in people)


def test_the_unit_hears_once_and_its_work_group_too(office: StoryOffice) -> None:
    _seat_only(office, "wangqiang", "zhouming", "liuyang")
    add_matter(office, 6, LATE, "经信局", due_on=date(2026, 6, 12), percent=80)
    office.until(TUESDAY.replace(day=18))
    told = [text for text in office.hears("wangqiang") if "已逾期" in text and LATE in text]
    assert len(told) == 1
    said = [text for text in office.group_hears() if LATE in text]
    assert len(said) == 1
    assert "王强" not in said[0] and "扣" not in said[0]


def test_a_group_in_which_one_may_not_see_the_matter_hears_nothing(office: StoryOffice) -> None:
    _seat_only(office, "wangqiang", "chenchen", "zhouming")
    add_matter(office, 6, LATE, "经信局", due_on=date(2026, 6, 12), percent=80)
    office.until(TUESDAY)
    assert not office.group_hears()
    assert any("已逾期" in text for text in office.hears("wangqiang"))


def test_nothing_is_said_while_an_extension_waits_for_its_answer(office: StoryOffice) -> None:
    add_matter(office, 6, LATE, "经信局", due_on=date(2026, 6, 16), percent=80)
    office.says("wangqiang", "申请延期 6 到7月15日 因暴雨停工")
    office.until(TUESDAY.replace(day=18))
    assert not any("已逾期" in text for text in office.hears("wangqiang"))
