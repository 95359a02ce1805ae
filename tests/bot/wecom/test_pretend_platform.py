"""Our client and the pretend platform, over a real socket: written apart, they must agree."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from werkzeug.serving import make_server

from bot.wecom import bodies
from bot.wecom.client import SEND, WeComClient
from bot.wecom.contacts import Contacts
from bot.wecom.http import Limits, Wire
from bot.wecom.outcomes import Kind
from bot.wecom.robot import GroupRobot
from bot.wecom.token import TokenProvider
from rehearsal.platform import App, Platform
from rehearsal.platform.faults import Fault
from rehearsal.platform.server import make_server as application

CORP, AGENT, SECRET = "ww1234567890abcdef", 1000002, "a-secret-of-this-test"
NOW = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


@pytest.fixture
def platform() -> Platform:
    made = Platform(lambda: NOW)
    corp = made.add_corp(CORP)
    corp.add_app(App(CORP, AGENT, SECRET))
    corp.add_department(2, "招商局", 1)
    corp.add_member("zhang", "张三", departments=(2,))
    corp.add_member("li", "李四", departments=(2,))
    corp.add_group("work-group", ["zhang", "li"], "重点项目督办群")
    corp.add_robot("robot-key", "work-group")
    return made


@pytest.fixture
def base_url(platform: Platform) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, application(platform), threaded=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/cgi-bin/"
    server.shutdown()
    thread.join(20)
    server.server_close()


@pytest.fixture
def wire() -> Iterator[Wire]:
    made = Wire(Limits(connect=2, read=5, total=10))
    yield made
    made.close()


@pytest.fixture
def client(wire: Wire, base_url: str) -> WeComClient:
    tokens = TokenProvider(CORP, SECRET, wire, lambda: NOW, base_url=base_url)
    return WeComClient(wire, tokens, str(AGENT), base_url)


def test_a_reminder_reaches_the_screen(client: WeComClient, platform: Platform) -> None:
    told = client.send_text(["ZHANG"], "「奥瑞金」今天到期\n请报进度 🙏")
    assert told.kind is Kind.SENT
    assert told.message_id
    assert [one.text for one in platform.screen("zhang")] == ["「奥瑞金」今天到期\n请报进度 🙏"]


def test_a_stranger_among_the_readers_is_named(client: WeComClient, platform: Platform) -> None:
    told = client.send_markdown(["zhang", "Nobody"], "**红灯**")
    assert (told.kind, told.invalid) == (Kind.PARTIAL, ("nobody",))
    assert len(platform.screen("zhang")) == 1
    assert client.send_text(["Nobody"], "x").is_target_gone


def test_the_same_frozen_bytes_are_shown_once(client: WeComClient, platform: Platform) -> None:
    body = bodies.app_text(str(AGENT), ["zhang"], "请报进度", duplicate_check=1800)
    assert [client.post_frozen(SEND, body).kind for _ in range(3)] == [Kind.SENT] * 3
    assert len(platform.screen("zhang")) == 1


def test_the_robot_mentions(wire: Wire, base_url: str, platform: Platform) -> None:
    robot = GroupRobot(wire, "robot-key", base_url)
    assert robot.send_text("谁没交", ["zhang"]).kind is Kind.SENT
    assert len(platform.group_screen("work-group")) == 1
    assert GroupRobot(wire, "another-key", base_url).send_text("x").is_target_gone


def test_a_group_is_made_and_told(client: WeComClient, platform: Platform) -> None:
    chat = Contacts(CORP, client).create_group("专班", "zhang", ["zhang", "li"], "duban1")
    assert client.appchat_send(chat, "专班成立").kind is Kind.SENT
    assert len(platform.group_screen("duban1")) == 1


def test_contacts_and_files(client: WeComClient) -> None:
    contacts = Contacts(CORP, client)
    assert contacts.member("zhang").name == "张三"
    assert "招商局" in [each.name for each in contacts.departments()]
    assert {each.user_id for each in contacts.members_of(2)} == {"zhang", "li"}
    media = contacts.upload_file("通报.docx", b"PK\x03\x04 a bulletin")
    assert client.download(media) == b"PK\x03\x04 a bulletin"


def test_a_wrong_secret_stops_at_the_door(wire: Wire, base_url: str) -> None:
    tokens = TokenProvider(CORP, "another", wire, lambda: NOW, base_url=base_url)
    told = WeComClient(wire, tokens, str(AGENT), base_url).send_text(["zhang"], "x")
    assert (told.kind, told.code, told.alarm) == (Kind.NOT_SENT, 40001, True)


@pytest.mark.parametrize(
    ("fault", "kind", "is_shown"),
    [
        (Fault.RESET_AFTER_ACCEPT, Kind.UNKNOWN, True),
        (Fault.GARBLED, Kind.UNKNOWN, True),
        (Fault.BAD_GATEWAY, Kind.UNKNOWN, False),
        (Fault.BUSY, Kind.NOT_SENT, False),
        (Fault.TOO_OFTEN, Kind.NOT_SENT, False),
        (Fault.SWITCHED_OFF, Kind.NOT_SENT, False),
        (Fault.ALWAYS_EXPIRED, Kind.NOT_SENT, False),
    ],
)
def test_what_we_say_of_a_broken_send_is_true(
    fault: Fault, kind: Kind, is_shown: bool, client: WeComClient, platform: Platform
) -> None:
    platform.faults.on(fault, SEND)
    assert client.send_text(["zhang"], "请报进度").kind is kind
    assert bool(platform.screen("zhang")) is is_shown
    assert sum(SEND in each.path for each in platform.log) <= 2


def test_a_revoked_token_costs_nobody_a_message(wire: Wire, base_url: str, platform: Platform) -> None:
    now = [NOW]
    tokens = TokenProvider(CORP, SECRET, wire, lambda: now[0], base_url=base_url)
    client = WeComClient(wire, tokens, str(AGENT), base_url)
    tokens.token()
    now[0] += timedelta(minutes=1)
    platform.faults.on(Fault.TOKEN_REVOKED, SEND, times=1)
    assert client.send_text(["zhang"], "请报进度").kind is Kind.SENT
    assert len(platform.screen("zhang")) == 1
