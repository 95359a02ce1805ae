"""What people do about a matter, each through the product's own act. `dice` decides what they have in mind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import CoUnit, Hold, Matter, Notice, Question
from models.finding import FindingKind
from models.matter import MatterStatus
from models.notice import FoundCause, NoticeState
from models.question import QuestionState
from models.run import HoldKind
from supervision import (
    appeals,
    by_hand,
    closeouts,
    corrections,
    deadlines,
    extensions,
    finding_revoked,
    findings,
    holds,
    notices,
    reports,
    suspensions,
)
from supervision.clock import day_of
from supervision.corrections import Corrected
from supervision.errors import NothingPending
from supervision.escalation import kept_rules
from supervision.pending import rules_and_step
from supervision.policies.ladder import Step
from supervision.reports import Cover, Told
from supervision.rules import Rules
from supervision.situations import latest_notice, running_climb
from supervision.telling import Telling

WORDS = ("电力指标没有到位", "连续暴雨,属不可抗力", "施工单位更换")
KINDS = (FindingKind.POOR_QUALITY, FindingKind.PROBLEM_FOUND, FindingKind.RESULT_REJECTED, FindingKind.REVISIT_FAILED)


@dataclass(frozen=True)
class Scene:
    """One person speaks of one matter, in one transaction."""

    session: Session
    matter: Matter
    telling: Telling
    rules: Rules
    dice: Random

    def day_within(self, days: int) -> date:
        return day_of(self.telling.now) + timedelta(days=self.dice.randint(1, days))

    def signed(self) -> Notice:
        """One of the signed papers."""
        rows = self.session.scalars(
            select(Notice)
            .where(Notice.matter_id == self.matter.id, Notice.state == NoticeState.SIGNED)
            .order_by(Notice.id)
        ).all()
        if not rows:
            raise NothingPending
        return self.dice.choice(rows)


def report(scene: Scene) -> None:
    opened = reports.open_report(scene.session, scene.telling, Cover(is_no_change=scene.dice.random() < 0.2))
    told = Told(scene.matter, "主体施工", percent=scene.dice.randint(0, 99))
    [change] = reports.record(scene.session, opened, scene.telling.key, [told])
    if scene.matter.status is not change.old_status:
        look_again(scene)


def take_back(scene: Scene) -> None:
    """撤回: the person's last report, and what it asked for."""
    last = reports.last_report(
        scene.session, scene.telling.person_id, scene.telling.told_at, scene.telling.inbox_id
    )  # fmt: skip
    if last is None:
        raise NothingPending
    for matter in reports.withdraw(scene.session, last, scene.telling.now):
        deadlines.look_again(scene.session, matter, scene.rules, day_of(scene.telling.now))


def tell_done(scene: Scene) -> None:
    strikes_off = scene.dice.random() < 0.3
    opened = reports.open_report(scene.session, scene.telling, Cover())
    reports.record(
        scene.session, opened, scene.telling.key, [Told(scene.matter, "已完成", MatterStatus.COMPLETED, 100)]
    )  # fmt: skip
    closeouts.tell(
        scene.session, scene.matter, scene.telling, scene.rules, strikes_off=strikes_off, evidence="验收单"
    )  # fmt: skip


def confirm(scene: Scene) -> None:
    closeouts.confirm(scene.session, scene.matter, scene.telling, scene.rules)


def return_(scene: Scene) -> None:
    words = scene.dice.choice(("补办:缺验收单", "重办:两处渗漏"))
    closeouts.return_(scene.session, scene.matter, scene.telling, scene.rules, words)


def ask_time(scene: Scene) -> None:
    extensions.request(
        scene.session, scene.matter, scene.telling, until=scene.day_within(12), because="暴雨停工", rules=scene.rules
    )  # fmt: skip


def give_time(scene: Scene) -> None:
    extensions.grant(scene.session, scene.matter, scene.telling, scene.rules)


def refuse_time(scene: Scene) -> None:
    extensions.return_(scene.session, scene.matter, scene.telling, scene.rules, "理由不充分")


def suspend(scene: Scene) -> None:
    suspensions.suspend(scene.session, scene.matter, scene.telling, "停工令", scene.rules)


def resume(scene: Scene) -> None:
    suspensions.resume(scene.session, scene.matter, scene.telling, "停工令解除", scene.rules)


def explain(scene: Scene) -> None:
    notices.give_reason(scene.session, scene.matter, scene.telling, scene.dice.choice(WORDS))


def object_nothing(scene: Scene) -> None:
    notices.object_nothing(scene.session, scene.matter, scene.telling)


def accept(scene: Scene) -> None:
    notices.accept_reason(scene.session, scene.matter, scene.telling, "理由成立")


def reject(scene: Scene) -> None:
    notices.reject_reason(scene.session, scene.matter, scene.telling, "电力已于5月接通")


def propose(scene: Scene) -> None:
    step = _step(scene)
    notices.propose(
        scene.session, scene.matter, scene.telling, "完成主体验收", scene.day_within(9), "无正当理由", scene.rules,
        cause=FoundCause.SUBJECTIVE, points=Decimal("-0.5") if step and step.points_asked else None,
    )  # fmt: skip


def sign(scene: Scene) -> None:
    limit = scene.day_within(9) if scene.dice.random() < 0.7 else None
    notices.sign(
        scene.session, scene.matter, scene.telling, scene.rules, "完成主体验收", limit, FoundCause.SUBJECTIVE,
        "第九条" if scene.dice.random() < 0.8 else None,
    )  # fmt: skip


def decline(scene: Scene) -> None:
    notices.refuse(scene.session, scene.matter, scene.telling, "再了解一下", scene.rules)


def draft_now(scene: Scene) -> None:
    by_hand.draft_now(scene.session, scene.matter, scene.telling, scene.rules)


def withdraw(scene: Scene) -> None:
    notices.withdraw(scene.session, scene.matter, scene.telling, scene.rules, "单位当日已报")


def receive(scene: Scene) -> None:
    notices.receive(scene.session, scene.telling, scene.matter)


def correct(scene: Scene) -> None:
    limit = scene.day_within(9) if scene.dice.random() < 0.5 else None
    corrections.correct(
        scene.session, scene.signed(), scene.telling, scene.rules, Corrected("完成全部验收", limit), "笔误"
    )  # fmt: skip


def appeal(scene: Scene) -> None:
    appeals.ask(scene.session, scene.signed(), scene.telling, scene.rules, "当日已电话报告")


def uphold(scene: Scene) -> None:
    appeals.uphold(scene.session, scene.signed(), scene.telling, "电话没有记录")


def reverse(scene: Scene) -> None:
    appeals.revoke(scene.session, scene.signed(), scene.telling, scene.rules, "电话有记录")


def alter(scene: Scene) -> None:
    corrected = Corrected("完成主体验收和资料", scene.day_within(9) if scene.dice.random() < 0.5 else None)
    appeals.alter(scene.session, scene.signed(), scene.telling, scene.rules, corrected, "期间停电")


def find(scene: Scene) -> None:
    policy = kept_rules(scene.session, scene.matter, running_climb(scene.session, scene.matter.id), scene.rules).policy
    level = scene.dice.choice((None, None, 2, 3))
    findings.find(scene.session, scene.matter, scene.dice.choice(KINDS), scene.telling, policy, "两处渗漏", level)


def take_back_finding(scene: Scene) -> None:
    finding_revoked.revoke(scene.session, scene.matter, scene.telling, "看错了楼号")


def hold(scene: Scene) -> None:
    now = scene.telling.now
    outage = {"first": (now - timedelta(hours=3)).isoformat(), "last": now.isoformat()}
    holds.put(scene.session, HoldKind.OUTAGE, outage, now)


def release(scene: Scene) -> None:
    kinds = scene.session.scalars(select(Hold.kind).where(Hold.released_at.is_(None))).all()
    holds.release(scene.session, scene.dice.choice(kinds or [HoldKind.OUTAGE]), scene.telling, "已看过")


def leave_open(scene: Scene) -> None:
    """What the person said was doubtful: it was asked back (nobody has answered)."""
    scene.session.add(
        Question(
            person_id=scene.telling.person_id, inbox_id=scene.telling.inbox_id, event="ask_which_matter", facts={},
            matter_ids=[scene.matter.id], asked_at=scene.telling.now,
        )
    )  # fmt: skip


def answer(scene: Scene) -> None:
    for one in scene.session.scalars(select(Question).where(Question.state == QuestionState.OPEN)):
        if scene.matter.id in one.matter_ids:
            one.state, one.ended_at = QuestionState.ANSWERED, scene.telling.now


def assist(scene: Scene) -> None:
    """From now on another unit assists, or none."""
    found = scene.session.scalars(select(CoUnit).where(CoUnit.matter_id == scene.matter.id)).all()
    for one in found:
        scene.session.delete(one)
    if not found:
        scene.session.add(CoUnit(matter_id=scene.matter.id, unit_id=2))


def look_again(scene: Scene) -> None:
    """The import, a change of the registry: the matter is to be looked at anew."""
    deadlines.look_again(scene.session, scene.matter, scene.rules, day_of(scene.telling.now))


def _step(scene: Scene) -> Step | None:
    notice = latest_notice(scene.session, running_climb(scene.session, scene.matter.id))
    return rules_and_step(scene.session, notice, scene.rules)[1] if notice else None


Act = Callable[[Scene], None]

OF_THE_UNIT: Mapping[str, Act] = {
    one.__name__: one
    for one in (report, take_back, tell_done, ask_time, explain, object_nothing, receive, appeal, leave_open, answer)
}
OF_THE_OFFICE: Mapping[str, Act] = {
    one.__name__: one
    for one in (confirm, return_, give_time, refuse_time, suspend, resume, accept, reject, propose, sign, draft_now,
                withdraw, correct, uphold, reverse, alter, find, take_back_finding, hold, release, assist, decline,
                look_again)
}  # fmt: skip
