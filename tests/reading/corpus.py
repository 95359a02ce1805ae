"""Reads a message set, lets the reader read it, and writes what it read in the set's own format."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

from handlers.reading import read
from handlers.reading.registry import Known, KnownMatter, KnownPerson, KnownUnit, Registry
from handlers.reading.result import Intent, Reading, Status, Update
from tests.reading.answers import answer

SETS = Path(__file__).parent / "sets"
DEV = SETS / "dev"
Record = dict[str, Any]


def registry_of(folder: Path) -> Record:
    record: Record = json.loads((folder / "registry.json").read_text(encoding="utf-8"))
    return record


def messages_of(folder: Path) -> list[Record]:
    lines = (folder / "messages.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def known_of(raw: Record) -> Known:
    """registry.json as the reader takes it."""
    return Known(
        units=[KnownUnit(unit["name"], tuple(unit.get("aliases", ()))) for unit in raw["units"]],
        people=[KnownPerson(p["userid"], p["name"], p["unit"], p["role"]) for p in raw["people"]],
        matters=[
            KnownMatter(
                code=matter["code"],
                title=matter["title"],
                unit=matter["unit"],
                aliases=tuple(matter.get("aliases", ())),
                co_units=tuple(matter.get("co_units", ())),
                category=matter.get("category", ""),
                status=Status(matter["status"]),
                percent=matter.get("percent"),
                due_on=date.fromisoformat(matter["due_on"]) if matter.get("due_on") else None,
                milestones=tuple(milestone["name"] for milestone in matter.get("milestones", ())),
            )
            for matter in raw["matters"]
        ],
    )


def read_message(message: Record, registry: Registry) -> Reading:
    return read(message["text"], registry, sender=message["sender"], sent_at=datetime.fromisoformat(message["sent_at"]))


def prediction(message: Record, reading: Reading, raw: Record) -> Record:
    """What was read, as score.py takes it."""
    period = reading.period
    sent_on = datetime.fromisoformat(message["sent_at"]).date()
    return {
        "id": message["id"],
        "intent": reading.intent.value,
        "kind": reading.kind.value if reading.kind else None,
        "period": [period.first.isoformat(), period.last.isoformat()] if period else None,
        "updates": [_update(update) for update in reading.updates],
        "query": answer(reading.query, raw, sent_on) if reading.query else None,
        "matter": reading.matter if reading.intent in (Intent.CLOSEOUT, Intent.EXTENSION) else None,
        "until": reading.until.isoformat() if reading.until else None,
        "ask": ", ".join(doubt.kind.value for doubt in reading.doubts) or None,
    }


def _update(update: Update) -> Record:
    return {
        "matter": update.matter,
        "mention": update.mention,
        "status": update.status.value if update.status else None,
        "percent": update.percent,
        "expected_on": update.expected_on.isoformat() if update.expected_on else None,
        "problem": update.problem,
        "plan": update.has_next_steps,
        "ask": ", ".join(doubt.kind.value for doubt in update.doubts) or None,
    }


def predict(folder: Path) -> dict[str, Record]:
    """Every message of the set as read; query answers come from the set's own registry."""
    raw = registry_of(folder)
    registry = Registry(known_of(raw))
    return {message["id"]: prediction(message, read_message(message, registry), raw) for message in messages_of(folder)}
