"""撤销: a signed notice is taken back, visibly: its number stays used, its points get a counter-entry (N4)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Climb, Matter, Notice, Person
from models.notice import NoticeState
from models.person import Role
from supervision import acts, appeals_open, scoring, serving
from supervision.announcing import announce
from supervision.errors import AnotherIsUnderWay, NothingPending, SomethingMissing
from supervision.escalation import UNSIGNED, settle
from supervision.numbers import number_of
from supervision.pending import pending, rules_and_step
from supervision.rules import Rules
from supervision.signers import require_signer, speaker
from supervision.situations import Ended
from supervision.telling import Telling


def withdraw(
    session: Session, matter: Matter, telling: Telling, rules: Rules, words: str, paper: Notice | None = None
) -> Notice:
    """By whoever may sign such a notice: the `paper` called by its number, or the matter's newest.

    Raises NotYours, NothingPending, SomethingMissing, NoSigner, AnotherIsUnderWay.
    """
    person = speaker(session, telling, Role.SUPERVISOR, Role.LEADER)
    notice = _signed(session, matter, paper)
    frozen, step = rules_and_step(session, notice, rules)
    require_signer(session, notice, step, person)
    if not words.strip():
        raise SomethingMissing(lacks="words")
    appeals_open.drop(session, notice, telling.now)
    facts = take_back(session, notice, matter, frozen, person, telling, words.strip())
    serving.serve(session, notice, "withdrawn", "notice_withdrawn", facts, "", telling.now)
    return notice


def _signed(session: Session, matter: Matter, paper: Notice | None) -> Notice:
    """While another is under way 「撤销 12」 may mean either: then the signed one is called by its number."""
    if paper is not None:
        session.refresh(paper, with_for_update=True)
        if paper.state is not NoticeState.SIGNED:
            raise NothingPending(number=matter.number, title=matter.title)
        return paper
    notice = pending(session, matter, NoticeState.SIGNED)
    newer = session.scalar(select(Notice).where(Notice.matter_id == matter.id, Notice.state.in_(UNSIGNED)).limit(1))
    if newer is not None:
        name = f"{notice.series}{notice.year}-{notice.serial}"
        facts = {"written": number_of(notice), "paper": name, "name": newer.grounds["name"]}
        raise AnotherIsUnderWay(number=matter.number, title=matter.title, **facts)
    return notice


def take_back(
    session: Session, notice: Notice, matter: Matter, rules: Rules, person: Person, telling: Telling, words: str
) -> dict[str, Any]:
    """What a withdrawal does, whoever decides it; the facts for the unit, which is told by whoever asks for this.

    The row is locked. Its climb ends; groups and leaders who heard of the notice hear of its end.
    """
    notice.ended_because, notice.state = words, NoticeState.WITHDRAWN
    scoring.revoke(session, notice, f"{rules.policy.title} {notice.article}", person, telling.now)
    if session.get_one(Climb, notice.climb_id).ended_at is None:  # an old one says nothing about a climb of today
        settle(session, matter.id, Ended.NOTICE_WITHDRAWN, telling.now)
    acts.note(session, "notice_withdrawn", telling, matter.id, notice=notice.id, words=words)
    facts = serving.about(session, notice, matter) | {"written": number_of(notice), "words": words}
    public = {key: facts[key] for key in ("notice_id", "number", "title", "unit", "name", "written")}
    serving.to_groups(session, notice, "withdrawn", "notice_withdrawn_announced", public, "", telling.now)
    leaders = serving.leaders_told(session, notice)
    announce(
        session, leaders, "notice_withdrawn_announced", f"notice:{notice.id}:withdrawn:leaders", public, telling.now,
        matter_id=matter.id,
    )  # fmt: skip
    return facts
