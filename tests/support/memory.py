"""Plugin: the folders of the tests lie in memory, if there is one with room, so that no commit waits for a disk.

SQLite still asks for every write to be kept; that it asks is what we can test, that a disk keeps it is not.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

_ROOT = "PYTEST_DEBUG_TEMPROOT"  # where pytest makes its folders; whoever has set it knows better


def memory() -> str | None:
    """A folder in memory, if there is one with room: databases are made twice as fast there."""
    folder = Path("/dev/shm")  # noqa: S108 (only the parent of a folder with a name of its own)
    roomy = folder.is_dir() and os.access(folder, os.W_OK) and shutil.disk_usage(folder).free > 2**30
    return str(folder) if roomy else None


@pytest.hookimpl(tryfirst=True)
def pytest_configure() -> None:
    if folder := memory():
        os.environ.setdefault(_ROOT, folder)
