"""What went out: each intent has its end, in order, not too fast, nothing doubtful twice, nothing cut (O1–O4, O6)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import pairwise

from .facts import Facts, Row, Violation, rows_of

OPEN = ("waiting", "claimed")
ARRIVED = ("sent", "partial")
GRACE = timedelta(minutes=5)  # a claim lasts two
MINUTE = timedelta(seconds=60)
MOST = {"robot": 18, "member": 25, "chat": 18}
AGAIN = {"penalty": 0, "reply": 0, "reminder": 2, "bulletin": 2}
BYTES = {"app": 2048, "appchat": 2048, "robot": 4096}
_SAME = ("channel", "target", "created_at", "parts")
PUSHED = ("app", "appchat", "robot")


def each_has_an_end(facts: Facts) -> Iterator[Violation]:
    """O1: within its time to live; what is called sent was taken by the wire, all of it, and stands on a screen."""
    sends, seen = facts.by_id("send"), {one.message_id for one in facts.shown}
    for row in facts.table("outgoing"):
        of_row = rows_of("outgoing", [row])
        if (row["state"] in OPEN) == (row["ended_at"] is not None):
            yield Violation("O1", f"{row['state']}, and ended at {row['ended_at']}", of_row)
        if row["state"] in OPEN and row["expires_at"] + GRACE < facts.now:
            yield Violation("O1", f"{row['state']} at {facts.now}, and its time is over", of_row)
        if row["state"] != "sent":
            continue
        send = sends.get(row["send_id"])
        arrived = [part["outcome"] in ARRIVED for part in letter(facts, send)] if send else []
        if not any(arrived) or not (all(arrived) or row["trouble"]):  # without its card a letter may still be read
            yield Violation("O1", "called sent, and the wire never took it", of_row)
        elif send and seen and send["channel"] == "app" and _is_unseen(facts, send, seen):
            yield Violation("O1", "called sent, and nobody has it on the screen", of_row)


def first_in_first_out(facts: Facts) -> Iterator[Violation]:
    """O2: to one audience those of one class leave in the order of their numbers, and a blocked head lets nobody pass.

    Which class goes first when there is not room for all is another matter. What was put off counts from then on.
    """
    touched: dict[int, list[Row]] = defaultdict(list)
    for row in facts.table("attempt"):
        touched[row["send_id"]].append(row)
    queues: dict[object, list[Row]] = defaultdict(list)
    for row in facts.table("outgoing"):
        if row["send_id"] in touched:
            queues[row["chat_id"], row["person_id"], row["message_class"]].append(row)
    for queue in queues.values():
        for at, first in enumerate(queue):
            for second in queue[at + 1 :]:
                ours, theirs = touched[first["send_id"]], touched[second["send_id"]]
                if first["send_id"] == second["send_id"]:
                    continue
                could = first["tries"] == 0 and first["not_before"] <= theirs[0]["started_at"]
                was_passed = could and theirs[0]["id"] < ours[0]["id"]
                if was_passed or ours[0]["id"] < theirs[0]["id"] < ours[-1]["id"]:
                    yield Violation("O2", "the later one left before the earlier", rows_of("outgoing", [first, second]))


def not_too_fast(facts: Facts) -> Iterator[Violation]:
    """O3: in any 60 seconds; none while a key is frozen; and the platform had nothing to drop."""
    keys = defaultdict(list)
    for row in facts.table("attempt"):
        keys[row["limit_key"]].append(row)
    for key, rows in keys.items():
        rows.sort(key=lambda row: row["started_at"])
        most = MOST.get(key.split(":")[0], len(rows))
        if crowd := _too_many([row["started_at"] for row in rows], most):
            yield Violation("O3", f"over {most} attempts on {key} in the minute from {crowd}", rows_of("attempt", rows))
        for before, after in pairwise(rows):
            until = before["frozen_until"]
            if until and (before["ended_at"] or before["started_at"]) <= after["started_at"] < until:
                yield Violation("O3", f"{key} was frozen until {until}", rows_of("attempt", [after]))
    for one in facts.dropped:
        if one.reason.startswith("member_"):
            yield Violation("O3", f"the platform dropped a message to {one.to} at {one.at}: {one.reason}")
    screens = defaultdict(list)
    for shown in facts.shown:
        if shown.channel in PUSHED:
            screens[shown.channel.replace("app", "member", 1) if not shown.in_group else "robot", shown.to].append(
                shown.at
            )
    for (kind, to), moments in screens.items():
        if crowd := _too_many(moments, MOST.get(kind, 18)):
            yield Violation("O3", f"{to} saw more than may be in the minute from {crowd}")


def nothing_doubtful_again(facts: Facts) -> Iterator[Violation]:
    """O4: by class; and no formal paper stands twice on a screen."""
    sends, touched = facts.by_id("send"), defaultdict(list)
    for row in facts.table("attempt"):
        if not row["limit_key"].startswith("channel:"):
            touched[row["send_id"]].append(row)
    for send_id, rows in touched.items():
        doubtful = [row for row in rows[:-1] if row["outcome"] == "unknown"]
        if send_id in sends and len(doubtful) > AGAIN[sends[send_id]["message_class"]]:
            yield Violation("O4", f"tried again after {len(doubtful)} unknown outcomes", rows_of("attempt", rows))
    papers = {(row["target"].lower(), row["words"]) for row in sends.values() if row["message_class"] == "penalty"}
    seen = Counter((one.to.lower(), one.text) for one in facts.shown if one.channel == "app")
    for to, words in papers:
        if seen[to, words] > 1:
            yield Violation("O4", f"a formal paper stands {seen[to, words]} times on the screen of {to}")


def nothing_cut(facts: Facts) -> Iterator[Violation]:
    """O6: within the platform's bytes, in numbered parts that are all there, and nothing was cut on a screen."""
    for row in facts.table("send"):
        most = BYTES.get(row["channel"])
        if most and len(row["words"].encode()) > most:
            yield Violation("O6", f"{len(row['words'].encode())} bytes for {row['channel']}", rows_of("send", [row]))
        if row["part"] == 1 and len(letter(facts, row)) != row["parts"]:
            yield Violation("O6", "a letter without all its parts", rows_of("send", [row]))
    for one in facts.shown:
        if one.was_cut and one.channel != "member":
            yield Violation("O6", f"the platform cut what {one.to} sees at {one.at}")


def letter(facts: Facts, first: Row) -> list[Row]:
    """The parts of one message that was too long for one, in their order; written in one go."""
    parts: dict[int, Row] = {}
    for row in facts.table("send") if first["parts"] > 1 else [first]:
        if row["id"] >= first["id"] and all(row[name] == first[name] for name in _SAME):
            parts.setdefault(row["part"], row)
    return [parts[part] for part in sorted(parts)]


def _is_unseen(facts: Facts, send: Row, seen: set[str]) -> bool:
    return facts.is_within(send["created_at"]) and send["platform_message"] not in seen


def _too_many(moments: Iterable[datetime], most: int) -> datetime | None:
    """Where the first minute with more than that begins."""
    ordered = sorted(moments)
    return next((a for a, b in zip(ordered, ordered[most:], strict=False) if b - a < MINUTE), None)
