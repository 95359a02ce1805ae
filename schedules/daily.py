"""What the office does every day by itself: hand over what nobody answered, remind of what waits, look at matters."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import bindparam
from sqlalchemy.orm import Session

from models import Matter
from models.loading import Loading
from supervision import (
    appeal_terms,
    by_hand,
    deadlines,
    duewarnings,
    escalation,
    lapses,
    lightness_book,
    notices,
    numbers,
    overdue,
    plates_hung,
    serving,
    slow_findings,
    undecided,
)
from supervision.announcing import announce
from supervision.audience import supervisors
from supervision.clock import day_of, local
from supervision.deadlines import DueWarning
from supervision.errors import CalendarYearMissing
from supervision.rules import Rules

ONE_DAY = timedelta(days=1)
A_WEEK = timedelta(days=7)
_MATTER = Loading(Matter, Matter.id == bindparam("matter"), locks=True)


@dataclass(frozen=True, slots=True)
class Looked:
    """What time brought to one matter."""

    matter_id: int
    number: int
    warnings: tuple[DueWarning, ...] = field(default=())
    is_overdue: bool = False  # and the unit was told so now
    step: str | None = None  # the name of the notice that was drafted
    next_look_on: date | None = None


def office_day(rules: Rules, now: datetime) -> date | None:
    """The working day that has begun; None at night, on days without work, and in a year without a calendar (N6).

    What fell due yesterday is judged in the morning: by then what was told before midnight has reached us.
    """
    today = day_of(now)
    try:
        is_workday = rules.calendar.is_workday(today)
    except CalendarYearMissing:
        return None
    return today if is_workday and local(now).time() >= rules.policy.quiet_until else None


def look(session: Session, matter_id: int, rules: Rules, now: datetime, *, climbs: bool) -> Looked | None:
    """Warn, climb if it `climbs`, and write down when to look again; None when somebody else just did."""
    today = day_of(now)
    matter = _MATTER.first(session, {"matter": matter_id})
    if matter is None or matter.next_look_on is None or matter.next_look_on > today:
        return None
    milestones = deadlines.open_milestones(session, matter_id)
    warnings = duewarnings.warn(session, matter, milestones, rules, now) if deadlines.runs(matter) else ()
    is_overdue = overdue.tell(session, matter, rules, now)
    running = escalation.let_go(session, matter, now)
    step = escalation.climb_on(session, matter, running, rules, now) if climbs else None
    if step is None:
        by_hand.ask_when(session, matter, running, rules, now)
    tomorrow = today + ONE_DAY
    own = deadlines.next_look(matter, milestones, rules, tomorrow)
    climbing = deadlines.climbing(session, [matter_id])
    matter.next_look_on = deadlines.with_climbs(matter, own, climbing, rules, tomorrow)
    return Looked(matter_id, matter.number, tuple(warnings), is_overdue, step, matter.next_look_on)


def lapse_questions(session: Session, rules: Rules, _scheduled_for: datetime, now: datetime) -> dict[str, Any]:
    return {"handed_over": lapses.lapse_questions(session, rules, now)}


def show_help_calls(session: Session, rules: Rules, _scheduled_for: datetime, now: datetime) -> dict[str, Any]:
    return {"shown": lapses.show_help_calls(session, rules, now)}


def remind_undecided(session: Session, _rules: Rules, _scheduled_for: datetime, now: datetime) -> dict[str, Any]:
    return {"waiting": undecided.remind_undecided(session, now)}


def reckon_slow(session: Session, rules: Rules, _scheduled_for: datetime, now: datetime) -> dict[str, Any]:
    return slow_findings.reckon(session, rules, now)


def ask_for_paper(session: Session, rules: Rules, _scheduled_for: datetime, now: datetime) -> dict[str, Any]:
    """请送达纸质件: a notice nobody signed for is brought by hand; once to the office, never against the unit (P06)."""
    unsigned = notices.unsigned(session, rules, day_of(now))
    for notice in unsigned:
        matter = session.get_one(Matter, notice.matter_id)
        facts = serving.about(session, notice, matter) | {"written": numbers.number_of(notice)}
        announce(
            session,
            supervisors(session),
            "notice_paper_due",
            f"notice:{notice.id}:paper",
            facts,
            now,
            matter_id=matter.id,
            still_true="notice_not_received",
        )
    return {"unsigned": len(unsigned)}


def tell_the_burden(session: Session, _rules: Rules, scheduled_for: datetime, now: datetime) -> dict[str, Any]:
    """减负账: what the bot sent and asked in the month before, once to the office (P08)."""
    last = _month_before(scheduled_for)
    facts = lightness_book.of_month(session, last.year, last.month)
    key = f"burden:{last:%Y-%m}"
    return {"told": announce(session, supervisors(session), "burden_of_month", key, facts, now)}


def hang_plates(
    session: Session, rules: Rules, scheduled_for: datetime, now: datetime, after: int, most: int
) -> int | None:  # fmt: skip
    """红黄绿牌 of the month before, where the policy shows them (E09)."""
    return plates_hung.hang(session, rules, _month_before(scheduled_for), now, after, most)


def tell_of_plates(session: Session, rules: Rules, scheduled_for: datetime, now: datetime) -> dict[str, Any]:
    """Once they all hang."""
    return plates_hung.tell(session, rules, _month_before(scheduled_for), now)


def _month_before(moment: datetime) -> date:
    """Its last day."""
    return day_of(moment).replace(day=1) - ONE_DAY


def remind_of_appeals(session: Session, rules: Rules, _scheduled_for: datetime, now: datetime) -> dict[str, Any]:
    return {"told": appeal_terms.remind(session, rules.calendar, now)}


def ask_for_calendar(session: Session, rules: Rules, _scheduled_for: datetime, now: datetime) -> dict[str, Any]:
    """Once a week until next year's holidays are loaded (F39)."""
    today = day_of(now)
    year = today.year + 1
    if rules.calendar.has_year(year):
        return {"skipped": f"the calendar of {year} is there"}
    monday = today - ONE_DAY * today.weekday()
    told = announce(
        session, supervisors(session), "calendar_missing", f"calendar:{year}:{monday}", {"year": year}, now, life=A_WEEK
    )
    return {"told": told}
