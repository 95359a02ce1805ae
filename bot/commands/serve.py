"""`python -m bot serve`: everything in one process; a county needs no more."""

from __future__ import annotations

import click

from bot.commands.starting import listening, start
from bot.running import Deliverer, alarm_clock, at_work, serve_web


@click.command(help="在一个进程里运行全部:接收、定时、投递。")
@click.pass_context
def command(ctx: click.Context) -> None:
    bound = listening(ctx)
    house = start(ctx)
    with at_work(house, opens=True, sends=True) as stop:
        runner, deliverer = alarm_clock(house, house.settings.schedule), Deliverer(house, stop)
        runner.start()
        deliverer.start()
        try:
            serve_web(house, stop, bound)
        finally:
            stop.ask()
            runner.stop()
            deliverer.join()
    raise SystemExit(stop.code)
