"""Databases with a town in them: made once, kept in the temporary folder, handed out as copies."""

from __future__ import annotations

import hashlib
import inspect
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench import filling, names, sizes, told, town
from bench.clock import MORNING
from bench.sizes import Size
from bot.config import DatabaseSettings, Settings
from bot.opening import open_database
from models.migrating import newest_revision
from models.session import Database, connect
from supervision.policies.active import rules_in_force
from supervision.rules import Rules
from supervision.workdays import Calendar

KEPT = Path(tempfile.gettempdir()) / "duban-bench"


def sqlite_town(size: Size) -> Path:
    """The file of such a town; not to be written to. Made on first use: a million matters take about a minute."""
    made = KEPT / f"{size.name}-{_fingerprint()}.db"
    if made.exists():
        return made
    KEPT.mkdir(exist_ok=True)
    unfinished = made.with_suffix(".making")
    unfinished.unlink(missing_ok=True)
    fill_town(f"sqlite:///{unfinished}", size)
    unfinished.rename(made)
    return made


@contextmanager
def copied_town(size: Size) -> Iterator[str]:
    """The address of a copy that may be written to and goes with the block."""
    made = sqlite_town(size)
    with tempfile.TemporaryDirectory(prefix="copy-", dir=KEPT) as folder:
        copy = Path(folder) / "town.db"
        shutil.copyfile(made, copy)
        yield f"sqlite:///{copy}"


@contextmanager
def opened(url: str) -> Iterator[Database]:
    database = connect(url)
    try:
        yield database
    finally:
        database.dispose()


def fill_town(url: str, size: Size) -> None:
    """A new database at this address, with the schema, the default policy and the town."""
    database = open_database(Settings(database=DatabaseSettings(url=url)), lambda: MORNING)
    try:
        town.fill(database, size, rules_of(database), MORNING)
    finally:
        database.dispose()


def rules_of(database: Database) -> Rules:
    """The rules in force, on the published calendar."""
    with database.read() as session:
        return rules_in_force(session, Calendar({}))


def _fingerprint() -> str:
    """Another town, or another schema, is another file."""
    sources = "".join(inspect.getsource(part) for part in (town, told, names, filling, sizes)) + newest_revision()
    return hashlib.sha256(sources.encode()).hexdigest()[:12]
