"""What goes through the pipe between a life and those who outlive it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tests.faults.checker import Violation


@dataclass(frozen=True, slots=True)
class Order:
    what: str
    now: datetime
    details: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """The wire: a call to the platform, which is outside."""

    call: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Answered:
    """What the platform was told, before this life may end at once."""

    status: int
    body: bytes


@dataclass(frozen=True, slots=True)
class Done:
    """`complaints`: what the product logged as an error so far."""

    result: Any
    complaints: Mapping[str, Violation]


@dataclass(frozen=True, slots=True)
class Broke:
    """The life raised: a mistake of ours, or a broken promise."""

    trace: str
