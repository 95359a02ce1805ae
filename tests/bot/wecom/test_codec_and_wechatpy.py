"""Two independent implementations of one lock: what one seals, the other opens."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wechatpy.enterprise.crypto import WeChatCrypto

from bot.wecom.codec import Codec

LETTERS = st.characters(codec="ascii", categories=["Ll", "Lu", "Nd"])
keys = st.text(LETTERS, min_size=43, max_size=43)
tokens = st.text(LETTERS, min_size=1, max_size=32)
messages = st.text(st.characters(codec="utf-8"), max_size=600)
times = st.integers(1_000_000_000, 9_999_999_999).map(str)
nonces = st.text(LETTERS, min_size=1, max_size=63)
receivers = st.sampled_from(["ww1234567890abcdef", "wx5823bf96d3bd56c7", ""])


@given(tokens, keys, receivers, messages, times, nonces)
@settings(max_examples=300, deadline=None)
def test_what_wechatpy_seals_we_open(token: str, key: str, who: str, message: str, time: str, nonce: str) -> None:
    envelope: str = WeChatCrypto(token, key, who).encrypt_message(message, nonce, time)
    ours = Codec(token, key, who)
    mark = envelope.split("<MsgSignature><![CDATA[")[1].split("]]>")[0]
    assert ours.open(envelope.encode(), mark, time, nonce).decode() == message


@given(tokens, keys, receivers, messages, times, nonces)
@settings(max_examples=300, deadline=None)
def test_what_we_seal_wechatpy_opens(token: str, key: str, who: str, message: str, time: str, nonce: str) -> None:
    envelope = Codec(token, key, who).seal(message, time, nonce)
    mark = envelope.decode().split("<MsgSignature><![CDATA[")[1].split("]]>")[0]
    assert WeChatCrypto(token, key, who).decrypt_message(envelope, mark, time, nonce) == message


@pytest.mark.parametrize("size", [0, 1, 2047, 2048, 60_000])
def test_sizes_from_nothing_to_the_largest(size: int) -> None:
    ours = Codec("token", "a" * 43, "ww1")
    body = ours.seal("督"[: size and 1] * size, "1767225600", "n")
    mark = body.decode().split("<MsgSignature><![CDATA[")[1].split("]]>")[0]
    assert len(ours.open(body, mark, "1767225600", "n").decode()) == size
