"""`python -m bot web`: only the door; any number of these may run beside each other."""

from __future__ import annotations

import click

from bot.commands.starting import listening, start
from bot.running import SchemaWatch, serve_web
from bot.stopping import Stopping


@click.command(help="只运行接收(可多个进程)。")
@click.pass_context
def command(ctx: click.Context) -> None:
    bound = listening(ctx)
    house = start(ctx)
    stop = Stopping()
    SchemaWatch(house.database, stop).start()
    try:
        serve_web(house, stop, bound)
    finally:
        stop.ask()
        house.close()
    raise SystemExit(stop.code)
