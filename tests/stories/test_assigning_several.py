"""交办 begun and not finished: each answer goes to the newest, and nothing but an answer goes to any."""

from __future__ import annotations

from models import Matter, Unit
from tests.stories.office import StoryOffice

GAS = "交办 开展燃气安全排查 6月25日前完成 依据:县长6月5日批示"
RIVER = "交办 河道清淤"


def _assigned(office: StoryOffice) -> dict[str, str]:
    """Title → unit of what was assigned here."""
    with office.house.database.read() as session:
        rows = session.query(Matter.title, Unit.name).join(Unit, Unit.id == Matter.unit_id).filter(Matter.number > 5)
        return {row.title: row.name for row in rows}


def test_the_newest_is_answered_and_the_older_still_waits(office: StoryOffice) -> None:
    office.says("zhouming", GAS)
    asked = office.says("zhouming", RIVER)
    assert asked.startswith("「河道清淤」") and "还没有交办的还有:「开展燃气安全排查」" in asked
    answer = office.says("zhouming", "经信局,下月底,市长办公会纪要12号")
    assert "河道清淤,责任单位经信局,2026年7月31日前完成,依据:市长办公会纪要12号" in answer
    assert "「开展燃气安全排查」还没有交办,还需要:责任单位" in answer
    assert _assigned(office) == {"河道清淤": "经信局"}
    assert "开展燃气安全排查,责任单位城管局" in office.says("zhouming", "城管局")


def test_the_newest_is_dropped_first_and_named(small_office: StoryOffice) -> None:
    small_office.says("zhouming", GAS)
    small_office.says("zhouming", RIVER)
    answer = small_office.says("zhouming", "取消")
    assert "「河道清淤」的交办已取消" in answer and "「开展燃气安全排查」还没有交办" in answer
    assert "「开展燃气安全排查」的交办已取消" in small_office.says("zhouming", "取消")
    small_office.says("zhouming", "城管局")
    assert _assigned(small_office) == {}


def test_the_same_matter_named_again_goes_on_where_it_was(small_office: StoryOffice) -> None:
    small_office.says("zhouming", GAS)
    small_office.says("zhouming", RIVER)
    answer = small_office.says("zhouming", "交办 开展燃气安全排查 城管局")
    assert "已交办" in answer and "依据:县长6月5日批示" in answer and "「河道清淤」还没有交办" in answer


def test_what_was_asked_of_a_report_meanwhile_is_answered_as_such(small_office: StoryOffice) -> None:
    small_office.says("zhouming", RIVER)
    small_office.says("zhouming", "标准化厂房进度70%")
    assert "70%" in small_office.says("zhouming", "1")
    assert "已交办" in small_office.says("zhouming", "城管局 7月31日前 依据:县长批示")


def test_other_words_are_no_basis_and_do_what_they_say(small_office: StoryOffice) -> None:
    small_office.says("zhouming", "交办 河道清淤 城管局 7月31日前")
    for words in ("催一下城管局", "辛苦大家落实会议要求了"):
        answer = small_office.says("zhouming", words)
        assert "没有执行,也没有当作交办的内容" in answer and "「河道清淤」" in answer
    assert "65%" in small_office.says("zhouming", "奥瑞金二期 65%")
    assert "没有查到" in small_office.says("zhouming", "城管局 本周到期")
    assert "标准化厂房一期" in small_office.says("zhouming", "#4")
    assert _assigned(small_office) == {}
    assert "依据:县政办发〔2026〕3号" in small_office.says("zhouming", "县政办发〔2026〕3号")


def test_words_of_a_question_are_no_answer_to_what_else_is_missing(small_office: StoryOffice) -> None:
    small_office.says("zhouming", RIVER)
    assert "6月21日" in small_office.says("zhouming", "城管局 本周到期")
    assert "责任单位" in small_office.says("zhouming", "谢谢")
    assert "已交办" in small_office.says("zhouming", "由城管局负责,7月31日前,县长批示")


def test_a_basis_of_any_kind_is_taken_when_it_is_called_so(small_office: StoryOffice) -> None:
    small_office.says("zhouming", "交办 河道清淤 城管局 7月31日前")
    assert "依据:群众反映强烈" not in small_office.says("zhouming", "群众反映强烈")
    assert "依据:群众反映强烈" in small_office.says("zhouming", "依据:群众反映强烈")


def test_of_several_units_the_first_leads_and_the_others_assist(small_office: StoryOffice) -> None:
    answer = small_office.says("zhouming", "交办 开展燃气安全排查 经信局、城管局 6月25日前完成 依据:县长6月5日批示")
    assert "开展燃气安全排查,责任单位经信局(牵头),配合单位城管局,2026年6月25日前完成" in answer
    assert _assigned(small_office) == {"开展燃气安全排查": "经信局"}
    small_office.live()
    assert any("经信局牵头,您单位配合" in text for text in small_office.hears("chenchen"))
    assert not any("您单位配合" in text for text in small_office.hears("wangqiang"))
