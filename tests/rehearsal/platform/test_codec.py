"""The codec against the vendor's published vector and vectors made by two other implementations."""

import base64
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from defusedxml.ElementTree import fromstring

from rehearsal.platform.envelope import BadEnvelope, Codec, flip

from .product import AES_KEY, CORP, TOKEN

PREFIX = "0123456789abcdef"
STAMP, NONCE = "1767225600", "nonce123"

VENDOR = (
    "RypEvHKD8QQKFhvQ6QleEB4J58tiPdvo+rtK1I9qca6aM/wvqnLSV5zEPeusUiX5L5X/0lWfrf0QADHHhGd3QczcdCUpj911L3vg3W/sYYvuJTs3"
    "TUUkSUXxaccAS0qhxchrRYt66wiSpGLYL42aM6A8dTT+6k4aSknmPj48kzJs8qLjvd4Xgpue06DOdnLxAUHzM6+kDZ+HMZfJYuR+LtwGc2hgf5gs"
    "ijff0ekUNXZiqATP7PF5mZxZ3Izoun1s4zG4LUMnvw2r+KqCKIw+3IQH03v+BCA9nMELNqbSf6tiWSrXJB3LAVGUcallcrw8V2t9EL4EhzJWrQUa"
    "x5wLVMNS0+rUPA3k22Ncx4XXZS9o0MBH27Bo6BpNelZpS+/uh9KsNlY6bHCmJU9p8g7m3fVKn28H3KDYA5Pl/T8Z1ptDAVe0lXdQ2YoyyH2uyPIG"
    "HBZZIs2pDBS8R07+qN+E7Q=="
)


@dataclass(frozen=True)
class Vector:
    """One known answer."""

    text: str
    receive_id: str
    encrypted: str
    signature: str
    padding: int


VECTORS = [
    Vector(
        "1616140317555161061",
        CORP,
        "Q3stYC6hdFzMh9T8HCvyDH0IHJENRtL8kKsqSYgg4gClawqfEI4bjkd/sThBdy5abkkNPf3wQSpydibwulBNcw==",
        "5f45cbd9f20df56e84aaa3e1e85c1f895c87c365",
        7,
    ),
    Vector(
        '{"msgid":"m1","msgtype":"text","text":{"content":"@督办助手 进度"}}',
        "",
        "Q3stYC6hdFzMh9T8HCvyDKpfz+gR0OlRctmdmQgnJ11HXjlYMaDxeIMCWhUfQyyBEAdi2HBVYTnl24ryR+FJxrqTE51xwDhN5ZSA+a7hYHxWBWuf"
        "bj2Isxv8xM78Ipex",
        "5ba41adc02ae86f0d406b02366c9567052eaab2b",
        3,
    ),
    Vector(
        "x" * 26,
        CORP,
        "Q3stYC6hdFzMh9T8HCvyDHDxbrF7f8TfmYxXSN1y2VZW6cJciwduFWqR/1kOoL39a05bKL02u8r5VWr/o2X0OSWuafq3vK318Y2AemG841CQdZiG"
        "5JoDRPNeId+8qW8v",
        "2f68d312d635053b878afcc66509953f0ddee5e1",
        32,
    ),
]


def test_the_vendors_example_is_opened() -> None:
    codec = Codec("QDG6eK", "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C", "wx5823bf96d3bd56c7")
    signature = "477715d11cdb4164915debcba66cb864d751f3e6"
    assert codec.sign("1409659813", "1372623149", VENDOR) == signature
    inner = codec.decrypt(VENDOR, signature, "1409659813", "1372623149")
    assert len(inner) == 284
    root = fromstring(inner)
    told = [root.findtext(name) for name in ("FromUserName", "MsgType", "Content", "MsgId", "AgentID")]
    assert told == ["mycreate", "text", "hello", "4561255354251345929", "218"]


@pytest.mark.parametrize("vector", VECTORS, ids=["echostr", "json", "whole block of padding"])
def test_sealing_and_opening_match_the_known_answers(vector: Vector) -> None:
    codec = Codec(TOKEN, AES_KEY, vector.receive_id)
    assert codec.encrypt(vector.text, lambda: PREFIX) == vector.encrypted
    assert codec.sign(STAMP, NONCE, vector.encrypted) == vector.signature
    assert codec.decrypt(vector.encrypted, vector.signature, STAMP, NONCE) == vector.text
    assert codec.padding(vector.text) == vector.padding


@pytest.mark.parametrize(
    ("spoil", "complaint"),
    [
        (lambda sealed: sealed[:-4] + "AAAA", "ciphertext"),
        (lambda sealed: sealed[:21], "ciphertext"),
        (lambda sealed: base64.b64encode(b"short").decode(), "ciphertext"),
        (flip, "ciphertext|receiveid"),
    ],
)
def test_rotten_ciphertext_is_named_as_such(spoil: Callable[[str], str], complaint: str) -> None:
    codec = Codec(TOKEN, AES_KEY, CORP)
    rotten = spoil(VECTORS[0].encrypted)
    with pytest.raises(BadEnvelope, match=complaint):
        codec.decrypt(rotten, codec.sign(STAMP, NONCE, rotten), STAMP, NONCE)


def test_a_wrong_signature_and_a_wrong_receiver_are_told_apart() -> None:
    codec = Codec(TOKEN, AES_KEY, CORP)
    with pytest.raises(BadEnvelope, match="signature"):
        codec.decrypt(VECTORS[0].encrypted, "0" * 40, STAMP, NONCE)
    with pytest.raises(BadEnvelope, match="receiveid"):
        codec.decrypt(VECTORS[1].encrypted, VECTORS[1].signature, STAMP, NONCE)
