"""On the disk, whatever happens to the power or to the room: what a file holds, and under which name it is found."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

PRIVATE_FILE, PRIVATE_FOLDER = 0o600, 0o700


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


@contextmanager
def whole_folder(folder: Path) -> Iterator[Path]:
    """Where to put its files: the folder appears under its name at the end, or not at all (F42).

    Nobody but its owner looks into it. Raises OSError, FileExistsError where there is such a folder.
    """
    if folder.exists():
        raise FileExistsError(folder)
    unfinished = folder.with_name(folder.name + ".part")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(mode=PRIVATE_FOLDER, parents=True)
    try:
        yield unfinished
        for inner in (unfinished, *(one for one in unfinished.rglob("*") if one.is_dir())):
            names_to_disk(inner)
        unfinished.rename(folder)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    names_to_disk(folder.parent)


def put_file(folder: Path, name: str, content: bytes) -> None:
    """A private file in a folder that is not finished yet; `name` may lie a folder deeper. Raises OSError."""
    file = folder / name
    file.parent.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
    opened = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, PRIVATE_FILE)
    try:
        write_all(opened, content)
        os.fsync(opened)
    finally:
        os.close(opened)
