"""A town is founded once and copied for each story: founding lives through a fortnight, a copy takes over its books."""

from __future__ import annotations

import copyreg
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from copy import deepcopy
from pathlib import Path

from bot.app import House, build
from bot.config import DatabaseSettings
from bot.wecom.http import Wire
from rehearsal.platform import WsgiPost, session
from rehearsal.town import Town, TownClock

# The copy of a lock is a lock that nobody holds.
copyreg.pickle(type(threading.Lock()), lambda _: (threading.Lock, ()))
copyreg.pickle(type(threading.RLock()), lambda _: (threading.RLock, ()))


@contextmanager
def copy_of(town: Town, folder: Path) -> Iterator[Town]:
    """The same morning, people and screens, on a database, a clock and a pretend platform of its own."""
    original = town.product
    assert isinstance(original, House)
    database = folder / "town.db"
    _copy(str(original.database.engine.url.database), database)
    settings = original.settings.model_copy(update={"database": DatabaseSettings(url=f"sqlite:///{database}")})
    clock = TownClock(town.clock())
    post = town.platform.app().app.post
    platform = deepcopy(town.platform, {id(town.clock): clock, id(post): None})
    house = build(settings, clock, Wire(session=session(platform)))
    platform.app().app.post = WsgiPost(house.web, settings.callback.path, clock)
    try:
        yield Town(town.city, clock, platform, house, deepcopy(town.chronicle))
    finally:
        house.close()


def _copy(original: str, copy: Path) -> None:
    with closing(sqlite3.connect(original)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
