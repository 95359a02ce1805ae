"""`python -m bot availability`: what the machine can prove about itself in a period, with its gaps."""

from __future__ import annotations

from datetime import datetime

import click

from bot.clock import wall_clock
from bot.commands.settings import settings_of
from bot.commands.starting import opened, refuse, told
from supervision.availability.period import of_period
from supervision.clock import day_of
from supervision.texts import render
from supervision.workdays import Calendar, load_years


@click.command(help="可用性台账:系统什么时候正常,什么时候不正常或没有记录,占工作时间的几成。")
@click.option("--from", "first", type=click.DateTime(["%Y-%m-%d"]), default=None, help="从哪一天,默认本月1日。")
@click.option("--to", "last", type=click.DateTime(["%Y-%m-%d"]), default=None, help="到哪一天,默认今天。")
@click.pass_context
def command(ctx: click.Context, first: datetime | None, last: datetime | None) -> None:
    """Exit code 2 when the days are no period."""
    now = wall_clock()
    until = last.date() if last else day_of(now)
    since = first.date() if first else until.replace(day=1)
    if since > until:
        refuse("availability_order", first=since, last=until)
    settings = settings_of(ctx)
    with told(settings):
        calendar = Calendar(load_years(settings.office.calendar_folder))
    with opened(ctx) as database, database.read() as session:
        facts = of_period(session, calendar, since, until, now)
    click.echo(render("availability", **facts))
