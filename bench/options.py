"""What was asked for on the command line."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Options:
    """`quick` is for a first look: smaller towns, fewer and shorter repetitions."""

    quick: bool = False
    postgresql: bool = False
    is_full: bool = False  # the rush in its true length
