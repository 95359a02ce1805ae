"""Passive replies, read back by somebody else's parser."""

from collections.abc import Mapping
from typing import Any

import defusedxml.ElementTree
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.wecom.reply_xml import CardNode, button_reply, card_reply, text_reply


def tree(reply: str) -> Any:  # noqa: ANN401 - what ElementTree gives has no public type to name
    return defusedxml.ElementTree.fromstring(reply)


@given(st.text(max_size=300))
@settings(max_examples=500, deadline=None)
def test_any_text_makes_a_reply_that_can_be_read(content: str) -> None:
    root = tree(text_reply("ZhangSan", "ww1", 1767225600, content))
    assert [child.tag for child in root] == ["ToUserName", "FromUserName", "CreateTime", "MsgType", "Content"]
    assert len(root.findtext("Content")) >= len(content.replace("\r\n", "\n"))


@pytest.mark.parametrize("content", ["已记下:奥瑞金 40% → 65%", "a]]>b", "]]>]]>", "<b>&amp;</b>", "]]", ">", "🙏"])
def test_the_reader_sees_what_was_written(content: str) -> None:
    assert tree(text_reply("u", "c", 1, content)).findtext("Content") == content


def test_what_no_channel_carries_is_shown_not_dropped() -> None:
    assert (
        tree(text_reply("u", "c", 1, "a\x07b\x00c\x7fd\ud800e\ufffff")).findtext("Content") == "a␇b␀c␡d\ufffde\ufffdf"
    )


def test_the_buttons_of_a_card_are_renamed() -> None:
    root = tree(button_reply("u", "c", 1, "已签收"))
    assert root.findtext("MsgType") == "update_button"
    assert root.findtext("Button/ReplaceName") == "已签收"


def test_a_card_is_replaced() -> None:
    card: Mapping[str, CardNode] = {
        "CardType": "text_notice",
        "MainTitle": {"Title": "督办单 ]]> 3号"},
        "HorizontalContentList": [
            {"KeyName": "期限", "Value": "6月30日", "Type": 0},
            {"KeyName": "责任", "Value": "经信局"},
        ],
    }
    root = tree(card_reply("u", "c", 1, card))
    assert root.findtext("MsgType") == "update_template_card"
    assert root.findtext("TemplateCard/MainTitle/Title") == "督办单 ]]> 3号"
    rows = root.findall("TemplateCard/HorizontalContentList")
    assert [row.findtext("Value") for row in rows] == ["6月30日", "经信局"]


def test_a_cards_element_names_are_not_for_strangers() -> None:
    with pytest.raises(ValueError, match="ASCII letters"):
        card_reply("u", "c", 1, {"x><Evil": "1"})
