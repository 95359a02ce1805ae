"""The office with cards on: what waits for a decision comes with buttons, and a button is the typed words."""

from __future__ import annotations

import json
import shutil
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from models import Inbox, Notice, Outgoing, Question, ScoreEntry
from models.inbox import Disposition
from models.notice import NoticeState
from models.outbox import OutgoingState
from models.question import QuestionState
from models.run import HoldKind
from rehearsal.platform import Fault, Retry, Shown
from supervision import holds
from supervision.clock import SHANGHAI
from supervision.offers import SETTLED
from tests.stories.climbing import TITLE, sign_white
from tests.stories.office import StoryOffice, add_matter, open_office

REQUEST = "申请延期 奥瑞金二期 到11月15日 因暴雨停工"
DUE, LATER = date(2026, 9, 30), date(2026, 11, 15)


def _labels(card: Shown) -> list[str]:
    return [one["text"] for one in card.content["button_list"]]


def _asked(office: StoryOffice) -> Shown:
    office.says("zhangwei", REQUEST)
    office.live()
    return office.cards("zhouming")[-1]


def _settlements(office: StoryOffice) -> list[Outgoing]:
    with office.house.database.read() as session:
        return session.query(Outgoing).filter(Outgoing.event == SETTLED).order_by(Outgoing.id).all()


def test_an_extension_is_granted_by_a_press(card_office: StoryOffice) -> None:
    card = _asked(card_office)
    assert "申请延期 #3" in card.text and _labels(card) == ["同意延期", "退回"]
    assert "同意 3 延期" in card.content["sub_title_text"], "whoever types reads the same"

    answer = card_office.presses("zhouming", "同意延期")

    assert "已同意 #3" in answer and card_office.matter(3).due_on == LATER
    card_office.live()
    [after] = card_office.cards("zhouming")
    assert (after.content["replace_text"], after.revisions) == ("周明:同意延期", 1)
    assert "周明 6月15日 09:00:已同意 #3" in after.content["sub_title_text"]


def test_the_press_counts_when_it_was_made(card_office: StoryOffice) -> None:
    _asked(card_office)
    card_office.presses("zhouming", "同意延期")
    with card_office.house.database.read() as session:
        row = session.query(Inbox).order_by(Inbox.id.desc()).limit(1).one()
        assert (row.kind, row.disposition) == ("event:template_card_event", Disposition.DONE)
        assert json.loads(row.detail)["key"] == "say:同意 3 延期"


def test_a_return_asks_for_the_reason_and_leaves_the_buttons(card_office: StoryOffice) -> None:
    _asked(card_office)
    assert "请写明原因" in card_office.presses("zhouming", "退回")
    card_office.live()
    assert _settlements(card_office) == []
    card_office.clock.now += timedelta(minutes=1)
    card_office.says("zhouming", "退回 3 延期 请先报赶工计划")
    assert card_office.matter(3).due_on == DUE


def test_a_second_press_and_the_others_card_change_nothing(card_office: StoryOffice) -> None:
    first = _asked(card_office)
    card_office.presses("zhouming", "同意延期")
    card_office.clock.now += timedelta(minutes=1)

    assert "没有等您处理" in card_office.presses("zhouming", "同意延期", first), "before the card was changed"
    assert "没有等您处理" in card_office.presses("zhaojie", "退回")
    card_office.live()

    [others] = card_office.cards("zhaojie")
    assert others.content["replace_text"] == "已处理" and card_office.matter(3).due_on == LATER
    with pytest.raises(ValueError, match="greyed out"):
        card_office.presses("zhaojie", "退回")


def test_the_platform_brings_a_press_twice(card_office: StoryOffice) -> None:
    card = _asked(card_office)
    delivery = card_office.line.card_clicks("zhouming", card.task_id, "say:同意 3 延期", retry=Retry.LATER)
    again = card_office.line.repeats(delivery)
    assert card_office.opened(again.body) == delivery.reply_text
    assert len(_settlements(card_office)) == 1


def test_the_card_of_a_request_that_was_taken_back_decides_nothing(card_office: StoryOffice) -> None:
    card = _asked(card_office)
    card_office.says("zhangwei", "申请延期 奥瑞金二期 到12月1日 因暴雨停工")
    card_office.live()
    assert "没有等您处理" in card_office.presses("zhouming", "同意延期", card)
    assert card_office.matter(3).due_on == DUE
    card_office.presses("zhouming", "同意延期")
    assert card_office.matter(3).due_on == date(2026, 12, 1)


@pytest.mark.parametrize(
    ("userid", "words"),
    [
        ("zhangwei", "不在您的权限内"),
        ("liuyang", "不在您的权限内"),
        ("zhaojie", "不在您的权限内"),
        ("stranger", "登记"),
    ],
)
def test_anothers_card_is_not_mine_to_press(card_office: StoryOffice, userid: str, words: str) -> None:
    card = _asked(card_office)
    event = {
        "EventKey": "say:同意 3 延期",
        "TaskId": card.task_id,
        "ResponseCode": "c",
        "CardType": "button_interaction",
    }
    answer = card_office.line.happens(userid, "template_card_event", event).reply_text or ""
    assert words in answer or userid == "stranger"
    assert card_office.matter(3).due_on == DUE and _settlements(card_office) == []


@pytest.mark.parametrize("key", ["say:同意 3", "say:撤销 3 试试", "say:", "同意 3 延期", ""])
@pytest.mark.parametrize("is_known", [True, False])
def test_a_key_that_is_on_no_button_of_ours_does_nothing(card_office: StoryOffice, key: str, is_known: bool) -> None:
    card = _asked(card_office)
    task = card.task_id if is_known else f"{card.task_id}0"
    event = {"EventKey": key or "x", "TaskId": task, "ResponseCode": "c", "CardType": "button_interaction"}
    if key == "同意 3 延期" and is_known:
        event["EventKey"] = "同意 4 延期"
    card_office.line.happens("zhouming", "template_card_event", event)
    assert card_office.matter(3).due_on == DUE


def test_a_card_that_cannot_be_changed_costs_nothing_but_its_buttons(card_office: StoryOffice) -> None:
    _asked(card_office)
    assert "已同意" in card_office.presses("zhouming", "同意延期")
    with card_office.house.database.write() as session:
        row = session.query(Outgoing).filter(Outgoing.event == SETTLED).one()
        row.facts = {**row.facts, "code": "used up"}
    card_office.live()
    assert [one.state for one in _settlements(card_office)] == [OutgoingState.FAILED]
    assert "replace_text" not in card_office.cards("zhouming")[0].content

    card_office.clock.now += timedelta(minutes=1)
    assert "没有等您处理" in card_office.presses("zhouming", "同意延期")
    card_office.live()

    after = card_office.cards("zhouming")[0].content
    assert after["replace_text"] == "周明:同意延期" and "09:00:已同意 #3" in after["sub_title_text"]
    with card_office.house.database.read() as session:
        assert session.query(Outgoing).filter(Outgoing.event.startswith("alarm_")).count() == 0


def test_nobody_knows_whether_the_card_was_changed_and_nobody_has_to(card_office: StoryOffice) -> None:
    _asked(card_office)
    card_office.platform.faults.on(Fault.RESET_AFTER_ACCEPT, "update_template_card", times=1)
    card_office.presses("zhouming", "同意延期")
    card_office.live()
    card_office.live()
    assert [one.state for one in _settlements(card_office)] == [OutgoingState.UNKNOWN]
    assert card_office.cards("zhouming")[0].revisions == 1


def test_a_platform_that_knows_no_cards_brings_the_words(card_office: StoryOffice) -> None:
    card_office.platform.corp().apps[1000002].knows_cards = False
    card_office.says("zhangwei", REQUEST)
    card_office.live()
    assert any("同意 3 延期" in text for text in card_office.hears("zhouming"))
    with card_office.house.database.read() as session:
        asked = session.query(Outgoing).filter(Outgoing.event == "extension_asked").all()
        assert {one.state for one in asked} == {OutgoingState.SENT}
        assert session.query(Outgoing).filter(Outgoing.event == "alarm_undelivered").count() == 0
        assert session.query(Outgoing).filter(Outgoing.event == "alarm_wire").count() == 1


def test_a_paper_whose_card_is_refused_has_arrived_once(card_office: StoryOffice) -> None:
    card_office.platform.corp().apps[1000002].knows_cards = False
    add_matter(card_office, 8, TITLE, "城管局", due_on=date(2026, 6, 15), percent=50)
    card_office.until(datetime(2026, 6, 16, 10, tzinfo=SHANGHAI))
    sign_white(card_office)
    card_office.live()
    assert sum("完成主体验收" in text for text in card_office.hears("chenchen")) == 1
    with card_office.house.database.read() as session:
        [paper] = session.query(Outgoing).filter(Outgoing.event == "notice_issued").all()
        assert paper.state is OutgoingState.SENT


def test_after_three_days_the_card_is_left_alone(card_office: StoryOffice) -> None:
    _asked(card_office)
    card_office.presses("zhouming", "同意延期")
    card_office.clock.now += timedelta(hours=73)
    card_office.live()
    assert [one.state for one in _settlements(card_office)] == [OutgoingState.EXPIRED]
    assert "replace_text" not in card_office.cards("zhouming")[0].content


def test_told_as_done_is_confirmed_by_a_press(card_office: StoryOffice) -> None:
    card_office.says("zhangwei", "#4 已完成")
    card_office.live()
    assert _labels(card_office.cards("zhouming")[-1]) == ["同意", "退回"]
    assert "请写明缺什么" in card_office.presses("zhouming", "退回")
    assert "已确认 #4" in card_office.presses("zhouming", "同意")


def test_a_question_back_is_answered_by_a_press(card_office: StoryOffice) -> None:
    asked = card_office.says("limin", "厂房进度40%")
    assert "请回复序号" in asked, "the reply says all of it to whoever types"
    card_office.live()
    [card] = card_office.cards("limin")
    assert _labels(card) == ["1. #4", "2. #5", "都不是"] and "标准化厂房一期" in card.content["sub_title_text"]

    assert "10%→40%" in card_office.presses("limin", "2. #5")

    assert (card_office.matter(4).percent, card_office.matter(5).percent) == (30, 40)
    card_office.clock.now += timedelta(minutes=1)
    assert "已经答复过" in card_office.presses("limin", "1. #4", card)
    assert card_office.matter(4).percent == 30
    card_office.live()
    assert card_office.cards("limin")[0].content["replace_text"] == "李敏:2. #5"


def test_a_question_that_was_answered_in_words_needs_no_card(card_office: StoryOffice) -> None:
    card_office.says("limin", "厂房进度40%")
    card_office.says("limin", "都不是")
    card_office.live()
    assert card_office.cards("limin") == []


def test_each_question_has_its_own_card(card_office: StoryOffice) -> None:
    card_office.says("limin", "厂房进度40%,奥瑞金二期 50%")
    card_office.live()
    assert "比原来低" in card_office.presses("limin", "都不是")
    card_office.live()
    assert _labels(card_office.cards("limin")[-1]) == ["是,50%", "不记"]
    card_office.presses("limin", "是,50%")
    assert card_office.matter(3).percent == 50
    with card_office.house.database.read() as session:
        assert {one.state for one in session.query(Question)} == {QuestionState.ANSWERED}


def test_a_hold_is_released_by_a_press(card_office: StoryOffice) -> None:
    now = card_office.clock()
    with card_office.house.database.write() as session:
        holds.put(session, HoldKind.BREAKER, {"wanted": 40, "limit": 10}, now)
    card_office.live()
    others = card_office.cards("zhaojie")[-1]
    assert "已放行" in card_office.presses("zhouming", "已核对,放行")
    with card_office.house.database.read() as session:
        assert holds.open_holds(session) == []
    assert "没有暂缓" in card_office.presses("zhaojie", "已核对,放行", others)


def test_a_paper_is_signed_for_by_a_press_and_only_once(card_office: StoryOffice) -> None:
    add_matter(card_office, 8, TITLE, "城管局", due_on=date(2026, 6, 15), percent=50)
    card_office.until(datetime(2026, 6, 16, 10, tzinfo=SHANGHAI))
    sign_white(card_office)
    card_office.live()
    words, card = card_office.platform.screen("chenchen")[-2:]
    assert "完成主体验收" in words.text and "回:签收" in words.text, "the paper stands there in full"
    assert "督〔2026〕1号" in card.text and _labels(card) == ["签收", "申请复核"]

    assert "已签收:督〔2026〕1号" in card_office.presses("chenchen", "签收")

    card_office.clock.now += timedelta(minutes=1)
    assert "没有待签收" in card_office.presses("chenchen", "签收", card)
    with card_office.house.database.read() as session:
        assert session.query(Notice).one().received_at == datetime(2026, 6, 16, 10, tzinfo=SHANGHAI)


def test_groups_and_news_stay_text(card_office: StoryOffice) -> None:
    add_matter(card_office, 8, TITLE, "城管局", due_on=date(2026, 6, 15), percent=50)
    card_office.until(datetime(2026, 6, 16, 10, tzinfo=SHANGHAI))
    kinds = {one.kind for one in card_office.platform.ledger.entries if one.in_group or one.to != "chenchen"}
    assert kinds == {"text"}, "a draft to be filled in has nothing to press"


def test_many_at_once_are_one_list(card_office: StoryOffice) -> None:
    for number, title in ((10, "滨江路"), (11, "污水厂"), (12, "体育馆"), (13, "图书馆")):
        add_matter(card_office, number, title, due_on=DUE)
        card_office.says("zhangwei", f"申请延期 {number} 到11月15日 因暴雨停工")
    card_office.live()
    assert card_office.cards("zhouming") == []
    assert all(f"同意 {number} 延期" in card_office.hears("zhouming")[-1] for number in (10, 11, 12, 13))


def test_the_leader_signs_by_a_press(proposed_on_cards: StoryOffice) -> None:
    office = proposed_on_cards
    words, card = office.platform.screen("liuyang")[-2:]
    assert "无正当理由" in words.text and "签发 8" in words.text and _labels(card) == ["签发", "不签"]
    assert "请写明原因" in office.presses("liuyang", "不签")

    assert "已签发黄色专项督办单 督〔2026〕2号" in office.presses("liuyang", "签发")
    office.clock.now += timedelta(minutes=1)
    assert "没有等您处理" in office.presses("liuyang", "签发", card)

    with office.house.database.read() as session:
        assert [one.points for one in session.query(ScoreEntry)] == [Decimal("-0.3")]
        assert [one.state for one in session.query(Notice)].count(NoticeState.SIGNED) == 2
    office.live()
    assert office.cards("liuyang")[-1].content["replace_text"] == "刘洋:签发"
    assert "督〔2026〕2号" in office.cards("chenchen")[-1].text


@pytest.mark.parametrize(
    ("who", "told", "asked", "label", "words"),
    [
        ("zhangwei", REQUEST, "zhouming", "同意延期", "同意 3 延期"),
        ("zhangwei", REQUEST, "zhouming", "退回", "退回 3 延期"),
        ("zhangwei", "#4 已完成", "zhouming", "同意", "同意 4"),
        ("limin", "厂房进度40%", "limin", "1. #4", "1"),
        ("limin", "厂房进度40%", "limin", "都不是", "0"),
        ("limin", "奥瑞金二期 50%", "limin", "不记", "不是"),
    ],
)
def test_pressed_and_typed_are_one(
    _file_url: str, tmp_path: Path, who: str, told: str, asked: str, label: str, words: str
) -> None:
    shutil.copyfile(tmp_path / "duban.db", tmp_path / "other.db")
    typing, pressing = open_office(_file_url), open_office(f"sqlite:///{tmp_path / 'other.db'}", form="cards")
    for office in (typing, pressing):
        office.says(who, told)
        office.live()
    assert typing.cards(asked) == []

    assert pressing.presses(asked, label) == typing.says(asked, words) != ""

    states = [
        [(one.percent, one.status, one.due_on) for one in map(office.matter, (3, 4, 5))]
        for office in (typing, pressing)
    ]
    assert states[0] == states[1]
    for office in (typing, pressing):
        office.house.close()
