"""Plugin: a statement is compiled once for each kind of database and worker, not once for each test.

SQLAlchemy keeps compiled statements by the dialect of an engine, and every test opens an engine of its own: compiling
was a fifth of a story. An office runs for months on one engine; with this the tests know statements that long, too.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Dialect, Engine, event

_DIALECTS: dict[str, Dialect] = {}
_COMPILED: dict[Any, Any] = {}


def _share(connection: Connection) -> None:
    """The first engine of its kind to be connected lends its dialect to all later ones."""
    engine = connection.engine
    if "compiled_cache" in engine.get_execution_options():
        return
    engine.dialect = connection.dialect = _DIALECTS.setdefault(engine.name, engine.dialect)
    engine.update_execution_options(compiled_cache=_COMPILED)
    connection.execution_options(compiled_cache=_COMPILED)


def pytest_configure() -> None:
    event.listen(Engine, "engine_connect", _share)


def pytest_unconfigure() -> None:
    event.remove(Engine, "engine_connect", _share)
