"""A policy file (TOML) → Policy. Strict: one reading finds every mistake and says how to put it right."""

from __future__ import annotations

import hashlib
import re
import tomllib
from decimal import Decimal

from models.report import ReportKind
from supervision.policies.complaints import Complaint, PolicyError, Wants, Wrong
from supervision.policies.lines import lines_of
from supervision.policies.part import Part
from supervision.policies.policy import HandoverRule, Policy, ReportRule, Signer, Step, Told

_KINDS = {"日报": ReportKind.DAILY, "周报": ReportKind.WEEKLY, "月报": ReportKind.MONTHLY}
_WEEKDAYS = {f"周{day}": number for number, day in enumerate("一二三四五六日", start=1)}
_LAST_DAY = "月末"
_SIGNERS = {"督查室": Signer.SUPERVISOR, "领导": Signer.LEADER}
_TOLD = {"单位": Told.UNIT, "群": Told.GROUP, "领导": Told.LEADER}


def read(text: str, file: str = "") -> Policy:
    """Raises PolicyError with every complaint; `file` is the name its author knows it by."""
    complaints: list[Complaint] = []
    whole = Part(_parse(text, file), (), lines_of(text), complaints)
    policy = _policy(whole, hashlib.sha256(text.encode()).hexdigest())
    if complaints:
        raise PolicyError(file, complaints)
    return policy


def _parse(text: str, file: str) -> dict[str, object]:
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        complaint = Complaint(int(line[1]) if line else 0, "", Wrong.NOT_TOML, got=str(error))
        raise PolicyError(file, [complaint]) from error


def _policy(whole: Part, sha256: str) -> Policy:
    quiet, warnings, answers = whole.part("quiet"), whole.part("warnings"), whole.part("answers")
    papers, breaker = whole.part("papers"), whole.part("breaker")
    policy = Policy(
        name=whole.text("name"),
        title=whole.text("title", limit=200),
        sha256=sha256,
        reports=_reports(whole),
        quiet_from=quiet.hour("from"),
        quiet_until=quiet.hour("until"),
        warn_workdays=warnings.descending("before_workdays"),
        ladder=_ladder(whole),
        may_skip=whole.yes("may_skip"),
        series=papers.text("series", limit=20),
        decide_closeout_workdays=answers.whole("closeout_workdays", least=1),
        lapse_question_workdays=answers.whole("question_workdays", least=1),
        help_workdays=answers.whole("help_workdays", least=1),
        breaker_floor=breaker.whole("floor", least=1, most=1000),
        breaker_factor=breaker.factor("factor"),
        paper_workdays=papers.whole("paper_workdays", least=1),
        appeal_days=papers.whole("appeal_days", least=1),
    )
    for part in (whole, quiet, warnings, answers, papers, breaker):
        part.end()
    return policy


def _reports(whole: Part) -> tuple[ReportRule, ...]:
    rules: list[ReportRule] = []
    for part in whole.parts("reports", least=1):
        rule = _report(part)
        if any(rule.kind == other.kind for other in rules):
            part.complain(Wrong.TWICE, "kind", got=next(word for word, kind in _KINDS.items() if kind == rule.kind))
        rules.append(rule)
    return tuple(rules)


def _report(part: Part) -> ReportRule:
    kind, due_at = part.word("kind", _KINDS), part.hour("due_at")
    rule = ReportRule(
        kind=kind,
        article=part.text("article"),
        due_at=due_at,
        due_day=_due_day(part, kind),
        remind_at=part.hours_before("remind_at", due_at),
        each_matter=part.yes("each_matter", default=False),
    )
    part.end()
    return rule


def _due_day(part: Part, kind: ReportKind) -> int:
    if kind == ReportKind.WEEKLY:
        return part.word("due_day", _WEEKDAYS)
    return part.month_day("due_day", _LAST_DAY) if kind == ReportKind.MONTHLY else 0


def _ladder(whole: Part) -> tuple[Step, ...]:
    steps: list[Step] = []
    for expected, part in enumerate(whole.parts("ladder", least=1), start=1):
        step = _step(part)
        if step.level != expected:
            part.complain(Wrong.STEP_GAP, "level", got=str(step.level), hint=str(expected))
        steps.append(step)
        _check_hands(part, step, costs=any(each.points is not None for each in steps))
    return tuple(steps)


def _step(part: Part) -> Step:
    step = Step(
        level=part.whole("level", least=1, most=20),
        colour=part.text("colour", limit=20),
        name=part.text("name"),
        article=part.text("article"),
        after_workdays=part.whole_or_none("after_workdays", least=1),
        effect=part.text("effect", limit=400),
        points=part.points_or_none("points"),
        hearing_workdays=part.whole_or_none("hearing_workdays", least=1),
        signer=part.word("signer", _SIGNERS),
        told=part.words("told", _TOLD),
        handovers=tuple(_handover(each) for each in part.parts("handovers")),
        default_limit_workdays=part.whole_or_none("default_limit_workdays", least=1),
    )
    part.end()
    return step


def _handover(part: Part) -> HandoverRule:
    rule = HandoverRule(body=part.text("body", limit=40), asks_for=part.text("asks_for", limit=400))
    part.end()
    return rule


def _check_hands(part: Part, step: Step, costs: bool) -> None:
    """From the first step that costs points, the unit is heard and two people sign; no policy can switch that off."""
    if costs and step.signer != Signer.LEADER:
        part.complain(Wrong.NEEDS_LEADER, "signer", got=step.name)
    if costs and step.hearing_workdays is None:
        part.complain(Wrong.NEEDS_HEARING, "hearing_workdays", Wants.WHOLE, got=step.name)
