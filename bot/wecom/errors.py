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


class WireTrouble(Exception):
    """No answer to act upon. The text names the path and the kind of trouble, never a query or a body."""


class NotReached(WireTrouble):
    """The platform never got the request: it may be sent again."""


class TurnedAway(NotReached):
    """Something before the platform refused the request: a wrong address, a gateway, a filter."""


class NoAnswer(WireTrouble):
    """The request was written and then nothing usable came back: whether it took effect is unknown."""


class TokenTrouble(Exception):
    """No access token to be had now, so nothing was sent. `retry_after` is in seconds."""

    def __init__(self, words: str, retry_after: float, code: int | None = None) -> None:
        super().__init__(words)
        self.retry_after = retry_after
        self.code = code


class CredentialRefused(TokenTrouble):
    """The platform does not take corp id and secret; asking again and again would bar our address for an hour."""


class PlatformRefused(Exception):
    """A call about contacts, media or groups was answered with an error code."""

    def __init__(self, path: str, code: int, words: str) -> None:
        super().__init__(f"{path}: {code} {words}")
        self.code = code
