"""`python -m bot schedule`: only the alarm clock; two of these keep each other company."""

from __future__ import annotations

import click

from bot.commands.starting import start
from bot.running import SchemaWatch, alarm_clock
from bot.stopping import Stopping


@click.command(help="只运行定时(建议两个进程)。")
@click.pass_context
def command(ctx: click.Context) -> None:
    house = start(ctx)
    stop = Stopping()
    SchemaWatch(house.database, stop).start()
    runner = alarm_clock(house, house.settings.schedule)
    runner.start()
    stop.wait()
    runner.stop()
    house.close()
    raise SystemExit(stop.code)
