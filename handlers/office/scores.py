"""评定, 亮点, 记分, 否决, 冲销, 恢复资格, 定档 by the office; the leader's 签发 and 不签 of them."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from handlers.message import Answer
from handlers.office.ref import meant
from handlers.turn import Turn
from models import ScoreProposal, Unit
from models.inbox import Disposition
from supervision.clock import day_of
from supervision.policies.assessment import QualityGrade
from supervision.scores import closing, grades, proposals, revoking, signing, yearly

UNIT = r"(?P<unit>[^\s,:;]{2,30})"
YEAR = r"(?:\s+(?P<year>20[0-9]{2})年?)?"
GRADE = r"\s+(?P<ref>#?[0-9]{1,6}|[^\s,:;]{2,40})[\s,]+(?P<words>.+)"
MOST_SHOWN = 8
_QUALITY = re.compile(
    r"(?:(?:质量|质效)(?:等级)?\s*:?\s*)?(?P<quality>较好|一般|好|差)(?:[\s,;:。、]+(?:依据\s*:?\s*)?(?P<words>.+))?",
    re.DOTALL,
)
_POINT = re.compile(r"(?:^|[\s,;。])[1-9]\s*[:.、]\s*")


def grade(turn: Turn, match: re.Match[str]) -> Answer | None:
    """「评定 3 质量:好 依据:现场查看,设备已投产」; whether it was in time is reckoned."""
    matter = meant(turn, match["ref"])
    if matter is None:
        return None
    said = _QUALITY.fullmatch(match["words"].strip())
    if said is None:
        return Answer("grade_needs_quality", {"number": matter.number, "title": matter.title}, Disposition.REFUSED)
    words = (said["words"] or "").strip()
    row = grades.grade(turn.session, matter, QualityGrade(said["quality"]), words, turn.telling, turn.rules)
    return _proposed(turn, row)


def bonus(turn: Turn, match: re.Match[str]) -> Answer | None:
    """「亮点 3 全省现场会在此召开」."""
    matter = meant(turn, match["ref"])
    if matter is None:
        return None
    return _proposed(turn, yearly.bonus(turn.session, matter, match["words"].strip(), turn.telling, turn.rules))


def part(turn: Turn, match: re.Match[str]) -> Answer | None:
    """「记分 招商局 个人自评 92」「记分 招商局 2026 个人自评 92」."""
    unit = _unit(turn, match["unit"])
    if unit is None:
        return _no_such_unit(match)
    figure = Decimal(match["figure"])
    return _proposed(turn, yearly.part(turn.session, unit, _year(turn, match), match["part"], figure, turn.telling))


def veto(turn: Turn, match: re.Match[str]) -> Answer | None:
    """「否决 招商局 1:年度任务没有完成 2:影响全局考核」; 「否决2 …」 is the second rule of the policy."""
    unit = _unit(turn, match["unit"])
    if unit is None:
        return None
    said = [words.strip() for words in _POINT.split(match["words"] or "")[1:]]
    which = int(match["which"] or 1)
    return _proposed(turn, yearly.veto(turn.session, unit, _year(turn, match), which, said, turn.telling))


def revoke(turn: Turn, match: re.Match[str]) -> Answer | None:
    """「冲销 12 评定依据有误」."""
    return _proposed(turn, revoking.revocation(turn.session, int(match["entry"]), match["words"].strip(), turn.telling))


def lift(turn: Turn, match: re.Match[str]) -> Answer | None:
    """「恢复资格 5 核实任务已完成」."""
    return _proposed(turn, revoking.lift(turn.session, int(match["mark"]), match["words"].strip(), turn.telling))


def freeze(turn: Turn, match: re.Match[str]) -> Answer | None:
    """「定档 2026 招商局」."""
    unit = _unit(turn, match["unit"])
    if unit is None:
        return _no_such_unit(match)
    book = (match["book"] or "").strip()
    return _proposed(turn, closing.freeze(turn.session, unit, int(match["year"]), book, turn.telling))


def sign(turn: Turn, match: re.Match[str]) -> Answer | None:
    """「签发 考核7」."""
    row = signing.sign(turn.session, int(match["proposal"]), turn.telling)
    return Answer("score_signed_told", proposals.facts_of(turn.session, row), Disposition.DONE)


def decline(turn: Turn, match: re.Match[str]) -> Answer | None:
    """「不签 考核7 依据不足」."""
    row = proposals.decline(turn.session, int(match["proposal"]), turn.telling, match["words"] or "")
    return Answer("score_declined_told", proposals.facts_of(turn.session, row), Disposition.DONE)


def waiting(turn: Turn) -> list[dict[str, Any]]:
    """What of it waits for a leader, as far as this person may see it."""
    rows = proposals.waiting(turn.session, turn.viewer, MOST_SHOWN)
    return [proposals.facts_of(turn.session, row) for row in rows]


def _proposed(turn: Turn, row: ScoreProposal) -> Answer:
    return Answer("score_proposed_told", proposals.facts_of(turn.session, row), Disposition.DONE)


def _unit(turn: Turn, mention: str) -> Unit | None:
    name = next((unit.name for unit in turn.registry.units.values() if mention in (unit.name, *unit.aliases)), None)
    return turn.session.scalar(select(Unit).where(Unit.name == name)) if name else None


def _year(turn: Turn, match: re.Match[str]) -> int:
    return int(match["year"]) if match["year"] else day_of(turn.message.told_at).year


def _no_such_unit(match: re.Match[str]) -> Answer:
    return Answer("no_such_unit", {"mention": match["unit"]}, Disposition.REFUSED)
