"""Copies of a SQLite database, made while it is in use: by SQLite's own means, never by copying the file (M26)."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from sqlalchemy.engine import make_url

from bot.keeping.disk import file_to_disk, names_to_disk
from supervision.clock import local

PREFIX = "duban-"
PRIVATE = 0o600


class NotSQLite(Exception):
    """The configured database is a server's; its own tools make its copies."""


class BrokenCopy(Exception):
    """The file is no sound database of ours; `what` says what SQLite found."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


def database_file(url: str) -> Path:
    """Where the configured database lies. Raises NotSQLite."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or not parsed.database:
        raise NotSQLite
    return Path(parsed.database)


def copy(source: Path, target: Path) -> int:
    """A sound copy at `target`, which appears only once it was looked through; returns the messages in it.

    Raises BrokenCopy, sqlite3.Error and OSError; then there is no `target`.
    """
    unfinished = target.with_name(target.name + ".part")
    unfinished.unlink(missing_ok=True)
    os.close(os.open(unfinished, os.O_CREAT | os.O_WRONLY, PRIVATE))
    try:
        with closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as live:
            before = _messages(live)
            with closing(sqlite3.connect(unfinished)) as mine:
                live.backup(mine)
        found = look_through(unfinished)
        if found < before:
            raise BrokenCopy(f"{found} < {before}")
        file_to_disk(unfinished)
        unfinished.rename(target)
        names_to_disk(target.parent)
    finally:
        unfinished.unlink(missing_ok=True)
    return found


def look_through(file: Path) -> int:
    """The messages in a copy. Raises BrokenCopy when SQLite finds fault with it, or it is none of ours."""
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as opened:
            verdict = opened.execute("PRAGMA integrity_check").fetchone()[0]
            if verdict != "ok":
                raise BrokenCopy(verdict)
            return _messages(opened)
    except sqlite3.DatabaseError as error:
        raise BrokenCopy(str(error)) from error


def copy_if_due(source: Path, folder: Path, every_hours: int, keep: int, now: datetime) -> Path | None:
    """A copy named by the hour unless the newest is younger; the oldest beyond `keep` go."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    newest = max((file.stat().st_mtime for file in folder.glob(f"{PREFIX}*.db")), default=0.0)
    if now.timestamp() - newest < every_hours * 3600:
        return None
    target = folder / f"{PREFIX}{local(now):%Y-%m-%dT%H%M}.db"
    copy(source, target)
    for old in sorted(folder.glob(f"{PREFIX}*.db"))[:-keep]:
        old.unlink()
    return target


def _messages(opened: sqlite3.Connection) -> int:
    count: int = opened.execute("SELECT count(*) FROM inbox").fetchone()[0]
    return count
