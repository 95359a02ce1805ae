"""Forged, damaged and misdirected envelopes: each refused, all refusals alike (reliability.md T1, T3–T7)."""

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.wecom.codec import Codec
from bot.wecom.errors import BadEnvelope, BadKey, Refusal
from tests.bot.wecom.forger import (
    AES_KEY,
    CORP,
    DOOR,
    NONCE,
    REPORT,
    TIME,
    TOKEN,
    padded,
    plain,
    refusal,
    signed,
    unseal,
    wrapped,
)


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
