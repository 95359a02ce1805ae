"""送达: hand a formal paper to the people of a unit, and know whether it arrived."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import String, bindparam, cast, func, select
from sqlalchemy.orm import Session

from models import Matter, Notice, Outgoing, Person, Unit
from models.asking import Asking
from models.outbox import MessageClass, OutgoingState
from supervision import outbox
from supervision.audience import groups_of, people_of
from supervision.outbox import Intent, To

HEARING = "hearing"
ISSUED = "issued"

_FIRST_HAD_AT = Asking(
    select(func.min(Outgoing.ended_at))
    .join(Person, Outgoing.key == bindparam("key", type_=String()).concat(cast(Person.id, String)))
    .where(Person.unit_id == bindparam("unit"), Outgoing.state == OutgoingState.SENT)
)


def serve(
    session: Session, notice: Notice, kind: str, event: str, facts: dict[str, Any], still_true: str, now: datetime
) -> int:
    """To head and liaison, once each under `notice:<id>:<kind>`. An unknown outcome is shown to a person (O4)."""
    return sum(
        outbox.post(
            session,
            To(person_id=person.id),
            Intent(
                key=f"{_key(notice.id, kind)}{person.id}",
                event=event,
                facts=facts,
                message_class=MessageClass.PENALTY,
                matter_id=notice.matter_id,
                still_true=still_true,
            ),
            now,
        )
        for person in people_of(session, notice.unit_id)
    )


def reached_at(session: Session, notice: Notice, kind: str) -> datetime | None:
    """When the first of the unit's people had it; None while nobody is known to."""
    return _FIRST_HAD_AT.first(session, {"key": _key(notice.id, kind), "unit": notice.unit_id})


def to_groups(
    session: Session, notice: Notice, kind: str, event: str, facts: dict[str, Any], still_true: str, now: datetime
) -> int:
    """To the work groups in which the unit sits; whether all who sit there may see it is asked again on delivery."""
    return sum(
        outbox.post(
            session,
            To(chat_id=chat_id),
            Intent(
                key=f"notice:{notice.id}:{kind}:chat:{chat_id}",
                event=event,
                facts=facts,
                message_class=MessageClass.BULLETIN,
                matter_id=notice.matter_id,
                still_true=still_true,
            ),
            now,
        )
        for chat_id in groups_of(session, notice.unit_id)
    )


def leaders_told(session: Session, notice: Notice) -> Sequence[Person]:
    """The leaders who heard of the signed notice besides its signer: they hear of what becomes of it."""
    heard = select(Outgoing.person_id).where(
        Outgoing.key.startswith(f"notice:{notice.id}:{ISSUED}:leaders:", autoescape=True)
    )
    return session.scalars(select(Person).where(Person.id.in_(heard), Person.is_active).order_by(Person.id)).all()


def about(session: Session, notice: Notice, matter: Matter) -> dict[str, Any]:
    """The facts every word about a notice begins with."""
    return {
        "notice_id": notice.id,
        "number": matter.number,
        "title": matter.title,
        "unit": session.get_one(Unit, notice.unit_id).name,
        "name": notice.grounds["name"],
        "article": notice.article,
        "effect": notice.grounds["effect"],
        "points": str(-notice.points) if notice.points is not None else "",
        "due_on": notice.grounds["due_on"],
        "workdays_late": notice.grounds["workdays_late"],
        "has_stood": notice.grounds.get("has_stood", False),
        "found": notice.grounds.get("findings", []),
        "rejected": notice.grounds.get("rejected", ""),
    }


def _key(notice_id: int, kind: str) -> str:
    """Before a person's id."""
    return f"notice:{notice_id}:{kind}:person:"
