"""`python -m bot check`: what is ready and what is missing, a line each."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import click

from bot.checking.database import look_at_database, reached
from bot.checking.finding import Finding, lacking, ready
from bot.checking.machine import look_at_disk, look_at_redis
from bot.checking.office import look_at_calendar, look_at_office
from bot.checking.platform import look_at_codec, look_at_token
from bot.clock import wall_clock
from bot.config import Settings, load
from bot.config_errors import ConfigError
from bot.logs import log_as_json
from bot.wecom.http import Limits, Wire
from models.session import Database
from supervision.clock import day_of
from supervision.texts import render

_MARKS = {True: "✓", False: "✗"}


@click.command(help="检查:哪些已备好,还缺什么。")
@click.option("--online", is_flag=True, help="也向企业微信取一次凭证")
@click.pass_context
def command(ctx: click.Context, online: bool) -> None:
    """Exit code 0 when everything is ready, else 1."""
    log_as_json("CRITICAL")
    missing = 0
    for finding in _findings(ctx.obj, online):
        missing += not finding.is_ready
        click.echo(f"{_MARKS[finding.is_ready]} {finding.words}")
    click.echo(render("check_summary", missing=missing))
    ctx.exit(1 if missing else 0)


def _findings(path: Path | None, online: bool) -> Iterator[Finding]:
    try:
        settings = load(path, os.environ)
    except ConfigError as error:
        yield lacking("config", "mistakes", mistakes=str(error).splitlines())
        return
    yield ready("config", path=str(path) if path else "")
    yield from _of_database(settings)
    yield look_at_calendar(settings.office, day_of(wall_clock()))
    yield from _of_platform(settings, online)
    if settings.redis.url:
        yield look_at_redis(settings.redis.url)
    yield look_at_disk(settings)


def _of_database(settings: Settings) -> Iterator[Finding]:
    database = reached(settings)
    if isinstance(database, Finding):
        yield database
        return
    try:
        found = list(look_at_database(database, settings))
        yield from found
        if found[0].is_ready:
            yield from _of_office(database, settings)
    finally:
        database.dispose()


def _of_office(database: Database, settings: Settings) -> Iterator[Finding]:
    with database.read() as session:
        yield from look_at_office(session, settings.wecom.robots if settings.wecom else {}, settings.office.policy)


def _of_platform(settings: Settings, online: bool) -> Iterator[Finding]:
    """Whoever only practises needs no platform."""
    wecom = settings.wecom
    if wecom is None:
        if not settings.console.training:
            yield lacking("wecom", "none")
        return
    yield look_at_codec(wecom)
    if online:
        limits = Limits(connect=wecom.connect_timeout, read=wecom.read_timeout)
        yield look_at_token(wecom, Wire(limits, verify=wecom.ca_bundle or True), wall_clock)
