"""Every act of the house that somebody causes, tried by everybody past the commands: each asks for himself (T13).

The table is written by hand; an act that takes a Telling and stands in none of the lists fails the first test.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy.orm import Session

import supervision
from models import Matter, Milestone, Notice, Person, Unit
from models.finding import FindingKind
from models.notice import FoundCause
from models.person import Role
from models.run import HoldKind
from models.session import Database
from supervision import (
    accountability,
    aliases,
    appeals,
    by_hand,
    closeouts,
    collecting,
    corrections,
    duties,
    enrolment,
    extensions,
    finding_revoked,
    findings,
    handovers,
    hearings,
    holds,
    lightness_muting,
    matters,
    nodes,
    notices,
    plates,
    reassigning,
    revocations,
    suggestions,
    suspensions,
    withdrawals,
)
from supervision.corrections import Corrected
from supervision.errors import NothingPending, NotYours, Refusal
from supervision.lights import Light
from supervision.policies.assessment import QualityGrade
from supervision.rules import Rules
from supervision.scores import closing, grades, proposals, revoking, signing, yearly
from supervision.telling import Telling
from supervision.visibility import viewer_of
from tests.stories.ladder import LI, QIAN, SUN, WU, ZHAO, ZHENG, ZHOU, Office

ADMIN = 8
EVERYBODY = (ZHAO, QIAN, SUN, LI, ZHOU, WU, ZHENG, ADMIN)
UNIT = {ZHAO, QIAN}  # head and liaison of the unit whose matter it is
OFFICE = {LI, ZHOU}
LEADER = {WU}  # in charge of the unit; 郑市长 is in charge of another


@dataclass(frozen=True)
class Case:
    """What an act is given; the yellow notice of the matter is heard about, the white one is signed."""

    session: Session
    matter: Matter
    white: Notice
    telling: Telling
    rules: Rules

    @property
    def person(self) -> Person:
        return self.session.get_one(Person, self.telling.person_id)

    @property
    def unit(self) -> Unit:
        return self.session.get_one(Unit, 1)


DAY = date(2026, 8, 31)
Act = Callable[[Case], object]

TABLE: dict[Callable[..., Any], tuple[Act, set[int]]] = {
    # The unit's side.
    hearings.give_reason: (lambda c: hearings.give_reason(c.session, c.matter, c.telling, "停电"), UNIT | OFFICE),
    hearings.object_nothing: (lambda c: hearings.object_nothing(c.session, c.matter, c.telling), UNIT),
    appeals.ask: (lambda c: appeals.ask(c.session, c.white, c.telling, c.rules, "有误"), UNIT),
    extensions.request: (
        lambda c: extensions.request(c.session, c.matter, c.telling, until=DAY, because="停电", rules=c.rules),
        UNIT,
    ),
    extensions.take_back: (lambda c: extensions.take_back(c.session, c.matter, c.telling, c.rules), UNIT),
    nodes.tell: (lambda c: nodes.tell(c.session, c.matter, "封顶", c.telling, c.rules, is_done=True), UNIT | OFFICE),
    # The office's.
    plates.change: (lambda c: plates.change(c.session, c.matter, Light.RED, "计划没有调整", c.telling), OFFICE),
    collecting.collect: (lambda c: collecting.collect(c.session, c.matter, "封顶", c.telling, c.rules), OFFICE),
    collecting.find_uncollected: (
        lambda c: collecting.find_uncollected(c.session, c.matter, "封顶", c.telling, c.rules, None, "等料"),
        OFFICE,
    ),
    hearings.accept_reason: (lambda c: hearings.accept_reason(c.session, c.matter, c.telling, "属实"), OFFICE),
    hearings.reject_reason: (lambda c: hearings.reject_reason(c.session, c.matter, c.telling, "不实"), OFFICE),
    findings.find: (
        lambda c: findings.find(c.session, c.matter, FindingKind.POOR_QUALITY, c.telling, c.rules.policy, "渗漏"),
        OFFICE,
    ),
    finding_revoked.revoke: (lambda c: finding_revoked.revoke(c.session, c.matter, c.telling, "看错"), OFFICE),
    by_hand.draft_now: (lambda c: by_hand.draft_now(c.session, c.matter, c.telling, c.rules), OFFICE),
    notices.propose: (
        lambda c: notices.propose(c.session, c.matter, c.telling, "验收", DAY, "无正当理由", c.rules),
        OFFICE,
    ),
    accountability.open_case: (
        lambda c: accountability.open_case(
            c.session, c.matter, c.telling, c.rules, ["16-2"], FoundCause.SUBJECTIVE, "拖延"
        ),
        OFFICE,
    ),
    accountability.propose: (
        lambda c: accountability.propose(c.session, c.matter, c.telling, c.rules, "通报批评"),
        OFFICE,
    ),
    accountability.decided: (lambda c: accountability.decided(c.session, c.matter, c.telling, "区委9号"), OFFICE),
    accountability.end: (
        lambda c: accountability.end(c.session, c.matter, c.telling, "已通报", is_executed=True),
        OFFICE,
    ),
    handovers.answer: (lambda c: handovers.answer(c.session, c.matter, "组织部", "已办", c.telling), OFFICE),
    handovers.hand_over: (lambda c: handovers.hand_over(c.session, c.matter, "组织部", c.telling), OFFICE),
    closeouts.confirm: (lambda c: closeouts.confirm(c.session, c.matter, c.telling, c.rules), OFFICE),
    closeouts.reopen: (lambda c: closeouts.reopen(c.session, c.matter, c.telling, c.rules, "认错了"), OFFICE),
    closeouts.return_: (lambda c: closeouts.return_(c.session, c.matter, c.telling, c.rules, "缺验收单"), OFFICE),
    extensions.grant: (lambda c: extensions.grant(c.session, c.matter, c.telling, c.rules), OFFICE),
    extensions.return_: (lambda c: extensions.return_(c.session, c.matter, c.telling, c.rules, "不准"), OFFICE),
    suspensions.suspend: (lambda c: suspensions.suspend(c.session, c.matter, c.telling, "停工", c.rules), OFFICE),
    suspensions.resume: (lambda c: suspensions.resume(c.session, c.matter, c.telling, "复工", c.rules), OFFICE),
    matters.assign: (
        lambda c: matters.assign(c.session, c.telling, c.rules, "滨江路改造", c.unit, DAY, "县长批示"),
        OFFICE,
    ),
    revocations.revoke: (lambda c: revocations.revoke(c.session, c.matter, c.telling, "取消", c.rules), OFFICE),
    reassigning.reassign: (
        lambda c: reassigning.reassign(
            c.session, c.matter, c.telling, c.session.get_one(Unit, 2), "职能调整", c.rules
        ),
        OFFICE,
    ),
    enrolment.bind: (lambda c: enrolment.bind(c.session, c.telling, "u8", "孙工", c.unit, Role.LIAISON), OFFICE),
    enrolment.require_supervisor: (lambda c: enrolment.require_supervisor(c.session, c.telling), OFFICE),
    duties.waive: (lambda c: duties.waive(c.session, [], c.telling, "停电"), OFFICE),
    holds.release: (lambda c: holds.release(c.session, HoldKind.OUTAGE, c.telling, "已核实"), OFFICE),
    aliases.adopt: (lambda c: aliases.adopt(c.session, c.telling, viewer_of(c.session, c.person), 1), OFFICE),
    aliases.forget: (lambda c: aliases.forget(c.session, c.telling, viewer_of(c.session, c.person), 1), OFFICE),
    grades.grade: (
        lambda c: grades.grade(c.session, c.matter, QualityGrade.GOOD, "验收单", c.telling, c.rules),
        OFFICE,
    ),
    yearly.bonus: (lambda c: yearly.bonus(c.session, c.matter, "现场会", c.telling, c.rules), OFFICE),
    yearly.part: (lambda c: yearly.part(c.session, c.unit, 2026, "个人自评", Decimal(92), c.telling), OFFICE),
    yearly.veto: (lambda c: yearly.veto(c.session, c.unit, 2026, 1, ["有", "有"], c.telling), OFFICE),
    revoking.revocation: (lambda c: revoking.revocation(c.session, 1, "有误", c.telling), OFFICE),
    revoking.lift: (lambda c: revoking.lift(c.session, 1, "有误", c.telling), OFFICE),
    closing.freeze: (lambda c: closing.freeze(c.session, c.unit, 2026, "", c.telling), OFFICE),
    signing.sign: (lambda c: signing.sign(c.session, 1, c.telling), {WU, ZHENG}),
    proposals.decline: (lambda c: proposals.decline(c.session, 1, c.telling, "依据不足"), {WU, ZHENG}),
    lightness_muting.know: (lambda c: lightness_muting.know(c.session, c.matter, c.telling), UNIT),
    suggestions.answer: (lambda c: suggestions.answer(c.session, c.telling, 1, "已收悉", []), {ADMIN}),
    # Hands under a paper. White is the office's to sign, and so to correct and to withdraw.
    corrections.correct: (
        lambda c: corrections.correct(c.session, c.white, c.telling, c.rules, Corrected("竣工验收"), "笔误"),
        OFFICE,
    ),
    withdrawals.withdraw: (
        lambda c: withdrawals.withdraw(c.session, c.matter, c.telling, c.rules, "有误", c.white),
        OFFICE,
    ),
    notices.sign: (lambda c: notices.sign(c.session, c.matter, c.telling, c.rules), LEADER),
    notices.refuse: (lambda c: notices.refuse(c.session, c.matter, c.telling, "先约谈", c.rules), LEADER),
    # Whoever had no part in it; who that is, is asked after who may.
    appeals.uphold: (lambda c: appeals.uphold(c.session, c.white, c.telling, "清楚"), OFFICE | {WU, ZHENG}),
    appeals.revoke: (lambda c: appeals.revoke(c.session, c.white, c.telling, c.rules, "有误"), OFFICE | {WU, ZHENG}),
    appeals.alter: (
        lambda c: appeals.alter(c.session, c.white, c.telling, c.rules, Corrected("竣工验收"), "停电"),
        OFFICE | {WU, ZHENG},
    ),
}  # fmt: skip

# Whom they concern is asked before: of the matters somebody may see, or in the act that calls them.
FOR_EVERYBODY = {
    "closeouts.tell": "anybody who sees the matter may say that it is done; somebody else decides",
    "notices.receive": "signs for what waits for one's own unit, and for nothing else",
    "aliases.learn": "an answer to a question of the bot",
    "helpcalls.call": "part of a report",
    "reports.open_report": "a report",
    "suggestions.make": "建议 and 投诉 are everybody's (P16)",
}
INSIDE = {"accountability.hint", "acts.note", "corrections.change", "corrections.kind_of",
          "issuing.issue",
          "scores.closing.close", "scores.proposals.decide", "scores.proposals.propose", "scores.proposals.take",
          "scores.proposals.tell_units",
          "pending.require_limit", "pending.require_unblocked", "signers.speaker", "withdrawals.take_back"}  # fmt: skip


def taking_a_telling() -> Iterator[str]:
    """Every public function of the house with a Telling among its parameters, as module.name."""
    for found in pkgutil.walk_packages(supervision.__path__, "supervision."):
        module = importlib.import_module(found.name)
        for name, act in vars(module).items():
            if not inspect.isfunction(act) or act.__module__ != module.__name__ or name.startswith("_"):
                continue
            if "Telling" in {str(one.annotation) for one in inspect.signature(act).parameters.values()}:
                yield named(act)


def named(act: Callable[..., Any]) -> str:
    return f"{act.__module__.removeprefix('supervision.')}.{act.__name__}"


def test_every_act_has_its_row() -> None:
    assert {*taking_a_telling()} == {*map(named, TABLE), *FOR_EVERYBODY, *INSIDE}


@pytest.fixture
def office(database: Database) -> Office:
    """招商局 is heard about yellow on its matter."""
    office = Office(database)
    office.open()
    with database.write() as session:
        session.add(Person(id=ADMIN, userid="u8", name="孙工", unit_id=3, role=Role.ADMINISTRATOR))
    office.to_yellow_hearing(office.matter())
    return office


class _Undone(Exception):
    """Each try leaves the office as it was."""


def refusal(office: Office, act: Act, person_id: int) -> Refusal | None:
    """Why the person was refused; None for what was done."""
    try:
        with office.told_by(person_id, 1) as (session, matter, telling):
            session.add(Milestone(matter_id=matter.id, name="封顶", due_on=DAY))
            white = session.query(Notice).filter(Notice.level == 1).one()
            act(Case(session, matter, white, telling, office.rules(session)))
            raise _Undone
    except Refusal as refused:
        return refused
    except _Undone:
        return None


def test_who_may_do_what(office: Office) -> None:
    """A person may be refused for other reasons, too; whoever is not in the table is refused for this one."""
    wrong = []
    for act, (tried, may) in TABLE.items():
        for person_id in EVERYBODY:
            why = refusal(office, tried, person_id)
            is_refused = isinstance(why, NotYours) or (person_id not in may and _is_nothing_to_them(act, why))
            if is_refused is (person_id in may):
                wrong.append(f"{named(act)} by {person_id}: {why!r}")
    assert wrong == []


def _is_nothing_to_them(act: Callable[..., Any], why: Refusal | None) -> bool:
    """复核 of another unit's paper, 不签 of what waits for nobody: there is none, as for a number never given."""
    return act in (appeals.ask, notices.refuse) and isinstance(why, NothingPending)
