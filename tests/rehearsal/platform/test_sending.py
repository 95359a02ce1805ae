"""message/send: who is reached, what is cut, refused, swallowed."""

from typing import Any

import pytest

from rehearsal.platform import Reason, Rules

from .conftest import Office, open_office
from .product import AGENT


def test_some_invalid_people_do_not_stop_the_message(office: Office) -> None:
    office.corp.add_member("Idle", active=False)
    office.corp.add_member("Unpaid", licensed=False)
    answer = office.send("ZHANG|Nobody|Idle|Unpaid")
    assert answer["errcode"] == 0
    assert answer["invaliduser"] == "nobody|idle"
    assert answer["unlicenseduser"] == "unpaid"
    assert office.texts("zhang") == ["请于今日下班前报送"]
    assert office.texts("unpaid") == []


def test_when_everybody_is_invalid_nothing_goes_out(office: Office) -> None:
    office.line.app.reach = frozenset({"zhang"})
    answer = office.send("nobody|li")
    assert answer["errcode"] == 81013
    assert office.platform.ledger.entries == []


def test_recipients_are_required_and_limited(office: Office) -> None:
    def code(**lists: str) -> int:
        message = {"agentid": AGENT, "msgtype": "text", "text": {"content": "提醒"}, **lists}
        return int(office.post("message/send", message)["errcode"])

    assert code() == 82001
    assert code(touser="|".join(["zhang"] * 1000)) == 0
    assert code(touser="|".join(["zhang"] * 1001)) == 40032
    assert code(toparty="|".join(["2"] * 101)) == 82002
    assert code(totag="|".join(["2"] * 101)) == 82003
    assert code(touser=["zhang"]) == 40058  # type: ignore[arg-type]  # what a careless product would send


def test_parties_tags_and_everyone(office: Office) -> None:
    office.corp.directory.tags[7] = {"wang"}
    message = {"agentid": AGENT, "msgtype": "text", "text": {"content": "提醒"}}
    answer = office.post("message/send", {**message, "toparty": "2|99", "totag": "7|8"})
    assert (answer["errcode"], answer["invalidparty"], answer["invalidtag"]) == (0, "99", "8")
    office.post("message/send", {**message, "touser": "@all", "toparty": "99"})
    assert [len(office.texts(userid)) for userid in ("zhang", "li", "wang")] == [2, 2, 2]


def test_long_text_is_cut_between_characters_without_a_word(office: Office) -> None:
    assert office.send("zhang", "a" + "办" * 700)["errcode"] == 0
    [shown] = office.platform.screen("zhang")
    assert shown.text == "a" + "办" * 682
    assert len(shown.text.encode()) == 2047
    assert shown.was_cut


def test_long_markdown_is_refused_or_cut_as_the_rules_say(office: Office) -> None:
    long = {"msgtype": "markdown", "markdown": {"content": "办" * 700}}
    assert office.send("zhang", "", **long)["errcode"] == 45002
    lenient = open_office(Rules(cut_long_markdown=True))
    assert lenient.send("zhang", "", **long)["errcode"] == 0
    assert lenient.texts("zhang") == ["办" * 682]


CARD = {"title": "督办单", "description": "请签收", "url": "https://example.com/1"}
ARTICLE = {"title": "通报", "url": "https://example.com/1"}


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ({"msgtype": "text", "text": {"content": ""}}, 44004),
        ({"msgtype": "text", "text": "提醒"}, 40058),
        ({"msgtype": "markdown", "markdown": {"content": "> 督办"}}, 0),
        ({"msgtype": "textcard", "textcard": CARD}, 0),
        ({"msgtype": "textcard", "textcard": {**CARD, "title": ""}}, 41016),
        ({"msgtype": "textcard", "textcard": {**CARD, "description": ""}}, 41033),
        ({"msgtype": "textcard", "textcard": {**CARD, "url": ""}}, 41010),
        ({"msgtype": "textcard", "textcard": {**CARD, "url": "example.com"}}, 40058),
        ({"msgtype": "textcard", "textcard": {**CARD, "title": "督" * 43}}, 45002),
        ({"msgtype": "textcard", "textcard": {**CARD, "btntxt": "五个字太长"}}, 45002),
        ({"msgtype": "news", "news": {"articles": [ARTICLE] * 8}}, 0),
        ({"msgtype": "news", "news": {"articles": [ARTICLE] * 9}}, 45008),
        ({"msgtype": "news", "news": {"articles": [ARTICLE]}, "safe": 1}, 40074),
        ({"msgtype": "news", "news": {"articles": []}}, 40058),
        ({"msgtype": "file", "file": {"media_id": "gone"}}, 40007),
        ({"msgtype": "markdown_v2", "markdown_v2": {"content": "a"}}, 40008),
        ({"msgtype": "poem"}, 40008),
    ],
)
def test_content_is_judged_kind_by_kind(office: Office, message: dict[str, Any], code: int) -> None:
    answer = office.post("message/send", {"touser": "zhang", "agentid": AGENT, **message})
    assert answer["errcode"] == code
    assert len(office.platform.screen("zhang")) == (1 if code == 0 else 0)


def test_the_same_request_within_the_interval_is_swallowed(office: Office) -> None:
    def send(**more: int) -> dict[str, Any]:
        return office.send("zhang|li", "提醒", **{"enable_duplicate_check": 1, **more})

    first = send()
    office.clock.forward(minutes=29)
    again = send()
    assert again["errcode"] == 0
    assert again["msgid"] == first["msgid"]
    assert len(office.texts("zhang")) == 1
    assert [one.reason for one in office.platform.ledger.dropped] == [Reason.DUPLICATE] * 2
    office.clock.forward(minutes=2)
    send()
    assert len(office.texts("zhang")) == 2
    for _ in range(2):
        office.send("zhang", "没有查重")
    assert len(office.texts("zhang")) == 4
    for _ in range(2):
        send(duplicate_check_interval=10)
        office.clock.forward(seconds=10)
    assert len(office.texts("zhang")) == 6


def test_more_than_thirty_a_minute_to_one_person_are_accepted_and_never_seen(office: Office) -> None:
    answers = [office.send("zhang", f"提醒{n}")["errcode"] for n in range(33)]
    assert answers == [0] * 33
    assert len(office.texts("zhang")) == 30
    assert [one.text for one in office.platform.ledger.dropped] == ["提醒30", "提醒31", "提醒32"]
    assert {one.reason for one in office.platform.ledger.dropped} == {Reason.MEMBER_MINUTE}
    office.send("li")
    assert len(office.texts("li")) == 1
    office.clock.forward(seconds=60)
    office.send("zhang", "下一分钟")
    assert office.texts("zhang")[-1] == "下一分钟"


def test_more_than_the_hours_share_are_swallowed_too() -> None:
    office = open_office(Rules(member_per_hour=40))
    for _ in range(50):
        office.send("zhang")
        office.clock.forward(seconds=30)
    assert len(office.texts("zhang")) == 40
    assert {one.reason for one in office.platform.ledger.dropped} == {Reason.MEMBER_HOUR}


def test_the_days_share_of_an_app_is_refused_aloud() -> None:
    office = open_office(Rules(account_ceiling=1, deliveries_per_account=3))
    assert [office.send("zhang|li")["errcode"], office.send("zhang|li")["errcode"]] == [0, 45009]


def test_a_message_is_recalled_within_a_day_by_the_app_that_sent_it(office: Office) -> None:
    first, second = office.send("zhang|li")["msgid"], office.send("zhang", "第二条")["msgid"]
    assert office.post("message/recall", {"msgid": first})["errcode"] == 0
    assert office.texts("zhang") == ["第二条"]
    assert office.texts("li") == []
    assert office.post("message/recall", {"msgid": "unknown"})["errcode"] == 40058
    office.clock.forward(hours=25)
    assert office.post("message/recall", {"msgid": second})["errcode"] == 40058
    assert office.texts("zhang") == ["第二条"]
