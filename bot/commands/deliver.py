"""`python -m bot deliver`: only the delivery; any number of these may run."""

from __future__ import annotations

import click

from bot.commands.starting import start
from bot.running import Deliverer, at_work


@click.command(help="只运行投递(可多个进程)。")
@click.pass_context
def command(ctx: click.Context) -> None:
    house = start(ctx)
    with at_work(house, sends=True) as stop:
        deliverer = Deliverer(house, stop)
        deliverer.start()
        stop.wait()
        deliverer.join()
    raise SystemExit(stop.code)
