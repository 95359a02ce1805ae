"""A press is replayed, forwarded, late, invented: it counts once, for whom it was sent, while it waits (T14, T15)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from models import Inbox
from models.inbox import Disposition
from rehearsal.platform import Retry, Shown
from tests.security.rows import Rows, beyond_the_inbox
from tests.stories.office import PEOPLE, StoryOffice, open_office

OWED = date(2026, 9, 30)
AGREE, RETURN = "say:同意 3 延期", "say:退回 3 延期"
EVERYBODY = [userid for userid, *_ in PEOPLE] + ["stranger"]


@pytest.fixture
def asked(_file_url: str) -> Iterator[StoryOffice]:
    """An extension of #3 waits, with a card on the screens of both supervisors."""
    office = open_office(_file_url, form="cards")
    office.says("zhangwei", "申请延期 3 到11月15日 因暴雨停工")
    office.live()
    yield office
    office.house.close()


def pressed(office: StoryOffice, userid: str, task_id: str, key: str, code: str = "c") -> str:
    """The event as the platform would bring it, whether or not there is such a card on that screen."""
    event = {"EventKey": key, "TaskId": task_id, "ResponseCode": code, "CardType": "button_interaction"}
    return office.line.happens(userid, "template_card_event", event).reply_text or ""


def decided(office: StoryOffice) -> Rows:
    """What the office has decided; that somebody was told so, is not part of it."""
    kept = beyond_the_inbox(office)
    return {name: kept[name] for name in ("matter", "extension", "act", "deadline", "notice") if name in kept}


def card_of(office: StoryOffice, userid: str) -> Shown:
    return office.cards(userid)[-1]


def test_whoever_was_not_sent_it_presses_in_vain(asked: StoryOffice) -> None:
    card, before, answers = card_of(asked, "zhouming"), decided(asked), {}
    for userid in EVERYBODY:
        if userid != "zhouming":
            answers[userid] = pressed(asked, userid, card.task_id, AGREE)
    assert decided(asked) == before and asked.matter(3).due_on == OWED
    assert all("延期到" not in answer and "已同意" not in answer for answer in answers.values())


@pytest.mark.parametrize("later", [1, 60, 3600, 72 * 3600, 30 * 86400])
def test_a_press_again_changes_nothing_ever_after(asked: StoryOffice, later: int) -> None:
    card = card_of(asked, "zhouming")
    first = asked.line.card_clicks("zhouming", card.task_id, AGREE)
    assert asked.matter(3).due_on == date(2026, 11, 15)
    asked.clock.now += timedelta(seconds=later)
    before = decided(asked)
    asked.line.replays(first)
    for userid in ("zhouming", "zhaojie"):
        for key in (AGREE, RETURN):
            assert "没有等您处理" in pressed(asked, userid, card.task_id, key) or userid == "zhaojie"
            pressed(asked, userid, card_of(asked, "zhaojie").task_id, key)
    assert decided(asked) == before


def test_of_a_decision_and_its_contrary_in_one_second_the_first_stands(asked: StoryOffice) -> None:
    mine, others = card_of(asked, "zhouming"), card_of(asked, "zhaojie")
    assert "已同意" in pressed(asked, "zhouming", mine.task_id, AGREE)
    before = decided(asked)
    assert "没有等您处理" in pressed(asked, "zhaojie", others.task_id, AGREE)
    assert "没有等您处理" in pressed(asked, "zhaojie", others.task_id, RETURN)
    assert decided(asked) == before


@pytest.mark.parametrize(
    "key",
    ["say:同意 4 延期", "say:同意 3", "say:签发 8", "say:暂停 3 x", "say:离任 zhangwei", "say:", "同意", "{}", "😀"],
)
def test_a_button_that_was_never_on_the_card_does_nothing(asked: StoryOffice, key: str) -> None:
    before = decided(asked)
    pressed(asked, "zhouming", card_of(asked, "zhouming").task_id, key)
    assert decided(asked) == before


def test_a_task_id_cannot_be_guessed_from_another(asked: StoryOffice) -> None:
    card, before = card_of(asked, "zhouming"), decided(asked)
    number, claim, mark = card.task_id.split("-")
    guesses = [
        number,
        f"{number}-{claim}-",
        f"-{claim}-{mark}",
        f"{int(number) + 1}-{claim}-{mark}",
        "9" * 40,
        "１-1-1",
    ]
    guesses += [f"{one}-1-{mark}" for one in range(1, 20) if str(one) != number]
    for guess in guesses:
        pressed(asked, "zhouming", guess, AGREE)
    assert decided(asked) == before


def test_two_different_presses_of_one_second_both_count(_file_url: str) -> None:
    office = open_office(_file_url, form="cards")
    for number in (3, 4):
        office.says("zhangwei", f"申请延期 {number} 到11月15日 因暴雨停工")
    office.live()
    third, fourth = office.cards("zhouming")
    assert "已同意 #3" in pressed(office, "zhouming", third.task_id, "say:同意 3 延期")
    assert "已同意 #4" in pressed(office, "zhouming", fourth.task_id, "say:同意 4 延期")
    assert {office.matter(number).due_on for number in (3, 4)} == {date(2026, 11, 15)}
    office.house.close()


def test_the_same_press_four_times_counts_once(asked: StoryOffice) -> None:
    press = asked.line.card_clicks("zhouming", card_of(asked, "zhouming").task_id, AGREE, retry=Retry.LATER)
    before = beyond_the_inbox(asked)
    assert {asked.opened(asked.line.repeats(press).body) for _ in range(3)} == {press.reply_text}
    assert beyond_the_inbox(asked) == before
    with asked.house.database.read() as session:
        presses = session.query(Inbox).filter(Inbox.kind == "event:template_card_event").all()
        assert [one.disposition for one in presses] == [Disposition.DONE]
