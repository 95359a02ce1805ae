"""What is in force: the policy, its version, the working-day calendar, how long raw text is kept. Handed to every act
that needs them."""

from __future__ import annotations

from dataclasses import dataclass

from supervision.policies.policy import Policy
from supervision.retention.months import USUAL_MONTHS
from supervision.workdays import Calendar


@dataclass(frozen=True, slots=True)
class Rules:
    policy: Policy
    policy_version_id: int
    calendar: Calendar
    raw_text_months: int = USUAL_MONTHS
