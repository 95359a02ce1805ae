"""The clock turned, yet nobody could come in: reports may not have reached us, and a person looks first (N5).

Only what touches a time in which units report holds anything, as with an outage of the clock; each spell once.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Outage
from models.availability import Probe
from models.run import HoldKind
from supervision import holds
from supervision.availability.recording import SILENCE
from supervision.availability.spells import Spell, spells_of
from supervision.presence import touches_reporting
from supervision.rules import Rules

LOOKED_BACK = timedelta(hours=1)  # what ended before was looked at while it lasted, or the clock stood, too


def notice(session: Session, rules: Rules, now: datetime) -> None:
    """Write down as outages, and hold, what the ledger tells of the door."""
    for spell in spells_of(session, Probe.DOOR, now - LOOKED_BACK, now):
        if spell.last - spell.first <= SILENCE or not touches_reporting(rules, spell.first, spell.last):
            continue
        if not _is_noted(session, rules, spell):
            session.add(Outage(first=spell.first, last=now))
            facts = spell.as_json() | {"last": now.isoformat()}
            holds.put(session, HoldKind.OUTAGE, facts, now)


def _is_noted(session: Session, rules: Rules, spell: Spell) -> bool:
    """Asked about while it lasted, or the clock stood as long as the door was closed."""
    near = select(Outage).where(Outage.first <= spell.first + SILENCE, Outage.last >= spell.first)
    return any(
        outage.last >= spell.last - SILENCE
        or (outage.first == spell.first and touches_reporting(rules, outage.first, outage.last))
        for outage in session.scalars(near)
    )
