"""All that the tables know of the ladder at one moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import (
    Appeal,
    Climb,
    Closeout,
    CoUnit,
    Extension,
    Finding,
    Hold,
    Matter,
    Notice,
    NumberSeries,
    Outgoing,
    PolicyVersion,
    Progress,
    Question,
    ScoreEntry,
    ScoreMark,
)
from models.outbox import OutgoingState
from models.session import Database
from supervision.policies.policy import Policy
from supervision.policies.reader import read

T = TypeVar("T")


@dataclass(frozen=True)
class Records:
    matters: dict[int, Matter]
    climbs: dict[int, Climb]
    notices: dict[int, Notice]  # in the order in which they were drafted
    appeals: dict[int, Appeal]  # by notice
    findings: list[Finding]
    closeouts: list[Closeout]
    extensions: list[Extension]
    questions: list[Question]
    holds: list[Hold]
    progress: list[Progress]
    entries: dict[int, ScoreEntry]
    marks: list[ScoreMark]
    series: dict[tuple[str, int], int]
    assisting: dict[int, frozenset[int]]  # by matter
    assisted: dict[int, frozenset[int]]  # by paper: on the day it was signed
    reached: dict[int, datetime]  # by paper: when the unit had it
    policies: dict[int, Policy]

    def of_climb(self, climb_id: int) -> list[Notice]:
        """From its lowest rung up."""
        return sorted((one for one in self.notices.values() if one.climb_id == climb_id), key=lambda one: one.level)

    def policy_of(self, notice: Notice) -> Policy:
        return self.policies[self.climbs[notice.climb_id].policy_version_id]


def records(database: Database, before: Records | None = None) -> Records:
    """As it stands; who assisted when a paper was signed is kept from what was seen `before`."""
    with database.read() as session:
        notices = {one.id: one for one in _all(session, Notice)}
        assisting = _assisting(session)
        known = before.assisted if before else {}
        signed = (one for one in notices.values() if one.signed_at is not None and one.id not in known)
        return Records(
            matters={one.id: one for one in _all(session, Matter)},
            climbs={one.id: one for one in _all(session, Climb)},
            notices=notices,
            appeals={one.notice_id: one for one in _all(session, Appeal)},
            findings=_all(session, Finding),
            closeouts=_all(session, Closeout),
            extensions=_all(session, Extension),
            questions=_all(session, Question),
            holds=_all(session, Hold),
            progress=_all(session, Progress),
            entries={one.id: one for one in _all(session, ScoreEntry)},
            marks=_all(session, ScoreMark),
            series={(one.series, one.year): one.last for one in session.scalars(select(NumberSeries))},
            assisting=assisting,
            assisted=known | {one.id: assisting.get(one.matter_id, frozenset()) for one in signed},
            reached=_reached(session, notices),
            policies={one.id: _read(one.toml) for one in _all(session, PolicyVersion)},
        )


def _all(session: Session, table: type[T]) -> list[T]:
    return list(session.scalars(select(table).order_by("id")))


def _assisting(session: Session) -> dict[int, frozenset[int]]:
    rows = session.scalars(select(CoUnit)).all()
    return {one.matter_id: frozenset(two.unit_id for two in rows if two.matter_id == one.matter_id) for one in rows}


def _reached(session: Session, notices: dict[int, Notice]) -> dict[int, datetime]:
    """Signed for, or delivered: whichever was first."""
    found = {one.id: [one.received_at] for one in notices.values() if one.received_at is not None}
    sent = select(Outgoing).where(Outgoing.event == "notice_issued", Outgoing.state == OutgoingState.SENT)
    for row in session.scalars(sent):
        if row.ended_at is not None:
            found.setdefault(row.facts["notice_id"], []).append(row.ended_at)
    return {notice_id: min(moments) for notice_id, moments in found.items()}


_read = cache(read)
