"""Somebody who holds the keys and does not play by the rules."""

import base64
from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from bot.wecom.codec import Codec
from bot.wecom.errors import BadEnvelope, Refusal

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
