"""Who sits at the terminal."""

from __future__ import annotations

import getpass


def operator_name() -> str:
    """The operating system's user; acts through the console carry it."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"
