"""The acts of one matter with the chain's head before and after each: they are links of the sealed whole, or none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import Act, Seal
from supervision.audit.sealing import ALGORITHM, records
from supervision.audit.verifier import chained


@dataclass(slots=True)
class Chain:
    """`links`: the matter's acts; `broken`: days whose seal does not agree with the acts that are here."""

    links: list[dict[str, Any]] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)


def chain_of(session: Session, matter_id: int) -> Chain:
    """From the last seal before the matter's first act to the newest act there is."""
    found = Chain()
    first = session.scalar(select(func.min(Act.id)).where(Act.matter_id == matter_id))
    if first is None:
        return found
    seals = session.scalars(select(Seal).order_by(Seal.day)).all()
    before = [seal for seal in seals if seal.last_act_id < first]
    coming = list(seals[len(before) :])
    head, place, since = (before[-1].head, before[-1].count, before[-1].last_act_id) if before else ("", 0, 0)
    for act in records(session, since):
        head = _passed(found, coming, act["id"], head)
        algorithm = coming[0].algorithm if coming else ALGORITHM
        after, place = chained(head, act, algorithm), place + 1
        if act["matter_id"] == matter_id:
            found.links.append(
                {"place": place, "algorithm": algorithm, "before": head, "act": act, "after": after}
            )  # fmt: skip
        head = after
    _passed(found, coming, None, head)
    return found


def _passed(found: Chain, coming: list[Seal], act_id: int | None, head: str) -> str:
    """The head as the seals have it that lie before this act."""
    while coming and (act_id is None or coming[0].last_act_id < act_id):
        seal = coming.pop(0)
        if seal.head != head:
            found.broken.append(seal.day.isoformat())
        head = seal.head
    return head


def anchor(seals: Sequence[dict[str, Any]]) -> dict[str, Any] | None:
    """The newest seal: its count, head and day stand outside, too, where somebody keeps the log."""
    return dict(seals[-1]) if seals else None
