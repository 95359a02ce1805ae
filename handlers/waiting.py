"""An update that waits for an answer, as plain values in the question's row."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from handlers.reading.result import Measure, Status, Update


def freeze(update: Update) -> dict[str, Any]:
    return {
        "matter": update.matter,
        "mention": update.mention,
        "words": update.words,
        "status": update.status.value if update.status else None,
        "percent": update.percent,
        "expected_on": update.expected_on.isoformat() if update.expected_on else None,
        "problem": update.problem,
        "needs": list(update.needs),
        "has_next_steps": update.has_next_steps,
        "measures": [freeze_measure(measure) for measure in update.measures],
    }


def thaw(kept: dict[str, Any]) -> Update:
    return Update(
        matter=kept["matter"],
        mention=kept["mention"],
        words=kept["words"],
        status=Status(kept["status"]) if kept["status"] else None,
        percent=kept["percent"],
        expected_on=date.fromisoformat(kept["expected_on"]) if kept["expected_on"] else None,
        problem=kept["problem"],
        needs=tuple(kept["needs"]),
        has_next_steps=kept["has_next_steps"],
        measures=tuple(_thaw_measure(measure) for measure in kept.get("measures", ())),
    )


def freeze_measure(measure: Measure) -> dict[str, str]:
    """As the progress row keeps it, too; the amount stays as exact as it was told."""
    return {"name": measure.name, "amount": str(measure.amount), "unit": measure.unit}


def _thaw_measure(kept: dict[str, str]) -> Measure:
    return Measure(kept["name"], Decimal(kept["amount"]), kept["unit"])
