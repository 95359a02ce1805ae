"""Each working day's morning: what has gone without a word, lies behind its plan, or let a node pass, is written down.

By each matter's own policy, as findings; the ladder makes of them what that policy says. The work is that of the
matters concerned, whatever the ledger's size: indexes are asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from models.finding import FindingKind
from supervision import findings, nodes_missed, plans_behind, silent_matters
from supervision.clock import day_of
from supervision.policies.active import Domain, domains
from supervision.policies.ladder import Trigger
from supervision.rules import Rules

MOST_A_MORNING = 5_000  # of each kind; the others have their turn on the next


def reckon(session: Session, rules: Rules, now: datetime) -> dict[str, Any]:
    """How many were found, by kind; may be repeated. Raises CalendarYearMissing."""
    today, governed = day_of(now), domains(session, rules)
    yesterday = rules.calendar.add(today, -1)  # what was set for a day without work is collected after the next
    found = {
        FindingKind.REPORTS_MISSING: [
            one
            for domain, trigger in _measures(governed, FindingKind.REPORTS_MISSING)
            for one in silent_matters.find(session, domain, trigger, today, MOST_A_MORNING)
        ],
        FindingKind.BEHIND_PLAN: plans_behind.find(session, _measures(governed, FindingKind.BEHIND_PLAN), today),
        FindingKind.NODE_MISSED: [
            one
            for domain, _ in _measures(governed, FindingKind.NODE_MISSED)
            for one in nodes_missed.find(session, domain, yesterday, today, MOST_A_MORNING)
        ],
    }
    return {kind.value: findings.reckon(session, kind, rows, now) for kind, rows in found.items()}


def _measures(governed: Sequence[Domain], kind: FindingKind) -> list[tuple[Domain, Trigger]]:
    return [(one, trigger) for one in governed if (trigger := one.rules.policy.trigger(kind)) is not None]
