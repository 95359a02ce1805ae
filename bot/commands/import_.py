"""`python -m bot import FILE.xlsx`: an office's own tables, shown first, written only with --yes."""

from __future__ import annotations

from pathlib import Path

import click

from bot.clock import wall_clock
from bot.commands.settings import settings_of
from bot.commands.starting import opened_or_made, refuse, told
from bot.keeping.disk import write_whole
from bot.operator import operator_name
from models.session import Database
from supervision.clock import day_of
from supervision.importing import FileRefused, Plan, Reading, apply, hold_still, known_to, load, make_plan
from supervision.importing.door import MOST_PACKED
from supervision.importing.showing import shown
from supervision.importing.template import template
from supervision.policies.active import rules_in_force
from supervision.texts import render
from supervision.workdays import Calendar, load_years


@click.command(name="import", help="导入单位、人员、事项、节点和群(.xlsx)。先看预览,确认后加 --yes 写入。")
@click.option("--template", "blank", type=click.Path(path_type=Path), default=None, help="写出一份空白的导入表")
@click.option("--yes", is_flag=True, help="写入;不加则只看预览")
@click.argument("path", type=click.Path(path_type=Path), required=False)
@click.pass_context
def command(ctx: click.Context, path: Path | None, blank: Path | None, yes: bool) -> None:
    """Exit code 0 when all is well, 1 when the table has to be put right first, 2 when it could not be begun."""
    if blank is not None:
        _write_template(blank)
        return
    if path is None:
        refuse("import_what")
    settings = settings_of(ctx)
    reading = _load(path)
    with told(settings):
        calendar = Calendar(load_years(settings.office.calendar_folder))
    with opened_or_made(ctx) as database:
        plan = _write(database, reading, calendar) if yes else _preview(database, reading, calendar)
    click.echo(render("import_plan", done=yes and plan.does_something, **shown(plan)))
    ctx.exit(1 if plan.problems else 0)


def _write_template(path: Path) -> None:
    if path.exists():
        refuse("import_template_exists", path=str(path))
    try:
        write_whole(path, [template()])
    except OSError:
        refuse("import_refused", kind="cannot_write", path=str(path))
    click.echo(render("import_template_written", path=str(path)))


def _load(path: Path) -> Reading:
    try:
        with path.open("rb") as file:
            return load(file.read(MOST_PACKED + 1))
    except OSError:
        refuse("import_refused", kind="no_file", path=str(path))
    except FileRefused as refused:
        refuse("import_refused", kind=refused.kind, **refused.facts)


def _preview(database: Database, reading: Reading, calendar: Calendar) -> Plan:
    today = day_of(wall_clock())
    with database.read() as session:
        return make_plan(reading, known_to(session, calendar, today), calendar, today)


def _write(database: Database, reading: Reading, calendar: Calendar) -> Plan:
    """Compared anew and written in one transaction: what is shown is what was done."""
    now = wall_clock()
    with database.write() as session:
        hold_still(session)
        plan = make_plan(reading, known_to(session, calendar, day_of(now)), calendar, day_of(now))
        if not plan.problems:
            apply(session, plan, rules_in_force(session, calendar), now, operator_name())
    return plan
