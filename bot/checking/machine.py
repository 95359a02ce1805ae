"""The machine: room on the disk, and Redis where it is configured."""

from __future__ import annotations

import shutil
from pathlib import Path

from sqlalchemy.engine import make_url

from bot.backends import RedisAddressWrong, backend_at
from bot.checking.finding import Finding, lacking, ready
from bot.config import Settings

LEAST_FREE = 1024**3  # bytes: months of messages, and the copy that a backup makes


def look_at_disk(settings: Settings) -> Finding:
    """Where the database is, if it is a file; else where we were started."""
    parsed = make_url(settings.database.url)
    is_file = parsed.get_backend_name() == "sqlite" and bool(parsed.database)
    folder = Path(parsed.database or ".").resolve().parent if is_file else Path.cwd()
    while not folder.exists():
        folder = folder.parent
    return room(folder, shutil.disk_usage(folder).free)


def room(folder: Path, free: int) -> Finding:
    """`free` in bytes."""
    facts = {"folder": str(folder), "free": round(free / 1024**3, 1), "least": LEAST_FREE // 1024**3}
    return ready("disk", **facts) if free >= LEAST_FREE else lacking("disk", "room", **facts)


def look_at_redis(url: str) -> Finding:
    try:
        answers = backend_at(url).counts(url).check()
    except RedisAddressWrong:
        return lacking("redis", "address")
    return ready("redis") if answers else lacking("redis", "unreachable")
