"""问责: opened, proposed, decided outside, executed, each by a person's word; the bot counts and keeps (B35–B49)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import AccountabilityCase, Matter, Notice, Unit
from models.accountability import RUNNING, CaseState
from models.notice import FoundCause, NoticeState
from models.person import Role
from supervision import acts
from supervision.announcing import announce
from supervision.audience import people_of, supervisors
from supervision.errors import NothingPending, NotInThePolicy, NotSubjective, SamePerson, SomethingMissing
from supervision.numbers import number_of
from supervision.policies.active import rules_for
from supervision.policies.assessment import AccountabilityRule, Measure
from supervision.rules import Rules
from supervision.signers import speaker
from supervision.telling import Telling

ORGANISATION = "组织处理"  # the one track the office itself sees through (B47)


def open_case(
    session: Session, matter: Matter, telling: Telling, rules: Rules, codes: Sequence[str],
    cause: FoundCause | None, words: str,
    subject: str = "",
) -> AccountabilityCase:  # fmt: skip
    """启动: on circumstances of the policy, for the unit or one of its people; the cause may still be 待查.

    Raises NotYours, NotInThePolicy, SomethingMissing, NothingPending where a case for this subject runs, or another
    authority has it (B48, B49).
    """
    person = speaker(session, telling, Role.SUPERVISOR)
    frozen = rules_for(session, matter, rules)
    known = {one.code for one in _rule(frozen).circumstances}
    if not codes or not words.strip():
        raise SomethingMissing(lacks="words" if codes else "codes")
    if cause is None:
        raise SomethingMissing(lacks="cause")
    if not known.issuperset(codes):
        raise NotInThePolicy(kind="codes", policy=frozen.policy.title)
    if _latest(session, matter.id, subject, *RUNNING, CaseState.REFERRED) is not None:
        raise NothingPending(number=matter.number, title=matter.title)
    case = AccountabilityCase(
        matter_id=matter.id, unit_id=matter.unit_id, subject=subject, codes=list(codes), cause=cause.value,
        words=words.strip(), notices=[notice.id for notice in signed(session, matter.id)],
        policy_version_id=frozen.policy_version_id, state=CaseState.OPENED, opened_by_id=person.id,
        opened_at=telling.told_at,
    )  # fmt: skip
    session.add(case)
    session.flush()
    acts.note(session, "case_opened", telling, matter.id, case=case.id, codes=list(codes), subject=subject)
    return case


def propose(
    session: Session, matter: Matter, telling: Telling, rules: Rules, measure: str, subject: str = "",
    cause: FoundCause | None = None,
) -> AccountabilityCase:  # fmt: skip
    """建议: a measure the policy lists, once the cause was found to be 主观 (A14).

    Raises NotYours, NothingPending, NotInThePolicy, NotSubjective.
    """
    person = speaker(session, telling, Role.SUPERVISOR)
    case = _pending(session, matter, subject, CaseState.OPENED, CaseState.PROPOSED)
    found = _measure(rules_for(session, matter, rules), measure)
    case.cause = cause.value if cause else case.cause
    if case.cause != FoundCause.SUBJECTIVE:
        raise NotSubjective(number=matter.number, title=matter.title, cause=case.cause)
    case.track, case.measure, case.approver = found.track, found.words, found.approver
    case.state, case.proposed_by_id = CaseState.PROPOSED, person.id
    acts.note(session, "case_proposed", telling, matter.id, case=case.id, measure=found.words)
    return case


def decided(session: Session, matter: Matter, telling: Telling, paper: str, subject: str = "") -> AccountabilityCase:
    """批准: the body outside has decided; entered by another than who proposed it (P13).

    Where another authority takes it over the case is referred and locked: nothing is concluded, nobody is told. A
    unit hears of a conclusion about itself; a person is told by that body (P11).
    Raises NotYours, SamePerson, NothingPending, SomethingMissing.
    """
    person = speaker(session, telling, Role.SUPERVISOR)
    case = _pending(session, matter, subject, CaseState.PROPOSED)
    if person.id == case.proposed_by_id:
        raise SamePerson
    if not paper.strip():
        raise SomethingMissing(lacks="paper")
    case.paper, case.entered_by_id = paper.strip(), person.id
    case.state = CaseState.APPROVED if case.track == ORGANISATION else CaseState.REFERRED
    if case.state is CaseState.REFERRED:
        case.ended_at = telling.told_at
    acts.note(session, "case_decided", telling, matter.id, case=case.id, state=case.state.value, paper=case.paper)
    if case.state is CaseState.APPROVED and not case.subject:
        _tell_unit(session, case, matter, telling)
    return case


def end(
    session: Session, matter: Matter, telling: Telling, words: str, subject: str = "", *, is_executed: bool
) -> AccountabilityCase:
    """执行 of what was approved, or 不予 of what was not. Raises NotYours, NothingPending, SomethingMissing."""
    speaker(session, telling, Role.SUPERVISOR)
    states = (CaseState.APPROVED,) if is_executed else (CaseState.OPENED, CaseState.PROPOSED)
    case = _pending(session, matter, subject, *states)
    if not words.strip():
        raise SomethingMissing(lacks="words")
    case.state = CaseState.EXECUTED if is_executed else CaseState.NOT_PURSUED
    case.ended_at, case.ended_because = telling.told_at, words.strip()
    acts.note(session, "case_ended", telling, matter.id, case=case.id, state=case.state.value)
    return case


def hint(session: Session, matter: Matter, rules: Rules, telling: Telling) -> None:
    """So many signed papers on one matter: the office is told once, and decides (B36, X1)."""
    rule = rules.policy.accountability
    papers = signed(session, matter.id)
    if rule is None or not rule.is_reached(len(papers)) or rule.is_reached(len(papers) - 1):
        return
    facts = {
        "number": matter.number,
        "title": matter.title,
        "unit": session.get_one(Unit, matter.unit_id).name,
        "article": rule.article,
        "papers": [number_of(paper) for paper in papers],
    }
    announce(
        session, supervisors(session), "accountability_reached", f"accountability:{matter.id}:{rule.notices}", facts,
        telling.now, matter_id=matter.id, still_true="",
    )  # fmt: skip


def signed(session: Session, matter_id: int) -> Sequence[Notice]:
    """The signed papers on a matter that stand, oldest first."""
    wanted = select(Notice).where(Notice.matter_id == matter_id, Notice.state == NoticeState.SIGNED)
    return session.scalars(wanted.order_by(Notice.signed_at, Notice.id)).all()


def open_cases(session: Session, limit: int) -> Sequence[tuple[AccountabilityCase, Matter, str]]:
    """Those that run, oldest first, with their matter and unit."""
    rows = session.execute(
        select(AccountabilityCase, Matter, Unit.name)
        .join(Matter, Matter.id == AccountabilityCase.matter_id)
        .join(Unit, Unit.id == AccountabilityCase.unit_id)
        .where(AccountabilityCase.state.in_(RUNNING), Matter.is_sealed.is_(False))
        .order_by(AccountabilityCase.id)
        .limit(limit)
    )
    return [(case, matter, unit) for case, matter, unit in rows]


def count_running(session: Session) -> int:
    wanted = select(func.count()).select_from(AccountabilityCase).where(AccountabilityCase.state.in_(RUNNING))
    return session.scalar(wanted) or 0


def _pending(session: Session, matter: Matter, subject: str, *states: CaseState) -> AccountabilityCase:
    case = _latest(session, matter.id, subject, *states)
    if case is None:
        raise NothingPending(number=matter.number, title=matter.title)
    return case


def _latest(session: Session, matter_id: int, subject: str, *states: CaseState) -> AccountabilityCase | None:
    return session.scalar(
        select(AccountabilityCase)
        .where(
            AccountabilityCase.matter_id == matter_id,
            AccountabilityCase.subject == subject,
            AccountabilityCase.state.in_(states),
        )
        .order_by(AccountabilityCase.id.desc())
        .limit(1)
        .with_for_update()
    )


def _rule(rules: Rules) -> AccountabilityRule:
    if rules.policy.accountability is None:
        raise NotInThePolicy(kind="accountability", policy=rules.policy.title)
    return rules.policy.accountability


def _measure(rules: Rules, words: str) -> Measure:
    found = next((one for one in _rule(rules).measures if one.words == words.strip()), None)
    if found is None:
        measures = [one.words for one in _rule(rules).measures]
        raise NotInThePolicy(kind="measure", policy=rules.policy.title, measures=measures)
    return found


def _tell_unit(session: Session, case: AccountabilityCase, matter: Matter, telling: Telling) -> None:
    heads = [person for person in people_of(session, case.unit_id) if person.role is Role.UNIT_HEAD]
    facts: dict[str, Any] = {
        "number": matter.number,
        "title": matter.title,
        "measure": case.measure,
        "approver": case.approver,
        "paper": case.paper,
    }
    announce(
        session, heads, "accountability_decided_told", f"case:{case.id}:decided", facts, telling.now,
        matter_id=matter.id,
    )  # fmt: skip
