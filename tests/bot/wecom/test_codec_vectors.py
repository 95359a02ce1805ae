"""The published vectors: what the platform's own sample envelopes must give (platform.md §1.5)."""

from dataclasses import dataclass

import pytest

from bot.wecom.codec import Codec
from bot.wecom.inbound_xml import read_inbound

VENDOR_ENCRYPT = (
    "RypEvHKD8QQKFhvQ6QleEB4J58tiPdvo+rtK1I9qca6aM/wvqnLSV5zEPeusUiX5L5X/0lWfrf0QADHHhGd3QczcdCUpj911L3vg3W/sYYvuJTs3"
    "TUUkSUXxaccAS0qhxchrRYt66wiSpGLYL42aM6A8dTT+6k4aSknmPj48kzJs8qLjvd4Xgpue06DOdnLxAUHzM6+kDZ+HMZfJYuR+LtwGc2hgf5gs"
    "ijff0ekUNXZiqATP7PF5mZxZ3Izoun1s4zG4LUMnvw2r+KqCKIw+3IQH03v+BCA9nMELNqbSf6tiWSrXJB3LAVGUcallcrw8V2t9EL4EhzJWrQUa"
    "x5wLVMNS0+rUPA3k22Ncx4XXZS9o0MBH27Bo6BpNelZpS+/uh9KsNlY6bHCmJU9p8g7m3fVKn28H3KDYA5Pl/T8Z1ptDAVe0lXdQ2YoyyH2uyPIG"
    "HBZZIs2pDBS8R07+qN+E7Q=="
)
VENDOR_SIGNATURE = "477715d11cdb4164915debcba66cb864d751f3e6"


def vendor() -> Codec:
    return Codec("QDG6eK", "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C", "wx5823bf96d3bd56c7")


def test_the_vendors_own_envelope_opens() -> None:
    body = f"<xml><ToUserName>x</ToUserName><Encrypt><![CDATA[{VENDOR_ENCRYPT}]]></Encrypt></xml>".encode()
    assert vendor().signature("1409659813", "1372623149", VENDOR_ENCRYPT) == VENDOR_SIGNATURE
    payload = vendor().open(body, VENDOR_SIGNATURE, "1409659813", "1372623149")
    assert len(payload) == 284
    told = read_inbound(payload)
    assert (told.from_user, told.kind, told.content) == ("mycreate", "text", "hello")
    assert (told.msg_id, told.agent_id) == ("4561255354251345929", "218")


@dataclass(frozen=True)
class Vector:
    message: str
    receive_id: str
    encrypted: str
    signature: str


VECTORS = [
    Vector(
        "1616140317555161061",
        "ww1234567890abcdef",
        "Q3stYC6hdFzMh9T8HCvyDH0IHJENRtL8kKsqSYgg4gClawqfEI4bjkd/sThBdy5abkkNPf3wQSpydibwulBNcw==",
        "5f45cbd9f20df56e84aaa3e1e85c1f895c87c365",
    ),
    Vector(
        '{"msgid":"m1","msgtype":"text","text":{"content":"@督办助手 进度"}}',
        "",
        "Q3stYC6hdFzMh9T8HCvyDKpfz+gR0OlRctmdmQgnJ11HXjlYMaDxeIMCWhUfQyyBEAdi2HBVYTnl24ryR+FJxrqTE51xwDhN5ZSA+a7hYHxWBWuf"
        "bj2Isxv8xM78Ipex",
        "5ba41adc02ae86f0d406b02366c9567052eaab2b",
    ),
    Vector(
        "x" * 26,
        "ww1234567890abcdef",
        "Q3stYC6hdFzMh9T8HCvyDHDxbrF7f8TfmYxXSN1y2VZW6cJciwduFWqR/1kOoL39a05bKL02u8r5VWr/o2X0OSWuafq3vK318Y2AemG841CQdZiG"
        "5JoDRPNeId+8qW8v",
        "2f68d312d635053b878afcc66509953f0ddee5e1",
    ),
]


@pytest.mark.parametrize("vector", VECTORS, ids=["echo", "robot", "full pad"])
def test_our_own_vectors(vector: Vector) -> None:
    codec = Codec("duchaTestToken01", "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG", vector.receive_id)
    assert codec.signature("1767225600", "nonce123", vector.encrypted) == vector.signature
    opened = codec.unseal(vector.encrypted, vector.signature, "1767225600", "nonce123")
    assert opened.decode() == vector.message


def test_the_consoles_check_is_answered_with_the_bare_text() -> None:
    vector = VECTORS[0]
    codec = Codec("duchaTestToken01", "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG", vector.receive_id)
    query = {"msg_signature": vector.signature, "timestamp": "1767225600", "nonce": "nonce123"}
    assert codec.open_echo({**query, "echostr": vector.encrypted}) == b"1616140317555161061"


def test_a_plus_that_a_framework_read_as_a_blank_is_still_a_plus() -> None:
    query = {"msg_signature": VENDOR_SIGNATURE, "timestamp": "1409659813", "nonce": "1372623149"}
    blanks = VENDOR_ENCRYPT.replace("+", " ")
    assert blanks != VENDOR_ENCRYPT
    assert len(vendor().open_echo({**query, "echostr": blanks})) == 284


def test_without_a_ciphertext_the_signature_is_the_official_accounts_check() -> None:
    # sha1 of the sorted "QDG6eK", "1409659813", "1372623149", computed with coreutils.
    assert vendor().signature("1409659813", "1372623149", "") == "d2157f2f9079f4d6257b45edf665c43c62e60a0a"
