"""How often what goes wrong. Drawn anew for each seed, so that some live in storms and others among crashes."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from rehearsal.platform import Fault

TROUBLES = (
    Fault.BAD_GATEWAY,
    Fault.RESET_AFTER_ACCEPT,
    Fault.GARBLED,
    Fault.TOO_OFTEN,
    Fault.TOKEN_REVOKED,
    Fault.BUSY,
    Fault.REFUSED,
)


@dataclass(frozen=True, slots=True)
class Rates:
    """Shares of messages or calls, except where it says otherwise."""

    duplicate: float
    late: float  # delivered after what was said later
    lost_answer: float  # the 200 does not reach the platform, which tries again
    slow: float  # not worked while the callback waits
    troubles: tuple[tuple[Fault, float], ...]
    crashes_a_week: float
    outages: int  # in all, of hours or days
    clock_jumps: int  # in all
    on_time: float
    careless: float  # wrong format, twice, for yesterday
    one_due_day: bool  # half of all matters fall due on one day


def draw(random: Random) -> Rates:
    kinds = random.sample(TROUBLES, random.randint(1, len(TROUBLES)))
    faults = random.uniform(0, 0.06)
    return Rates(
        duplicate=random.uniform(0, 0.2),
        late=random.uniform(0, 0.1),
        lost_answer=random.uniform(0, 0.05),
        slow=random.uniform(0, 0.15),
        troubles=tuple((kind, faults / len(kinds)) for kind in kinds),
        crashes_a_week=random.uniform(0, 4),
        outages=random.randint(0, 4),
        clock_jumps=random.randint(0, 2),
        on_time=random.uniform(0.8, 1.0),
        careless=random.uniform(0, 0.3),
        one_due_day=random.random() < 0.3,
    )
