"""What can go wrong between us and the platform, each named by what happened. No secret is ever in the text of one."""

from enum import StrEnum


class Refusal(StrEnum):
    """Why an envelope was refused; for our own log and counters only, the other side always gets the same answer."""

    PARAMETER = "parameter"
    SIGNATURE = "signature"
    SIZE = "size"
    UTF8 = "utf8"
    DOCTYPE = "doctype"
    XML = "xml"
    BASE64 = "base64"
    BLOCK = "block"
    PADDING = "padding"
    LENGTH = "length"
    RECEIVER = "receiver"
    MESSAGE_UTF8 = "message_utf8"


class BadEnvelope(Exception):
    """The one exception of strict decoding. `reason` is for us; the text never tells one refusal from another."""

    def __init__(self, reason: Refusal) -> None:
        super().__init__("envelope refused")
        self.reason = reason


class BadKey(ValueError):
    """The token or the EncodingAESKey in the configuration cannot be right; the text never holds its value."""


class BadPayload(Exception):
    """The envelope was genuine, but what was inside cannot be understood: keep it aside, lose nothing."""
