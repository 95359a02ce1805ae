"""What a policy says of its ladder, and whether every rung can be reached and hurts nobody by one hand alone."""

from __future__ import annotations

from collections.abc import Iterable

from models.finding import FindingKind
from supervision.policies.complaints import Wants, Wrong
from supervision.policies.hands import Signer, Told
from supervision.policies.ladder import HandoverRule, Step, Trigger
from supervision.policies.part import Part
from supervision.policies.policy import ReportRule
from supervision.policies.reading_reports import KINDS, SIGNERS

WHEN = {
    "到期未办结": FindingKind.OVERDUE,
    "节点未完成": FindingKind.NODE_MISSED,
    "连续未报": FindingKind.REPORTS_MISSING,
    "落后计划": FindingKind.BEHIND_PLAN,
    "结果被退回": FindingKind.RESULT_REJECTED,
    "质量不达标": FindingKind.POOR_QUALITY,
    "发现问题": FindingKind.PROBLEM_FOUND,
    "月末未销号": FindingKind.MONTH_UNFINISHED,
    "回头看不合格": FindingKind.REVISIT_FAILED,
}
TOLD = {"单位": Told.UNIT, "群": Told.GROUP, "领导": Told.LEADER}
_OWN = {FindingKind.REPORTS_MISSING: ("report", "times"), FindingKind.BEHIND_PLAN: ("points",)}


def ladder(whole: Part) -> tuple[Step, ...]:
    steps: list[Step] = []
    parts = whole.parts("ladder", least=1)
    for expected, part in enumerate(parts, start=1):
        step = _step(part)
        if step.level != expected:
            part.complain(Wrong.STEP_GAP, "level", got=str(step.level), hint=str(expected))
        if step.repeats and expected < len(parts):
            part.complain(Wrong.REPEATS_TOO_EARLY, "repeats", got=step.name)
        steps.append(step)
        _check_hands(part, step, costs=any(_costs(each) for each in steps))
    return tuple(steps)


def triggers(whole: Part, steps: tuple[Step, ...], reports: Iterable[ReportRule]) -> tuple[Trigger, ...]:
    owed = {rule.kind for rule in reports}
    found: list[Trigger] = []
    for part in whole.parts("triggers", least=1):
        trigger = _trigger(part)
        word = next(word for word, when in WHEN.items() if when is trigger.when)
        if any(trigger.when is other.when for other in found):
            part.complain(Wrong.TWICE, "when", got=word)
        if trigger.enters > len(steps):
            part.complain(Wrong.NO_SUCH_LEVEL, "enters", got=str(trigger.enters), hint=str(len(steps)))
        if trigger.report is not None and trigger.report not in owed:
            part.complain(Wrong.NO_SUCH_REPORT, "report", got=word)
        found.append(trigger)
    _check_reach(whole, steps, found)
    return tuple(found)


def _trigger(part: Part) -> Trigger:
    when = part.word("when", WHEN)
    own = _OWN.get(when, ())
    trigger = Trigger(
        when=when,
        article=part.text("article"),
        enters=part.whole("enters", least=1, most=20) if part.has("enters") else 1,
        report=part.word_or("report", KINDS, None),
        times=part.whole_or_none("times", least=1, most=60),
        points=part.whole_or_none("points", least=1, most=100),
    )
    for key in ("report", "times", "points"):
        if part.has(key) != (key in own):
            part.complain(Wrong.NOT_FOR_THIS, key, got="写了" if part.has(key) else "没有写")
    part.end()
    return trigger


def _step(part: Part) -> Step:
    step = Step(
        level=part.whole("level", least=1, most=20),
        colour=part.text("colour", limit=20),
        name=part.text("name"),
        article=part.text("article"),
        after_workdays=part.whole_or_none("after_workdays", least=1),
        after_month_ends=part.whole_or_none("after_month_ends", most=24),
        effect=part.text("effect", limit=400),
        points=part.points_or_none("points"),
        hearing_workdays=part.whole_or_none("hearing_workdays", least=1),
        signer=part.word("signer", SIGNERS),
        signer_titles=part.listed("signer_titles"),
        told=part.words("told", TOLD),
        handovers=tuple(_handover(each) for each in part.parts("handovers")),
        default_limit_workdays=part.whole_or_none("default_limit_workdays", least=1),
        points_asked=part.yes("points_asked", default=False),
        needs_cause=part.yes("needs_cause", default=False),
        eligibility=part.text_or("eligibility"),
        repeats=part.yes("repeats", default=False),
    )
    part.end()
    return step


def _handover(part: Part) -> HandoverRule:
    rule = HandoverRule(body=part.text("body", limit=40), asks_for=part.text("asks_for", limit=400))
    part.end()
    return rule


def _costs(step: Step) -> bool:
    """Points, standing, or the attention of another body: what hurts."""
    return step.points is not None or step.points_asked or bool(step.eligibility) or bool(step.handovers)


def _check_hands(part: Part, step: Step, costs: bool) -> None:
    """From the first step that costs, the unit is heard and two people sign; no policy can switch that off (P13)."""
    if costs and step.signer != Signer.LEADER:
        part.complain(Wrong.NEEDS_LEADER, "signer", got=step.name)
    if costs and step.hearing_workdays is None:
        part.complain(Wrong.NEEDS_HEARING, "hearing_workdays", Wants.WHOLE, got=step.name)


def _check_reach(whole: Part, steps: tuple[Step, ...], triggers: list[Trigger]) -> None:
    """A step before the lowest on which anything enters is one nobody ever stands on."""
    lowest = min((trigger.enters for trigger in triggers), default=1)
    for step in steps[: lowest - 1]:
        whole.complain(Wrong.UNREACHABLE, "triggers", got=step.name)
