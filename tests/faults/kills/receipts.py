"""What senders hold in their hands, beside what the inbox says of it: each was answered, and none twice (I3)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rehearsal.platform import Delivery, State
from tests.faults.checker import Facts, Violation


def each_answered_once(facts: Facts, deliveries: Iterable[Delivery]) -> Iterator[Violation]:
    """An answer left to the outbox is looked after by O1; one given on the spot must have been seen there."""
    kept = {row["message_key"]: row for row in facts.table("inbox")}
    for one in deliveries:
        row = kept.get(f"msg-{one.message_id}")
        if one.state is not State.ACCEPTED or row is None or row["person_id"] is None:
            continue
        if row["answered_by"] == "callback" and not one.reply_text:
            yield Violation(
                "I3", "called answered on the spot, and its sender has seen nothing", (f"inbox {row['id']}",)
            )
        if row["answered_by"] == "outbox" and one.reply_text:
            yield Violation("I2", "answered on the spot, and once more later", (f"inbox {row['id']}",))
