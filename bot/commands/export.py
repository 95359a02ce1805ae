"""`python -m bot export registry.json`: the names an office knows, as the file that `read` is given."""

from __future__ import annotations

import json
from pathlib import Path

import click

from bot.clock import wall_clock
from bot.commands.starting import opened, refuse
from bot.corpus.registry_export import exported
from supervision.clock import day_of
from supervision.texts import render


@click.command(
    name="export",
    short_help="把名册写成 registry.json,给 read 用。",
    help="把现在的名册(单位、人员、事项、节点)写成 FILE(registry.json),给 python -m bot read 用。密封的事项不写。",
)
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), default="registry.json")
@click.pass_context
def command(ctx: click.Context, file: Path) -> None:
    """Exit code 2 when there is no file afterwards; one that is there already is left alone."""
    with opened(ctx) as database, database.read() as session:
        registry = exported(session, day_of(wall_clock()))
    try:
        with file.open("x", encoding="utf-8") as made:
            json.dump(registry, made, ensure_ascii=False, indent=1)
    except FileExistsError:
        refuse("export_refused", kind="exists", file=str(file))
    except OSError:
        refuse("export_refused", kind="cannot_write", file=str(file))
    counts = {name: len(registry[name]) for name in ("units", "people", "matters")}
    click.echo(render("exported", file=str(file), **counts))
