"""问责, 问责建议, 问责批准, 问责执行, 问责不予: chosen and entered by the office, word by word."""

from __future__ import annotations

import re

from handlers.message import Answer
from handlers.office.fields import labelled
from handlers.office.notices import CAUSES
from handlers.office.ref import meant
from handlers.turn import Turn
from models import AccountabilityCase, Matter
from models.inbox import Disposition
from supervision import accountability
from supervision.policies.active import rules_for

MOST_SHOWN = 8
_BETWEEN = re.compile(r"[、,;\s]+")


def open_case(turn: Turn, match: re.Match[str]) -> Answer | None:
    """「问责 3 条款:16-2、16-4 原因:主观 认定:……」, for one person with 「人员:张伟」; alone: what runs."""
    if not match["ref"]:
        return _list(turn)
    matter = meant(turn, match["ref"])
    if matter is None:
        return None
    fields = labelled(match["words"] or "")
    codes = [code for code in _BETWEEN.split(fields.get("条款", "")) if code]
    if not codes:
        return _choose(turn, matter)
    words = fields.get("认定") or fields.get("") or ""
    case = accountability.open_case(
        turn.session,
        matter,
        turn.telling,
        turn.rules,
        codes,
        CAUSES.get(fields.get("原因", "")),
        words,
        fields.get("人员", ""),
    )
    return _done("case_opened_told", matter, case)


def propose(turn: Turn, match: re.Match[str]) -> Answer | None:
    """「问责建议 3 措施:诫勉谈话」."""
    matter = meant(turn, match["ref"])
    if matter is None:
        return None
    fields = labelled(match["words"] or "")
    measure = fields.get("措施") or fields.get("") or ""
    cause = CAUSES.get(fields.get("原因", ""))
    case = accountability.propose(
        turn.session, matter, turn.telling, turn.rules, measure, fields.get("人员", ""), cause
    )  # fmt: skip
    return _done("case_proposed_told", matter, case)


def decided(turn: Turn, match: re.Match[str]) -> Answer | None:
    """「问责批准 3 依据:区委〔2026〕3号」: what the body outside decided."""
    matter = meant(turn, match["ref"])
    if matter is None:
        return None
    fields = labelled(match["words"] or "")
    paper = fields.get("依据") or fields.get("") or ""
    case = accountability.decided(turn.session, matter, turn.telling, paper, fields.get("人员", ""))
    return _done("case_decided_told", matter, case)


def executed(turn: Turn, match: re.Match[str]) -> Answer | None:
    """「问责执行 3 7月3日已谈话」."""
    return _end(turn, match, is_executed=True)


def not_pursued(turn: Turn, match: re.Match[str]) -> Answer | None:
    """「问责不予 3 查明系不可抗力」."""
    return _end(turn, match, is_executed=False)


def _end(turn: Turn, match: re.Match[str], *, is_executed: bool) -> Answer | None:
    matter = meant(turn, match["ref"])
    if matter is None:
        return None
    fields = labelled(match["words"] or "")
    case = accountability.end(
        turn.session, matter, turn.telling, fields.get("", ""), fields.get("人员", ""), is_executed=is_executed
    )
    return _done("case_ended_told", matter, case)


def _choose(turn: Turn, matter: Matter) -> Answer:
    """Which circumstances there are to choose from."""
    rule = rules_for(turn.session, matter, turn.rules).policy.accountability
    codes = [{"code": one.code, "words": one.words} for one in rule.circumstances] if rule else []
    return Answer("case_needs_codes", {"number": matter.number, "title": matter.title, "codes": codes})


def _list(turn: Turn) -> Answer:
    items = [
        {"number": matter.number, "title": matter.title, "unit": unit, "subject": case.subject,
         "state": case.state.value, "measure": case.measure}
        for case, matter, unit in accountability.open_cases(turn.session, MOST_SHOWN)
    ]  # fmt: skip
    return Answer("case_list", {"items": items})


def _done(event: str, matter: Matter, case: AccountabilityCase) -> Answer:
    facts = {
        "number": matter.number,
        "title": matter.title,
        "subject": case.subject,
        "codes": case.codes,
        "measure": case.measure,
        "approver": case.approver,
        "paper": case.paper,
        "state": case.state.value,
        "papers": len(case.notices),
    }
    return Answer(event, facts, Disposition.DONE)
