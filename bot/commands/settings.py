"""The settings of a command, or one sentence for each mistake and the exit code 2."""

from __future__ import annotations

import os
from pathlib import Path

import click

from bot.config import Settings, load
from bot.config_errors import ConfigError


def settings_of(ctx: click.Context) -> Settings:
    path: Path | None = ctx.obj
    try:
        return load(path, os.environ)
    except ConfigError as error:
        click.echo(str(error), err=True)
        raise SystemExit(2) from None
