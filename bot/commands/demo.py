"""`python -m bot demo`: a small pretend county in the browser, with a pretend WeCom and a clock that can be walked."""

from __future__ import annotations

import logging
import secrets
import signal
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import click
from pydantic import SecretStr
from waitress.server import create_server

from bot.app import build
from bot.config import CallbackSettings, DatabaseSettings, Form, OfficeSettings, Settings, WeComSettings
from bot.wecom.http import Wire
from rehearsal.platform import App, Platform, WsgiPost, session
from rehearsal.town import City, Town, TownClock, load_city, open_town, town_page
from supervision.texts import render

HOST = "127.0.0.1"
THREADS = 4
CORP, AGENT = "ww0000rehearsal00", 1000002
ANSWER_WITHIN = 4.0  # seconds; a slow machine should still show the answer in the callback


@click.command(help="在浏览器里看一个练习用的小城:不联网,不用账号,不留数据。")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="端口;不写则自动找一个空的")
@click.option("--seed", type=int, default=0, help="随机数种子;相同则每次都一样")
@click.option("--cards", is_flag=True, help='要决定的事带按钮,按一下就行(等于配置 form = "cards")')
def command(port: int, seed: int, cards: bool) -> None:
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # a browser asks for many files at once
    bound = _bind(port)
    signal.signal(signal.SIGTERM, _leave)
    click.echo(render("demo_building"))
    with founded(seed, "cards" if cards else "text") as town:
        server = create_server(town_page(town), sockets=[bound], threads=THREADS, ident="")
        click.echo(render("demo_open", address=f"http://{HOST}:{bound.getsockname()[1]}/"))
        try:
            server.run()
        finally:
            server.close()


@contextmanager
def founded(seed: int = 0, form: Form = "text") -> Iterator[Town]:
    """A town on a database of its own, which is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="duban-demo-", ignore_cleanup_errors=True) as folder:
        city = load_city()
        clock = TownClock(city.opened_at)
        platform = Platform(clock, seed=seed)
        robot_key = secrets.token_hex(16)
        settings = _settings(Path(folder), city, robot_key, form)
        house = build(settings, clock, Wire(session=session(platform)))
        _connect(platform, settings, WsgiPost(house.web, settings.callback.path, clock))
        try:
            yield open_town(city, clock, platform, house, robot_key)
        finally:
            house.close()


def _settings(folder: Path, city: City, robot_key: str, form: Form) -> Settings:
    return Settings(
        office=OfficeSettings(name=city.name),
        database=DatabaseSettings(url=f"sqlite:///{folder / 'demo.db'}"),
        wecom=WeComSettings(
            corp_id=CORP,
            agent_id=AGENT,
            secret=SecretStr(secrets.token_hex(16)),
            token=SecretStr(secrets.token_hex(16)),
            encoding_aes_key=SecretStr((secrets.token_hex(22))[:43]),
            form=form,
            robots={city.group: SecretStr(robot_key)},
        ),
        callback=CallbackSettings(answer_within=ANSWER_WITHIN),
    )


def _connect(platform: Platform, settings: Settings, post: WsgiPost) -> None:
    wecom = settings.wecom
    assert wecom is not None  # noqa: S101 (made above)
    corp = platform.add_corp(wecom.corp_id)
    corp.add_app(
        App(
            wecom.corp_id,
            wecom.agent_id,
            wecom.secret.get_secret_value(),
            wecom.token.get_secret_value(),
            wecom.encoding_aes_key.get_secret_value(),
            post=post,
        )
    )


def _bind(port: int) -> socket.socket:
    """A loopback socket on that port, or on a free one for 0. A port that is taken is told in one line."""
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((HOST, port))
    except OSError:
        bound.close()
        click.echo(render("demo_port_taken", port=port), err=True)
        raise SystemExit(2) from None
    return bound


def _leave(_number: int, _frame: FrameType | None) -> None:
    """Asked to stop: waitress answers who is there, and the town's folder goes."""
    raise SystemExit(0)
