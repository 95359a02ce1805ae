"""The pages a process answers: the callback's, whether it is well, and its figures."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from bot.callback import callback_page
from bot.door import Door
from models.migrating import newest_revision, revision_of
from models.session import Database
from supervision.gauges import Gauge, engine_age, measure
from web.health import health_pages
from web.metrics import metrics_pages


def pages(door: Door, database: Database, longest: float) -> Flask:
    """`longest`: seconds since the clock's last round, after which it stands."""

    def figures() -> list[Gauge]:
        with database.read() as session:
            return list(measure(session, door.clock()))

    def age() -> float | None:
        try:
            with database.read() as session:
                return engine_age(session, door.clock())
        except SQLAlchemyError:
            return None

    app = Flask("duban", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = door.settings.body_limit
    app.register_blueprint(callback_page(door))
    app.register_blueprint(health_pages({"database": _database_check(database)}, age, longest))
    app.register_blueprint(metrics_pages(figures, door.refused))
    return app


def _database_check(database: Database) -> Callable[[], str]:
    """A process is not ready whose schema differs from the database's, nor while it cannot store what it is told.

    Nothing is written to find out: anybody may ask (A5).
    """
    wanted = newest_revision()

    def check() -> str:
        try:
            if revision_of(database) != wanted:
                return "schema"
        except SQLAlchemyError:
            return "unreachable"
        return "unwritable" if database.refuses_writes else ""

    return check
