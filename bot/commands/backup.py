"""`python -m bot backup FILE`: a sound copy of the database while it is in use."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import click

from bot.commands.settings import settings_of
from bot.commands.starting import refuse
from bot.keeping.copies import BrokenCopy, NotSQLite, copy, database_file
from supervision.texts import render


@click.command(help="备份数据库到 FILE,不必停机(SQLite)。")
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_context
def command(ctx: click.Context, file: Path) -> None:
    """Exit code 2 when there is no copy afterwards."""
    settings = settings_of(ctx)
    if file.exists():
        refuse("backup_exists", file=str(file))
    try:
        messages = copy(database_file(settings.database.url), file)
    except NotSQLite:
        refuse("backup_not_sqlite")
    except (BrokenCopy, sqlite3.Error, OSError) as error:
        refuse("backup_failed", file=str(file), trouble=str(error))
    click.echo(render("backup_made", file=str(file), messages=messages))
