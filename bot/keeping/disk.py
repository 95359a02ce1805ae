"""On the disk, whatever happens to the power or to the room: what a file holds, and under which name it is found."""

from __future__ import annotations

import os
from collections.abc import Iterable
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


def write_whole(file: Path, pieces: Iterable[bytes]) -> int:
    """The file appears when all of it is on the disk, or not at all (F42); how many pieces. Raises OSError."""
    unfinished, count = file.with_name(file.name + ".part"), 0
    try:
        with unfinished.open("wb") as opened:
            for piece in pieces:
                opened.write(piece)
                count += 1
        file_to_disk(unfinished)
        unfinished.rename(file)
    finally:
        unfinished.unlink(missing_ok=True)
    names_to_disk(file.parent)
    return count
