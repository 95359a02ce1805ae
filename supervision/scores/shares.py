"""Whose share of a matter's points is how much: 牵头 and 配合 units (X8)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import CoUnit, Matter
from supervision.policies.assessment import BookRule


@dataclass(frozen=True, slots=True)
class Share:
    unit_id: int
    points: Decimal


def share(points: Decimal, lead_id: int, assisting: Iterable[int], book: BookRule | None) -> tuple[Share, ...]:
    """Exact; without a book all of it is the lead's, and a unit whose share is nothing gets no entry."""
    if book is None:
        return (Share(lead_id, points),)
    helpers = sorted(set(assisting) - {lead_id}) if book.assist else []
    found = [Share(lead_id, _plain(points * book.lead))]
    return (*found, *(Share(unit_id, _plain(points * book.assist)) for unit_id in helpers))


def assisting(session: Session, matter: Matter) -> list[int]:
    """The units that assist now."""
    return list(session.scalars(select(CoUnit.unit_id).where(CoUnit.matter_id == matter.id)))


def _plain(points: Decimal) -> Decimal:
    """-0.30 is -0.3, and 20 is not 2E+1."""
    return Decimal(format(points.normalize(), "f"))
