"""The shape of a command: its words, who may give it, what it does."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from handlers.message import Answer
from handlers.turn import Turn
from models.person import Role

# Returns None when the words turn out not to be meant as the command: then they are read as anything else.
Act = Callable[[Turn, re.Match[str]], Answer | None]

# 「3-5」 and 「3e0」 are no numbers of a matter: taken for 3, an order would reach what was not meant (T48).
REF = (
    r"(?P<ref>#?[0-9]{1,6}(?![0-9年月日.%A-Za-z¹²³]|[-~～–—−][0-9])|[A-Za-z]{1,6}-?[0-9]{4}-[0-9]{1,6}|[^\s,:;]{2,40})"
)
REST = r"(?:[\s,:、]*(?P<words>.*))?"

OFFICE = frozenset({Role.SUPERVISOR})
LEADERS = frozenset({Role.LEADER})
UNITS = frozenset({Role.UNIT_HEAD, Role.LIAISON})


@dataclass(frozen=True, slots=True)
class Command:
    """`roles` is who may give it; the acts themselves check again inside their transaction (T13)."""

    words: tuple[str, ...]
    pattern: re.Pattern[str]
    roles: frozenset[Role]
    act: Act


def command(words: tuple[str, ...], shape: str, roles: frozenset[Role], act: Act) -> Command:
    """Anchored at both ends; the words come first."""
    pattern = re.compile(rf"(?:{'|'.join(words)}){shape}", re.DOTALL)
    return Command(words, pattern, roles, act)
