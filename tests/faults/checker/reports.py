"""Which reports meet a duty: the rule written a second time, by the promise and not by the product."""

from __future__ import annotations

from datetime import datetime

from .facts import Facts, Row


def meeting(facts: Facts, duty_id: int, known_before: datetime) -> list[Row]:
    """Those that were written down by then and had not been withdrawn."""
    duty = facts.by_id("duty")[duty_id]
    return [
        row for row in facts.table("report")
        if row["unit_id"] == duty["unit_id"] and row["recorded_at"] < known_before
        and not (row["withdrawn_at"] and row["withdrawn_at"] <= known_before)
        and (_names(row, duty) or _was_open(facts, row, duty))
    ]  # fmt: skip


def _names(report: Row, duty: Row) -> bool:
    """It ends within the period; a daily one may span several days."""
    if report["kind"] != duty["kind"] or report["period_first"] is None:
        return False
    last = report["period_last"] or report["period_first"]
    begins = duty["period_first"]
    is_daily = duty["kind"] == "daily"
    return bool(begins <= last and (report["period_first"] if is_daily else last) <= duty["period_last"])


def _was_open(facts: Facts, report: Row, duty: Row) -> bool:
    """It names no period, and was told before the next of its kind opened."""
    if report["kind"] is not None and (report["kind"] != duty["kind"] or report["period_first"] is not None):
        return False
    same = [row for row in facts.table("duty") if (row["unit_id"], row["kind"]) == (duty["unit_id"], duty["kind"])]
    next_at = min((row["opens_at"] for row in same if row["opens_at"] > duty["opens_at"]), default=None)
    return bool(duty["opens_at"] <= report["told_at"] and (next_at is None or report["told_at"] < next_at))
