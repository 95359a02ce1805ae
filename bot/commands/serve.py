"""`python -m bot serve`: everything in one process; a county needs no more."""

from __future__ import annotations

import click

from bot.commands.starting import start
from bot.running import Deliverer, Stop, alarm_clock, serve_web


@click.command(help="在一个进程里运行全部:接收、定时、投递。")
@click.pass_context
def command(ctx: click.Context) -> None:
    house = start(ctx)
    Stop()
    runner, deliverer = alarm_clock(house, house.settings.schedule), Deliverer(house)
    runner.start()
    deliverer.start()
    try:
        serve_web(house)
    finally:
        runner.stop()
        deliverer.stop()
        house.close()
