"""Envelopes sealed by hand, so that anything at all can lie inside under a right signature (vendor document 90968)."""

from __future__ import annotations

import base64
import hashlib
import struct

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from tests.stories.office import AES_KEY, AGENT, CORP, TOKEN, StoryOffice

_KEY = base64.b64decode(AES_KEY + "=")
_BLOCK = 32


def encrypted(inner: bytes, corp: str = CORP) -> str:
    """Base64 of the inner XML, sealed for a corporation."""
    plain = b"sixteen letters!" + struct.pack(">I", len(inner)) + inner + corp.encode()
    padding = _BLOCK - len(plain) % _BLOCK
    cipher = Cipher(algorithms.AES(_KEY), modes.CBC(_KEY[:16])).encryptor()
    return base64.b64encode(cipher.update(plain + bytes([padding]) * padding) + cipher.finalize()).decode()


def signed(secret: str, timestamp: int, nonce: str = "1597212914") -> dict[str, str]:
    """The query with the signature of this ciphertext."""
    parts = sorted((TOKEN, str(timestamp), nonce, secret))
    signature = hashlib.sha1("".join(parts).encode()).hexdigest()  # noqa: S324 (the platform's own)
    return {"msg_signature": signature, "timestamp": str(timestamp), "nonce": nonce}


def outer(secret: str, corp: str = CORP, agent: int = AGENT) -> bytes:
    """The body around a ciphertext."""
    return f"<xml><ToUserName>{corp}</ToUserName><AgentID>{agent}</AgentID><Encrypt>{secret}</Encrypt></xml>".encode()


def text_xml(
    office: StoryOffice, content: bytes, userid: str = "zhangwei", number: int = 4711, agent: int = AGENT
) -> bytes:
    """A text message, its content put in as it is."""
    head = (
        f"<xml><ToUserName>{CORP}</ToUserName><FromUserName>{userid}</FromUserName>"
        f"<CreateTime>{int(office.clock.now.timestamp())}</CreateTime><MsgType>text</MsgType><Content>"
    )
    return head.encode() + content + f"</Content><MsgId>{number}</MsgId><AgentID>{agent}</AgentID></xml>".encode()


def post(office: StoryOffice, query: dict[str, str], body: bytes) -> tuple[int, bytes]:
    """One request at the door: status and answer."""
    client = office.house.web.test_client()
    response = client.post(office.house.settings.callback.path, query_string=query, data=body)
    return response.status_code, response.data


def send(office: StoryOffice, inner: bytes, *, late_by: int = 0, corp: str = CORP) -> tuple[int, bytes]:
    """Anything under a right signature, `late_by` seconds old."""
    secret = encrypted(inner, corp)
    return post(office, signed(secret, int(office.clock.now.timestamp()) - late_by), outer(secret, corp))
