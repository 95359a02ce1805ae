"""What is done to every connection of a database while trouble lasts."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sqlalchemy import event

from models.session import Database


def on_each(database: Database, taken: Callable[..., None], returned: Callable[..., None]) -> Iterator[None]:
    """`taken` on every connection that is taken; `returned` gives each back as it was."""
    event.listen(database.engine, "checkout", taken)
    event.listen(database.engine, "checkin", returned)
    try:
        yield
    finally:
        event.remove(database.engine, "checkout", taken)
        event.remove(database.engine, "checkin", returned)
