"""`python -m bot audit …`: look whether the record of acts stands as it was sealed, and hand it to an auditor."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import click

from bot.commands.starting import opened, refuse
from bot.keeping.disk import write_whole
from supervision.audit import verifier
from supervision.audit.sealing import records, seals
from supervision.texts import render


@click.group(help="操作记录:核对有没有被改过,导出给审计。")
def command() -> None:
    """The commands below."""


@command.command(help="核对操作记录。KEPT 是留在别处的封签,写成 日期:封签。")
@click.argument("kept", nargs=-1)
@click.pass_context
def verify(ctx: click.Context, kept: tuple[str, ...]) -> None:
    """Exit code 1 when anything does not agree."""
    with opened(ctx) as database, database.read() as session:
        sealed = seals(session)
        outside = dict(one.split(":", 1) for one in kept if ":" in one)
        wrong = list(verifier.faults(records(session, 0), sealed, outside))
    click.echo(render("audit_verified", wrong=wrong, seals=sealed[-1:], kept=len(outside)))
    ctx.exit(1 if wrong else 0)


@command.command(help="把操作记录、封签和核对程序导出到 FOLDER。核对程序只要有 Python 就能跑。")
@click.argument("folder", type=click.Path(path_type=Path))
@click.pass_context
def export(ctx: click.Context, folder: Path) -> None:
    """Three files: acts.jsonl, seals.jsonl, verifier.py."""
    with opened(ctx) as database, database.read() as session:
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            count = write_whole(folder / "acts.jsonl", _lines(records(session, 0)))
            write_whole(folder / "seals.jsonl", _lines(seals(session)))
            write_whole(folder / "verifier.py", [Path(verifier.__file__).read_bytes()])
        except OSError as error:
            refuse("audit_export_failed", folder=str(folder), trouble=str(error))
    click.echo(render("audit_exported", folder=str(folder), count=count))


def _lines(rows: Iterable[Mapping[str, object]]) -> Iterator[bytes]:
    return (json.dumps(row, ensure_ascii=False).encode() + b"\n" for row in rows)
