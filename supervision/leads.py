"""Who led a matter when (改派): what fell due before a unit had it is not held against that unit (X11)."""

from __future__ import annotations

from datetime import date

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from models import LeadChange, Matter
from models.asking import Asking

_LED_AFTER = Asking(
    select(LeadChange.id)
    .where(LeadChange.matter_id == bindparam("matter"), LeadChange.first_day > bindparam("due_on"))
    .limit(1)
)


def fell_due_before(session: Session, matter: Matter) -> bool:
    """Whether its due day was over before the unit that leads it now had it: that is not held against this one."""
    if matter.late_after is None:
        return False
    return _LED_AFTER.finds(session, {"matter": matter.id, "due_on": matter.late_after})


def led_since(session: Session, matter_id: int) -> date | None:
    """The first day of the unit that leads it now; None where no other ever did."""
    return session.scalar(
        select(LeadChange.first_day)
        .where(LeadChange.matter_id == matter_id)
        .order_by(LeadChange.since.desc(), LeadChange.id.desc())
        .limit(1)
    )
