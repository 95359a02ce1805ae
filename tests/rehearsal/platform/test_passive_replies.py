"""The answer inside the callback: seen when it is whole and allowed, cut when long, dropped when not."""

import base64
import struct

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from rehearsal.platform import Channel, Reason

from .conftest import Office
from .product import AES_KEY, CORP, text_reply


def test_nothing_is_a_valid_answer(office: Office) -> None:
    delivery = office.line.says("zhang", "日报 无变化")
    assert (delivery.reply, delivery.reply_problem) == (None, "")


def test_a_long_answer_is_cut_at_2048_bytes_between_characters(office: Office) -> None:
    office.product.reply = lambda _: text_reply("办" * 700)
    delivery = office.line.says("zhang", "红灯")
    assert delivery.reply_text == "办" * 682
    shown = office.platform.screen("zhang")[-1]
    assert (shown.channel, shown.was_cut) == (Channel.PASSIVE, True)


@pytest.mark.parametrize(
    ("inner", "problem"),
    [
        (text_reply("好", to="li"), "ToUserName is not the member"),
        (text_reply("好", sender="ww0"), "FromUserName is not the corporation"),
        (text_reply(""), "empty Content"),
        (text_reply("好").replace("[text]", "[markdown]"), "MsgType markdown is not allowed as a reply to message"),
        (text_reply("好").replace("[text]", "[update_button]"), "update_button is not allowed"),
        (text_reply("好").replace("1767225600", "now"), "CreateTime is not a number"),
        ("<xml><a></xml>", "the reply inside is not XML"),
    ],
)
def test_an_answer_that_is_wrong_inside_is_not_shown(office: Office, inner: str, problem: str) -> None:
    office.product.reply = lambda _: inner
    delivery = office.line.says("zhang", "红灯")
    assert problem in delivery.reply_problem
    assert office.texts("zhang") == ["红灯"]
    assert [one.reason for one in office.platform.ledger.dropped] == [Reason.BAD_REPLY]


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ("success", "not XML"),
        (text_reply("好"), "missing Encrypt"),
        (
            "<xml><Encrypt>a</Encrypt><MsgSignature>b</MsgSignature><TimeStamp>1</TimeStamp><Nonce>n</Nonce></xml>",
            "sig",
        ),
    ],
)
def test_an_answer_in_a_bad_envelope_is_not_shown(office: Office, body: str, problem: str) -> None:
    office.product.envelope = lambda _: body
    delivery = office.line.says("zhang", "红灯")
    assert problem in delivery.reply_problem
    assert len(delivery.attempts) == 1


def test_no_answer_is_allowed_to_a_change_of_contacts(office: Office) -> None:
    office.product.reply = lambda _: text_reply("好", to="sys")
    delivery = office.line.change_contact("create_user", {"UserID": "zhao", "Name": "赵六"})
    assert "no reply is allowed" in delivery.reply_problem


def test_news_are_one_to_eight_and_counted(office: Office) -> None:
    item = "<item><Title>通报</Title><Description>d</Description><PicUrl/><Url>https://example.com</Url></item>"
    news = text_reply("x").replace("[text]", "[news]").replace("<Content><![CDATA[x]]></Content>", "%s")
    office.product.reply = lambda _: news % f"<ArticleCount>2</ArticleCount><Articles>{item * 2}</Articles>"
    assert office.line.says("zhang", "通报").reply_text == "通报\n通报"
    office.product.reply = lambda _: news % f"<ArticleCount>1</ArticleCount><Articles>{item * 2}</Articles>"
    assert "ArticleCount" in office.line.says("zhang", "通报").reply_problem


def test_padding_to_the_usual_sixteen_is_not_the_platforms_padding(office: Office) -> None:
    codec = office.line.app.codec()
    key = base64.b64decode(AES_KEY + "=")

    def seal(inner: str) -> str:
        raw = b"0123456789abcdef" + struct.pack(">I", len(inner.encode())) + inner.encode() + CORP.encode()
        padding = 16 - len(raw) % 16
        encryptor = Cipher(algorithms.AES(key), modes.CBC(key[:16])).encryptor()
        sealed = base64.b64encode(encryptor.update(raw + bytes([padding]) * padding)).decode()
        signature = codec.sign("1767225600", "n", sealed)
        return (
            f"<xml><Encrypt>{sealed}</Encrypt><MsgSignature>{signature}</MsgSignature>"
            "<TimeStamp>1767225600</TimeStamp><Nonce>n</Nonce></xml>"
        )

    office.product.envelope = seal
    problems = set()
    for length in range(1, 33):
        office.product.reply = lambda _, length=length: text_reply("x" * length)  # type: ignore[misc]
        problems.add(office.line.says("zhang", "红灯").reply_problem)
    assert problems == {"", "padded to 16 bytes instead of 32"}
