"""The outer XML: every honest shape opens, bombs never reach a parser (reliability.md T4)."""

import socket

import pytest

from bot.wecom.errors import Refusal
from tests.bot.wecom.forger import DOOR, NONCE, REPORT, TIME, padded, plain, refusal, signed

ENCRYPTED = signed(padded(plain()))[0]
GENUINE = f"<Encrypt><![CDATA[{ENCRYPTED}]]></Encrypt>"


@pytest.mark.parametrize(
    "body",
    [
        f"<xml>{GENUINE}</xml>",
        f"<xml><Encrypt>{ENCRYPTED}</Encrypt></xml>",
        f"\r\n<xml>\n  <Encrypt>\n <![CDATA[ {ENCRYPTED} ]]>\n</Encrypt>\n</xml>\n",
        f'<?xml version="1.0" encoding="UTF-8"?>\n<xml>{GENUINE}</xml>',
        f"<xml><Odd a='1'/>{GENUINE}<AgentID>999</AgentID><ToUserName>another corp</ToUserName></xml>",
    ],
)
def test_every_honest_shape_of_body_opens(body: str) -> None:
    assert DOOR.open(body.encode(), DOOR.signature(TIME, NONCE, ENCRYPTED), TIME, NONCE) == REPORT


BOMB = "<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;'><!ENTITY c '&b;&b;&b;&b;'>"


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", Refusal.XML),
        (b"{}", Refusal.XML),
        (b"<xml></xml>", Refusal.XML),
        (b"<xml><Encrypt></Encrypt></xml>", Refusal.BASE64),
        (b"<xml><Encrypt><![CDATA[]]></Encrypt></xml>", Refusal.BASE64),
        (f"<xml>{GENUINE}".encode(), Refusal.XML),
        (f"<html>{GENUINE}</html>".encode(), Refusal.XML),
        (f"<xml>{GENUINE}{GENUINE}</xml>".encode(), Refusal.XML),
        (f"<xml></Encrypt><Encrypt>{ENCRYPTED}</xml>".encode(), Refusal.XML),
        (f"<xml><Encrypt><![CDATA[{ENCRYPTED}</Encrypt></xml>".encode(), Refusal.XML),
        (f"<!DOCTYPE xml [{BOMB}]><xml>{GENUINE}</xml>".encode(), Refusal.DOCTYPE),
        (f"<?xml version='1.0'?><!doctype xml [{BOMB}]><xml>{GENUINE}</xml>".encode(), Refusal.DOCTYPE),
        (f"<xml><!eNtItY % p SYSTEM 'file:///etc/passwd'>{GENUINE}</xml>".encode(), Refusal.DOCTYPE),
        (f"<!DOCTYPE x SYSTEM 'http://127.0.0.1/x.dtd'><xml>{GENUINE}</xml>".encode(), Refusal.DOCTYPE),
        (f"<xml>{GENUINE}</xml>".encode("utf-16"), Refusal.UTF8),
        (f"<xml>{GENUINE}</xml>".encode("utf-16-le"), Refusal.XML),
        (b"+ADwAIQ-DOCTYPE x+AD4-+ADw-xml+AD4-" + GENUINE.encode() + b"</xml>", Refusal.XML),
        (f"<xml>{GENUINE}</xml>".encode("utf-8-sig"), Refusal.XML),
        (f"<xml>督办{GENUINE}</xml>".encode("gbk"), Refusal.UTF8),
        (b"<xml>" + b"<a>" * 50_000 + GENUINE.encode() + b"</a>" * 40_000 + b"</xml>", Refusal.SIZE),
    ],
)
def test_bombs_and_odd_bodies_never_reach_a_parser(
    body: bytes, reason: Refusal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(socket, "socket")
    mark = DOOR.signature(TIME, NONCE, ENCRYPTED)
    assert refusal(DOOR.open, body, mark, TIME, NONCE) is reason


def test_a_nest_of_tags_under_the_limit_costs_nothing_and_decides_nothing() -> None:
    body = b"<xml>" + b"<a>" * 30_000 + GENUINE.encode() + b"</a>" * 30_000 + b"</xml>"
    assert DOOR.open(body, DOOR.signature(TIME, NONCE, ENCRYPTED), TIME, NONCE) == REPORT
