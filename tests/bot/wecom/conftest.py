"""One app of one corp, wired to a switchboard instead of the platform."""

import pytest
import requests

from bot.wecom.client import WeComClient
from bot.wecom.http import Wire
from bot.wecom.robot import GroupRobot
from bot.wecom.token import TokenProvider
from tests.bot.wecom.switchboard import SECRET, OfficeClock, Switchboard


@pytest.fixture
def clock() -> OfficeClock:
    return OfficeClock()


@pytest.fixture
def board() -> Switchboard:
    return Switchboard()


@pytest.fixture
def wire(board: Switchboard) -> Wire:
    session = requests.Session()
    session.mount("https://", board)
    return Wire(session=session)


@pytest.fixture
def tokens(wire: Wire, clock: OfficeClock) -> TokenProvider:
    return TokenProvider("ww1", SECRET, wire, clock)


@pytest.fixture
def client(wire: Wire, tokens: TokenProvider) -> WeComClient:
    return WeComClient(wire, tokens, "1000002")


@pytest.fixture
def robot(wire: Wire) -> GroupRobot:
    return GroupRobot(wire, SECRET)
