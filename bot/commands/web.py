"""`python -m bot web`: only the door; any number of these may run beside each other."""

from __future__ import annotations

import click

from bot.commands.starting import start
from bot.running import Stop, serve_web


@click.command(help="只运行接收(可多个进程)。")
@click.pass_context
def command(ctx: click.Context) -> None:
    house = start(ctx)
    Stop()
    try:
        serve_web(house)
    finally:
        house.close()
