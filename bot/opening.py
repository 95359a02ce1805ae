"""Open the configured database: make its folder, bring its schema up to date, and look whether it may be used."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select
from sqlalchemy.engine import make_url

from bot.config import Settings
from models import Office, PolicyVersion
from models.migrating import migrate
from models.session import Database, connect
from supervision.clock import Clock
from supervision.policies.active import activate, preset, presets


class TrainingDatabase(Exception):
    """A database that was once used for training refuses real channels for ever."""


def open_database(settings: Settings, clock: Clock) -> Database:
    """The database, migrated, with its office row and a policy in force. Raises TrainingDatabase."""
    _make_folder(settings.database.url)
    database = connect(settings.database.url)
    migrate(database)
    with database.write() as session:
        office = session.get(Office, 1)
        if office is None:
            office = Office(id=1)
            session.add(office)
        if settings.console.training:
            office.is_training = True
        if session.scalar(select(PolicyVersion.id).where(PolicyVersion.retired_at.is_(None))) is None:
            activate(session, _policy_text(settings), "config", clock())
    return database


def require_real(database: Database) -> None:
    """Raises TrainingDatabase before anything real is connected to a training database."""
    with database.read() as session:
        if session.get_one(Office, 1).is_training:
            raise TrainingDatabase


def _policy_text(settings: Settings) -> str:
    name = settings.office.policy
    return preset(name) if name in presets() else Path(name).read_text(encoding="utf-8")


def _make_folder(url: str) -> None:
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite" and parsed.database and parsed.database != ":memory:":
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
