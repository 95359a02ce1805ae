"""What the platform tells us, as it really words it (platform.md §3)."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.wecom.errors import BadPayload
from bot.wecom.inbound import Inbound, belongs_to, message_key
from bot.wecom.inbound_xml import read_inbound

CORP, AGENT = "ww1234567890abcdef", "1000002"


def told(kind: str, body: str, *, who: str = "ZhangSan", time: int = 1767225600, corp: str = CORP) -> bytes:
    return (
        f"<xml><ToUserName><![CDATA[{corp}]]></ToUserName><FromUserName><![CDATA[{who}]]></FromUserName>"
        f"<CreateTime>{time}</CreateTime><MsgType><![CDATA[{kind}]]></MsgType>{body}</xml>"
    ).encode()


def text(content: str, msg_id: str = "6054768590064713728") -> bytes:
    return told("text", f"<Content><![CDATA[{content}]]></Content><MsgId>{msg_id}</MsgId><AgentID>{AGENT}</AgentID>")


def click(key: str = "approve#12", task: str = "t-1", time: int = 1767225600, option: str = "") -> Inbound:
    items = (
        "<SelectedItems><SelectedItem><QuestionKey><![CDATA[q1]]></QuestionKey>"
        f"<OptionIds><OptionId>{option}</OptionId><OptionId>o9</OptionId></OptionIds></SelectedItem></SelectedItems>"
    )
    return read_inbound(
        told(
            "event",
            f"<Event>template_card_event</Event><EventKey><![CDATA[{key}]]></EventKey><TaskId>{task}</TaskId>"
            f"<CardType>button_interaction</CardType><ResponseCode>code-1</ResponseCode><AgentID>{AGENT}</AgentID>"
            f"{items if option else ''}",
            time=time,
        )
    )


def test_a_daily_report() -> None:
    inbound = read_inbound(text("日报 奥瑞金二期 65%\n缺电力指标 🙏"))
    assert inbound.content == "日报 奥瑞金二期 65%\n缺电力指标 🙏"
    assert (inbound.kind, inbound.from_user, inbound.to_user) == ("text", "ZhangSan", CORP)
    assert (inbound.created_at, inbound.msg_id, inbound.agent_id) == (1767225600, "6054768590064713728", AGENT)


def test_a_report_that_quotes_markup_is_a_report() -> None:
    pasted = "<!DOCTYPE html><!ENTITY x> & <b>完成</b>"
    assert read_inbound(text(pasted)).content == pasted


def test_a_report_that_closes_a_cdata_section_arrives_whole() -> None:
    assert read_inbound(text("a]]]]><![CDATA[>b")).content == "a]]>b"


@pytest.mark.parametrize("kind", ["image", "voice", "video"])
def test_what_has_a_file(kind: str) -> None:
    inbound = read_inbound(told(kind, f"<MediaId>m1</MediaId><MsgId>7</MsgId><AgentID>{AGENT}</AgentID>"))
    assert (inbound.kind, inbound.media_id, inbound.content) == (kind, "m1", "")


def test_a_place() -> None:
    body = "<Location_X>34.5</Location_X><Location_Y>117.7</Location_Y><Label>滨江路工地</Label><MsgId>8</MsgId>"
    inbound = read_inbound(told("location", body))
    assert inbound.label == "滨江路工地"
    assert inbound.raw["Location_X"] == "34.5"


def test_a_kind_nobody_knew_yet_is_passed_on() -> None:
    inbound = read_inbound(told("hologram", "<Beam><Angle>3</Angle></Beam><MsgId>9</MsgId>"))
    assert inbound.kind == "hologram"
    assert inbound.raw["Beam"] == {"Angle": "3"}


def test_a_click_with_choices() -> None:
    inbound = click(option="o2")
    assert (inbound.event, inbound.event_key, inbound.task_id) == ("template_card_event", "approve#12", "t-1")
    assert (inbound.card_type, inbound.response_code) == ("button_interaction", "code-1")
    assert inbound.selected == (("q1", ("o2", "o9")),)
    assert inbound.msg_id is None


def test_several_questions_with_and_without_an_answer() -> None:
    item = "<SelectedItem><QuestionKey>{}</QuestionKey><OptionIds>{}</OptionIds></SelectedItem>"
    items = item.format("q1", "<OptionId>a</OptionId>") + item.format("q2", "")
    inbound = read_inbound(
        told("event", f"<Event>template_card_event</Event><SelectedItems>{items}</SelectedItems><TaskId>t</TaskId>")
    )
    assert inbound.selected == (("q1", ("a",)), ("q2", ()))


def test_a_person_is_renamed() -> None:
    body = (
        "<Event>change_contact</Event><ChangeType>update_user</ChangeType><UserID>zhangsan</UserID>"
        "<NewUserID>zhang.san</NewUserID><Status>5</Status><Department>1,2</Department>"
        "<ExtAttr><Item><Name>科室</Name></Item></ExtAttr>"
    )
    inbound = read_inbound(told("event", body, who="sys"))
    assert inbound.extra == {
        "change_type": "update_user",
        "userid": "zhangsan",
        "new_userid": "zhang.san",
        "status": "5",
        "department": "1,2",
    }


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"not xml",
        b"<xml>",
        b"<xml/>",
        b"<html><MsgType>text</MsgType></html>",
        b"<xml><MsgType>text</MsgType></xml>",
        told("text", "", time=-1),
        told("text", "").replace(b"1767225600", b"abc"),
        told("text", "").replace(b"1767225600", b"99999999999"),
        told("text", "", who=" "),
        told("text", "<MsgId>" + "1" * 65 + "</MsgId>"),
        told("text", "<a>" * 9 + "</a>" * 9),
        told("text", "<a></a>" * 2000),
        told("text", "<Content>&boom;</Content>"),
        b"<!DOCTYPE xml [<!ENTITY a 'ha'>]>" + told("text", "<Content>&a;</Content>"),
        b"<!DOCTYPE xml SYSTEM 'file:///etc/passwd'>" + told("text", ""),
        told("text", "<Content>\x07</Content>"),
    ],
)
def test_what_cannot_be_understood_is_named(payload: bytes) -> None:
    with pytest.raises(BadPayload) as caught:
        read_inbound(payload)
    assert "ZhangSan" not in str(caught.value)


@given(st.data())
@settings(max_examples=1000, deadline=None)
def test_a_damaged_payload_is_read_or_named_never_worse(data: st.DataObject) -> None:
    payload = bytearray(text("日报 <b>65%</b>"))
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(payload) - 1))
        payload[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    try:
        inbound = read_inbound(bytes(payload))
    except BadPayload:
        return
    assert inbound.from_user
    assert message_key(inbound)


def test_a_redelivery_has_the_same_key_although_it_was_wrapped_anew() -> None:
    first = told("event", f"<Event>click</Event><EventKey>k</EventKey><AgentID>{AGENT}</AgentID>")
    again = told(
        "event", f"<AgentID>{AGENT}</AgentID><EventKey><![CDATA[k]]></EventKey><Event>click</Event><New>1</New>"
    )
    assert message_key(read_inbound(first)) == message_key(read_inbound(again))


def test_every_different_click_of_one_second_has_its_own_key() -> None:
    clicks = [
        click(),
        click(key="approve#13"),
        click(task="t-2"),
        click(time=1767225601),
        click(option="o1"),
        click(option="o2"),
    ]
    assert len({message_key(each) for each in clicks}) == len(clicks)
    assert message_key(click()) == message_key(click())


def test_two_contact_changes_of_one_second_have_their_own_keys() -> None:
    body = "<Event>change_contact</Event><ChangeType>delete_user</ChangeType><UserID>{}</UserID>"
    keys = {message_key(read_inbound(told("event", body.format(who), who="sys"))) for who in ["a", "b"]}
    assert len(keys) == 2


def test_messages_are_known_by_their_id_alone() -> None:
    assert message_key(read_inbound(text("甲"))) == message_key(read_inbound(text("乙"))) == "msg-6054768590064713728"


def test_only_the_diagonal_of_corps_and_apps_belongs() -> None:
    corps, agents = ["wwA", "wwB", "wwa"], ["1", "2", "10"]
    for corp in corps:
        for agent in agents:
            inbound = read_inbound(told("text", f"<AgentID>{agent}</AgentID><MsgId>1</MsgId>", corp=corp))
            welcome = [(c, a) for c in corps for a in agents if belongs_to(inbound, c, a)]
            assert welcome == [(corp, agent)]


def test_only_news_about_the_whole_corp_may_come_without_an_app() -> None:
    change = read_inbound(told("event", "<Event>change_contact</Event><ChangeType>x</ChangeType>", who="sys"))
    assert belongs_to(change, CORP, AGENT)
    assert not belongs_to(change, "wwOther", AGENT)
    for body in ["<Event>click</Event>", "<Event>template_card_event</Event>"]:
        assert not belongs_to(read_inbound(told("event", body)), CORP, AGENT)
    assert not belongs_to(read_inbound(told("text", "<Event>change_contact</Event>")), CORP, AGENT)
