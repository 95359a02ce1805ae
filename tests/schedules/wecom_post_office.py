"""The small office again, this time with a pretend WeCom at the other end of its wire."""

from __future__ import annotations

from requests import Response

from bot.config import Form
from bot.sender import WeComSender
from bot.wecom.client import WeComClient
from bot.wecom.http import Wire
from bot.wecom.robots import Robots
from bot.wecom.token import TokenProvider
from models.session import Database
from rehearsal.platform import App, Platform, session
from tests.schedules.post_office import PostOffice

CORP, AGENT, SECRET, ROBOT_KEY = "ww1", 1000002, "pretend-secret", "pretend-key"


class WeComPostOffice(PostOffice):
    """Everybody of the office is a member; the group has a robot called main, and the app owns a group of its own."""

    def __init__(self, database: Database, seed: int = 0) -> None:
        super().__init__(database)
        self.platform = Platform(self.clock, seed=seed)
        corp = self.platform.add_corp(CORP)
        corp.add_app(App(CORP, AGENT, SECRET))
        for userid in ("wang", "li", "zhang", "admin"):
            corp.add_member(userid)
        corp.add_group("g1", ["wang", "li"], "督办群")
        corp.add_robot(ROBOT_KEY, "g1")
        self.wecom = self.another_process()

    def another_process(self, *, form: Form = "text") -> WeComSender:
        line = session(self.platform)
        line.hooks["response"].append(_read)
        wire = Wire(session=line)
        tokens = TokenProvider(CORP, SECRET, wire, self.clock)
        client = WeComClient(wire, tokens, str(AGENT))
        return WeComSender(client, AGENT, Robots(wire, {"main": ROBOT_KEY}), form=form)

    def seen(self, userid: str) -> list[str]:
        return [shown.text for shown in self.platform.screen(userid)]

    def in_group(self) -> list[str]:
        return [shown.text for shown in self.platform.group_screen("g1")]


def _read(response: Response, *_: object, **__: object) -> None:
    """An answer from within this process has no socket to be read from later."""
    assert response.content is not None
