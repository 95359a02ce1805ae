"""收账: a node whose day has passed and that is not done is written down; none passes in silence (A02, A15)."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ColumnElement, String, cast, exists, literal, select
from sqlalchemy.orm import Session

from models import Finding, LeadChange, Matter, Milestone
from models.finding import FindingKind
from supervision.clock import day_of
from supervision.findings import Reckoned, runs
from supervision.policies.active import Domain


def find(session: Session, domain: Domain, last: date, today: date, limit: int) -> list[Reckoned]:
    """Nodes of up to the day `last` that are not done, once for each node and day it was set for, newest first.

    What had passed before the matter was put under supervision, or another unit led it, is nobody's fault here.
    """
    before = exists().where(LeadChange.matter_id == Milestone.matter_id, LeadChange.first_day > Milestone.due_on)
    rows = session.execute(
        select(Milestone, Matter.opened_at)
        .join(Matter, Matter.id == Milestone.matter_id)
        .where(Milestone.done_on.is_(None), Milestone.due_on <= last, *runs(), domain.governs())
        .where(~exists().where(Finding.key == key_of_node()), ~before)
        .order_by(Milestone.due_on.desc(), Milestone.matter_id, Milestone.id)
        .limit(limit)
    )
    return [_found(node, today) for node, opened_at in rows if node.due_on >= day_of(opened_at)]


def key_of_node() -> ColumnElement[str]:
    """Of the finding that tells of a node's day."""
    return (
        literal(f"{FindingKind.NODE_MISSED}:")
        + cast(Milestone.matter_id, String)
        + ":"
        + cast(Milestone.id, String)
        + ":"
        + cast(Milestone.due_on, String)
    )


def _found(node: Milestone, today: date) -> Reckoned:
    facts = {"milestone_id": node.id, "milestone": node.name, "due_on": node.due_on.isoformat()}
    return Reckoned(node.matter_id, f"{node.id}:{node.due_on}", today, facts)
