"""The pretend platform: an object one can hold in a test; server.py puts it on a port."""

import json as jsonlib
from collections.abc import Callable, Mapping
from random import Random
from typing import Any

from .api import Api
from .callbacks import Courier, Delivery
from .calls import Answer, Call, Logged
from .corp import App, Corp, Group
from .faults import Faults
from .ledger import Channel, Ledger, Shown
from .line import Line
from .rules import Rules
from .showing import show_in_group
from .verification import verify_url
from .world import Clock, World

PREFIX = "/cgi-bin/"


class Platform:
    """WeCom as the product meets it. Time comes from `clock`; the same seed gives the same run.

    `wait` is called for slow answers: nothing by default, `time.sleep` behind a server, a step of a pretend clock.
    """

    def __init__(
        self,
        clock: Clock,
        *,
        seed: int = 0,
        rules: Rules | None = None,
        wait: Callable[[float], None] = lambda _: None,
    ) -> None:
        random = Random(seed)  # noqa: S311  # repeatable on purpose; nothing secret hangs on it
        self._world = World(clock, random, rules or Rules(), wait)
        self._courier = Courier(self._world)
        self._api = Api(self._world)
        self._lines: dict[tuple[str, int], Line] = {}

    @property
    def ledger(self) -> Ledger:
        """What was truly delivered to whom."""
        return self._world.ledger

    @property
    def faults(self) -> Faults:
        """The switches for what can go wrong."""
        return self._world.faults

    @property
    def log(self) -> list[Logged]:
        """Every call the product made."""
        return self._api.log

    @property
    def deliveries(self) -> list[Delivery]:
        """Every callback sent to the product."""
        return self._courier.deliveries

    def add_corp(self, corp_id: str, name: str = "某某市督查室") -> Corp:
        """A new tenant."""
        corp = Corp(corp_id, name)
        self._world.corps[corp_id] = corp
        return corp

    def corp(self, corp_id: str = "") -> Corp:
        """The corporation of that id, or the only one."""
        return self._world.corps[corp_id] if corp_id else next(iter(self._world.corps.values()))

    def app(self, agent_id: int | None = None, corp_id: str = "") -> Line:
        """The line to an app: the one of that agentid, or the only one."""
        corp = self.corp(corp_id)
        app = corp.apps[agent_id] if agent_id is not None else next(iter(corp.apps.values()))
        return self._line(app)

    def call(
        self,
        method: str,
        path: str,
        query: Mapping[str, str] | None = None,
        json: Mapping[str, Any] | None = None,
        *,
        body: bytes = b"",
        headers: Mapping[str, str] | None = None,
        source_ip: str = "127.0.0.1",
        timeout: float | None = None,
    ) -> Answer:
        """The product calls the platform. Connection-level faults raise the matching OSError."""
        content = jsonlib.dumps(json, ensure_ascii=False).encode() if json is not None else body
        name = f"/{path.lstrip('/')}".removeprefix(PREFIX).lstrip("/")
        call = Call(method.upper(), name, query or {}, content, headers or {}, source_ip)
        return self._api.answer(call, timeout)

    def screen(self, userid: str) -> list[Shown]:
        """A member's chats with the apps."""
        with self._world.lock:
            return self.ledger.screen(userid)

    def group_screen(self, chat: str) -> list[Shown]:
        """What stands in a group, by chat id."""
        with self._world.lock:
            return self.ledger.group_screen(chat)

    def says_in_group(self, chat: str, userid: str, text: str, corp_id: str = "") -> None:
        """A member writes in a group: everybody there reads it, no product ever does. ValueError for a stranger."""
        with self._world.lock:
            corp = self.corp(corp_id)
            group = corp.groups[chat]
            member = group.member(userid)
            if member is None or not group.appeared:
                raise ValueError(f"{userid} does not see the group {chat}")
            show_in_group(self._world, corp, group, Channel.MEMBER, "text", text, sender=member)

    def groups_of(self, userid: str, corp_id: str = "") -> list[Group]:
        """The groups on a member's phone; one made by an app appears with its first message."""
        groups = self.corp(corp_id).groups.values()
        return [one for one in groups if one.appeared and not one.dissolved and one.member(userid)]

    def verify_url(self, agent_id: int | None = None, corp_id: str = "") -> str:
        """Saves the receive URL as the console does: empty when it passes, else what was wrong."""
        return verify_url(self._world, self.app(agent_id, corp_id).app)

    def redeliver(self) -> list[Delivery]:
        """The next try for every callback that waits."""
        return [one for line in self._lines.values() for one in line.redeliver()]

    def wait_with(self, wait: Callable[[float], None]) -> None:
        """What a slow answer does with its seconds from now on."""
        self._world.wait = wait

    def revoke_tokens(self) -> None:
        """Voids every token before its time."""
        with self._world.lock:
            self._world.tokens.revoke_all()

    def _line(self, app: App) -> Line:
        key = (app.corp_id, app.agent_id)
        if key not in self._lines:
            self._lines[key] = Line(self._world, self._courier, app)
        return self._lines[key]
