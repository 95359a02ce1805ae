"""一分钟看懂, and the sentences a newcomer may try: data, with its days counted from the start of the rehearsal."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from .city import DATA, City
from .sights import Sight


@dataclass(frozen=True, slots=True)
class Step:
    """Either something to say into a phone, or a time of day to which the clock shall walk."""

    sight: Sight
    title: str
    hint: str
    who: str = ""
    say: str = ""
    walk: str = ""


@dataclass(frozen=True, slots=True)
class Guide:
    """`chips`: by phone, the sentences offered above its keyboard."""

    steps: tuple[Step, ...]
    chips: Mapping[str, tuple[str, ...]]


def load_guide(city: City, path: Path = DATA / "guide.toml") -> Guide:
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    steps = tuple(
        Step(
            sight=Sight(step["sight"]),
            title=step["title"],
            hint=step["hint"],
            who=step.get("who", ""),
            say=city.dated(step.get("say", "")),
            walk=step.get("walk", ""),
        )
        for step in told["steps"]
    )
    chips = {phone: tuple(city.dated(text) for text in texts) for phone, texts in told["chips"].items()}
    return Guide(steps, chips)
