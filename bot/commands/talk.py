"""`python -m bot talk --as USERID`: a conversation in the terminal, or one message and its answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

import click

from bot.app import desk_of, rules_source_of
from bot.channels.console import ConsoleChannel, NotWorked, UnknownUser
from bot.clock import wall_clock
from bot.commands.settings import settings_of
from bot.commands.starting import refuse, told
from bot.config import Settings
from bot.logs import log_as_json
from bot.opening import open_database, require_database
from supervision.bell import MemoryBell
from supervision.clock import SHANGHAI, Clock
from supervision.texts import render


def _moment(_ctx: click.Context, _param: click.Parameter, value: str | None) -> datetime | None:
    """2026-06-15T17:42:00+08:00; without a zone, Shanghai is meant."""
    if value is None:
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        raise click.BadParameter(render("talk_bad_moment", value=value)) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)


@click.command(help="在终端里和机器人对话;给出 MESSAGE 则只说一句并打印答复。")
@click.option("--as", "userid", required=True, help="以谁的账号说话")
@click.option("--at", "moment", callback=_moment, metavar="时间", help="当作这个时间说的(只限练习库)")
@click.argument("message", required=False)
@click.pass_context
def command(ctx: click.Context, userid: str, moment: datetime | None, message: str | None) -> None:
    """Exit code 0 when the message was answered, also by a refusal; 1 when it broke; 2 when nothing was said."""
    settings = settings_of(ctx)
    log_as_json("ERROR", settings)
    if moment is not None and not settings.console.training:
        refuse("talk_needs_training")
    clock = wall_clock if moment is None else _standing_still(moment)
    with _channel(settings, clock) as channel:
        name = _met(channel, userid)
        if message is None:
            _converse(channel, userid, name, clock)
        elif not _answered(channel, userid, message, clock):
            raise SystemExit(1)


@contextmanager
def _channel(settings: Settings, clock: Clock) -> Iterator[ConsoleChannel]:
    with told(settings):
        require_database(settings)
        database = open_database(settings, clock)
    try:
        with told(settings):
            desk = desk_of(settings, database, clock, rules_source_of(settings), MemoryBell())
        yield ConsoleChannel(desk)
    finally:
        database.dispose()


def _met(channel: ConsoleChannel, userid: str) -> str:
    try:
        return channel.meet(userid)
    except UnknownUser as unknown:
        refuse("talk_unknown_user", userid=userid, near=unknown.near)


def _converse(channel: ConsoleChannel, userid: str, name: str, clock: Clock) -> None:
    click.echo(render("talk_begins", userid=userid, name=name))
    while True:
        try:
            text = click.prompt("", prompt_suffix="> ", default="", show_default=False)
        except (EOFError, click.Abort):
            return
        if text.strip():
            _answered(channel, userid, text, clock)


def _answered(channel: ConsoleChannel, userid: str, text: str, clock: Clock) -> bool:
    try:
        click.echo(channel.say(userid, text, clock()))
    except NotWorked:
        click.echo(render("talk_not_worked"), err=True)
        return False
    return True


def _standing_still(moment: datetime) -> Callable[[], datetime]:
    return lambda: moment
