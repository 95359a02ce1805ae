"""One deed, done as often as it makes system calls that leave something behind; each time another one is its last."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tests.faults.kills.calls import Call, counting, each, killing
from tests.faults.kills.deeds import BY_KIND, Deed
from tests.faults.kills.life import Spoil
from tests.faults.kills.mortal import Died
from tests.faults.kills.run import LOOK_EVERY, NOON, Ran
from tests.faults.kills.town import Town, unspoilt

ON_THE_WAY = ("report", "withdrawal", "signing", "letters")  # from a word to a screen
SHARES = 2  # towns for each kind
Choice = Callable[[Sequence[Call]], Sequence[Call]]


@dataclass(frozen=True, slots=True)
class Cut:
    """`call` is the last thing a life of that deed came to, and did not do."""

    kind: str
    call: Call

    def __str__(self) -> str:
        return f"{self.kind}, before {self.call.name} no. {self.call.nth} of thread {self.call.thread}"


def kill_by_call(pool: ProcessPoolExecutor, kinds: tuple[str, ...], seed: int, folder: Path) -> Iterator[Ran[Cut]]:
    """Each town as it ends."""
    shares = [(kind, share) for kind in kinds for share in range(SHARES)]
    return pool.map(partial(_share, seed=seed, folder=folder), shares)


def in_a_town_by_call(
    kind: str, seed: int, folder: Path, chosen: Choice, spoil: Spoil = unspoilt
) -> Ran[Cut]:  # fmt: skip
    """Those of the calls that are chosen; then a day in peace, and the whole of it is checked."""
    town = Town(seed, folder, spoil)
    town.begin()
    hit: list[Cut] = []
    missed: list[Cut] = []
    for number, call in enumerate(chosen(each(_calls(town, BY_KIND[kind])))):
        (hit if _dies(town, BY_KIND[kind], call) else missed).append(Cut(kind, call))
        if number % LOOK_EVERY == LOOK_EVERY - 1:
            town.look()
    town.until_workday(NOON)
    town.look(is_calm=True)
    town.rest()
    messages = len(town.platform.deliveries)
    return Ran(seed, tuple(hit), tuple(missed), town.deaths, messages, tuple(town.violations.values()))


def every(calls: Sequence[Call], of: int, first: int = 0) -> Sequence[Call]:
    return calls[first::of]


def _share(of: tuple[str, int], seed: int, folder: Path) -> Ran[Cut]:
    (kind, share), own = of, folder / f"{of[0]}-{of[1]}"
    try:
        return in_a_town_by_call(kind, (seed << 20) + share, own, partial(every, of=SHARES, first=share))
    finally:
        shutil.rmtree(own, ignore_errors=True)


def _calls(town: Town, deed: Deed) -> Counter[Call]:
    """Of the deed while nobody dies."""
    deed.lead_up(town)
    with counting(town.ask("threads"), town.folder / "calls") as counted:
        deed.act(town)
    town.recover()
    return counted


def _dies(town: Town, deed: Deed, at: Call) -> bool:
    """Today the deed may take fewer calls; then nobody died. Life goes on."""
    deed.lead_up(town)
    with killing(town.ask("threads"), at), suppress(Died):
        deed.act(town)
    is_dead = town.life is None
    town.recover()
    return is_dead
