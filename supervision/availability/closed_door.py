"""The clock turned, yet nobody could come in: reports may not have reached us, and a person looks first (N5).

Only what touches a time in which units report holds anything, as with an outage of the clock; each spell once.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Outage
from models.run import HoldKind
from supervision import holds
from supervision.availability.recording import SILENCE
from supervision.availability.spells import Spell, closed
from supervision.presence import touches_reporting
from supervision.rules import Rules

LOOKED_BACK = timedelta(hours=1)  # what ended before was looked at while it lasted, or the clock stood, too


def notice(session: Session, rules: Rules, now: datetime) -> None:
    """Write down as outages, and hold, what the ledger tells of the door."""
    for spell in closed(session, now - LOOKED_BACK, now):
        if spell.last - spell.first <= SILENCE or not touches_reporting(rules, spell.first, spell.last):
            continue
        outages = _outages(session, spell)
        if not any(touches_reporting(rules, outage.first, outage.last) for outage in outages):
            holds.put(session, HoldKind.OUTAGE, spell.as_json(), now)
        _write_down(session, spell, outages)


def _outages(session: Session, spell: Spell) -> Sequence[Outage]:
    """Those it belongs to. One that touched reports was asked about then, and whoever let it go meant all of it."""
    near = (Outage.first <= spell.last + SILENCE, Outage.last >= spell.first - SILENCE)
    return session.scalars(select(Outage).where(*near).order_by(Outage.id)).all()


def _write_down(session: Session, spell: Spell, outages: Sequence[Outage]) -> None:
    """A row for each trouble, however long it comes and goes."""
    if not outages:
        session.add(Outage(first=spell.first, last=spell.last))
    elif not any(outage.first <= spell.first and spell.last <= outage.last for outage in outages):
        latest = outages[-1]
        latest.first, latest.last = min(latest.first, spell.first), max(latest.last, spell.last)
