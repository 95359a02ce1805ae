"""What the signature sets going: number, points, hand-overs, and the words to all who are told. One transaction."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from models import Matter, Notice, Person
from models.notice import NoticeState
from supervision import accountability, acts, evidence, handovers, scoring, serving
from supervision.announcing import announce
from supervision.clock import day_of
from supervision.numbers import next_number, number_of
from supervision.policies.hands import Told
from supervision.policies.ladder import Step
from supervision.rules import Rules
from supervision.signers import signers_of
from supervision.telling import Telling

SAID_IN_GROUPS = (
    "notice_id",
    "number",
    "title",
    "unit",
    "name",
    "written",
    "finish_by",
)  # no points, no names of people


def issue(
    session: Session, notice: Notice, matter: Matter, rules: Rules, step: Step, signer: Person, telling: Telling
) -> None:
    """The notice is locked, complete and may be signed by this person; all of that was asked before."""
    notice.series, notice.year = rules.policy.series, day_of(telling.told_at).year
    notice.serial = next_number(session, notice.series, notice.year)
    notice.state = NoticeState.SIGNED
    notice.signed_by_id, notice.signed_at = signer.id, telling.told_at
    notice.grounds = notice.grounds | {"signed": evidence.as_of(session, notice, rules, telling.told_at)}
    session.flush()
    scoring.deduct(session, notice, matter, rules, signer, telling.now)
    handovers.open_for(session, notice, matter, step, telling.now)
    accountability.hint(session, matter, rules, telling)
    acts.note(session, "notice_signed", telling, matter.id, notice=notice.id, number=number_of(notice))
    _tell(session, notice, matter, rules, step, signer, telling)


def _tell(
    session: Session, notice: Notice, matter: Matter, rules: Rules, step: Step, signer: Person, telling: Telling
) -> None:
    facts = _facts(session, notice, matter, rules)
    if Told.UNIT in step.told:
        serving.serve(session, notice, serving.ISSUED, "notice_issued", facts, "notice_signed", telling.now)
    if Told.GROUP in step.told:
        public = {key: facts[key] for key in SAID_IN_GROUPS}
        serving.to_groups(session, notice, serving.ISSUED, "notice_announced", public, "notice_signed", telling.now)
    if Told.LEADER in step.told:
        others = [leader for leader in signers_of(session, notice.unit_id) if leader.id != signer.id]
        announce(
            session, others, "notice_to_leader", f"notice:{notice.id}:issued:leaders", facts, telling.now,
            matter_id=matter.id, still_true="notice_signed",
        )  # fmt: skip


def _facts(session: Session, notice: Notice, matter: Matter, rules: Rules) -> dict[str, Any]:
    return serving.about(session, notice, matter) | {
        "written": number_of(notice),
        "year": notice.year,
        "serial": notice.serial,
        "series": notice.series,
        "policy": rules.policy.title,
        "standard": notice.standard,
        "finish_by": notice.finish_by.isoformat() if notice.finish_by else None,
        "verdict": notice.verdict,
        "reason": notice.reason,
        "cause": notice.found_cause or "",
        "cited": notice.grounds.get("cited", ""),
        "as_of": notice.grounds["signed"],
        "appeal_days": rules.policy.appeal_days,
    }
