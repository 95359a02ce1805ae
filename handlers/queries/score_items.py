"""An entry and a book's sheet in plain values, for the texts."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from models import Appeal, Notice, ScoreMark
from supervision.clock import day_of
from supervision.lookups.score_sheets import BookSheet, Standing
from supervision.lookups.scores import Ground
from supervision.numbers import number_of
from supervision.reasons import reasons_of
from supervision.scores.kinds import PROPOSAL


def item(ground: Ground, standing: Standing | None = None) -> dict[str, Any]:
    """A sealed matter's entry keeps its points and clause, and loses all else."""
    entry = ground.entry
    return {
        "id": entry.id,
        "unit": ground.unit,
        "points": signed(entry.points),
        "kind": entry.kind,
        "name": entry.name or "",
        "clause": entry.clause,
        "on": day_of(entry.entered_at).isoformat(),
        "title": ground.title,
        "signer": ground.signer,
        "proposer": ground.proposer,
        "is_revoked": ground.is_revoked,
        "is_after_close": standing is not None and standing.is_after(entry),
        "notice": _notice(ground.notice, ground.delivered) if ground.notice else None,
        "because": ground.because,
        "review": _review(ground.appeal) if ground.appeal else None,
        "words": ground.proposal.words if ground.proposal else "",
        "detail": ground.proposal.facts if ground.proposal else {},
    }


def sheet(one: BookSheet) -> dict[str, Any]:
    """`total` is empty while a part is missing: that is no zero (X6)."""
    reckoned = one.sheet
    return {
        "name": one.name,
        "base": plain(reckoned.base),
        "sums": [{"kind": kind.value, "points": signed(points)} for kind, points in reckoned.sums.items() if points],
        "total": plain(reckoned.total) if reckoned.total is not None else "",
        "most": plain(reckoned.most) if reckoned.most is not None else "",
        "is_bounded": reckoned.total is not None and reckoned.total != reckoned.raw,
        "missing": list(reckoned.missing),
        "capped": list(reckoned.capped),
        "closed": plain(one.closed.total) if one.closed else "",
        "closed_on": day_of(one.closed.frozen_at).isoformat() if one.closed else "",
        "closed_by": one.closed_by,
        "corrected": plain(one.corrected) if one.corrected is not None else "",
    }


def mark(row: ScoreMark) -> dict[str, Any]:
    return {"id": row.id, "effect": row.effect, "clause": row.clause, "is_proposed": row.ground_kind == PROPOSAL}


def signed(points: Decimal) -> str:
    """+0.3, -1: without an exponent or noughts at the end."""
    text = plain(points)
    return text if points <= 0 else f"+{text}"


def plain(points: Decimal) -> str:
    return format(points.normalize(), "f")


def _review(appeal: Appeal) -> dict[str, Any]:
    """复核中, or what it came to (P12)."""
    return {
        "state": appeal.state.value,
        "asked_on": day_of(appeal.asked_at).isoformat(),
        "decide_by": appeal.decide_by.isoformat(),
        "decided_on": day_of(appeal.decided_at).isoformat() if appeal.decided_at else "",
    }


def _notice(notice: Notice, delivered: int) -> dict[str, Any]:
    evidence: dict[str, Any] = notice.grounds
    return {
        "paper": number_of(notice),
        "name": evidence.get("name", ""),
        "due_on": evidence.get("due_on", ""),
        "original_due_on": evidence.get("original_due_on") or "",
        "workdays_late": evidence.get("workdays_late"),
        "last_report": evidence.get("last_report"),
        "as_of": evidence.get("signed") or {},
        "reminders": len(evidence.get("reminders", [])),
        "delivered": delivered,
        "reasons": reasons_of(notice),
        "verdict": notice.verdict,
    }
