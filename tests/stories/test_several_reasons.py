"""说明 said twice: each stands as it was said, with who said it and when, in quotes of its own (C23, T24)."""

from __future__ import annotations

from datetime import timedelta

from models import Notice
from tests.stories.office import StoryOffice

FIRST, SECOND = "因暴雨停工12天", "电力指标6月20日才批"
BOTH = f"“{FIRST}”(陈晨,6月22日 10:00);“{SECOND}”(陈晨,6月22日 10:05)"


def _explained_twice(office: StoryOffice) -> str:
    office.says("chenchen", f"说明 8 {FIRST}")
    office.until(office.clock.now + timedelta(minutes=5))
    answer = office.says("chenchen", f"说明 8 {SECOND}")
    office.live()
    return answer


def test_each_reason_is_kept_with_its_speaker_and_moment(hearing: StoryOffice) -> None:
    answer = _explained_twice(hearing)
    assert SECOND in answer and FIRST not in answer and "第2次" in answer
    with hearing.house.database.read() as session:
        notice = session.query(Notice).order_by(Notice.level.desc()).limit(1).one()
    assert [(one["words"], one["person"]) for one in notice.grounds["reasons"]] == [(FIRST, "陈晨"), (SECOND, "陈晨")]


def test_the_office_reads_each_in_quotes_of_its_own(hearing: StoryOffice) -> None:
    _explained_twice(hearing)
    assert any(BOTH in text for text in hearing.hears("zhouming"))


def test_so_do_the_leader_and_the_unit_that_asks_why(hearing: StoryOffice) -> None:
    _explained_twice(hearing)
    hearing.until(hearing.clock.now + timedelta(days=4))
    hearing.says("zhouming", "提请 8 认定:理由不成立 标准:完成主体验收 时限:7月10日")
    hearing.live()
    assert any("请签发" in text and f"单位说明:{BOTH}" in text for text in hearing.hears("liuyang"))
    hearing.says("liuyang", "签发 8")
    hearing.live()
    assert f"单位说明:“{FIRST}”6月22日“{SECOND}”6月22日" in hearing.says("chenchen", "为什么扣0.3")
