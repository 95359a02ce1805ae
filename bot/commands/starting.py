"""How the commands that run the house begin: settings, log, parts, or one sentence and the exit code 2."""

from __future__ import annotations

import click

from bot.app import House, NoWeCom, build
from bot.clock import wall_clock
from bot.commands.settings import settings_of
from bot.logs import log_as_json
from bot.opening import TrainingDatabase
from bot.wecom.errors import BadKey
from supervision.texts import render


def start(ctx: click.Context) -> House:
    settings = settings_of(ctx)
    log_as_json(settings.log.level)
    try:
        return build(settings, wall_clock)
    except NoWeCom:
        click.echo(render("start_no_wecom"), err=True)
    except TrainingDatabase:
        click.echo(render("start_training"), err=True)
    except BadKey:
        click.echo(render("start_bad_key"), err=True)
    raise SystemExit(2)
