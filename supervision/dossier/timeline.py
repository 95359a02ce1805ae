"""What happened in a matter, in its order, for a reader who has only the summary."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from models import (
    Appeal,
    Attempt,
    Climb,
    Closeout,
    DueChange,
    Extension,
    Hold,
    Inbox,
    LeadChange,
    Notice,
    Send,
    Suspension,
)
from supervision.availability.spells import Spell
from supervision.dossier.gathering import Dossier
from supervision.numbers import number_of

MOST_WORDS = 80


@dataclass(frozen=True, slots=True)
class Event:
    """`kind` names how it is told; `source` the row it rests on."""

    at: datetime
    kind: str
    source: str
    facts: dict[str, Any]


def timeline(dossier: Dossier, spells: Sequence[Spell]) -> list[Event]:
    matter = dossier.matter
    opened = {"due_on": matter.original_due_on, "by": matter.opened_by_id}
    found = [
        Event(matter.opened_at, "opened", f"matter {matter.id}", opened),
        *(event for row in dossier.rows("deadlines") for event in _deadline(row)),
        *(event for row in dossier.rows("leads") for event in _lead(row)),
        *(event for row in dossier.rows("messages") for event in _message(row)),
        *(event for row in dossier.rows("notices") for event in _notice(row)),
        *(event for row in dossier.rows("climbs") for event in _climb(row)),
        *(event for row in dossier.rows("appeals") for event in _appeal(row)),
        *(event for name in ("extensions", "closeouts") for row in dossier.rows(name) for event in _request(row)),
        *(event for row in dossier.rows("suspensions") for event in _suspension(row)),
        *(event for row in dossier.rows("holds") for event in _hold(row)),
        *_sends(dossier),
        *(Event(one.first, "spell", "availability", {"spell": one}) for one in spells),
    ]
    return sorted(found, key=lambda event: event.at)


def _deadline(row: DueChange) -> Iterator[Event]:
    facts = {"due_on": row.due_on, "words": row.because, "by": row.by_id}
    yield Event(row.since, "deadline", f"deadlines {row.id}", facts)


def _lead(row: LeadChange) -> Iterator[Event]:
    facts = {"by": row.by_id, "before": row.from_unit_id, "unit": row.to_unit_id, "words": row.because}
    yield Event(row.since, "reassigned", f"leads {row.id}", facts)


def _message(row: Inbox) -> Iterator[Event]:
    facts = {"by": row.person_id, "words": row.text[:MOST_WORDS], "received_at": row.received_at}
    yield Event(row.told_at, "message", f"messages {row.id}", facts | {"disposition": row.disposition.value})


def _notice(row: Notice) -> Iterator[Event]:
    name = {"name": row.grounds["name"], "unit_id": row.unit_id, "number": ""}
    source = f"notices {row.id}"
    yield Event(row.drafted_at, "drafted", source, name | {"article": row.article})
    if row.reason_at:
        yield Event(row.reason_at, "reason", source, name | {"words": row.reason})
    if row.proposed_at:
        yield Event(row.proposed_at, "proposed", source, name | {"by": row.proposed_by_id, "words": row.verdict})
    if row.signed_at:
        signed = {"by": row.signed_by_id, "number": number_of(row), "finish_by": row.finish_by, "points": row.points}
        yield Event(row.signed_at, "signed", source, name | signed)
    if row.received_at:
        yield Event(row.received_at, "received", source, name | {"by": row.received_by_id})


def _climb(row: Climb) -> Iterator[Event]:
    if row.ended_at:
        yield Event(row.ended_at, "climb_ended", f"climbs {row.id}", {"words": row.ended_because or ""})


def _appeal(row: Appeal) -> Iterator[Event]:
    yield Event(row.asked_at, "appealed", f"appeals {row.id}", {"by": row.asked_by_id, "words": row.because})
    if row.decided_at:
        decided = {"by": row.decided_by_id, "state": row.state.value, "words": row.decision}
        yield Event(row.decided_at, "appeal_decided", f"appeals {row.id}", decided)


def _request(row: Extension | Closeout) -> Iterator[Event]:
    if row.decided_at:
        decided = {"of": row.__tablename__, "state": row.state.value, "by": row.decided_by_id, "words": row.words}
        yield Event(row.decided_at, "decided", f"{row.__tablename__}s {row.id}", decided)


def _suspension(row: Suspension) -> Iterator[Event]:
    yield Event(row.since, "suspended", f"suspensions {row.id}", {"by": row.by_id, "words": row.because})
    if row.until:
        yield Event(row.until, "resumed", f"suspensions {row.id}", {"words": row.resumed_because})


def _hold(row: Hold) -> Iterator[Event]:
    yield Event(row.since, "held", f"holds {row.id}", {"of": row.kind.value})
    if row.released_at:
        yield Event(row.released_at, "released", f"holds {row.id}", {"by": row.released_by_id, "words": row.words})


def _sends(dossier: Dossier) -> Iterator[Event]:
    """Each touch of the wire, with what the platform said to it."""
    sends: dict[int, Send] = {send.id: send for send in dossier.rows("sends")}
    attempts: Sequence[Attempt] = dossier.rows("attempts")
    for attempt in attempts:
        send = sends[attempt.send_id]
        facts = {"to": send.target, "words": send.words[:MOST_WORDS], "outcome": attempt.outcome or "unknown"}
        yield Event(attempt.started_at, "sent", f"sends {send.id}", facts | {"code": attempt.platform_code})
