"""Open the configured database: make its folder, bring its schema up to date, and look whether it may be used."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from alembic.util import CommandError
from sqlalchemy import select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, SQLAlchemyError
from sqlalchemy.orm import Session

from bot.config import Settings
from models import Inbox, Office, PolicyVersion
from models.migrating import migrate, revision_of
from models.session import Database, connect
from supervision.clock import Clock
from supervision.policies.active import activate, preset, presets

CONSOLE = "console"


class Trouble(StrEnum):
    """Why a database cannot be opened."""

    URL = "url"  # cannot be read as an address
    DRIVER = "driver"  # another product, or its driver is not installed
    FOLDER = "folder"  # cannot be made or entered
    UNREACHABLE = "unreachable"  # does not answer, does not let us in, cannot be written, is no database
    NEWER = "newer"  # a later version has changed its schema


class DatabaseUnusable(Exception):
    """`detail` is the driver's first line; the password is in none."""

    def __init__(self, trouble: Trouble, detail: str = "") -> None:
        super().__init__(trouble, detail)
        self.trouble, self.detail = trouble, detail


class NoDatabase(Exception):
    """Nothing was ever kept at that address: `place` is its file, or empty for an empty database on a server."""

    def __init__(self, place: str) -> None:
        super().__init__(place)
        self.place = place


class TrainingDatabase(Exception):
    """A database that was once used for training refuses real channels for ever."""


class RealDatabase(Exception):
    """Real people have spoken to this database: it is not turned into one for training by a slip in the settings."""


class PolicyFileMissing(Exception):
    """office.policy names neither a preset nor a file that can be read."""


def open_database(settings: Settings, clock: Clock) -> Database:
    """The database, migrated, with its office row and a policy in force.

    Raises DatabaseUnusable, RealDatabase, PolicyFileMissing and PolicyError.
    """
    database = _connected(settings.database.url)
    try:
        migrate(database)
        _furnish(database, settings, clock)
    except CommandError:
        raise DatabaseUnusable(Trouble.NEWER) from None
    except DBAPIError as error:
        raise DatabaseUnusable(Trouble.UNREACHABLE, _first_line(error)) from error
    return database


def require_database(settings: Settings) -> None:
    """For who wants to read or go on: nothing is made where nothing was kept before. Raises NoDatabase."""
    url = settings.database.url
    if not is_there(url):
        raise NoDatabase(_file_of(url) or "")


def is_there(url: str) -> bool:
    """Whether a database was made there. What cannot be asked is: opening it will say what is wrong."""
    try:
        file = _file_of(url)
        if file is not None and not Path(file).is_file():
            return False
        database = connect(url)
        try:
            return revision_of(database) != ""
        finally:
            database.dispose()
    except (SQLAlchemyError, ImportError, ValueError):
        return True


def shown(url: str) -> str:
    """The address of a database for people, without its password."""
    return make_url(url).render_as_string(hide_password=True)


def require_real(database: Database) -> None:
    """Raises TrainingDatabase before anything real is connected to a training database."""
    with database.read() as session:
        if session.get_one(Office, 1).is_training:
            raise TrainingDatabase


def _file_of(url: str) -> str | None:
    """The file of an SQLite database; None for any other. Raises ArgumentError."""
    parsed = make_url(url)
    return parsed.database or "" if parsed.get_backend_name() == "sqlite" else None


def _connected(url: str) -> Database:
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() == "sqlite" and parsed.database and parsed.database != ":memory:":
            # What people told is nobody else's business on this machine.
            Path(parsed.database).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        return connect(url)
    except OSError as error:
        raise DatabaseUnusable(Trouble.FOLDER, str(error.filename or "")) from error
    except ImportError as error:
        raise DatabaseUnusable(Trouble.DRIVER) from error
    except (ArgumentError, ValueError) as error:  # NoSuchModuleError is an ArgumentError, too
        raise DatabaseUnusable(Trouble.URL) from error


def _furnish(database: Database, settings: Settings, clock: Clock) -> None:
    """Processes that start together do it together; the second finds what the first has done."""
    try:
        with database.write() as session:
            _furnish_in(session, settings, clock)
    except IntegrityError:
        with database.write() as session:
            _furnish_in(session, settings, clock)


def _furnish_in(session: Session, settings: Settings, clock: Clock) -> None:
    office = session.get(Office, 1)
    if office is None:
        office = Office(id=1)
        session.add(office)
    if settings.console.training and not office.is_training:
        if session.scalar(select(Inbox.id).where(Inbox.channel != CONSOLE).limit(1)) is not None:
            raise RealDatabase
        office.is_training = True
    if session.scalar(select(PolicyVersion.id).where(PolicyVersion.retired_at.is_(None))) is None:
        activate(session, policy_text(settings.office.policy), "config", clock())


def policy_text(name: str) -> str:
    """What office.policy names: a preset or a file. Raises PolicyFileMissing."""
    if name in presets():
        return preset(name)
    try:
        return Path(name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise PolicyFileMissing from error


def _first_line(error: DBAPIError) -> str:
    return str(error.orig).strip().partition("\n")[0]
