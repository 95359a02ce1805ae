"""`python -m bot restore FILE`: put a copy back in place of the database, and bring again what came since."""

from __future__ import annotations

import shutil
from pathlib import Path

import click

from bot.app import build
from bot.clock import wall_clock
from bot.commands.settings import settings_of
from bot.commands.starting import refuse, told
from bot.config import Settings
from bot.keeping.copies import BrokenCopy, NotSQLite, database_file, look_through
from bot.keeping.disk import file_to_disk, names_to_disk
from bot.keeping.spool import kept_in
from bot.logs import log_as_json
from supervision.clock import local
from supervision.restoring import put_back
from supervision.texts import render

BESIDE = ("-wal", "-shm")  # what SQLite keeps beside its file belongs to the old one


@click.command(help="停机后,用备份 FILE 换下现在的数据库,再补上备份以后收到的消息。")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--spool", type=click.Path(exists=True, file_okay=False, path_type=Path), help="来件存底的文件夹")
@click.pass_context
def command(ctx: click.Context, file: Path, spool: Path | None) -> None:
    """The old database stays beside the new one. Exit code 2 when nothing was changed."""
    settings = settings_of(ctx)
    log_as_json("ERROR", settings)
    try:
        place = database_file(settings.database.url)
        look_through(file)
    except NotSQLite:
        refuse("backup_not_sqlite")
    except BrokenCopy as broken:
        refuse("restore_broken", file=str(file), trouble=broken.what)
    old = _exchange(file, place)
    kept = spool or (Path(settings.spool.folder) if settings.spool.folder else None)
    with told(settings):
        ended, brought, unread = _wake(settings, kept)
    click.echo(render("restored", old=old, ended=ended, brought=brought, unread=unread))


def _exchange(file: Path, place: Path) -> str:
    """The copy takes the database's place; returns where the old one lies now, "" if there was none."""
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = place.with_name(place.name + ".restoring")
    shutil.copyfile(file, fresh)
    fresh.chmod(0o600)
    file_to_disk(fresh)
    old = ""
    if place.exists():
        aside = place.with_name(f"{place.name}.before-{local(wall_clock()):%Y%m%dT%H%M%S}")
        place.rename(aside)
        for ending in BESIDE:
            beside = place.with_name(place.name + ending)
            if beside.exists():
                beside.rename(aside.with_name(aside.name + ending))
        old = str(aside)
    fresh.rename(place)
    names_to_disk(place.parent)
    return old


def _wake(settings: Settings, spool: Path | None) -> tuple[int, int, int]:
    """How many intents were ended, how many messages the copy did not have, how many lines could not be used."""
    house = build(settings, wall_clock)
    try:
        with house.database.write() as session:
            ended = put_back(session, wall_clock())
        kept = list(kept_in(spool)) if spool else []
        taken = [one is not None and house.door.take_again(one.received_at, one.query, one.body) for one in kept]
        return ended, sum(is_new is True for is_new in taken), kept.count(None) + taken.count(None)
    finally:
        house.close()
