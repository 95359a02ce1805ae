"""The same conversation without WeCom: at a terminal, on the configured database."""

from __future__ import annotations

import difflib
import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from bot.clock import wall_clock
from bot.operator import operator_name
from handlers.dispatch import Desk
from handlers.hearer import Console
from handlers.message import Arrival
from handlers.reception import store
from models import Inbox, Person
from models.inbox import Disposition


class NotWorked(Exception):
    """The message is stored, but broke something; it is tried again by whoever serves."""


class UnknownUser(Exception):
    """Nobody has that userid. `near`: the one that was probably meant, or ""."""

    def __init__(self, near: str) -> None:
        super().__init__(near)
        self.near = near


@dataclass(frozen=True, slots=True)
class ConsoleChannel:
    """Messages are stored first here, too; they carry the channel and the operating system's user."""

    desk: Desk

    def meet(self, userid: str) -> str:
        """The name of the person who will speak. Raises UnknownUser: a slip of the finger is not told to the office."""
        with self.desk.database.read() as session:
            people = {one.userid: one.name for one in session.scalars(select(Person).where(Person.is_active))}
        name = people.get(userid.lower())
        if name is None:
            raise UnknownUser(next(iter(difflib.get_close_matches(userid.lower(), people, 1)), ""))
        return name

    def say(self, userid: str, text: str, told_at: datetime) -> str:
        """The whole walk of one message; returns the answer. Raises NotWorked."""
        told = text.encode(errors="surrogatepass")
        arrival = Arrival(
            corp="console",
            agent="console",
            message_key=_key(),
            channel="console",
            sender=userid.lower(),
            kind="text",
            told_at=told_at,
            received_at=self.desk.clock(),
            envelope=told,
            plaintext=told,
            text=text,
            signed=operator_name(),
        )
        stored = store(self.desk.database, arrival)
        console = Console()
        self.desk.work(stored.inbox_id, console, operator_name())
        self._look_whether_it_worked(stored.inbox_id)
        return console.answer

    def _look_whether_it_worked(self, inbox_id: int) -> None:
        with self.desk.database.read() as session:
            if session.get_one(Inbox, inbox_id).disposition is Disposition.WAITING:
                raise NotWorked


def _key() -> str:
    """Of two lines of one second, or of a clock that stands still, the one typed later has the greater key (I6)."""
    return f"console-{wall_clock():%Y%m%d%H%M%S%f}-{secrets.token_hex(6)}"
