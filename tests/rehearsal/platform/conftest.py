"""The office of these stories: 张三 and 李四 of 招商局, 王五 of 经信局, one app, one work group with a robot."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from rehearsal.platform import App, Corp, Line, Platform, Rules, WsgiPost

from .product import AES_KEY, AGENT, CORP, SECRET, TOKEN, PretendClock, Product


@dataclass
class Office:
    """Everything a story needs."""

    clock: PretendClock
    platform: Platform
    corp: Corp
    line: Line
    product: Product
    tokens: list[str] = field(default_factory=list)

    def token(self) -> str:
        """A valid access_token."""
        return str(self.get("gettoken", token="", corpid=CORP, corpsecret=SECRET)["access_token"])

    def get(self, path: str, token: str | None = None, **query: str) -> dict[str, Any]:
        """A GET with the token in the query."""
        held = self.token() if token is None else token
        whole = {**({"access_token": held} if held else {}), **query}
        return self.platform.call("GET", f"/cgi-bin/{path}", whole).json

    def post(self, path: str, content: dict[str, Any], token: str | None = None) -> dict[str, Any]:
        """A POST with the token in the query."""
        held = self.token() if token is None else token
        return self.platform.call("POST", f"/cgi-bin/{path}", {"access_token": held}, content).json

    def send(self, to: str, content: str = "请于今日下班前报送", **more: Any) -> dict[str, Any]:  # noqa: ANN401
        """message/send of a text, or of whatever `more` says."""
        message = {"touser": to, "agentid": AGENT, "msgtype": "text", "text": {"content": content}, **more}
        return self.post("message/send", message)

    def robot(self, content: dict[str, Any], key: str = "robot-key") -> dict[str, Any]:
        """webhook/send."""
        return self.platform.call("POST", "/cgi-bin/webhook/send", {"key": key}, content).json

    def texts(self, userid: str) -> list[str]:
        """What stands on a member's screen."""
        return [one.text for one in self.platform.screen(userid)]


def open_office(rules: Rules | None = None, seed: int = 1) -> Office:
    """A new office with its own platform."""
    clock = PretendClock()
    platform = Platform(clock, seed=seed, rules=rules)
    corp = platform.add_corp(CORP)
    product = Product()
    app = App(CORP, AGENT, SECRET, TOKEN, AES_KEY, post=WsgiPost(product, "/callback", clock))
    corp.add_app(app)
    corp.add_department(2, "招商局", 1)
    corp.add_department(3, "经信局", 1)
    corp.add_member("zhang", "张三", departments=(2,), mobile="13800000001")
    corp.add_member("li", "李四", departments=(2,))
    corp.add_member("wang", "王五", departments=(3,))
    corp.add_group("work-group", ["zhang", "li", "wang"], "重点项目督办群")
    corp.add_robot("robot-key", "work-group")
    return Office(clock, platform, corp, platform.app(), product)


@pytest.fixture
def office() -> Office:
    return open_office()
