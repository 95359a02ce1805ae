"""How commands begin: settings, log, parts — or one sentence on what to put right, and the exit code 2."""

from __future__ import annotations

import errno
import logging
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import NoReturn

import click

from bot.app import House, NoWeCom, build
from bot.backends import RedisAddressWrong
from bot.clock import wall_clock
from bot.commands.settings import settings_of
from bot.config import Settings, load
from bot.logs import hide_also, log_as_json
from bot.opening import (
    DatabaseUnusable,
    NoDatabase,
    PolicyFileMissing,
    RealDatabase,
    TrainingDatabase,
    is_there,
    open_database,
    require_database,
    shown,
)
from bot.running import bind
from bot.wecom.errors import BadKey
from bot.wecom.redaction import redact
from models.session import Database
from supervision.policies.complaints import PolicyError
from supervision.texts import render
from supervision.workdays import CalendarFileWrong

log = logging.getLogger(__name__)

_PORT_TROUBLES = {errno.EADDRINUSE: "taken", errno.EACCES: "forbidden", errno.EADDRNOTAVAIL: "not_ours"}


def start(ctx: click.Context) -> House:
    """The whole house on the configured database, for the commands that speak to real people."""
    settings = settings_of(ctx)
    log_as_json(settings.log.level, settings)
    if settings.console.training:
        refuse("start_training_wanted")
    if settings.wecom and settings.wecom.ca_bundle and not Path(settings.wecom.ca_bundle).exists():
        refuse("start_no_ca_bundle", path=settings.wecom.ca_bundle)
    was_there = is_there(settings.database.url)
    with told(settings):
        house = build(settings, wall_clock, read_anew=partial(_read_anew, ctx.obj))
    if not was_there:
        log.info("there was no database: a new one was made", extra={"address": shown(settings.database.url)})
    return house


def _read_anew(path: Path | None) -> Settings:
    """As they stand on the disk now. Raises ConfigError, OSError."""
    settings = load(path, os.environ)
    hide_also(settings)
    return settings


def listening(ctx: click.Context) -> socket.socket:
    """The server's socket, bound before anything else is begun."""
    server = settings_of(ctx).server
    try:
        return bind(server)
    except OSError as error:
        trouble = "unknown" if isinstance(error, socket.gaierror) else _PORT_TROUBLES.get(error.errno or 0, "other")
        refuse("start_port", host=server.host, port=server.port, trouble=trouble)


@contextmanager
def told(settings: Settings) -> Iterator[None]:
    """Whatever keeps the parts from being put together is told in a sentence."""
    try:
        yield
    except NoWeCom:
        refuse("start_no_wecom")
    except NoDatabase as error:
        refuse("start_no_database", place=error.place)
    except TrainingDatabase:
        refuse("start_training")
    except RealDatabase:
        refuse("start_real")
    except BadKey:
        refuse("start_bad_key")
    except RedisAddressWrong:
        refuse("start_bad_redis")
    except DatabaseUnusable as error:
        refuse("start_database", trouble=error.trouble.value, detail=redact(error.detail))
    except PolicyFileMissing:
        refuse("start_no_policy", policy=settings.office.policy)
    except PolicyError as error:
        refuse("start_bad_policy", policy=settings.office.policy, complaints=str(error))
    except CalendarFileWrong as error:
        refuse("start_bad_calendar", trouble=str(error))


@contextmanager
def opened(ctx: click.Context) -> Iterator[Database]:
    """The office's database alone, for the commands that read it; in an empty folder they make none."""
    settings = settings_of(ctx)
    log_as_json("ERROR", settings)
    with told(settings):
        require_database(settings)
        database = open_database(settings, wall_clock)
    try:
        yield database
    finally:
        database.dispose()


@contextmanager
def opened_or_made(ctx: click.Context) -> Iterator[Database]:
    """The same for the commands with which an office begins; that there was no database before is said."""
    settings = settings_of(ctx)
    log_as_json("ERROR", settings)
    was_there = is_there(settings.database.url)
    with told(settings):
        database = open_database(settings, wall_clock)
    if not was_there:
        click.echo(render("start_database_made", address=shown(settings.database.url)), err=True)
    try:
        yield database
    finally:
        database.dispose()


def refuse(event: str, **facts: object) -> NoReturn:
    """Say why not, on the error channel, and end with the code 2."""
    click.echo(render(event, **facts), err=True)
    raise SystemExit(2)
