"""What happens by itself: each run once and none forgotten, each change with its act, nothing left over (S, A2, L1)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from .facts import Facts, Violation, day, rows_of

SOON = timedelta(seconds=60)
AFTER_MIDNIGHT = timedelta(minutes=6)
NIGHTLY = "open_duties"  # at 00:05 of every day we were here
ONE_DAY = timedelta(days=1)


def each_run_once(facts: Facts) -> Iterator[Violation]:
    """S1: at most one committed run per (job, scheduled_for)."""
    for (job, at), times in Counter((row["job"], row["scheduled_for"]) for row in facts.table("job_run")).items():
        if times > 1:
            yield Violation("S1", f"{job} of {at} ran {times} times", (f"job_run {job}",))


def none_forgotten(facts: Facts) -> Iterator[Violation]:
    """S2: every night has its run, or is named as missed; a late run was late because we were away or held."""
    runs = facts.table("job_run")
    nights = {day(row["scheduled_for"]) for row in runs if row["job"] == NIGHTLY}
    nights |= {at for row in runs if row["job"] == NIGHTLY for at in map(_day, row["found"].get("missed", []))}
    today = {day(facts.now - AFTER_MIDNIGHT)} if facts.is_calm else set()
    first, last = min(nights | today, default=facts.now.date()), max(nights | today, default=date.min)
    for row in facts.table("hold"):
        if row["kind"] == "clock" and row["released_at"] is None:
            last = min(last, day(row["since"]))  # nothing runs, and that is why, until a person has looked at the clock
    while first <= last:
        if first not in nights:
            yield Violation("S2", f"no run of {NIGHTLY} on {first}, and no word why")
        first += ONE_DAY
    begun = min((row["ran_at"] for row in runs), default=None)
    away = [(row["first"], row["last"]) for row in facts.table("outage")]
    for row in facts.table("hold"):  # a clock that was ahead may have written its beginning
        released_at = row["released_at"] or facts.now
        away.append((min(row["since"], released_at), released_at))
    for row in runs:
        due, ran = row["scheduled_for"], row["ran_at"]
        is_excused = (
            begun is None
            or due < begun
            or any(first <= ran <= last + SOON and due <= last + SOON for first, last in away)
        )
        if ran < due or (ran - due > SOON and not is_excused):
            yield Violation("S2", f"{row['job']} of {due} ran at {ran}", (f"job_run {row['job']}",))


def _day(written: str) -> date:
    return day(datetime.fromisoformat(written))


@dataclass(frozen=True, slots=True)
class Change:
    """Rows of `table` in one of `states` had `act`, under their id in its `fact`."""

    table: str
    act: str
    fact: str
    column: str = "id"
    states: tuple[str, ...] = ()


CHANGES = (
    Change("notice", "notice_drafted", "notice"),
    Change("notice", "notice_signed", "notice", states=("signed", "withdrawn")),
    Change("notice", "notice_withdrawn", "notice", states=("withdrawn",)),
    Change("closeout", "closeout_asked", "closeout_id"),
    Change("closeout", "closeout_confirmed", "closeout_id", states=("granted",)),
    Change("closeout", "closeout_returned", "closeout_id", states=("returned",)),
    Change("extension", "extension_asked", "extension_id"),
    Change("extension", "extension_granted", "extension_id", states=("granted",)),
    Change("extension", "extension_returned", "extension_id", states=("returned",)),
    Change("score_proposal", "score_proposed", "proposal"),
    Change("score_proposal", "score_signed", "proposal", states=("signed",)),
    Change("score_proposal", "score_declined", "proposal", states=("declined",)),
    Change("appeal", "appeal_asked", "notice", "notice_id"),
)


def each_change_noted(facts: Facts) -> Iterator[Violation]:
    """A2: one act for each, by whom and on which message, and none for what did not happen."""
    acts = facts.table("act")
    for change in CHANGES:
        rows = facts.table(change.table)
        became = {row[change.column] for row in rows if not change.states or row["state"] in change.states}
        noted = Counter(act["facts"].get(change.fact) for act in acts if act["act"] == change.act)
        wrong = [one for one in became | set(noted) if noted[one] != (one in became)]
        if wrong:
            sentence = f"{change.act} was not noted exactly once"
            yield Violation("A2", sentence, tuple(f"{change.table} {one}" for one in sorted(wrong)))
    for row in facts.table("report"):
        noted_times = sum(act["act"] == "report_withdrawn" and act["facts"]["report"] == row["id"] for act in acts)
        if noted_times != bool(row["withdrawn_at"]):
            yield Violation("A2", "a withdrawal was not noted exactly once", rows_of("report", [row]))
    cancelled = Counter(one for act in acts if act["act"] == "climb_ended" for one in act["facts"]["cancelled"])
    for row in facts.table("notice"):
        if cancelled[row["id"]] != (row["state"] == "cancelled"):
            yield Violation("A2", "a cancelled notice was not noted exactly once", rows_of("notice", [row]))
    for act in acts:
        if act["by_id"] is not None and act["inbox_id"] is None and not act["by_words"]:
            yield Violation("A2", "an act of a person without a message", rows_of("act", [act]))


def drained(facts: Facts) -> Iterator[Violation]:
    """L1: a minute after faults stopped nothing waits that could go; what is put off to a later hour may."""
    if not facts.is_calm:
        return
    for row in facts.table("inbox"):
        if row["disposition"] == "waiting" and row["received_at"] + SOON < facts.now:
            yield Violation("L1", "a message still waits to be worked", rows_of("inbox", [row]))
    for row in facts.table("outgoing"):
        could_go = row["state"] == "waiting" and row["not_before"] + SOON < facts.now
        if could_go or (row["state"] == "claimed" and (row["claimed_until"] or facts.now - ONE_DAY) + SOON < facts.now):
            yield Violation("L1", "an intent still waits, and could go", rows_of("outgoing", [row]))
