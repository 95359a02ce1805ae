"""`python -m bot deliver`: only the delivery; any number of these may run."""

from __future__ import annotations

import click

from bot.commands.starting import start
from bot.running import Deliverer, Stop


@click.command(help="只运行投递(可多个进程)。")
@click.pass_context
def command(ctx: click.Context) -> None:
    house = start(ctx)
    stop = Stop()
    deliverer = Deliverer(house)
    deliverer.start()
    try:
        stop.wanted.wait()
    except SystemExit:
        pass
    finally:
        deliverer.stop()
        house.close()
