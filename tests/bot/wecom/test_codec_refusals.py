"""Forged, damaged and misdirected envelopes: each refused, all refusals alike (reliability.md T1, T3–T7)."""

import base64
import hashlib
import socket
from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.wecom.codec import Codec
from bot.wecom.errors import BadEnvelope, BadKey, Refusal

TOKEN = "duchaTestToken01"
AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
CORP = "ww1234567890abcdef"
TIME, NONCE = "1767225600", "nonce123"
DOOR = Codec(TOKEN, AES_KEY, CORP)
REPORT = "<xml><Content>日报 奥瑞金二期主体三层浇筑完</Content></xml>".encode()


def wrapped(encrypted: str) -> bytes:
    return f"<xml><ToUserName><![CDATA[{CORP}]]></ToUserName><Encrypt><![CDATA[{encrypted}]]></Encrypt></xml>".encode()


def signed(plain: bytes) -> tuple[str, str]:
    """Encrypts any bytes, well-formed or not, as somebody would who holds the keys."""
    key = base64.b64decode(AES_KEY + "=")
    encryptor = Cipher(algorithms.AES(key), modes.CBC(key[:16])).encryptor()
    encrypted = base64.b64encode(encryptor.update(plain) + encryptor.finalize()).decode()
    return encrypted, DOOR.signature(TIME, NONCE, encrypted)


def plain(message: bytes = REPORT, receiver: str = CORP, length: int | None = None) -> bytes:
    stated = len(message) if length is None else length
    return b"r" * 16 + stated.to_bytes(4, "big") + message + receiver.encode()


def padded(content: bytes, block: int = 32) -> bytes:
    pad = block - len(content) % block
    return content + bytes([pad]) * pad


def refusal(act: Callable[..., bytes], *told: object) -> Refusal:
    with pytest.raises(BadEnvelope) as caught:
        act(*told)
    assert str(caught.value) == "envelope refused"
    assert caught.value.__cause__ is None
    return caught.value.reason


def unseal(content: bytes) -> bytes:
    encrypted, signature = signed(content)
    return DOOR.unseal(encrypted, signature, TIME, NONCE)


@given(st.data())
@settings(max_examples=1500, deadline=None)
def test_one_flipped_bit_anywhere_is_refused(data: st.DataObject) -> None:
    encrypted = DOOR.encrypt(REPORT)
    parts = [DOOR.signature(TIME, NONCE, encrypted), TIME, NONCE, encrypted]
    which = data.draw(st.integers(0, 3))
    at = data.draw(st.integers(0, len(parts[which]) - 1))
    bit = data.draw(st.integers(0, 6))
    changed = bytearray(parts[which].encode())
    changed[at] ^= 1 << bit
    parts[which] = changed.decode()
    refusal(DOOR.open, wrapped(parts[3]), parts[0], parts[1], parts[2])


@given(st.binary(max_size=300), st.text(max_size=50), st.text(max_size=15), st.text(max_size=70))
@settings(max_examples=1000, deadline=None)
def test_strangers_get_the_same_refusal_whatever_they_send(body: bytes, mark: str, time: str, nonce: str) -> None:
    refusal(DOOR.open, body, mark, time, nonce)
    refusal(DOOR.open_echo, {"echostr": mark, "msg_signature": mark, "timestamp": time, "nonce": nonce})


@given(st.data())
@settings(max_examples=1500, deadline=None)
def test_a_damaged_but_signed_envelope_opens_rightly_or_is_refused(data: st.DataObject) -> None:
    """Even somebody with the keys gets one of two outcomes, never another exception."""
    content = bytearray(padded(plain()))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, 3)) * 16
    try:
        opened = unseal(bytes(content[: len(content) - cut]))
    except BadEnvelope:
        return
    opened.decode("utf-8")


@given(st.text(max_size=400))
@settings(max_examples=500, deadline=None)
def test_any_text_in_the_body_opens_rightly_or_is_refused(encrypted: str) -> None:
    body = f"<xml><Encrypt>{encrypted}</Encrypt></xml>".encode("utf-8", "replace")
    inner = encrypted.strip(" \t\r\n")
    mark = DOOR.signature(TIME, NONCE, inner) if inner.isascii() else "0" * 40
    refusal(DOOR.open, body, mark, TIME, NONCE)


@pytest.mark.parametrize("size", range(70))
@pytest.mark.parametrize("block", [16, 32])
def test_padding_from_1_to_32_is_accepted(size: int, block: int) -> None:
    message = b"x" * size
    assert unseal(padded(plain(message), block)) == message


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (padded(plain())[:-1] + b"\x00", Refusal.PADDING),
        (padded(plain())[:-1] + b"\x21", Refusal.PADDING),
        (padded(plain() + b"q" * 20)[:-3] + b"\x07\x03\x03", Refusal.PADDING),
        (padded(b"r" * 16), Refusal.LENGTH),
        (bytes([32]) * 32, Refusal.LENGTH),
        (padded(plain(length=2**32 - 1)), Refusal.LENGTH),
        (padded(plain(length=len(REPORT) + len(CORP) + 1)), Refusal.LENGTH),
        (padded(plain(length=len(REPORT) - 1)), Refusal.RECEIVER),
        (padded(plain(length=len(REPORT) + 1)), Refusal.RECEIVER),
        (padded(plain(receiver="ww1234567890abcdeF")), Refusal.RECEIVER),
        (padded(plain(receiver="")), Refusal.RECEIVER),
        (padded(plain(b"\xff\xfe<xml/>")), Refusal.MESSAGE_UTF8),
        (padded(plain(b"\xed\xa0\x80")), Refusal.MESSAGE_UTF8),
    ],
)
def test_games_with_padding_and_length(content: bytes, reason: Refusal) -> None:
    assert refusal(unseal, content) is reason


@pytest.mark.parametrize("encrypted", ["", "A", "AAAA", "QUJD\nQUJD", "QUJD====", "=QUJD", "QU-_", "QUJDé", "QUJ"])
def test_base64_is_strict(encrypted: str) -> None:
    mark = DOOR.signature(TIME, NONCE, encrypted)
    assert refusal(DOOR.unseal, encrypted, mark, TIME, NONCE) in {Refusal.BASE64, Refusal.BLOCK}


def test_the_signature_is_compared_exactly() -> None:
    encrypted, mark = signed(padded(plain()))
    for other in ["", mark[:-1], mark + "0", mark.upper(), " " + mark, mark.replace(mark[0], "é", 1), "\ud800"]:
        assert refusal(DOOR.unseal, encrypted, other, TIME, NONCE) is Refusal.SIGNATURE


def test_a_plain_body_under_a_valid_signature_of_the_address_is_refused() -> None:
    mark = DOOR.signature(TIME, NONCE, "")
    body = "<xml><ToUserName>ww1</ToUserName><Content>红灯全部销号</Content></xml>".encode()
    assert refusal(DOOR.open, body, mark, TIME, NONCE) is Refusal.XML


def test_cipher_blocks_moved_into_the_nonce_make_no_second_message() -> None:
    """The signature runs over joined strings, so this forgery has a valid one; the bound on the nonce stops it."""
    nonce, encrypted = "8", DOOR.encrypt(REPORT * 3)
    while not (nonce < encrypted < TOKEN and nonce + encrypted[:64] < encrypted[64:] < TOKEN):
        encrypted = DOOR.encrypt(REPORT * 3)
    mark = DOOR.signature(TIME, nonce, encrypted)
    moved, rest = nonce + encrypted[:64], encrypted[64:]
    assert DOOR.signature(TIME, moved, rest) == mark
    assert refusal(DOOR.unseal, rest, mark, TIME, moved) is Refusal.PARAMETER


@pytest.mark.parametrize("time", ["", "176722560", "17672256000", "-767225600", "１７６７２２５６００", "1767225 00"])
def test_a_timestamp_is_ten_digits(time: str) -> None:
    encrypted = DOOR.encrypt(REPORT)
    mark = DOOR.signature(time, NONCE, encrypted)
    assert refusal(DOOR.unseal, encrypted, mark, time, NONCE) is Refusal.PARAMETER


@pytest.mark.parametrize("nonce", ["", "n" * 64, "随机", "a\x80b", "a\nb", "x]]>"])
def test_a_nonce_is_short_and_plain(nonce: str) -> None:
    encrypted = DOOR.encrypt(REPORT)
    mark = DOOR.signature(TIME, nonce, encrypted)
    assert refusal(DOOR.unseal, encrypted, mark, TIME, nonce) is Refusal.PARAMETER
    with pytest.raises(ValueError, match="not fit"):
        DOOR.seal("<xml/>", TIME, nonce)


def test_three_corps_and_three_keys_only_the_diagonal_opens() -> None:
    doors = [Codec(f"token{n}", AES_KEY[:-n] + "A" * n, f"ww{corp}") for n in range(1, 4) for corp in range(3)]
    for sender in doors:
        encrypted = sender.encrypt(REPORT)
        mark = sender.signature(TIME, NONCE, encrypted)
        for door in doors:
            if door is sender:
                assert door.unseal(encrypted, mark, TIME, NONCE) == REPORT
            else:
                refusal(door.unseal, encrypted, mark, TIME, NONCE)


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


@pytest.mark.parametrize(
    ("token", "key"),
    [
        ("", AES_KEY),
        ("t" * 33, AES_KEY),
        ("令牌", AES_KEY),
        ("a-b", AES_KEY),
        (TOKEN, ""),
        (TOKEN, AES_KEY[:-1]),
        (TOKEN, AES_KEY + "="),
        (TOKEN, AES_KEY[:-1] + "/"),
        (TOKEN, AES_KEY[:-1] + "密"),
    ],
)
def test_a_configuration_that_cannot_be_right_is_named_without_its_value(token: str, key: str) -> None:
    with pytest.raises(BadKey) as caught:
        Codec(token, key, CORP)
    assert key not in str(caught.value) or not key


def test_the_last_character_of_a_real_key_may_carry_spare_bits() -> None:
    for last in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789":
        codec = Codec(TOKEN, AES_KEY[:-1] + last, CORP)
        sealed = codec.encrypt(REPORT)
        assert codec.unseal(sealed, codec.signature(TIME, NONCE, sealed), TIME, NONCE) == REPORT


def test_neither_key_nor_token_shows_when_the_codec_is_printed() -> None:
    assert TOKEN not in repr(DOOR)
    assert AES_KEY not in repr(DOOR)


def test_no_two_envelopes_of_one_message_are_alike() -> None:
    assert len({hashlib.sha256(DOOR.encrypt(REPORT).encode()).digest() for _ in range(200)}) == 200
