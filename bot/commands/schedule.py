"""`python -m bot schedule`: only the alarm clock; two of these keep each other company."""

from __future__ import annotations

import click

from bot.commands.starting import start
from bot.running import alarm_clock, at_work


@click.command(help="只运行定时(建议两个进程)。")
@click.pass_context
def command(ctx: click.Context) -> None:
    house = start(ctx)
    with at_work(house) as stop:
        runner = alarm_clock(house, house.settings.schedule)
        runner.start()
        stop.wait()
        runner.stop()
    raise SystemExit(stop.code)
