"""The outer XML of a callback, read without an XML parser: whoever sent it is still a stranger at this point."""

from bot.wecom.errors import BadEnvelope, Refusal

# Four times the largest message the platform sends; the door refuses more before reading it.
MAX_BODY = 256 * 1024

_OPEN, _CLOSE = b"<Encrypt>", b"</Encrypt>"
_CDATA, _CDATA_END = b"<![CDATA[", b"]]>"
_WHITE = b" \t\r\n"


def encrypted_text(body: bytes) -> str:
    """The content of the only `Encrypt` element. Linear, copies nothing but the answer. Raises BadEnvelope."""
    if len(body) > MAX_BODY:
        raise BadEnvelope(Refusal.SIZE)
    _refuse_odd_bytes(body)
    shell = body.strip(_WHITE)
    if not shell.startswith((b"<xml>", b"<?xml ")) or not shell.endswith(b"</xml>"):
        raise BadEnvelope(Refusal.XML)
    start, end = body.find(_OPEN), body.find(_CLOSE)
    if start < 0 or end < start or body.find(_OPEN, start + 1) >= 0 or body.find(_CLOSE, end + 1) >= 0:
        raise BadEnvelope(Refusal.XML)
    content = body[start + len(_OPEN) : end].strip(_WHITE)
    if content.startswith(_CDATA):
        if not content.endswith(_CDATA_END):
            raise BadEnvelope(Refusal.XML)
        content = content[len(_CDATA) : -len(_CDATA_END)].strip(_WHITE)
    if not content or not content.isascii():
        raise BadEnvelope(Refusal.BASE64)
    return content.decode("ascii")


def reply_envelope(encrypted: str, signature: str, timestamp: str, nonce: str) -> bytes:
    """The XML around an encrypted passive reply (platform.md §1.3). `nonce` was already held to plain characters."""
    return (
        f"<xml><Encrypt><![CDATA[{encrypted}]]></Encrypt>"
        f"<MsgSignature><![CDATA[{signature}]]></MsgSignature>"
        f"<TimeStamp>{timestamp}</TimeStamp>"
        f"<Nonce><![CDATA[{nonce}]]></Nonce></xml>"
    ).encode()


def _refuse_odd_bytes(body: bytes) -> None:
    try:
        body.decode("utf-8", "strict")
    except UnicodeDecodeError:
        raise BadEnvelope(Refusal.UTF8) from None
    if b"<!" in body:
        upper = body.upper()
        if b"<!DOCTYPE" in upper or b"<!ENTITY" in upper:
            raise BadEnvelope(Refusal.DOCTYPE)
