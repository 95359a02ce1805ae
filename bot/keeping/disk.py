"""On the disk, whatever happens to the power: what a file holds, and under which name a folder has it."""

from __future__ import annotations

import os
from pathlib import Path


def file_to_disk(file: Path) -> None:
    """Raises OSError."""
    with file.open("rb+") as opened:
        os.fsync(opened.fileno())


def names_to_disk(folder: Path) -> None:
    """A file that was made or renamed in it is found there again. Raises OSError."""
    if os.name == "nt":
        return  # a folder cannot be opened there; NTFS keeps its names in a journal
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def write_all(opened: int, content: bytes) -> None:
    """A disk that is nearly full takes a part and says so only in a number. Raises OSError."""
    while content:
        content = content[os.write(opened, content) :]
