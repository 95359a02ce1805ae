"""What a policy says of reports, answers, extensions, close-outs, revisits and bulletins."""

from __future__ import annotations

from models.report import ReportKind
from supervision.policies.complaints import Wrong
from supervision.policies.hands import Signer
from supervision.policies.part import Part
from supervision.policies.policy import (
    BulletinRule,
    CloseoutRule,
    ExtensionRule,
    Lightness,
    LightRule,
    PlateRule,
    ReportMeaning,
    ReportRule,
    RevisitRule,
)

KINDS = {"日报": ReportKind.DAILY, "周报": ReportKind.WEEKLY, "月报": ReportKind.MONTHLY}
SIGNERS = {"督查室": Signer.SUPERVISOR, "领导": Signer.LEADER}
_MEANINGS = {meaning.value: meaning for meaning in ReportMeaning}
_WEEKDAYS = {f"周{day}": number for number, day in enumerate("一二三四五六日", start=1)}
_LAST_DAY = "月末"


def reports(whole: Part) -> tuple[ReportRule, ...]:
    rules: list[ReportRule] = []
    for part in whole.parts("reports"):
        rule = _report(part)
        if any(rule.kind == other.kind for other in rules):
            part.complain(Wrong.TWICE, "kind", got=next(word for word, kind in KINDS.items() if kind == rule.kind))
        rules.append(rule)
    return tuple(rules)


def lightness(whole: Part) -> Lightness:
    part = whole.part_or_none("lightness")
    if part is None:
        return Lightness()
    rule = Lightness(
        person_week=part.whole("person_week", least=1, most=35),
        person_day=part.whole("person_day", least=1, most=5),
        group_day=part.whole("group_day", least=1, most=20),
        office_day=part.whole("office_day", least=1, most=50) if part.has("office_day") else Lightness().office_day,
    )
    part.end()
    return rule


def lights(whole: Part) -> LightRule:
    part = whole.part_or_none("lights")
    if part is None:
        return LightRule()
    rule = LightRule(
        article=part.text("article"),
        yellow_before=part.whole("yellow_before", least=1, most=60),
        node_late=part.whole("node_late", least=0, most=60),
    )
    part.end()
    return rule


def plates(whole: Part) -> PlateRule | None:
    part = whole.part_or_none("plates")
    if part is None:
        return None
    rule = PlateRule(article=part.text("article"), covers=part.listed("covers"))
    part.end()
    return rule


def extensions(whole: Part) -> ExtensionRule:
    part = whole.part_or_none("extensions")
    if part is None:
        return ExtensionRule()
    rule = ExtensionRule(
        article=part.text("article"),
        signer=part.word_or("signer", SIGNERS, Signer.SUPERVISOR),
        before_due=part.yes("before_due", default=False),
        most=part.whole_or_none("most", least=1, most=50),
        longest_workdays=part.whole_or_none("longest_workdays", least=1),
    )
    part.end()
    return rule


def closeouts(whole: Part) -> CloseoutRule:
    part = whole.part_or_none("closeouts")
    if part is None:
        return CloseoutRule()
    rule = CloseoutRule(article=part.text("article"), panel=part.listed("panel"))
    part.end()
    return rule


def revisits(whole: Part) -> RevisitRule:
    part = whole.part_or_none("revisits")
    if part is None:
        return RevisitRule()
    rule = RevisitRule(article=part.text("article"), every_months=part.whole_or_none("every_months", least=1, most=24))
    part.end()
    return rule


def bulletins(whole: Part) -> tuple[BulletinRule, ...]:
    return tuple(_bulletin(part) for part in whole.parts("bulletins"))


def _report(part: Part) -> ReportRule:
    kind, due_at = part.word("kind", KINDS), part.hour("due_at")
    rule = ReportRule(
        kind=kind,
        article=part.text("article"),
        due_at=due_at,
        due_day=_due_day(part, kind),
        remind_at=part.hours_before("remind_at", due_at),
        each_matter=part.yes("each_matter", default=False),
        means=part.word_or("means", _MEANINGS, ReportMeaning.PROGRESS),
    )
    part.end()
    return rule


def _due_day(part: Part, kind: ReportKind) -> int:
    if kind == ReportKind.WEEKLY:
        return part.word("due_day", _WEEKDAYS)
    return part.month_day("due_day", _LAST_DAY) if kind == ReportKind.MONTHLY else 0


def _bulletin(part: Part) -> BulletinRule:
    rule = BulletinRule(
        series=part.text("series", limit=40),
        audience=part.text("audience"),
        cadence=part.text("cadence", limit=40),
        article=part.text("article"),
    )
    part.end()
    return rule
