"""A planted bug: a patch, and before its first `---` line what is wrong, what it breaks and what catches it."""

from __future__ import annotations

import re
import shlex
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

BUGS = Path(__file__).parent / "bugs"

_PATCH = re.compile(r"^--- ", re.MULTILINE)
_FILE = re.compile(r"^\+\+\+ b/(\S+)", re.MULTILINE)
_HEAD = re.compile(r"(?P<wrong>.+?)\n\nbreaks: (?P<breaks>[^\n]+)\ncaught by: (?P<claim>[^\n]+)\n", re.DOTALL)
_PYTEST = ("-m", "pytest", "-q", "-x", "-p", "no:cacheprovider")


class HeadWrong(ValueError):
    """A patch does not say what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Planted:
    """`breaks`: ids of docs/promises.md. `claim`: test files or nodes, or `python -m …`."""

    path: Path
    wrong: str
    breaks: tuple[str, ...]
    claim: str
    files: tuple[str, ...]

    @property
    def name(self) -> str:
        return self.path.stem


def read(path: Path) -> Planted:
    """Raises HeadWrong."""
    head, *patch = _PATCH.split(path.read_text(encoding="utf-8"), maxsplit=1)
    found = _HEAD.fullmatch(head)
    if found is None or not patch:
        raise HeadWrong(
            f"{path.name}: before the patch must stand what is wrong, an empty line, `breaks: …` and `caught by: …`"
        )
    breaks = tuple(each.strip() for each in found["breaks"].split(","))
    return Planted(path, found["wrong"], breaks, found["claim"].strip(), tuple(_FILE.findall(patch[0])))


def every() -> list[Planted]:
    return [read(path) for path in sorted(BUGS.glob("*.patch"))]


def chosen(planted: Sequence[Planted], count: int, by: str) -> list[Planted]:
    """Some of them, the same for the same commit: over time each has its turn."""
    order = sorted(planted, key=lambda one: sha256(f"{by}:{one.name}".encode()).hexdigest())
    return sorted(order[:count], key=lambda one: one.name)


def command(claim: str) -> list[str]:
    """The claim as it is run, by this very interpreter."""
    first, *others = shlex.split(claim)
    return [sys.executable, *others] if first == "python" else [sys.executable, *_PYTEST, first, *others]
