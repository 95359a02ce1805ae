"""What is in force: the policy, its version, and the working-day calendar. Handed to every act that needs them."""

from __future__ import annotations

from dataclasses import dataclass

from supervision.policies.policy import Policy
from supervision.workdays import Calendar


@dataclass(frozen=True, slots=True)
class Rules:
    policy: Policy
    policy_version_id: int
    calendar: Calendar
