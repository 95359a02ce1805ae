"""What a question wants of matters beside their names: lights, states, days, figures, order, whose move it is."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from handlers.reading import vocabulary as words
from handlers.reading.lights_asked import lights_of, without_lights
from handlers.reading.order_asked import order_of, without_order
from handlers.reading.percent_asked import percent_of, without_percent
from handlers.reading.result import DueWindow, Order, Query, Status
from handlers.reading.state_words import any_of
from handlers.reading.windows import DAYS_LEFT, DUE, due_of, without_due

PROBLEM = any_of(words.PROBLEM_QUERY_WORDS)
NO_PROBLEM = re.compile("(?<!有)(?:没有?|无|不存在|没遇到)(?:任何|什么)?(?:存在)?(?:困难|问题)")
OPEN = any_of(words.OPEN_QUERY_WORDS)
WHO_HOLDS = any_of(words.WHO_HOLDS_WORDS)
STATES = tuple((Status(value), any_of(entries)) for value, entries in words.STATUS_QUERY_WORDS)
NOT_BLOCKED = re.compile("(?<!有)(?:没有?|未|不|没在)(?:停工|受阻|停滞|停着|停摆|停了)")
STILL_OPEN = (Status.NOT_STARTED, Status.IN_PROGRESS, Status.BLOCKED)
ASSISTS = re.compile("配合|协办|参与|协助的")
WAITED_FOR = re.compile("(?:等着?|需要?|请|待|找|靠|卡在)$")
WAITING = re.compile("(?:来|去|那边|那里)?的?(?:协调|支持|协助|帮忙|配合|答复|回复|回话|批复|审批|批|办理?)+")


def with_conditions(query: Query, plain: str, today: date) -> Query:
    """`plain` is the text without names: a title is no condition."""
    ordered = order_of(plain)
    statuses, due = status_of(plain), due_of(without_order(plain), today)
    if ordered and ordered.order is Order.SOONEST and due is None:
        due = DueWindow(first=today)
    if ordered and ordered.is_late and due is None:
        due = DueWindow(overdue=True)
    if ordered and ordered.order is Order.SLOWEST and not statuses:
        statuses = STILL_OPEN
    figure = percent_of(plain)
    return replace(
        query,
        lights=lights_of(plain),
        status=statuses,
        due=None if _is_over(statuses) else due,
        percent=figure[0] if figure else None,
        order=ordered.order if ordered else None,
        most=ordered.most if ordered else None,
        without_problem=NO_PROBLEM.search(plain) is not None,
        problem=NO_PROBLEM.search(plain) is None and PROBLEM.search(plain) is not None,
    )


def status_of(plain: str) -> tuple[Status, ...]:
    """要完成的 is no state; 没停工的 is the other ones."""
    if OPEN.search(plain):
        return STILL_OPEN
    if NOT_BLOCKED.search(plain):
        return (Status.NOT_STARTED, Status.IN_PROGRESS)
    told = without_percent(DUE.sub(" ", plain))
    return tuple(state for state, pattern in STATES if pattern.search(told))


def without_conditions(text: str) -> str:
    """The text with blanks where it says a condition."""
    text = OPEN.sub(lambda found: " " * len(found[0]), text)
    for blanked in (without_percent, without_order, without_lights, without_due):
        text = blanked(text)
    for pattern in (WHO_HOLDS, DAYS_LEFT, NO_PROBLEM, PROBLEM, NOT_BLOCKED, *(pattern for _, pattern in STATES)):
        text = pattern.sub(" ", text)
    return text


def _is_over(statuses: tuple[Status, ...]) -> bool:
    """Nothing that ended is due any more."""
    return bool(statuses) and not set(statuses) & set(STILL_OPEN)
