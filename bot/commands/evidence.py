"""`python -m bot evidence --matter CODE`: all that is on record of one matter, for somebody who judges it (T39)."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import click
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from bot.clock import wall_clock
from bot.commands.starting import opened, refuse
from bot.keeping.disk import put_file, whole_folder
from bot.operator import operator_name
from models import Matter
from models.session import Database
from supervision import acts
from supervision.audit.sealing import seals
from supervision.clock import local
from supervision.dossier.chain import anchor
from supervision.dossier.files import files
from supervision.dossier.gathering import Dossier, gather
from supervision.dossier.manifest import Manifest
from supervision.dossier.sealed import tells_of_sealed
from supervision.texts import render


@click.command(help="证据包:把一个事项的来件、时限、督办单、发出的话和操作记录导出成一个文件夹,离线可核对。")
@click.option("--matter", "named", metavar="编号", required=True, help="事项编号,如 ZD-2026-008 或 8。")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), default=".", help="放在哪个文件夹里。")
@click.option("--sealed", is_flag=True, help="密封的事项(或来件里也说到密封事项的),确实要导出。")
@click.pass_context
def command(ctx: click.Context, named: str, out: Path, sealed: bool) -> None:
    """Only who may open the database can; it is written down as an act. Exit code 2 when there is no pack."""
    now = wall_clock()
    with opened(ctx) as database, database.read() as session:
        matter = _matter(session, named)
        if matter.is_sealed and not sealed:
            refuse("evidence_refused", kind="sealed", named=named)
        dossier = gather(session, matter, now)
        if not sealed and tells_of_sealed(session, dossier):
            refuse("evidence_refused", kind="tells_of_sealed", named=named)
        folder = out / f"evidence-{re.sub(r'[^0-9A-Za-z-]', '_', matter.code)}-{local(now):%Y-%m-%dT%H%M%S}"
        try:
            count, digest = _packed(database, session, dossier, folder, now)
        except OSError as error:
            refuse("evidence_refused", kind="disk", named=named, trouble=str(error))
    click.echo(render("evidence_made", folder=str(folder), count=count, digest=digest))


def _matter(session: Session, named: str) -> Matter:
    bare = named.strip().lstrip("#")
    number = int(bare) if bare.isascii() and bare.isdecimal() and len(bare) <= 6 else None
    found = session.scalars(select(Matter).where(or_(Matter.code == bare, Matter.number == number))).all()
    if not found:
        refuse("evidence_refused", kind="none", named=named)
    if len(found) > 1:
        refuse("evidence_refused", kind="several", named=named, codes=[one.code for one in found])
    return found[0]


def _packed(database: Database, session: Session, dossier: Dossier, folder: Path, now: datetime) -> tuple[int, str]:
    """The act is committed before the folder appears: no pack goes out of which nobody knows."""
    operator = operator_name()
    sealed = seals(session)
    manifest = Manifest(dossier, now, operator, anchor(sealed))
    with whole_folder(folder) as place:
        for file in files(session, dossier, sealed, now):
            put_file(place, *file)
            manifest.add(file)
        for file in manifest.written():
            put_file(place, *file)
        with database.write() as writing:
            told = {"manifest": manifest.digest, "files": len(manifest.files)}
            acts.note_operator(writing, "evidence_packed", operator, now, dossier.matter.id, **told)
    return len(manifest.files), manifest.digest
