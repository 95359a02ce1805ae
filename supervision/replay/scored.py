"""What a signed notice costs whom: the lead and those who assist, by the book of the policy (X8)."""

from __future__ import annotations

from decimal import Decimal

from supervision.policies.policy import Policy
from supervision.replay.records import MatterRecord
from supervision.scores.shares import share


def shares(
    points: Decimal | None, leads: int, matter: MatterRecord, policy: Policy
) -> tuple[tuple[int, Decimal], ...]:  # fmt: skip
    if points is None:
        return ()
    found = share(points, leads, matter.assisting, policy.book_of(matter.category))
    return tuple((one.unit_id, one.points) for one in found)
