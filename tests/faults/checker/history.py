"""The history of a run, from the pretend platform's own list of callbacks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime

from rehearsal.platform import Delivery, State

from .facts import Operation, Outcome

_CREATED = re.compile(rb"<CreateTime>(?:<!\[CDATA\[)?(\d+)")


def operations_of(deliveries: Iterable[Delivery]) -> list[Operation]:
    return [_operation(one) for one in deliveries]


def _operation(delivery: Delivery) -> Operation:
    plaintext = delivery.parcel.inner.encode()
    created = _CREATED.search(plaintext)
    told_at = datetime.fromtimestamp(int(created[1]), UTC) if created else delivery.parcel.created_at
    key = f"msg-{delivery.message_id}" if delivery.message_id else ""
    return Operation(key, plaintext, told_at, _outcome(delivery))


def _outcome(delivery: Delivery) -> Outcome:
    """Without an answer in time nobody knows; a refusal may still have come after the row was kept."""
    if delivery.state is State.ACCEPTED:
        return Outcome.ACKED
    answered = delivery.attempts and all(attempt.status is not None for attempt in delivery.attempts)
    return Outcome.REFUSED if answered else Outcome.UNKNOWN
