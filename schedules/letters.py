"""One letter is one message on the wire: several intents for the same audience, or one that goes alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from models import Outgoing
from schedules.claims import MERGED, PRIORITY, Claimed
from supervision import texts
from supervision.offers import has_offer

MOST_IN_ONE = 20
MOST_ALONE = 3  # offers at a time that get a card each; more are one list, with the words to type


@dataclass(frozen=True, slots=True)
class Letter:
    rows: tuple[Claimed, ...]

    @property
    def claims(self) -> dict[int, int]:
        """Row → the claim number under which it is ours."""
        return {row.id: row.claim for row in self.rows}

    @property
    def begun(self) -> int | None:
        """The first of its frozen messages, when it was begun before."""
        return self.rows[0].send_id

    @property
    def pressing(self) -> tuple[bool, int, int]:
        """Sorts letters when there is not room for all of them."""
        first = self.rows[0]
        return (self.begun is None, min(PRIORITY[row.message_class] for row in self.rows), first.id)


def letters_of(claimed: Sequence[Claimed], room: int, *, makes_offers: bool = False) -> list[Letter]:
    """In the order of the intents; the most pressing first only when there is not room for all of them (O2, O3)."""
    offers = {row.id for row in claimed if makes_offers and row.message_class in MERGED and has_offer(row.event)}
    alone = offers if len(offers) <= MOST_ALONE else set()
    begun = {row.send_id: Letter(()) for row in claimed if row.send_id is not None}
    fresh: list[Letter] = []
    for row in claimed:
        if row.send_id is not None:
            begun[row.send_id] = Letter((*begun[row.send_id].rows, row))
        elif fresh and not alone & {row.id, fresh[-1].rows[-1].id} and _merge(fresh[-1], row):
            fresh[-1] = Letter((*fresh[-1].rows, row))
        else:
            fresh.append(Letter((row,)))
    letters = [*begun.values(), *fresh]
    return sorted(letters, key=lambda letter: letter.pressing) if len(letters) > room else letters


def words_of(rows: Sequence[Outgoing]) -> str:
    """What the reader sees: the text of one event, or a numbered digest. What may arrive twice bears a number."""
    by_event: dict[str, list[Outgoing]] = {}
    for row in rows:
        by_event.setdefault(row.event, []).append(row)
    items = [text for event, same in by_event.items() for text in _said(event, same)]
    words = items[0] if len(items) == 1 else texts.render("digest", items=items)
    return with_serial(words, rows) if rows[0].message_class in MERGED else words


def with_serial(words: str, rows: Sequence[Outgoing]) -> str:
    return f"{words}\n{texts.render('message_serial', serial=rows[0].id)}"


def _said(event: str, rows: Sequence[Outgoing]) -> list[str]:
    """Several of one event become one list where a text `<event>_many` says how; it gets them as `items`."""
    if len(rows) > 1 and texts.exists(f"{event}_many"):
        return [texts.render(f"{event}_many", items=[row.facts for row in rows])]
    return [texts.render(event, **row.facts) for row in rows]


def _merge(letter: Letter, row: Claimed) -> bool:
    return (
        row.message_class in MERGED
        and letter.rows[0].message_class in MERGED
        and len(letter.rows) < MOST_IN_ONE
    )  # fmt: skip
