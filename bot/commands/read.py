"""`python -m bot read`: messages in, readings out; nothing to set up, nothing kept."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any, TextIO

import click
from sqlalchemy.orm import Session

from bot.corpus.prediction import EVERYTHING, prediction, unreadable
from bot.corpus.registry_file import write_registry
from handlers.known import registry_of
from handlers.reading import Reading, Registry, read
from handlers.reading.explain import explain as why
from models.base import Base
from models.session import connect
from supervision.clock import local
from supervision.texts import render
from supervision.workdays import Calendar

log = logging.getLogger(__name__)


@click.command(
    name="read",
    short_help="按名册读懂消息(JSON),结果逐行写到标准输出;什么也不记。",
    help="""从 MESSAGES(默认标准输入)逐行读消息,按名册读懂,结果逐行写到标准输出。什么也不记。

    一行一条消息:{"id": "1", "sender": "zhangwei", "sent_at": "2026-06-15T17:42:00+08:00", "text": "日报 …"}

    名册 registry.json 由 python -m bot export registry.json 从数据库写出。""",
)
@click.option(
    "--registry",
    "path",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    required=True,
    help="名册文件,没有的话先运行 python -m bot export registry.json",
)
@click.option("--explain", is_flag=True, help="在标准错误输出中说明:哪些字读成了什么")
@click.argument("messages", type=click.File(encoding="utf-8"), default="-")
def command(path: Path, messages: TextIO, explain: bool) -> None:
    database = connect("sqlite://")
    Base.metadata.create_all(database.engine)
    with database.read() as session:  # one session that is never committed: the registry lives as long as the command
        _write(session, path)
        registry = registry_of(session, EVERYTHING)
        for message in _parsed(messages):
            _answer(session, registry, message, explain)


def _answer(session: Session, registry: Registry, message: dict[str, Any], explain: bool) -> None:
    try:
        reading = _read(message, registry)
        said = prediction(session, message, reading)
    except Exception:
        # In chat such a message is set aside and a person is told; the next one is read all the same.
        log.exception("message could not be read", extra={"message_id": message["id"]})
        click.echo(json.dumps(unreadable(message), ensure_ascii=False))
        return
    click.echo(json.dumps(said, ensure_ascii=False))
    if explain:
        click.echo(_explained(registry, message, reading, said), err=True)


def _explained(registry: Registry, message: dict[str, Any], reading: Reading, said: dict[str, Any]) -> str:
    titles = {code: matter.title for code, matter in registry.matters.items()}
    explained = why(message["text"], reading)
    return render("read_explained", message=message, reading=reading, explained=explained, said=said, titles=titles)


def _write(session: Session, path: Path) -> None:
    try:
        write_registry(session, json.loads(path.read_text(encoding="utf-8")))
    except (ValueError, KeyError, TypeError) as error:
        raise click.ClickException(render("read_bad_file", name=path.name, trouble=str(error))) from error


def _parsed(lines: Iterable[str]) -> Iterable[dict[str, Any]]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            message: dict[str, Any] = json.loads(line)
            datetime.fromisoformat(message["sent_at"])
            yield {
                "id": message["id"],
                "sender": message["sender"],
                "sent_at": message["sent_at"],
                "text": message["text"],
            }
        except (ValueError, KeyError, TypeError) as error:
            raise click.ClickException(render("read_bad_line", number=number, trouble=str(error))) from error


def _read(message: dict[str, Any], registry: Registry) -> Reading:
    sent_at = local(datetime.fromisoformat(message["sent_at"]))
    return read(message["text"], registry, sender=message["sender"].lower(), sent_at=sent_at, calendar=_Workdays())


class _Workdays:
    """The published calendar; a year without one has its weekends, for nothing that is read here is recorded."""

    def __init__(self) -> None:
        self._published = Calendar()

    def is_workday(self, day: date) -> bool:
        return self._published.is_workday(day) if self._published.has_year(day.year) else day.weekday() < 5
