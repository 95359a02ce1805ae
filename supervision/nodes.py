"""节点: told as done, or as not done after all, by its leading unit or by the office. The matter stays as it was."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Act, Matter, Milestone, Person
from models.person import Role
from supervision import acts, deadlines
from supervision.clock import day_of
from supervision.errors import NotYours
from supervision.rules import Rules
from supervision.standing import require_standing
from supervision.telling import Telling

_ACTS = ("milestone_done", "milestone_not_done")
_UNIT = (Role.UNIT_HEAD, Role.LIAISON)


def tell(session: Session, matter: Matter, name: str, telling: Telling, rules: Rules, *, is_done: bool) -> Milestone:
    """Done on the day it was told; the light and the ladder follow. Raises NotYours, AlreadyRevoked."""
    _require_teller(session, matter, telling)
    require_standing(matter)
    node = session.scalars(
        select(Milestone).where(Milestone.matter_id == matter.id, Milestone.name == name).with_for_update()
    ).one()
    before = node.done_on.isoformat() if node.done_on else None
    node.done_on = (node.done_on or day_of(telling.told_at)) if is_done else None
    session.flush()
    deadlines.look_again(session, matter, rules, day_of(telling.now))
    act = "milestone_done" if is_done else "milestone_not_done"
    facts = {"milestone": node.id, "name": name, "told_at": telling.told_at.isoformat(), "before": before}
    acts.note(session, act, telling, matter.id, **facts)
    return node


def take_back(session: Session, inbox_id: int, matter_ids: Sequence[int]) -> None:
    """The message that told it was withdrawn: each node is as it was before, unless it was told of again since."""
    told = select(Act).where(Act.matter_id.in_(matter_ids), Act.act.in_(_ACTS)).order_by(Act.id)
    latest = {act.facts["milestone"]: act for act in session.scalars(told)}
    for milestone_id, act in latest.items():
        if act.inbox_id == inbox_id:
            before = act.facts["before"]
            session.get_one(Milestone, milestone_id).done_on = date.fromisoformat(before) if before else None
    session.flush()


def _require_teller(session: Session, matter: Matter, telling: Telling) -> None:
    person = session.get_one(Person, telling.person_id)
    leads = person.role in _UNIT and person.unit_id == matter.unit_id
    if not person.is_active or not (leads or person.role is Role.SUPERVISOR):
        raise NotYours
