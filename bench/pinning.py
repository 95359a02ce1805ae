"""One core for the server, another for the load: where the system lets us choose."""

from __future__ import annotations

import os
import sys


def pin_to(core: int) -> None:
    """Run on this core from now on; does nothing where that cannot be asked for."""
    if sys.platform == "linux" and core in os.sched_getaffinity(0):
        os.sched_setaffinity(0, {core})


def cores() -> tuple[int, int] | None:
    """Two different cores, or None."""
    if sys.platform != "linux":
        return None
    own = sorted(os.sched_getaffinity(0))
    return (own[0], own[1]) if len(own) > 1 else None
