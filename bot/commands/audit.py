"""`python -m bot audit …`: look whether the record of acts stands as it was sealed, and hand it to an auditor."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

import click

from bot.commands.starting import opened
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
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with opened(ctx) as database, database.read() as session:
        count = _write(folder / "acts.jsonl", records(session, 0))
        _write(folder / "seals.jsonl", seals(session))
    shutil.copyfile(verifier.__file__, folder / "verifier.py")
    click.echo(render("audit_exported", folder=str(folder), count=count))


def _write(file: Path, rows: Iterable[Mapping[str, object]]) -> int:
    count = 0
    with file.open("w", encoding="utf-8") as out:
        for count, row in enumerate(rows, start=1):  # noqa: B007 (the last number is the answer)
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
    return count
