"""What hurts: one notice a rung, never after a report in time, no rung skipped, signed, with its grounds (N)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime

from .facts import Facts, Row, Violation, day, rows_of
from .reports import meeting

ISSUED = ("signed", "withdrawn")


def one_a_rung(facts: Facts) -> Iterator[Violation]:
    """N1: at most one per (matter, level, cycle)."""
    rows = facts.table("notice")
    rungs = Counter((row["matter_id"], row["level"], row["cycle"]) for row in rows)
    for rung, times in rungs.items():
        if times > 1:
            same = [row for row in rows if (row["matter_id"], row["level"], row["cycle"]) == rung]
            yield Violation("N1", f"{times} notices of one rung", rows_of("notice", same))


def none_who_reported(facts: Facts) -> Iterator[Violation]:
    """N2: no reminder and no step for what was told in time and known to us by then."""
    touched = {row["send_id"]: row["started_at"] for row in reversed(facts.table("attempt"))}
    for row in facts.table("outgoing"):
        if row["still_true"] == "duty_unmet" and row["send_id"] in touched:
            met = meeting(facts, row["facts"]["duty_id"], known_before=touched[row["send_id"]])
            if met:
                rows = (*rows_of("outgoing", [row]), *rows_of("report", met))
                yield Violation("N2", "somebody was reminded of a report that had come", rows)
    yield from _drafted_though_done(facts)
    reports = facts.by_id("report")
    for found in facts.table("finding"):
        if found["kind"] != "reports_missing" or found["by_id"] is not None:
            continue
        since = date.fromisoformat(found["facts"]["since"])
        told = [
            row for row in facts.table("progress")
            if row["matter_id"] == found["matter_id"] and day(row["told_at"]) >= since and not row["withdrawn_at"]
            and reports[row["report_id"]]["recorded_at"] < found["found_at"]
        ]  # fmt: skip
        if told:
            rows = (*rows_of("finding", [found]), *rows_of("progress", told))
            yield Violation("N2", "reports were found missing that had come", rows)


def _drafted_though_done(facts: Facts) -> Iterator[Violation]:
    inbox = facts.by_id("inbox")
    overdue = {row["id"] for row in facts.table("climb") if row["cause"] == "overdue"}
    for notice in facts.table("notice"):
        due_on = date.fromisoformat(notice["grounds"]["due_on"])
        moments = [at for at in (notice["drafted_at"], notice["signed_at"]) if at and notice["climb_id"] in overdue]
        for claim in facts.table("closeout"):
            in_time = claim["matter_id"] == notice["matter_id"] and day(claim["told_at"]) <= due_on
            known_at, left_at = inbox[claim["inbox_id"]]["worked_at"], claim["decided_at"]
            is_gone = claim["state"] in ("returned", "withdrawn")
            if (
                in_time
                and known_at
                and any(known_at < at and not (is_gone and left_at and left_at <= at) for at in moments)
            ):
                rows = (*rows_of("notice", [notice]), *rows_of("closeout", [claim]))
                yield Violation("N2", "an overdue notice, though completion was told in time", rows)


def no_rung_skipped(facts: Facts) -> Iterator[Violation]:
    """N3: each rung rests on the one below, signed, delivered, its limit over; one rung a day."""
    climbs: dict[int, dict[int, Row]] = defaultdict(dict)
    for row in facts.table("notice"):
        climbs[row["climb_id"]].setdefault(row["level"], row)
    arrived = [row for row in facts.table("outgoing") if row["state"] == "sent" and row["event"] == "notice_issued"]
    for by_level in climbs.values():
        rungs = [by_level[level] for level in sorted(by_level)]
        for below, row in zip([None, *rungs], rungs, strict=False):
            of_both = rows_of("notice", [one for one in (below, row) if one])
            if below is None or row["grounds"].get("skips"):
                # A policy may enter above its first rung; one that a person asked for is issued on an article.
                if row["state"] in ISSUED and row["grounds"].get("skips") and not row["grounds"].get("cited"):
                    yield Violation("N3", "a rung was passed over and no article was cited", of_both)
                continue
            if row["level"] > below["level"] + 1 or not below["signed_at"] or below["signed_at"] > row["drafted_at"]:
                yield Violation("N3", "the rung below was not signed", of_both)
            elif day(below["drafted_at"]) == day(row["drafted_at"]):
                yield Violation("N3", "two rungs on one day", of_both)
            elif row["grounds"]["why"] == "limit_passed" and day(row["drafted_at"]) <= _limit(row, below):
                yield Violation("N3", "the limit of the rung below was not over", of_both)
            reached = [
                one["ended_at"] for one in arrived
                if one["facts"]["notice_id"] == below["id"] and one["ended_at"] and one["ended_at"] <= row["drafted_at"]
            ]  # fmt: skip
            if not reached and not (below["received_at"] and below["received_at"] <= row["drafted_at"]):
                yield Violation("N3", "the rung below had not been delivered", of_both)


def _limit(row: Row, below: Row) -> date:
    """As the step was drafted on it: it may have been corrected since."""
    limit = (row["grounds"].get("previous") or {}).get("finish_by")
    return date.fromisoformat(limit) if limit else below["finish_by"] or day(below["signed_at"])


def _taken_up_again(closeout: Row, decided: Iterable[Row]) -> datetime | None:
    """A 销号 that is returned opens again what was confirmed as done before."""
    return min(
        (
            row["decided_at"] for row in decided
            if row["matter_id"] == closeout["matter_id"] and row["state"] == "returned"
            and row["decided_at"] > closeout["decided_at"]
        ),
        default=None,
    )  # fmt: skip


def nothing_after_the_end(facts: Facts) -> Iterator[Violation]:
    """N7: from its close-out on, and while it is suspended, a matter leads to nothing."""
    confirmed = {row["id"] for row in facts.table("matter") if row["confirmed_at"]}
    decided = [row for row in facts.table("closeout") if row["decided_at"]]
    stops: list[tuple[int, datetime, datetime | None]] = [
        (row["matter_id"], row["decided_at"], _taken_up_again(row, decided)) for row in decided
        if row["state"] == "granted" and (row["matter_id"] in confirmed or _taken_up_again(row, decided))
    ]  # fmt: skip
    stops += [(row["matter_id"], row["since"], row["until"]) for row in facts.table("suspension")]
    touched = {row["send_id"]: row["started_at"] for row in reversed(facts.table("attempt"))}
    made = [("notice", row, row[name]) for row in facts.table("notice") for name in ("drafted_at", "signed_at")]
    made += [("finding", row, row["found_at"]) for row in facts.table("finding") if row["by_id"] is None]
    made += [
        ("outgoing", row, touched.get(row["send_id"])) for row in facts.table("outgoing")
        if row["still_true"] in ("matter_open", "due_unchanged", "notice_open")
    ]  # fmt: skip
    for name, row, at in made:
        for matter_id, since, until in stops:
            if at and row["matter_id"] == matter_id and since < at and (until is None or at < until):
                yield Violation("N7", f"at {at}, after the matter had ended or stopped", rows_of(name, [row]))
