"""The same conversation without WeCom: at a terminal, on the configured database."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from bot.operator import operator_name
from handlers.dispatch import Desk
from handlers.hearer import Console
from handlers.message import Arrival
from handlers.reception import store


@dataclass(frozen=True, slots=True)
class ConsoleChannel:
    """Messages are stored first here, too; they carry the channel and the operating system's user."""

    desk: Desk

    def say(self, userid: str, text: str, told_at: datetime) -> str:
        """The whole walk of one message; returns the answer."""
        told = text.encode(errors="surrogatepass")
        arrival = Arrival(
            corp="console",
            agent="console",
            message_key=f"console-{secrets.token_hex(12)}",
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
        return console.answer
