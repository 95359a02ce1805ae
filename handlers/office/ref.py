"""The matter a command points at."""

from __future__ import annotations

from handlers.matter_ref import find_matter
from handlers.turn import Turn
from models import Matter
from supervision.errors import NoSuchMatter


def meant(turn: Turn, ref: str) -> Matter | None:
    """None: a word that names no matter, so the text was not meant as a command. Raises NoSuchMatter for a number."""
    matter = find_matter(turn, ref)
    if matter is None and ref.lstrip("#").isdigit():
        raise NoSuchMatter(mention=ref)
    return matter
