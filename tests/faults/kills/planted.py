"""Mistakes planted on purpose, each harmless until the process dies in the wrong place."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from flask import Flask
from sqlalchemy import update

from bot.app import House
from bot.callback import callback_page
from handlers.message import Arrival
from handlers.reception import Stored
from handlers.storing import Storing
from models import Outgoing
from models.outbox import OutgoingState

HALF_AN_HOUR = timedelta(minutes=31)  # by then the platform no longer knows the same words again


class LateStoring(Storing):
    """Answers first: a message is only stored when the next one comes."""

    def __init__(self, storing: Storing) -> None:
        self._storing = storing
        self._kept: list[Arrival] = []

    def store(self, arrival: Arrival) -> Stored:
        for one in self._kept:
            self._storing.store(one)
        self._kept = [arrival]
        return Stored(0, is_new=False)


class LooseStoring(Storing):
    """Knows a message by the envelope it came in, and each try has another."""

    def __init__(self, storing: Storing) -> None:
        self._storing = storing

    def store(self, arrival: Arrival) -> Stored:
        return self._storing.store(replace(arrival, message_key=f"{arrival.message_key}-{arrival.signed}"))


def answers_first(house: House) -> House:
    return _storing(house, LateStoring(house.door.storing))


def knows_none_again(house: House) -> House:
    return _storing(house, LooseStoring(house.door.storing))


def starts_over(house: House) -> House:
    """Forgets on rising what it had begun to send, and sends it anew half an hour later."""
    begun = update(Outgoing).where(Outgoing.state == OutgoingState.CLAIMED)
    afresh = {"state": OutgoingState.WAITING, "claimed_until": None, "send_id": None, "tries": 0}
    with house.database.write() as session:
        session.execute(begun.values(**afresh, not_before=house.clock() + HALF_AN_HOUR))
    return house


def _storing(house: House, storing: Storing) -> House:
    door, web = replace(house.door, storing=storing), Flask("spoilt", static_folder=None)
    web.register_blueprint(callback_page(door))
    return replace(house, door=door, web=web)
