"""The lock of the door: signature and AES of WeCom callbacks (platform.md §1), strict in everything the sender chooses.

It knows no clock: whether an authentic envelope is fresh is for the door to judge.
"""

import base64
import binascii
import hashlib
import hmac
import secrets
from collections.abc import Mapping

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from bot.wecom.envelope import MAX_BODY, encrypted_text, reply_envelope
from bot.wecom.errors import BadEnvelope, BadKey, Refusal

_PREFIX = 16  # random bytes before the message
_HEAD = _PREFIX + 4  # and its length, big-endian
_AES_BLOCK = 16
_PAD_BLOCK = 32  # PKCS#7, but in blocks of 32 (platform.md §1.1)
# 64 characters of base64 are the shortest piece that is whole AES blocks; a nonce must not be able to hold one.
_LONGEST_NONCE = 63
_PADS = tuple(bytes([n]) * n for n in range(_PAD_BLOCK + 1))


class Codec:
    """Opens and seals the envelopes of one callback address.

    `receive_id` is the corp id for apps, the appid for an official account, "" for robots. Safe to share by threads.
    """

    def __init__(self, token: str, encoding_aes_key: str, receive_id: str) -> None:
        """Raises BadKey if token or key cannot be what the console gave out."""
        if not (token.isascii() and token.isalnum() and len(token) <= 32):
            raise BadKey("the callback token must be 1 to 32 letters or digits")
        if not (encoding_aes_key.isascii() and encoding_aes_key.isalnum() and len(encoding_aes_key) == 43):
            raise BadKey("the EncodingAESKey must be exactly 43 letters or digits")
        # 43 characters carry two bits too many; a strict decoder would refuse keys the console really gives out.
        key = base64.b64decode(encoding_aes_key + "=")
        self._token = token
        self._receive_id = receive_id.encode()
        self._cipher = Cipher(algorithms.AES(key), modes.CBC(key[:16]))

    def __repr__(self) -> str:
        return f"Codec(receive_id={self._receive_id.decode()!r})"

    def signature(self, timestamp: str, nonce: str, encrypted: str) -> str:
        """SHA-1 over the four strings in byte order. With "" for `encrypted` it is the official account's GET check."""
        parts = sorted((self._token.encode(), timestamp.encode(), nonce.encode(), encrypted.encode()))
        return hashlib.sha1(b"".join(parts), usedforsecurity=False).hexdigest()

    def open_echo(self, query: Mapping[str, str]) -> bytes:
        """Answer to the console's GET check, to be sent back as it is. Raises BadEnvelope."""
        echo = query.get("echostr", "")
        if len(echo) > MAX_BODY:
            raise BadEnvelope(Refusal.SIZE)
        # Frameworks read an unescaped + of the query as a blank; base64 has no blanks, the signature decides.
        return self.unseal(
            echo.replace(" ", "+"), query.get("msg_signature", ""), query.get("timestamp", ""), query.get("nonce", "")
        )

    def open(self, body: bytes, msg_signature: str, timestamp: str, nonce: str) -> bytes:
        """The message inside a callback's XML body. Raises BadEnvelope."""
        return self.unseal(encrypted_text(body), msg_signature, timestamp, nonce)

    def unseal(self, encrypted: str, msg_signature: str, timestamp: str, nonce: str) -> bytes:
        """Authenticate first, decrypt after, for any envelope (XML, JSON, query). Raises BadEnvelope."""
        _refuse_odd_parameters(timestamp, nonce)
        if not encrypted.isascii():
            raise BadEnvelope(Refusal.BASE64)
        expected = self.signature(timestamp, nonce, encrypted).encode()
        if not hmac.compare_digest(expected, msg_signature.encode("utf-8", "replace")):
            raise BadEnvelope(Refusal.SIGNATURE)
        return self._content(self._decrypt(encrypted))

    def seal(self, reply_xml: bytes | str, timestamp: str, nonce: str) -> bytes:
        """A passive reply as the XML envelope to answer with. Raises ValueError on parameters no door would accept."""
        try:
            _refuse_odd_parameters(timestamp, nonce)
        except BadEnvelope:
            raise ValueError("timestamp or nonce is not fit for an envelope") from None
        encrypted = self.encrypt(reply_xml.encode() if isinstance(reply_xml, str) else reply_xml)
        return reply_envelope(encrypted, self.signature(timestamp, nonce, encrypted), timestamp, nonce)

    def encrypt(self, message: bytes) -> str:
        """One message, padded, encrypted, base64."""
        plain = secrets.token_bytes(_PREFIX) + len(message).to_bytes(4, "big") + message + self._receive_id
        plain += _PADS[_PAD_BLOCK - len(plain) % _PAD_BLOCK]
        encryptor = self._cipher.encryptor()
        return base64.b64encode(encryptor.update(plain) + encryptor.finalize()).decode("ascii")

    def _decrypt(self, encrypted: str) -> bytes:
        try:
            sealed = binascii.a2b_base64(encrypted, strict_mode=True)
        except binascii.Error:
            raise BadEnvelope(Refusal.BASE64) from None
        if len(sealed) < 2 * _AES_BLOCK or len(sealed) % _AES_BLOCK:
            raise BadEnvelope(Refusal.BLOCK)
        decryptor = self._cipher.decryptor()
        return decryptor.update(sealed) + decryptor.finalize()

    def _content(self, plain: bytes) -> bytes:
        pad = plain[-1]
        if not 1 <= pad <= _PAD_BLOCK or not plain.endswith(_PADS[pad]):
            raise BadEnvelope(Refusal.PADDING)
        end = len(plain) - pad
        stop = _HEAD + int.from_bytes(plain[_PREFIX:_HEAD], "big")
        if end < _HEAD or stop > end:
            raise BadEnvelope(Refusal.LENGTH)
        if not hmac.compare_digest(plain[stop:end], self._receive_id):
            raise BadEnvelope(Refusal.RECEIVER)
        message = plain[_HEAD:stop]
        try:
            message.decode("utf-8", "strict")
        except UnicodeDecodeError:
            raise BadEnvelope(Refusal.MESSAGE_UTF8) from None
        return message


def _refuse_odd_parameters(timestamp: str, nonce: str) -> None:
    """Ten digits and a short plain nonce; the signature alone does not hold them in place.

    It runs over the four strings joined without separators, so what is moved from the end of one to the start of the
    next leaves it valid: whole cipher blocks cut from the ciphertext into the nonce would make another message, raw
    bytes in the last string would allow a SHA-1 length extension. With these bounds only a swap of timestamp and nonce
    is left, which is a replay, and a replay has no effect (reliability.md T2).
    """
    if not (len(timestamp) == 10 and timestamp.isascii() and timestamp.isdigit()):
        raise BadEnvelope(Refusal.PARAMETER)
    if not (1 <= len(nonce) <= _LONGEST_NONCE and nonce.isascii() and nonce.isprintable() and "]" not in nonce):
        raise BadEnvelope(Refusal.PARAMETER)
