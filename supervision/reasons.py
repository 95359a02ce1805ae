"""说明理由, each as it was said, by whom and when: several stand side by side, none is run into another (C23)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from models import Notice, Person
from supervision.clock import SHANGHAI


def add_reason(notice: Notice, person: Person, told_at: datetime, words: str) -> None:
    """In the order in which they were said, whatever came in first."""
    said = {"words": words, "person": person.name, "told_at": told_at.astimezone(SHANGHAI).isoformat()}
    reasons = sorted([*reasons_of(notice), said], key=lambda one: one["told_at"])
    notice.grounds = notice.grounds | {"reasons": reasons}
    notice.reason = "\n".join(one["words"] for one in reasons)
    notice.reason_at = max(told_at, notice.reason_at or told_at)


def reasons_of(notice: Notice) -> list[dict[str, Any]]:
    """Each with its words, speaker and moment; one that was kept before each had its own has no speaker."""
    kept: list[dict[str, Any]] = notice.grounds.get("reasons", [])
    if kept or not notice.reason:
        return kept
    told_at = notice.reason_at.astimezone(SHANGHAI).isoformat() if notice.reason_at else ""
    return [{"words": notice.reason, "person": "", "told_at": told_at}]
