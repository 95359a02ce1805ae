"""签发, 提请, 不签, 撤销 by the office and the leaders."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from handlers.message import Answer
from handlers.office.fields import labelled
from handlers.office.limits import limit_in
from handlers.office.papers import paper_of
from handlers.office.ref import meant
from handlers.turn import Turn
from models import Matter, Notice
from models.inbox import Disposition
from models.notice import FoundCause
from supervision import handovers, notices
from supervision.errors import WrongPoints
from supervision.numbers import number_of

MOST_POINTS = 100
CAUSES = {"主观": FoundCause.SUBJECTIVE, "客观": FoundCause.OBJECTIVE, "待查": FoundCause.OPEN}


def sign(turn: Turn, match: re.Match[str]) -> Answer | None:
    """「签发 3 标准:补齐电力接入方案 时限:7月10日」; a leader signs what was proposed: 「签发 3」."""
    matter = meant(turn, match["ref"])
    if matter is None:
        return None
    fields = labelled(match["words"] or "")
    notice = notices.sign(
        turn.session, matter, turn.telling, turn.rules, fields.get("标准"), limit_in(turn, fields.get("时限")),
        _cause(fields.get("原因", ""))[0], fields.get("依据"),
    )  # fmt: skip
    return _signed(matter, notice)


def sign_plainly(turn: Turn, matter: Matter) -> Answer:
    """A leader's 「同意 3」."""
    return _signed(matter, notices.sign(turn.session, matter, turn.telling, turn.rules))


def propose(turn: Turn, match: re.Match[str]) -> Answer | None:
    """「提请 3 认定:无正当理由,…… 标准:…… 时限:7月10日」; where the policy asks for it, 「原因:主观」 (A14)."""
    matter = meant(turn, match["ref"])
    if matter is None:
        return None
    fields = labelled(match["words"] or "")
    cause, rest = _cause(fields.get("原因", ""))
    verdict = fields.get("认定") or fields.get("理由") or rest or fields.get("") or None
    limit = limit_in(turn, fields.get("时限"))
    notice = notices.propose(
        turn.session,
        matter,
        turn.telling,
        fields.get("标准"),
        limit,
        verdict,
        turn.rules,
        cause,
        points_in(fields.get("扣分")),
    )
    facts = {
        "name": notice.grounds["name"],
        "verdict": notice.verdict,
        "points": _shown(notice.points),
        "last_report": notice.grounds["last_report"],
        "as_of": notice.grounds["proposed"],
    }
    return _done("notice_proposed_told", matter, **facts)


def decline(turn: Turn, match: re.Match[str]) -> Answer | None:
    """「不签 3 先约谈了解情况」."""
    matter = meant(turn, match["ref"])
    if matter is None:
        return None
    words = (match["words"] or "").strip()
    if not words:
        return Answer("decline_needs_words", {"number": matter.number, "title": matter.title})
    notices.refuse(turn.session, matter, turn.telling, words, turn.rules)
    return _done("notice_declined_told", matter)


def revoke(turn: Turn, match: re.Match[str]) -> Answer | None:
    """「撤销 3 登记的时限有误」, 「撤销 督2026-1 …」: a signed notice is taken back, visibly."""
    paper = paper_of(turn, match["ref"])
    matter = turn.session.get_one(Matter, paper.matter_id) if paper else meant(turn, match["ref"])
    if matter is None:
        return None
    because = (match["words"] or "").strip()
    notice = notices.withdraw(turn.session, matter, turn.telling, turn.rules, because, paper)
    facts = {"has_points": notice.points is not None, "handed": handovers.handed(turn.session, notice)}
    return _done("notice_withdrawn_told", matter, written=number_of(notice), **facts)


def _cause(words: str) -> tuple[FoundCause | None, str]:
    """The cause that was found, and the words behind it; words alone are a verdict."""
    word = next((word for word in CAUSES if words.startswith(word)), "")
    return CAUSES.get(word), words.removeprefix(word).removeprefix("原因").strip(" ,。")


def points_in(words: str | None) -> Decimal | None:
    """「扣分:0.5」, exactly; None where none is given. Raises WrongPoints."""
    if not words:
        return None
    try:
        found = Decimal(words.removesuffix("分").removeprefix("-").strip())
    except InvalidOperation:
        raise WrongPoints(got=words) from None
    if not found.is_finite() or not 0 < found <= MOST_POINTS:
        raise WrongPoints(got=words)
    return -found


def _shown(points: Decimal | None) -> str:
    return str(-points) if points is not None else ""


def _signed(matter: Matter, notice: Notice) -> Answer:
    facts = {
        "written": number_of(notice),
        "name": notice.grounds["name"],
        "finish_by": notice.finish_by,
        "points": notice.points,
    }
    return _done("notice_signed_told", matter, **facts)


def _done(event: str, matter: Matter, **facts: object) -> Answer:
    return Answer(event, {"number": matter.number, "title": matter.title, **facts}, Disposition.DONE)
