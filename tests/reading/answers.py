"""Answers a Query from a registry in memory, by the rules of the message sets. The product asks its database."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from handlers.reading.result import About, Light, Query, Status

Record = dict[str, Any]
WEEK = timedelta(days=7)
DONE = ("completed", "closed")


def answer(query: Query, raw: Record, today: date) -> Record:
    """What the bot would list."""
    said: Record = {"about": query.about.value}
    if query.about is About.MISSING_REPORTS:
        said["kind"] = query.kind.value if query.kind else None
        said["period"] = [query.period.first.isoformat(), query.period.last.isoformat()] if query.period else None
    if query.about in (About.MATTERS, About.SUMMARY):
        said["matters"] = [matter["code"] for matter in raw["matters"] if _fits(matter, query, raw, today)]
    return said


def _fits(matter: Record, query: Query, raw: Record, today: date) -> bool:
    if query.matters:
        return matter["code"] in query.matters and _passes_filters(matter, query, today)
    if query.unit and matter["unit"] not in (query.unit, *query.units_beside):
        return False
    if query.person:
        person = next((p for p in raw["people"] if p["userid"] == query.person), None)
        if person is None or matter["unit"] != person["unit"]:
            return False
    if query.keyword and not _holds(matter, query.keyword):
        return False
    if query.category and matter.get("category") != query.category:
        return False
    is_summary = query.about is About.SUMMARY
    if matter["status"] == "closed" and not is_summary and Status.CLOSED not in query.status:
        return False
    return _passes_filters(matter, query, today)


def _holds(matter: Record, keyword: str) -> bool:
    return any(keyword in name for name in (matter["title"], *matter.get("aliases", ())))


def _passes_filters(matter: Record, query: Query, today: date) -> bool:
    if query.status and matter["status"] not in [status.value for status in query.status]:
        return False
    if query.lights and light_of(matter, today) not in query.lights:
        return False
    if query.percent and not query.percent.least <= (matter.get("percent") or 0) <= query.percent.most:
        return False
    if query.due is None:
        return True
    due = date.fromisoformat(matter["due_on"])
    if matter["status"] in DONE:
        return False
    if query.due.overdue:
        return due < today
    return (query.due.first is None or due >= query.due.first) and (query.due.last is None or due <= query.due.last)


def light_of(matter: Record, today: date) -> Light | None:
    """Green, yellow or red on a day; completed and closed matters have no light."""
    if matter["status"] in DONE:
        return None
    due = date.fromisoformat(matter["due_on"])
    late = [
        today - date.fromisoformat(milestone["due_on"])
        for milestone in matter.get("milestones", ())
        if not milestone["done"] and date.fromisoformat(milestone["due_on"]) < today
    ]
    if due < today or matter["status"] == "blocked" or any(days > WEEK for days in late):
        return Light.RED
    if due - today <= WEEK or late:
        return Light.YELLOW
    return Light.GREEN
