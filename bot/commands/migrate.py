"""`python -m bot migrate`: bring the configured database to the schema of this code, and say from where to where."""

from __future__ import annotations

from pathlib import Path

import click
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from bot.clock import wall_clock
from bot.commands.settings import settings_of
from bot.commands.starting import told
from bot.logs import log_as_json
from bot.opening import open_database
from models.migrating import revision_of
from models.session import connect
from supervision.texts import render


@click.command(help="把数据库升级到本程序需要的版本。")
@click.pass_context
def command(ctx: click.Context) -> None:
    settings = settings_of(ctx)
    log_as_json("ERROR", settings)
    before = _revision(settings.database.url)
    with told(settings):
        database = open_database(settings, wall_clock)
    try:
        click.echo(render("migrate_done", before=before, after=revision_of(database)))
    finally:
        database.dispose()


def _revision(url: str) -> str:
    """Where the database stands; "" for one that is empty, not there yet, or cannot be asked (opening it will say)."""
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() == "sqlite" and not Path(parsed.database or "").is_file():
            return ""
        database = connect(url)
        try:
            return revision_of(database)
        finally:
            database.dispose()
    except (SQLAlchemyError, ImportError, ValueError):
        return ""
