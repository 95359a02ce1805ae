"""认定, 撤销认定, 拟单: what the office finds, and when, where the policy leaves the when to it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from handlers.message import Answer
from handlers.office.ref import meant
from handlers.turn import Turn
from models import Matter, Notice
from models.finding import FindingKind
from models.inbox import Disposition
from supervision import by_hand, finding_revoked, findings
from supervision.clock import day_of
from supervision.escalation import kept_rules
from supervision.pending import rules_and_step
from supervision.policies.ladder import Step
from supervision.situations import running_climb

KINDS: Mapping[str, FindingKind] = {
    "质量不达标": FindingKind.POOR_QUALITY, "质量不合格": FindingKind.POOR_QUALITY,
    "达不到标准": FindingKind.POOR_QUALITY, "发现问题": FindingKind.PROBLEM_FOUND,
    "节点未完成": FindingKind.NODE_MISSED, "节点未收账": FindingKind.NODE_MISSED,
    "回头看不合格": FindingKind.REVISIT_FAILED, "月末未销号": FindingKind.MONTH_UNFINISHED,
    "结果被退回": FindingKind.RESULT_REJECTED, "结果退回": FindingKind.RESULT_REJECTED,
}  # fmt: skip
_EDGES = " \n:,、;。"


@dataclass(frozen=True, slots=True)
class _Said:
    """`level`: the rung that was asked for by its colour."""

    kind: FindingKind | None
    level: int | None
    words: str


def find(turn: Turn, match: re.Match[str]) -> Answer | None:
    """「认定 3 质量不达标:验收有两处渗漏」; with 「红色」 before it where the policy lets a level be passed over."""
    matter = meant(turn, match["ref"])
    if matter is None:
        return None
    policy = kept_rules(turn.session, matter, running_climb(turn.session, matter.id), turn.rules).policy
    said = _said(match["words"] or "", policy.ladder)
    if said.kind is None:
        return Answer("finding_needs_kind", {"number": matter.number, "title": matter.title})
    found = findings.find(
        turn.session, matter, said.kind, turn.telling, policy, said.words, said.level, _day(turn, said.kind)
    )
    return _done("finding_recorded", matter, kind=found.kind.value, words=found.words, **_what_follows(turn, matter))


def revoke(turn: Turn, match: re.Match[str]) -> Answer | None:
    """「撤销认定 3 复核后已整改到位」: the newest one no signed notice rests on."""
    matter = meant(turn, match["ref"])
    if matter is None:
        return None
    revoked = finding_revoked.revoke(turn.session, matter, turn.telling, (match["words"] or "").strip())
    found = revoked.finding
    papers = {"fallen": _name(turn, revoked.fallen), "standing": _name(turn, revoked.standing)}
    return _done("finding_revoked", matter, kind=found.kind.value, words=found.revoked_because, **papers)


def draft(turn: Turn, match: re.Match[str]) -> Answer | None:
    """「拟单 3」: the next step, now (A28)."""
    matter = meant(turn, match["ref"])
    if matter is None:
        return None
    notice, step = by_hand.draft_now(turn.session, matter, turn.telling, turn.rules)
    return _done("drafted_by_hand", matter, name=step.name, hearing_until=notice.hearing_until)


def _said(words: str, ladder: Iterable[Step]) -> _Said:
    """A colour and a kind lead, in either order; the rest is what was seen."""
    levels = {name: step.level for step in ladder for name in (step.name, f"{step.colour}色督办单", f"{step.colour}色")}
    kind, level, rest = None, None, words.strip(_EDGES)
    while (said := _leading(rest, (*KINDS, *levels))) and (level if said in levels else kind) is None:
        kind, level = kind or KINDS.get(said), level or levels.get(said)
        rest = rest.removeprefix(said).strip(_EDGES)
    return _Said(kind, level, rest)


def _leading(words: str, names: Iterable[str]) -> str:
    return next((name for name in names if words.startswith(name)), "")


def _day(turn: Turn, kind: FindingKind) -> date | None:
    """A month is judged by its last day: today's, or that of the month before."""
    if kind is not FindingKind.MONTH_UNFINISHED:
        return None
    today = day_of(turn.message.told_at)
    is_last = (today + timedelta(days=1)).day == 1
    return today if is_last else today.replace(day=1) - timedelta(days=1)


def _what_follows(turn: Turn, matter: Matter) -> dict[str, object]:
    coming = by_hand.forecast(turn.session, matter, turn.rules, turn.now)
    step = coming.step
    return {
        "name": step.name if step else "",
        "on": coming.on,
        "is_today": coming.on == day_of(turn.now),
        "hearing_workdays": step.hearing_workdays if step else None,
        "article": step.article if step else "",
        "skips": coming.skips,
        "why": coming.why.value if coming.why else "",
    }


def _name(turn: Turn, notice: Notice | None) -> str:
    return rules_and_step(turn.session, notice, turn.rules)[1].name if notice else ""


def _done(event: str, matter: Matter, **facts: object) -> Answer:
    return Answer(event, {"number": matter.number, "title": matter.title, **facts}, Disposition.DONE)
