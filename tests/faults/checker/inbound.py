"""What came in: kept before it was answered, once, unchanged, judged by the platform's time (I1–I6)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from .facts import Facts, Outcome, Row, Violation, rows_of

FINAL = {"recorded", "done", "answered", "refused", "ignored", "quarantined"}
NO_EFFECT = {"waiting", "refused", "ignored", "quarantined"}
_CONTENT = re.compile(r"<Content><!\[CDATA\[(.*?)\]\]></Content>", re.DOTALL)


def kept_before_answered(facts: Facts) -> Iterator[Violation]:
    """I1: acked ⊆ inbox ⊆ sent."""
    rows = facts.table("inbox")
    kept, keys = {row["plaintext"] for row in rows}, {row["message_key"] for row in rows}
    for one in facts.history:
        if one.outcome is Outcome.ACKED and (one.plaintext not in kept if not one.key else one.key not in keys):
            yield Violation("I1", f"a message of {one.told_at} was answered 200 and is not in the inbox", (one.key,))
    sent = {one.plaintext for one in facts.history} | {one.key.encode() for one in facts.history if one.key}
    for row in _from_platform(facts):
        if row["plaintext"] not in sent and row["message_key"].encode() not in sent:
            yield Violation("I1", "the inbox has a message that nobody sent", rows_of("inbox", [row]))


def one_effect(facts: Facts) -> Iterator[Violation]:
    """I2: a message is there once, has one end, and did what it did once."""
    rows = facts.table("inbox")
    yield from _twice("inbox", rows, "a message was stored twice", "corp", "agent", "message_key")
    yield from _twice("inbox", _from_platform(facts), "one plaintext was stored twice", "plaintext")
    yield from _twice("report", facts.table("report"), "a message made two reports", "inbox_id")
    acts = [act for act in facts.table("act") if act["inbox_id"] is not None]
    yield from _twice("act", acts, "a message did the same thing twice", "inbox_id", "act", "matter_id", "facts")
    by_id = facts.by_id("inbox")
    for row in rows:
        if (row["disposition"] in FINAL) != (row["worked_at"] is not None):
            yield Violation("I2", f"{row['disposition']}, but worked at {row['worked_at']}", rows_of("inbox", [row]))
        if row["disposition"] in ("refused", "quarantined") and not (row["answer"] or row["trouble"]):
            yield Violation("I2", f"{row['disposition']} without a reason", rows_of("inbox", [row]))
    for report in facts.table("report"):
        if by_id[report["inbox_id"]]["disposition"] in NO_EFFECT:
            yield Violation("I2", "a message that was not carried out made a report", rows_of("report", [report]))


def no_silence(facts: Facts) -> Iterator[Violation]:
    """I3: whoever is known to us gets one answer, on the spot or by the outbox."""
    posted = {row["key"] for row in facts.table("outgoing")}
    for row in facts.table("inbox"):
        if row["disposition"] not in FINAL or row["person_id"] is None or row["kind"].startswith("event:"):
            continue
        by_outbox = row["answered_by"] == "outbox" or row["disposition"] == "quarantined"
        if row["disposition"] != "quarantined" and not (row["answer"] and row["answered_by"]):
            yield Violation("I3", "a message was worked and not answered", rows_of("inbox", [row]))
        elif by_outbox and f"answer:{row['id']}:1" not in posted:
            yield Violation("I3", "the answer was left to the outbox, which has none", rows_of("inbox", [row]))
        elif not by_outbox and f"answer:{row['id']}:1" in posted:
            yield Violation("I3", "answered on the spot, and once more by the outbox", rows_of("inbox", [row]))


def unchanged(facts: Facts) -> Iterator[Violation]:
    """I4: what is kept is what was sent, and the words people read are all of it."""
    sent = {one.key: one.plaintext for one in facts.history if one.key}
    for row in _from_platform(facts):
        if row["plaintext"] != sent.get(row["message_key"], row["plaintext"]):
            yield Violation("I4", "the plaintext is not the one that was sent", rows_of("inbox", [row]))
        told = _CONTENT.search(row["plaintext"].decode(errors="replace")) if row["kind"] == "text" else None
        if told and told[1].isprintable() and told[1] != row["text"]:
            yield Violation("I4", "the text is not what was typed", rows_of("inbox", [row]))


def time_of_record(facts: Facts) -> Iterator[Violation]:
    """I5: nothing but the platform's CreateTime says when something was told."""
    told = {one.key: one.told_at for one in facts.history if one.key}
    inbox, reports = facts.by_id("inbox"), facts.by_id("report")
    for row in _from_platform(facts):
        if row["told_at"] != told.get(row["message_key"], row["told_at"]):
            yield Violation("I5", "the time of record is not CreateTime", rows_of("inbox", [row]))
    for report in reports.values():
        told_at = inbox[report["inbox_id"]]["told_at"]
        if report["told_at"] > told_at or (report["told_at"] != told_at and not report["told_through"]):
            yield Violation("I5", "a report does not count from its message's time", rows_of("report", [report]))
    for row in facts.table("progress"):
        if row["told_at"] != reports[row["report_id"]]["told_at"]:
            yield Violation("I5", "a row does not count from its report's time", rows_of("progress", [row]))


def greatest_word_stands(facts: Facts) -> Iterator[Violation]:
    """I6: each part of a matter's state is the greatest (told_at, key) that speaks of it and was not withdrawn."""
    withdrawn = {row["id"] for row in facts.table("report") if row["withdrawn_at"]}
    for row in facts.table("progress"):
        if bool(row["withdrawn_at"]) != (row["report_id"] in withdrawn):
            yield Violation("I6", "a report and its row do not agree on a withdrawal", rows_of("progress", [row]))
    for matter in facts.table("matter"):
        if differs := [name for name, may in _state_of(facts, matter).items() if matter[name] not in may]:
            yield Violation("I6", f"the state is not what was told last: {differs}", rows_of("matter", [matter]))


def _state_of(facts: Facts, matter: Row) -> dict[str, set[object]]:
    """What each column may hold. What was told as done before the office returned it does not count."""
    claims = [row for row in facts.table("closeout") if row["matter_id"] == matter["id"]]
    returned = max(
        (row["decided_at"] for row in claims if row["state"] == "returned" and row["decided_at"]), default=None
    )
    told = [row for row in facts.table("progress") if row["matter_id"] == matter["id"] and not row["withdrawn_at"]]
    told = [row for row in told if not (returned and row["status"] == "completed" and row["told_at"] <= returned)]
    told.sort(key=lambda row: (row["told_at"], row["told_key"], row["id"]))
    troubles = [row["has_problem"] for row in told if row["has_problem"] or not row["is_correction"]]
    state: dict[str, set[object]] = {"has_problem": {troubles[-1] if troubles else 0}}
    if matter["confirmed_at"] is not None or matter["closed_at"] is not None:
        return state | {"status": {"closed" if matter["closed_at"] else "completed"}, "percent": {100}}
    figures = [row["percent"] for row in told if row["percent"] is not None]
    keys = {row["id"]: row["message_key"] for row in facts.table("inbox")}
    words = [(row["told_at"], row["told_key"], row["status"]) for row in told if row["status"]]
    words += [(row["told_at"], keys[row["inbox_id"]], "completed") for row in claims if row["state"] == "asked"]
    last = max(words, default=None)
    state |= {"percent": {(figures or [matter["base_percent"]])[-1]}}
    state |= {"status": {last[2] if last else matter["base_status"]}}
    if returned and (last is None or last[0] <= returned):
        state["status"].add("in_progress")
    return state


def _from_platform(facts: Facts) -> list[Row]:
    return [row for row in facts.table("inbox") if row["channel"] == "app" and facts.is_within(row["received_at"])]


def _twice(name: str, rows: list[Row], sentence: str, *columns: str) -> Iterator[Violation]:
    keys = [tuple(str(row[column]) for column in columns) for row in rows]
    for key, times in Counter(keys).items():
        if times > 1:
            same = [row for row, of_row in zip(rows, keys, strict=True) if of_row == key]
            yield Violation("I2", sentence, rows_of(name, same))
