"""A group robot: posts into the one group it lives in. Its key is a bearer secret (platform.md §6.6)."""

from collections.abc import Sequence

from bot.wecom import bodies
from bot.wecom.errors import WireTrouble
from bot.wecom.http import Wire, address
from bot.wecom.outcomes import Outcome, Scope, judge, judge_trouble
from bot.wecom.token import PUBLIC_BASE


class GroupRobot:
    """Shared by threads. Never raises for what the wire does. At most 20 messages a minute: the caller counts."""

    def __init__(self, wire: Wire, key: str, base_url: str = PUBLIC_BASE) -> None:
        self._wire, self._key, self._url = wire, key, address(base_url, "webhook/send")

    def post_frozen(self, body: bytes) -> Outcome:
        """Exactly these bytes, once."""
        try:
            return judge(self._wire.call("POST", self._url, {"key": self._key}, body), Scope.ROBOT)
        except WireTrouble as trouble:
            return judge_trouble(trouble, Scope.ROBOT)

    def send_text(self, content: str, mentioned: Sequence[str] = ()) -> Outcome:
        """`mentioned` are user ids or @all; content of at most 2048 bytes."""
        return self.post_frozen(bodies.robot_text(content, mentioned))

    def send_markdown(self, content: str) -> Outcome:
        """Content of at most 4096 bytes; more is refused, not cut."""
        return self.post_frozen(bodies.robot_markdown(content))
