"""The settings of a command, or one sentence for each mistake and the exit code 2."""

from __future__ import annotations

import os
from pathlib import Path

import click

from bot.config import Settings, load
from bot.config_errors import ConfigError
from supervision.texts import render


def settings_of(ctx: click.Context) -> Settings:
    """Read once for each process, whoever asks."""
    path: Path | None = ctx.obj
    try:
        settings: Settings = ctx.meta.setdefault(__name__, None) or load(path, os.environ)
    except ConfigError as error:
        click.echo(str(error), err=True)
        raise SystemExit(2) from None
    except OSError:
        click.echo(render("start_config_unreadable", path=str(path)), err=True)
        raise SystemExit(2) from None
    ctx.meta[__name__] = settings
    return settings
