"""A plan as the facts of the text import_plan: what a person reads before he says yes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from supervision.importing.findings import Finding
from supervision.importing.layout import LAYOUTS, Column, Layout, Shape, Value, layout_of
from supervision.importing.plan import Entry, Plan
from supervision.texts import render


def shown(plan: Plan) -> dict[str, Any]:
    """Facts for the text import_plan."""
    return {
        "sheets": [
            _sheet(plan, layout) for layout in LAYOUTS if any(e.subject is layout.subject for e in plan.entries)
        ],
        "problems": [_finding(finding) for finding in plan.problems],
        "notes": [_finding(finding) for finding in plan.notes],
        "does_something": plan.does_something,
    }


def _sheet(plan: Plan, layout: Layout) -> dict[str, Any]:
    return {
        "title": layout.title,
        "new": [{"row": one.row, "key": " ".join(one.key), "label": one.label} for one in plan.new(layout.subject)],
        "changed": [_changed(one) for one in plan.changed(layout.subject)],
        "unchanged": len(plan.unchanged(layout.subject)),
    }


def _changed(entry: Entry) -> dict[str, Any]:
    """Of what is sealed only the columns are named: the screen may have other readers than the table."""
    layout = layout_of(entry.subject)
    return {
        "row": entry.row,
        "key": " ".join(entry.key),
        "label": "" if entry.is_sealed else entry.label,
        "changes": [
            {"column": layout.column(what).header, "is_shown": not entry.is_sealed, **_both(layout.column(what), both)}
            for what, both in entry.changes.items()
        ],
    }


def _both(column: Column, both: tuple[Value, Value]) -> Mapping[str, Any]:
    return {"old": _worded(column, both[0]), "new": _worded(column, both[1])}


def _worded(column: Column, value: Value) -> dict[str, Any]:
    """How a value is to be said: `as` is day, names, yes_no, percent, text or nothing."""
    if value is None or value in ("", ()):
        return {"as": "nothing", "value": ""}
    if isinstance(value, date):
        return {"as": "day", "value": value}
    if isinstance(value, tuple):
        return {"as": "names", "value": list(value)}
    if isinstance(value, StrEnum):
        return {"as": "text", "value": next(word for word, choice in column.choices.items() if choice is value)}
    if isinstance(value, bool):
        return {"as": "yes_no", "value": value}
    return {"as": "percent" if column.shape is Shape.PERCENT else "text", "value": str(value)}


def _finding(finding: Finding) -> str:
    return render(
        "import_finding",
        kind=finding.kind.value,
        sheet=finding.sheet,
        row=finding.row,
        column=finding.column,
        facts=finding.facts,
    )
