"""The shortest way through: someone writes, the product answers, pushes, speaks in the group."""

import requests

from rehearsal.platform import BASE_URL, Channel, Fault, State, session

from .conftest import Office
from .product import AGENT, CORP, SECRET, text_reply


def test_a_report_is_answered_inside_the_callback(office: Office) -> None:
    office.product.reply = lambda message: text_reply(f"已记下:{message['Content']}")
    delivery = office.line.says("zhang", "日报 奥瑞金二期进度到65%")
    assert delivery.state is State.ACCEPTED
    assert delivery.reply_text == "已记下:日报 奥瑞金二期进度到65%"
    assert office.texts("zhang") == ["日报 奥瑞金二期进度到65%", "已记下:日报 奥瑞金二期进度到65%"]
    heard = office.product.heard[0]
    assert (heard["FromUserName"], heard["ToUserName"], heard["AgentID"]) == ("zhang", CORP, str(AGENT))
    assert heard["CreateTime"] == str(int(office.clock.now.timestamp()))
    assert heard["MsgId"] == delivery.message_id
    assert 2**61 < int(heard["MsgId"]) < 2**63


def test_the_product_pushes_with_a_token(office: Office) -> None:
    answer = office.send("zhang|li")
    assert answer["errcode"] == 0
    assert answer["msgid"]
    assert office.texts("zhang") == office.texts("li") == ["请于今日下班前报送"]
    assert office.texts("wang") == []


def test_the_robot_speaks_in_the_group_and_calls_a_member(office: Office) -> None:
    answer = office.robot({"msgtype": "text", "text": {"content": "请报送日报", "mentioned_list": ["zhang", "nobody"]}})
    assert answer["errcode"] == 0
    [shown] = office.platform.group_screen("work-group")
    assert shown.channel is Channel.ROBOT
    assert shown.mentions == ("zhang",)
    assert shown.broken_mentions == ("nobody",)
    assert office.product.heard == []


def test_a_requests_session_reaches_the_platform_without_a_socket(office: Office) -> None:
    wire = session(office.platform)
    login = {"corpid": CORP, "corpsecret": SECRET}
    token = wire.get(f"{BASE_URL}/cgi-bin/gettoken", params=login, timeout=5).json()["access_token"]
    message = {"touser": "zhang", "agentid": AGENT, "msgtype": "text", "text": {"content": "提醒"}}
    url = f"{BASE_URL}/cgi-bin/message/send"
    assert wire.post(url, params={"access_token": token}, json=message, timeout=5).json()["errcode"] == 0
    office.platform.faults.on(Fault.RESET_AFTER_ACCEPT, "message/send", times=1)
    try:
        wire.post(url, params={"access_token": token}, json=message, timeout=5)
        raise AssertionError("the connection should have been reset")
    except requests.ConnectionError:
        assert office.texts("zhang") == ["提醒", "提醒"]
