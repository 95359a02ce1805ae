"""The sealed envelope of a callback. The codec is wechatpy's, so that it can judge a codec written elsewhere.

Vendor document 90968: AES-256-CBC, PKCS#7 to 32 bytes, SHA-1 over the four sorted strings.
"""

import base64
import binascii
import struct
from collections.abc import Callable
from dataclasses import dataclass
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring
from wechatpy.enterprise.crypto import PrpCrypto, WeChatCrypto
from wechatpy.enterprise.exceptions import InvalidCorpIdException
from wechatpy.exceptions import InvalidSignatureException
from wechatpy.utils import WeChatSigner

_BLOCK = 32
Sixteen = Callable[[], str]


class BadEnvelope(Exception):
    """What came back cannot be opened; the words say why."""


@dataclass(frozen=True)
class Envelope:
    """One callback as it goes over the wire."""

    query: dict[str, str]
    body: bytes


class _Cipher(PrpCrypto):  # type: ignore[misc]  # wechatpy ships no types
    def __init__(self, key: bytes, sixteen: Sixteen) -> None:
        super().__init__(key)
        self._sixteen = sixteen

    def get_random_string(self) -> str:
        return self._sixteen()


class Codec:
    """Seals and opens for one token, one EncodingAESKey, one receiveid."""

    def __init__(self, token: str, encoding_aes_key: str, receive_id: str) -> None:
        self.token = token
        self.receive_id = receive_id
        self._crypto = WeChatCrypto(token, encoding_aes_key, receive_id)

    def encrypt(self, text: str, sixteen: Sixteen, receive_id: str | None = None) -> str:
        """Base64 of the encrypted text; another receiveid only to forge."""
        owner = self.receive_id if receive_id is None else receive_id
        sealed: bytes = _Cipher(self._crypto.key, sixteen).encrypt(text, owner)
        return sealed.decode()

    def sign(self, timestamp: str, nonce: str, encrypted: str) -> str:
        """Lower-case hex signature."""
        signer = WeChatSigner()
        signer.add_data(self.token, timestamp, nonce, encrypted)
        signature: str = signer.signature
        return signature

    def decrypt(self, encrypted: str, signature: str, timestamp: str, nonce: str) -> str:
        """The text inside; BadEnvelope for anything that is wrong with it."""
        try:
            text: str = self._crypto.decrypt_message({"Encrypt": encrypted}, signature, timestamp, nonce)
        except InvalidSignatureException as error:
            raise BadEnvelope("signature") from error
        except InvalidCorpIdException as error:
            raise BadEnvelope("receiveid") from error
        except (ValueError, IndexError, struct.error, binascii.Error) as error:
            raise BadEnvelope("ciphertext") from error
        return text

    def open_reply(self, body: bytes) -> str:
        """The inner XML of a passive reply (document 90241)."""
        try:
            root = fromstring(body)
        except (ParseError, DefusedXmlException, ValueError) as error:
            raise BadEnvelope("not XML") from error
        parts = {name: root.findtext(name) for name in ("Encrypt", "MsgSignature", "TimeStamp", "Nonce")}
        missing = [name for name, value in parts.items() if not value]
        if missing:
            raise BadEnvelope(f"missing {', '.join(missing)}")
        stamp = parts["TimeStamp"] or ""
        if not stamp.isdigit():
            raise BadEnvelope("TimeStamp is not a number")
        encrypted = parts["Encrypt"] or ""
        text = self.decrypt(encrypted, parts["MsgSignature"] or "", stamp, parts["Nonce"] or "")
        if len(base64.b64decode(encrypted)) % _BLOCK:
            raise BadEnvelope("padded to 16 bytes instead of 32")
        return text

    def padding(self, text: str) -> int:
        """How many bytes of padding this text would get, 1 to 32."""
        length = 16 + 4 + len(text.encode()) + len(self.receive_id.encode())
        return _BLOCK - length % _BLOCK


def outer_xml(corp_id: str, agent_id: int | None, encrypted: str) -> bytes:
    """The body of a callback; contact callbacks carry no AgentID."""
    agent = "" if agent_id is None else f"<AgentID><![CDATA[{agent_id}]]></AgentID>"
    return (
        f"<xml><ToUserName><![CDATA[{corp_id}]]></ToUserName>{agent}<Encrypt><![CDATA[{encrypted}]]></Encrypt></xml>"
    ).encode()


def flip(encrypted: str) -> str:
    """The same ciphertext with one byte changed in its last block: good base64, rotten inside."""
    raw = bytearray(base64.b64decode(encrypted))
    raw[-20] ^= 0x55
    return base64.b64encode(bytes(raw)).decode()
