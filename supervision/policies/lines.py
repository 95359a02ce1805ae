"""On which line a key of a TOML file stands; the standard parser does not tell."""

from __future__ import annotations

import re

_HEADER = re.compile(r"^\s*(\[\[?)\s*([\w.-]+)\s*\]\]?")
_KEY = re.compile(r"^\s*([\w-]+)\s*=")

Path = tuple[str | int, ...]


def lines_of(text: str) -> dict[Path, int]:
    """Paths such as ("ladder", 1, "points") → line, counted from 1. Headers have their own entries."""
    found: dict[Path, int] = {}
    counts: dict[Path, int] = {}
    here: Path = ()
    for number, line in enumerate(text.splitlines(), start=1):
        if header := _HEADER.match(line):
            here = _resolve(header[2].split("."), header[1] == "[[", counts)
            found.setdefault(here, number)
        elif key := _KEY.match(line):
            found.setdefault((*here, key[1]), number)
    return found


def _resolve(names: list[str], is_list: bool, counts: dict[Path, int]) -> Path:
    """The path of a header; each list on the way stands at its latest entry."""
    path: Path = ()
    for position, name in enumerate(names):
        path = (*path, name)
        if is_list and position == len(names) - 1:
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path = (*path, counts[path])
    return path
