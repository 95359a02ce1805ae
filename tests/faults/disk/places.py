"""Where the office's tables lie: a file of SQLite's, or a database on a PostgreSQL server. Each try harms a copy."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Protocol

from sqlalchemy import URL

from tests.faults.disk.operations import live_until_evening
from tests.support.postgres import Postgres


class Evening(Protocol):
    """An office that was lived in until the evening."""

    def copied(self) -> AbstractContextManager[str]:
        """The address of a copy, which is thrown away."""


class SqliteEvening:
    def __init__(self, file: Path) -> None:
        self._file = file
        live_until_evening(f"sqlite:///{file}")

    @contextmanager
    def copied(self) -> Iterator[str]:
        with tempfile.TemporaryDirectory(dir=self._file.parent) as folder:
            path = Path(folder) / "duban.db"
            shutil.copyfile(self._file, path)
            yield f"sqlite:///{path}"


class PostgresEvening:
    def __init__(self, server: Postgres, url: URL) -> None:
        """`url`: an empty database."""
        self._server, self._url = server, url
        live_until_evening(url.render_as_string(hide_password=False))

    @contextmanager
    def copied(self) -> Iterator[str]:
        with self._server.copy_of(self._url) as url:
            yield url.render_as_string(hide_password=False)
