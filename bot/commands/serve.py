"""`python -m bot serve`: everything in one process; a county needs no more."""

from __future__ import annotations

import click

from bot.commands.starting import listening, start
from bot.running import Deliverer, SchemaWatch, alarm_clock, serve_web
from bot.stopping import Stopping


@click.command(help="在一个进程里运行全部:接收、定时、投递。")
@click.pass_context
def command(ctx: click.Context) -> None:
    bound = listening(ctx)
    house = start(ctx)
    stop = Stopping()
    runner, deliverer = alarm_clock(house, house.settings.schedule), Deliverer(house, stop)
    SchemaWatch(house.database, stop).start()
    runner.start()
    deliverer.start()
    try:
        serve_web(house, stop, bound)
    finally:
        stop.ask()
        runner.stop()
        deliverer.join()
        house.close()
    raise SystemExit(stop.code)
