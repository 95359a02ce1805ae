"""`python -m bot talk --as USERID`: a conversation in the terminal, or one message and its answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import click

from bot.app import desk_of, rules_source_of
from bot.channels.console import ConsoleChannel
from bot.clock import wall_clock
from bot.commands.settings import settings_of
from bot.opening import open_database
from supervision.bell import MemoryBell
from supervision.clock import SHANGHAI
from supervision.texts import render


class _Moment(click.ParamType[datetime]):
    """2026-06-15T17:42:00+08:00; without a zone, Shanghai is meant."""

    name = "时间"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        if isinstance(value, datetime):
            return value
        try:
            moment = datetime.fromisoformat(str(value))
        except ValueError:
            self.fail(render("talk_bad_moment", value=str(value)), param, ctx)
        return moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)


@click.command(help="在终端里和机器人对话;给出 MESSAGE 则只说一句并打印答复。")
@click.option("--as", "userid", required=True, help="以谁的账号说话")
@click.option("--at", "moment", type=_Moment(), default=None, help="当作这个时间说的(只限练习库)")
@click.argument("message", required=False)
@click.pass_context
def command(ctx: click.Context, userid: str, moment: datetime | None, message: str | None) -> None:
    settings = settings_of(ctx)
    if moment is not None and not settings.console.training:
        click.echo(render("talk_needs_training"), err=True)
        raise SystemExit(2)
    clock = wall_clock if moment is None else _standing_still(moment)
    database = open_database(settings, clock)
    channel = ConsoleChannel(desk_of(settings, database, clock, rules_source_of(settings), MemoryBell()))
    try:
        if message is not None:
            click.echo(channel.say(userid, message, clock()))
        else:
            _converse(channel, userid, clock)
    finally:
        database.dispose()


def _converse(channel: ConsoleChannel, userid: str, clock: Callable[[], datetime]) -> None:
    click.echo(render("talk_begins", userid=userid))
    while True:
        try:
            text = click.prompt("", prompt_suffix="> ", default="", show_default=False)
        except (EOFError, click.Abort):
            return
        if text.strip():
            click.echo(channel.say(userid, text, clock()))


def _standing_still(moment: datetime) -> Callable[[], datetime]:
    return lambda: moment
