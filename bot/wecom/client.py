"""One app of one corp: sends frozen bytes, asks questions; renews its token once, never in circles."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.wecom import bodies
from bot.wecom.answers import Answer, Attachment, Fetched
from bot.wecom.errors import PlatformRefused, TokenTrouble, WireTrouble
from bot.wecom.http import Wire, address
from bot.wecom.outcomes import Outcome, Scope, judge, judge_trouble
from bot.wecom.token import PUBLIC_BASE, TokenProvider

SEND = "message/send"
GROUP_SEND = "appchat/send"
UPDATE_CARD = "message/update_template_card"
RECALL = "message/recall"
_MEDIA = "media/get"

_STALE_TOKEN = frozenset({40001, 40014, 42001})


class WeComClient:
    """Shared by threads. What sends returns an Outcome and never raises; what asks raises.

    Everything that sends has its twin in `bodies`: a message that must survive a crash is frozen and stored there
    first, then given to `post_frozen`.
    """

    def __init__(self, wire: Wire, tokens: TokenProvider, agent_id: str, base_url: str = PUBLIC_BASE) -> None:
        self._wire, self._tokens = wire, tokens
        self._agent_id, self._base = agent_id, base_url

    def post_frozen(self, path: str, body: bytes) -> Outcome:
        """Exactly these bytes, once; twice only if the platform refused the token and so did not read them."""
        try:
            return judge(self.post(path, body), Scope.APP)
        except (WireTrouble, TokenTrouble) as trouble:
            return judge_trouble(trouble, Scope.APP)

    def send_text(self, users: Sequence[str], content: str, *, duplicate_check: int = 0) -> Outcome:
        """`duplicate_check` in seconds."""
        body = bodies.app_text(self._agent_id, users, content, duplicate_check=duplicate_check)
        return self.post_frozen(SEND, body)

    def send_markdown(self, users: Sequence[str], content: str, *, duplicate_check: int = 0) -> Outcome:
        """`duplicate_check` in seconds."""
        body = bodies.app_markdown(self._agent_id, users, content, duplicate_check=duplicate_check)
        return self.post_frozen(SEND, body)

    def send_template_card(self, users: Sequence[str], card: Mapping[str, Any], *, duplicate_check: int = 0) -> Outcome:
        """`duplicate_check` in seconds."""
        body = bodies.app_card(self._agent_id, users, card, duplicate_check=duplicate_check)
        return self.post_frozen(SEND, body)

    def appchat_send(self, chat_id: str, content: str, mentioned: Sequence[str] = ()) -> Outcome:
        """Text into a group the app made."""
        return self.post_frozen(GROUP_SEND, bodies.group_text(chat_id, content, mentioned))

    def update_card(self, users: Sequence[str], response_code: str, card: Mapping[str, Any]) -> Outcome:
        """The response code is used up by this."""
        return self.post_frozen(UPDATE_CARD, bodies.card_replaced(self._agent_id, users, response_code, card))

    def recall(self, message_id: str) -> Outcome:
        """Within 24 hours of sending."""
        return self.post_frozen(RECALL, bodies.recalled(message_id))

    def get(self, path: str, params: Mapping[str, str] | None = None) -> Answer:
        """Raises WireTrouble or TokenTrouble; an error code is an answer."""
        return self._ask("GET", path, params or {}, None, None)

    def post(
        self,
        path: str,
        body: bytes | None = None,
        params: Mapping[str, str] | None = None,
        attachment: Attachment | None = None,
    ) -> Answer:
        """Raises WireTrouble or TokenTrouble; an error code is an answer."""
        return self._ask("POST", path, params or {}, body, attachment)

    def download(self, media_id: str) -> bytes:
        """A file somebody sent, for three days. Raises WireTrouble, TokenTrouble or PlatformRefused."""
        token = self._tokens.token()
        fetched = self._fetch_media(media_id, token)
        refusal = fetched.refusal()
        if refusal is not None and refusal.code in _STALE_TOKEN:
            fetched = self._fetch_media(media_id, self._tokens.refreshed(token))
            refusal = fetched.refusal()
        if refusal is not None:
            raise PlatformRefused(_MEDIA, refusal.code or -1, refusal.words)
        return fetched.body

    def _fetch_media(self, media_id: str, token: str) -> Fetched:
        return self._wire.fetch("GET", address(self._base, _MEDIA), {"access_token": token, "media_id": media_id})

    def _ask(
        self, method: str, path: str, params: Mapping[str, str], body: bytes | None, attachment: Attachment | None
    ) -> Answer:
        token = self._tokens.token()
        answer = self._once(method, path, params, body, attachment, token)
        if answer.code not in _STALE_TOKEN:
            return answer
        try:
            token = self._tokens.refreshed(token)
        except TokenTrouble:
            return answer
        return self._once(method, path, params, body, attachment, token)

    def _once(
        self,
        method: str,
        path: str,
        params: Mapping[str, str],
        body: bytes | None,
        attachment: Attachment | None,
        token: str,
    ) -> Answer:
        return self._wire.call(method, address(self._base, path), {**params, "access_token": token}, body, attachment)
