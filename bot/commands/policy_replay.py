"""`python -m bot policy replay`: what a draft would have made of the last months. Reads only."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import click

from bot.clock import wall_clock
from bot.commands.policy_files import checked
from bot.commands.settings import settings_of
from bot.commands.starting import opened, refuse
from bot.commands.starting import told as told_why_not
from supervision.clock import at, day_of
from supervision.replay.facts import load
from supervision.replay.history import History
from supervision.replay.telling import compared, told
from supervision.rules import Rules
from supervision.texts import render
from supervision.workdays import Calendar, load_years

NO_VERSION = 0  # a draft was never in force
JUST_BEFORE = timedelta(microseconds=1)


@click.command(help="推演:一份办法草案放到过去几个月里,会提醒谁、拟哪些单、扣多少分。只读,不改记录。")
@click.option("--policy", "draft", metavar="FILE", default=None, help="草案,与真实的情况相比。")
@click.option("--compare", nargs=2, metavar="A B", default=None, help="两份草案互相比。")
@click.option("--months", type=click.IntRange(1, 120), default=6, show_default=True, help="往回几个月。")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), default=None, help="到哪一天为止,默认到昨天。")
@click.pass_context
def replay(
    ctx: click.Context, draft: str | None, compare: tuple[str, str] | None, months: int, until: datetime | None
) -> None:
    """The same records and drafts print the same, byte for byte."""
    if (draft is None) == (compare is None):
        refuse("policy_replay_which")
    settings = settings_of(ctx)
    with told_why_not(settings):
        calendar = Calendar(load_years(settings.office.calendar_folder))
    drafts = [Rules(checked(file), NO_VERSION, calendar) for file in compare or (draft or "",)]
    last_day = until.date() if until else day_of(wall_clock()) - timedelta(days=1)
    history = _history(ctx, last_day, months)
    if compare is None:
        click.echo(told(history, drafts[0], draft or "", render("policy_replay_really")))
    else:
        click.echo(compared(history, drafts[0], compare[0], drafts[1], compare[1]))


def _history(ctx: click.Context, last_day: date, months: int) -> History:
    first = at(_months_before(last_day + timedelta(days=1), months), time())
    with opened(ctx) as database, database.read() as session:
        return load(session, first, at(last_day + timedelta(days=1), time()) - JUST_BEFORE)


def _months_before(day: date, months: int) -> date:
    """The same day of an earlier month, or the month's last."""
    number = day.year * 12 + day.month - 1 - months
    begins = date(number // 12, number % 12 + 1, 1)
    ends = (begins + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    return begins.replace(day=min(day.day, ends.day))
