"""One line of the check."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from supervision.texts import render


@dataclass(frozen=True, slots=True)
class Finding:
    """`about` names the text check_<about>; `words` is the line, with what to do where something is missing."""

    about: str
    is_ready: bool
    words: str


def ready(about: str, **facts: Any) -> Finding:  # noqa: ANN401 (facts are what the text needs)
    return Finding(about, True, render(f"check_{about}", lacks="", **facts))


def lacking(about: str, lacks: str, **facts: Any) -> Finding:  # noqa: ANN401
    """`lacks` says what is the matter, as a word the text knows."""
    return Finding(about, False, render(f"check_{about}", lacks=lacks, **facts))
