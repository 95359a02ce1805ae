"""`python -m bot web`: only the door; any number of these may run beside each other."""

from __future__ import annotations

import click

from bot.commands.starting import listening, start
from bot.running import at_work, serve_web


@click.command(help="只运行接收(可多个进程)。")
@click.pass_context
def command(ctx: click.Context) -> None:
    bound = listening(ctx)
    house = start(ctx)
    with at_work(house, opens=True) as stop:
        serve_web(house, stop, bound)
    raise SystemExit(stop.code)
