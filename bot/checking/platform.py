"""The platform: keys that can be right, and a token if we may ask for one."""

from __future__ import annotations

from bot.checking.finding import Finding, lacking, ready
from bot.config import WeComSettings
from bot.wecom.codec import Codec
from bot.wecom.errors import BadKey, CredentialRefused, TokenTrouble
from bot.wecom.http import Wire
from bot.wecom.token import TokenProvider
from supervision.clock import Clock

_TIMESTAMP, _NONCE = "1700000000", "check"  # any will do: the codec knows no clock
_SAMPLE = "督办 check".encode()


def look_at_codec(wecom: WeComSettings) -> Finding:
    """What one seals, the same keys open again."""
    try:
        codec = Codec(wecom.token.get_secret_value(), wecom.encoding_aes_key.get_secret_value(), wecom.corp_id)
    except BadKey:
        return lacking("codec", "key")
    encrypted = codec.encrypt(_SAMPLE)
    signature = codec.signature(_TIMESTAMP, _NONCE, encrypted)
    opened = codec.unseal(encrypted, signature, _TIMESTAMP, _NONCE)
    return ready("codec") if opened == _SAMPLE else lacking("codec", "self_test")


def look_at_token(wecom: WeComSettings, wire: Wire, clock: Clock) -> Finding:
    """One real call of the platform; the token is not kept."""
    api = wecom.api
    provider = TokenProvider(wecom.corp_id, wecom.secret.get_secret_value(), wire, clock, base_url=api)
    try:
        provider.token()
    except CredentialRefused as refused:
        return lacking("token", "credential", code=refused.code)
    except TokenTrouble as trouble:
        return lacking("token", "unreachable", detail=str(trouble))
    return ready("token")
