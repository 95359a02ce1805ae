"""A notice is a person's paper: who signed it, what it rests on, and what was said of it agree (N5, N8)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from .facts import Facts, Row, Violation, rows_of
from .outbox import letter

ISSUED = ("signed", "withdrawn")
SIGNED_BY = ("serial", "signed_by_id", "signed_at", "standard", "finish_by")


def signed_by_people(facts: Facts) -> Iterator[Violation]:
    """N5: what was issued was signed by a known person; what costs points was proposed by another one, with a verdict.

    So was what rests on a time in which we were not at our best: no notice leaves without a person.
    """
    people = facts.by_id("person")
    for row in facts.table("notice"):
        if row["state"] not in ISSUED:
            continue
        if lacks := [name for name in SIGNED_BY if row[name] in (None, "")]:
            yield Violation("N5", f"issued without {lacks}", rows_of("notice", [row]))
        elif row["signed_by_id"] not in people or people[row["signed_by_id"]]["role"] not in ("supervisor", "leader"):
            yield Violation("N5", "signed by nobody who may", rows_of("notice", [row]))
        elif row["signed_at"] < row["drafted_at"]:
            yield Violation("N5", "signed before it was drafted", rows_of("notice", [row]))
        if row["points"] is not None and not _is_of_two(row):
            yield Violation("N5", "it costs points and is not the work of two people", rows_of("notice", [row]))


def _is_of_two(row: Row) -> bool:
    return bool(row["proposed_by_id"] and row["proposed_by_id"] != row["signed_by_id"] and row["verdict"])


def evidence_agrees(facts: Facts) -> Iterator[Violation]:
    """N8: policy, deadline and last report are rows of ours; number, level and day are the same wherever they stand."""
    policies = {(row["id"], row["name"], row["sha256"]) for row in facts.table("policy_version")}
    climbs, changes = facts.by_id("climb"), facts.by_id("due_change")
    told = facts.by_id("progress")
    for row in facts.table("notice"):
        grounds = row["grounds"]
        policy, due, last = (grounds.get(name) or {} for name in ("policy", "due_version", "last_report"))
        last_row = told.get(last.get("progress_id", 0))
        agrees = {
            "the policy": (policy.get("version_id"), policy.get("name"), policy.get("sha256")) in policies,
            "the climb's policy": policy.get("version_id") == climbs[row["climb_id"]]["policy_version_id"],
            "the article": policy.get("article") == row["article"],
            "the deadline": not due or due["id"] in changes,
            "the last report": not last or (last_row is not None and last_row["matter_id"] == row["matter_id"]),
            "our own state": "outages" in grounds and "holds" in grounds,
        }
        if wrong := [name for name, holds in agrees.items() if not holds]:
            yield Violation("N8", f"the evidence does not hold: {', '.join(wrong)}", rows_of("notice", [row]))
    yield from _numbers(facts)
    yield from _messages(facts)


def _numbers(facts: Facts) -> Iterator[Violation]:
    """Given once, without gaps."""
    given = defaultdict(list)
    for row in facts.table("notice"):
        if row["serial"] is not None:
            given[row["series"], row["year"]].append(row)
    last = {(row["series"], row["year"]): row["last"] for row in facts.table("number_series")}
    for series, rows in given.items():
        serials = sorted(row["serial"] for row in rows)
        if serials != list(range(1, len(rows) + 1)) or last.get(series) != len(rows):
            yield Violation("N8", f"the numbers of {series} have gaps or repeat: {serials}", rows_of("notice", rows))


def _messages(facts: Facts) -> Iterator[Violation]:
    notices = facts.by_id("notice")
    sends = facts.by_id("send")
    corrected = {act["facts"]["notice"] for act in facts.table("act") if act["act"] == "notice_corrected"}
    for row in facts.table("outgoing"):
        if row["event"] != "notice_issued":
            continue
        notice, said = notices[row["facts"]["notice_id"]], row["facts"]
        number = f"{notice['series']}〔{notice['year']}〕{notice['serial']}号"
        wanted = {"written": number, "due_on": notice["grounds"]["due_on"], "name": notice["grounds"]["name"]}
        if notice["id"] not in corrected:
            wanted |= {"finish_by": str(notice["finish_by"]), "standard": notice["standard"]}
        differs = [name for name, value in wanted.items() if said.get(name) != value]
        if row["send_id"] in sends and number not in _words(facts, sends[row["send_id"]]):
            differs.append("the words that were sent")
        if differs:
            rows = (*rows_of("outgoing", [row]), *rows_of("notice", [notice]))
            yield Violation("N8", f"message and notice do not agree: {differs}", rows)


def _words(facts: Facts, first: Row) -> str:
    return "".join(row["words"] for row in letter(facts, first))
