"""The database: there, at this code's revision, and set up so that an acknowledged report survives a power cut."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import select, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from bot.checking.finding import Finding, lacking, ready
from bot.config import Settings
from bot.wecom.redaction import redact
from models import Office
from models.migrating import newest_revision, revision_of
from models.session import Database, connect

_FULL = 2  # PRAGMA synchronous


def reached(settings: Settings) -> Database | Finding:
    """The database as it stands, or what keeps us from it. A file that is not there is not made."""
    try:
        parsed = make_url(settings.database.url)
        if parsed.get_backend_name() == "sqlite" and not Path(parsed.database or "").is_file():
            return lacking("database", "file", path=parsed.database or "")
        database = connect(settings.database.url)
        with database.read() as session:
            session.execute(text("SELECT 1"))
    except (ArgumentError, ImportError, ValueError):
        return lacking("database", "url")
    except DBAPIError as error:
        return lacking("database", "unreachable", detail=redact(str(error.orig).strip().partition("\n")[0]))
    return database


def look_at_database(database: Database, settings: Settings) -> Iterator[Finding]:
    """Revision first: where it differs, nothing else can be read."""
    revision, wanted = revision_of(database), newest_revision()
    if revision != wanted:
        yield lacking("database", "revision", revision=revision, wanted=wanted)
        return
    yield ready("database", product=database.engine.dialect.name, revision=revision)
    yield _durability(database)
    with database.read() as session:
        is_training = session.scalar(select(Office.is_training).where(Office.id == 1)) is True
    if is_training and not settings.console.training:
        yield lacking("training", "training")


def _durability(database: Database) -> Finding:
    """SQLite: WAL and FULL; PostgreSQL: what was committed is on the disk."""
    questions = (
        {"PRAGMA journal_mode": "wal", "PRAGMA synchronous": str(_FULL)}
        if database.is_sqlite
        else {"SHOW fsync": "on", "SHOW synchronous_commit": "on"}
    )
    with database.read() as session:
        found = {question.split()[1]: str(session.scalar(text(question))) for question in questions}
    wanted = {question.split()[1]: value for question, value in questions.items()}
    weak = [name for name, value in found.items() if value.lower() != wanted[name]]
    if weak and not _is_stronger(found, weak):
        return lacking("durability", "weak", product=database.engine.dialect.name, weak=weak)
    return ready("durability", product=database.engine.dialect.name)


def _is_stronger(found: dict[str, str], weak: list[str]) -> bool:
    """A replica that must confirm too is more than we ask for."""
    return weak == ["synchronous_commit"] and found["synchronous_commit"] in ("remote_write", "remote_apply")
