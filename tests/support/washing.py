"""A database used by one test, made empty for the next: many times quicker than a new one."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import URL, Connection, Engine, create_engine, text
from sqlalchemy.pool import NullPool

from models.base import Base

_LEAVE = text("""
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
""")
# What a test may have altered, in one figure: tables, columns, defaults, indexes, triggers, constraints. Altering one
# writes its row in the server's own lists anew, and a copied database has the rows of its original. Below 16384 are
# the server's own.
_SHAPE = text("""
    WITH parts (part) AS (
        SELECT concat_ws(' ', 'class', oid, xmin) FROM pg_class WHERE oid >= 16384
        UNION ALL
        SELECT concat_ws(' ', 'attribute', attrelid, attnum, xmin) FROM pg_attribute WHERE attrelid >= 16384
        UNION ALL
        SELECT concat_ws(' ', 'default', oid, xmin) FROM pg_attrdef
        UNION ALL
        SELECT concat_ws(' ', 'trigger', oid, xmin) FROM pg_trigger
        UNION ALL
        SELECT concat_ws(' ', 'function', oid, xmin) FROM pg_proc WHERE oid >= 16384
        UNION ALL
        SELECT concat_ws(' ', 'constraint', oid, xmin) FROM pg_constraint WHERE oid >= 16384
    )
    SELECT sum(hashtextextended(part, 0)) FROM parts
""")
_LARGEST = text("SELECT max(pg_relation_size(oid)) FROM pg_class WHERE relnamespace = 'public'::regnamespace")
_LARGE = 2**20  # bytes; what grew beyond is quicker thrown away, and would mislead the planner
_ANEW = text("SELECT setval(sequencename::regclass, 1, false) FROM pg_sequences WHERE last_value IS NOT NULL")
_HOLDS = "SELECT '{table}' WHERE EXISTS (SELECT FROM {table})"


class Washing:
    """Knows how a fresh database looks, and makes used ones look so again."""

    def __init__(self, fresh: URL) -> None:
        self._engines: dict[URL, Engine] = {}  # a connection that stays knows the tables already
        with create_engine(fresh, poolclass=NullPool).connect() as connection:
            self._shape = _shape(connection)
        names = [table.name for table in Base.metadata.sorted_tables]
        self._soiled = text(" UNION ALL ".join(_HOLDS.format(table=name) for name in names))

    def wash(self, used: URL) -> bool:
        """Empty all tables and let their numbers begin anew; False if the test altered the tables, or filled them."""
        with self._connected(used) as connection:
            connection.execute(_LEAVE)
            if _shape(connection) != self._shape or (connection.scalar(_LARGEST) or 0) > _LARGE:
                return False
            self._empty(connection, connection.scalars(self._soiled).all())
        return True

    def _empty(self, connection: Connection, soiled: Sequence[str]) -> None:
        """Row by row: the few of a test are gone sooner than so many files are made anew."""
        # As a replica, so that neither references nor the guards of tables that are only added to stand in the way.
        connection.execute(text("SET session_replication_role = replica"))
        for table in soiled:
            connection.execute(text(f"DELETE FROM {table}"))  # noqa: S608 (our own name)
        connection.execute(_ANEW)  # a number may be used up by a row that was taken back

    def close(self) -> None:
        for engine in self._engines.values():
            engine.dispose()

    def _connected(self, url: URL) -> Connection:
        if url not in self._engines:
            self._engines[url] = create_engine(url, pool_pre_ping=True, isolation_level="AUTOCOMMIT")
        return self._engines[url].connect()


def _shape(connection: Connection) -> str:
    return str(connection.scalar(_SHAPE))
