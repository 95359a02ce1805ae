"""收账: a node's day ends with 收讫 or 未收 and a reason, on the office's word; none passes in silence (A02, A15)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from models import Collection, Finding, Matter, Milestone, Unit
from models.notice import FoundCause
from models.person import Role
from supervision import acts, deadlines, nodes
from supervision.announcing import announce
from supervision.audience import people_of
from supervision.clock import day_of
from supervision.errors import NothingPending, SomethingMissing
from supervision.findings import runs
from supervision.nodes_missed import key_of_node
from supervision.rules import Rules
from supervision.signers import speaker
from supervision.telling import Telling
from supervision.visibility import Readers, may_see_whole


@dataclass(frozen=True, slots=True)
class Collected:
    """A node of the list; `row` is what the office said last about that day."""

    node: Milestone
    matter: Matter
    unit: str
    row: Collection | None


def collect(session: Session, matter: Matter, name: str, telling: Telling, rules: Rules, words: str = "") -> Milestone:
    """收讫: the node is done, on the day its unit told, else today. Raises NotYours."""
    speaker(session, telling, Role.SUPERVISOR)
    node = nodes.tell(session, matter, name, telling, rules, is_done=True)
    _write(session, node, telling, None, words.strip(), is_collected=True)
    return node


def find_uncollected(
    session: Session, matter: Matter, name: str, telling: Telling, rules: Rules, cause: FoundCause | None, words: str
) -> Milestone:
    """未收: it is not done, and why; the unit hears of it. What it told as done before is done no longer.

    Raises NotYours, SomethingMissing; NothingPending before its day is over.
    """
    speaker(session, telling, Role.SUPERVISOR)
    if not words.strip():
        raise SomethingMissing(lacks="reason")
    due_on = next(one.due_on for one in of_matter(session, matter) if one.name == name)
    if due_on >= day_of(telling.told_at):
        raise NothingPending(number=matter.number, title=matter.title)
    node = nodes.tell(session, matter, name, telling, rules, is_done=False)
    row = _write(session, node, telling, cause, words.strip(), is_collected=False)
    facts = {
        "number": matter.number,
        "title": matter.title,
        "node": node.name,
        "due_on": node.due_on.isoformat(),
        "cause": row.cause or "",
        "words": row.words,
    }
    announce(
        session, people_of(session, matter.unit_id), "uncollected_told", f"collection:{row.id}", facts, telling.now,
        matter_id=matter.id, still_true="matter_open",
    )  # fmt: skip
    return node


def of_matter(session: Session, matter: Matter) -> Sequence[Milestone]:
    """Its nodes, by their day."""
    wanted = select(Milestone).where(Milestone.matter_id == matter.id)
    return session.scalars(wanted.order_by(Milestone.due_on, Milestone.id)).all()


def uncollected(session: Session, today: date) -> Sequence[tuple[Milestone, Matter]]:
    """Nodes whose day passed unmet, where the policy collects them, and of which the office has not said why.

    The index of open nodes is asked; whether the clock of their matters runs is looked at afterwards.
    """
    said = exists().where(Collection.milestone_id == Milestone.id, Collection.due_on == Milestone.due_on)
    rows = session.execute(
        select(Milestone, Matter)
        .join(Matter, Matter.id == Milestone.matter_id)
        .where(Milestone.done_on.is_(None), Milestone.due_on < today)
        .where(exists().where(Finding.key == key_of_node()), ~said)
        .order_by(Milestone.due_on, Milestone.id)
    )
    return [(node, matter) for node, matter in rows if deadlines.runs(matter)]


def listed(session: Session, readers: Readers, today: date, limit: int) -> list[Collected]:
    """The nodes of this month up to today, and the older ones that are open; the newest first."""
    rows = session.execute(
        select(Milestone, Matter, Unit.name)
        .join(Matter, Matter.id == Milestone.matter_id)
        .join(Unit, Unit.id == Matter.unit_id)
        .where(
            Milestone.due_on <= today,
            or_(Milestone.done_on.is_(None), Milestone.due_on >= today.replace(day=1)),
            or_(Milestone.done_on.is_not(None), *runs()[:1]),
            may_see_whole(readers),
        )
        .order_by(Milestone.due_on.desc(), Milestone.id)
        .limit(limit)
    ).all()
    said = _said(session, [node.id for node, _, _ in rows])
    return [Collected(node, matter, unit, said.get((node.id, node.due_on))) for node, matter, unit in rows]


def _said(session: Session, ids: Iterable[int]) -> dict[tuple[int, date], Collection]:
    found = select(Collection).where(Collection.milestone_id.in_(list(ids))).order_by(Collection.id)
    return {(one.milestone_id, one.due_on): one for one in session.scalars(found)}


def _write(
    session: Session, node: Milestone, telling: Telling, cause: FoundCause | None, words: str, *, is_collected: bool
) -> Collection:
    row = Collection(
        milestone_id=node.id,
        due_on=node.due_on,
        is_collected=is_collected,
        cause=cause.value if cause else None,
        words=words,
        by_id=telling.person_id,
        inbox_id=telling.inbox_id,
        told_at=telling.told_at,
    )
    session.add(row)
    session.flush()
    act = "node_collected" if is_collected else "node_uncollected"
    acts.note(session, act, telling, node.matter_id, milestone=node.id, name=node.name, words=words)
    return row
