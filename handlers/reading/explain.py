"""How a message was understood: which words became what. Facts for a text; nothing is read anew but what names it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from handlers.reading import intent as wants
from handlers.reading import leave_asked, marks, mending, taking_back
from handlers.reading.modality import has_next
from handlers.reading.normalise import normalise
from handlers.reading.period import kind_of
from handlers.reading.pieces import BLANK
from handlers.reading.result import Intent, Reading, Update

_BLANKS = re.compile(f"{BLANK}+")
_CLAUSE = re.compile(r"[^,。;\n…]+")
_DAYS = re.compile(
    r"昨[天日]|前天|今[天日]|当日|[上本这下]个?(?:周|星期|月)[一二三四五六日]?"
    r"|\d{1,2}月(?:\d{1,2}[日号]?|份|第[一二三四五1-5]周)?|\d{1,2}[-./]\d{1,2}|周[一二三四五六日]"
)
_DAYS_FOLLOW = re.compile(rf"[ (:【]*((?:{_DAYS.pattern})+)")
_HEADING = 30  # characters before the word 日报 that may tell its days
_TOLD_BY = {
    Intent.HELP: (wants.HELP,),
    Intent.WITHDRAW: (taking_back.WITHDRAW, taking_back.WITHDRAWN),
    Intent.CORRECTION: (mending.CORRECTION, mending.EARLIER),
    Intent.PLAN: (wants.PLAN,),
    Intent.CLOSEOUT: (leave_asked.REQUEST, leave_asked.CLOSEOUT),
    Intent.EXTENSION: (leave_asked.REQUEST, leave_asked.EXTENSION),
    Intent.ACKNOWLEDGE: (wants.ACKNOWLEDGE,),
    Intent.QUERY: (wants.QUESTION, marks.QUESTION_MARK),
}


@dataclass(frozen=True, slots=True)
class Part:
    """One update with the words behind it, the matter's name put back into them."""

    update: Update
    next_steps: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """Words are as the reader saw them; "" where none alone decided."""

    why: tuple[str, ...]  # the words of the intent
    kind: str
    period: str
    parts: tuple[Part, ...]


def explain(text: str, reading: Reading) -> Explanation:
    """For a person who wants to know why."""
    plain = normalise(text)
    kind, period = _heading(plain)
    parts = tuple(_part(update) for update in reading.updates)
    return Explanation(_why(plain, reading, kind), kind, period, parts)


def _why(plain: str, reading: Reading, kind: str) -> tuple[str, ...]:
    if reading.intent is Intent.REPORT:
        return (kind,) if kind else tuple(part.words for part in reading.updates[:1])
    found = (pattern.search(plain) for pattern in _TOLD_BY.get(reading.intent, ()))
    return tuple(dict.fromkeys(match[0].strip() for match in found if match))


def _heading(plain: str) -> tuple[str, str]:
    """The word that names the report, and those beside it that tell of which days it is."""
    named = kind_of(plain)
    if named is None:
        return "", ""
    _, start, end = named
    first = max(plain.rfind("\n", 0, start) + 1, start - _HEADING)
    days = [match[0] for match in _DAYS.finditer(plain, first, start)]
    if following := _DAYS_FOLLOW.match(plain, end):
        days.append(following[1])
    return plain[start:end].strip(" \n:【】()"), "".join(days)


def _part(update: Update) -> Part:
    because = update.because
    told = replace(
        because,
        status=_with_name(because.status, update),
        percent=_with_name(because.percent, update),
        expected=_with_name(because.expected, update),
        problem=_with_name(because.problem, update),
    )
    return Part(replace(update, because=told), _next_steps(update))


def _with_name(words: str, update: Update) -> str:
    return _BLANKS.sub(lambda _: update.mention, words).strip(" ,。;\n")


def _next_steps(update: Update) -> str:
    if not update.has_next_steps:
        return ""
    clauses = (found[0].strip() for found in _CLAUSE.finditer(update.words))
    return next((clause for clause in clauses if has_next(clause)), "")
