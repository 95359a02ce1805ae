"""How large a town is, and what its people are called."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Size:
    """`due`: None for a ledger as it stands on any day; a number for one in which the tick finds so many matters."""

    units: int
    matters: int
    progress: int = 0
    due: int | None = None

    @property
    def name(self) -> str:
        parts = [f"{self.units}-units", f"{self.matters}-matters", f"{self.progress}-told"]
        return "-".join(parts if self.due is None else [*parts, f"{self.due}-due"])


COUNTY = Size(units=60, matters=200)

SUPERVISOR, LEADER, LEADER_IN_CHARGE, ADMINISTRATOR = "supervisor", "leader", "leader-in-charge", "administrator"


def head_of(unit_id: int) -> str:
    """The userid of a unit's head."""
    return f"head{unit_id}"


def unit_of(number: int, size: Size) -> int:
    """Which unit leads a matter: the units take turns. Ids and numbers begin at 1."""
    return (number - 1) % size.units + 1
