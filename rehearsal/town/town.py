"""The town: people talk, the clock walks, and everything that happens by itself happens at its hour.

One thing happens at a time. Whoever speaks takes a minute. A walk stops at every moment at which something falls due,
does what is due and says what is to be said; only `away` skips time, and the product finds that out by itself.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Protocol

from models.session import Database
from rehearsal.platform import Platform, Shown
from supervision.clock import at, day_of
from supervision.policies.active import activate, preset, presets, rules_in_force
from supervision.policies.reader import read
from supervision.workdays import Calendar

from .chronicle import Chronicle, Entry
from .city import Citizen, City
from .clock import TownClock
from .received import Received, received
from .settling import move_in, settle
from .sights import Sight, sights

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

SPEAKING = timedelta(minutes=1)
LONGEST_MESSAGE = 2000  # characters; a phone would not let more through either
A_SECOND = timedelta(seconds=1)
MOST_STOPS = 12  # in one stride of a walk, so that the page can show how it goes
MOST_ROUNDS = 50
MORNING = time(8, 0)
FOUNDER = "演练"


class Round(Protocol):
    """One round of delivery."""

    @property
    def is_idle(self) -> bool: ...


class Product(Protocol):
    """What the town needs of the product; bot.app.House fulfils it."""

    @property
    def web(self) -> WSGIApplication: ...

    @property
    def database(self) -> Database: ...

    def tick(self, drift: timedelta | None = None, *, leaps: bool = False) -> Sequence[object]: ...

    def deliver(self) -> Round: ...

    def sweep(self) -> int: ...

    def next_due(self) -> datetime | None: ...


class Stranger(ValueError):
    """Nobody of that id lives here."""


class NotSayable(ValueError):
    """Nothing was typed, or more than a phone lets through; or there is no such button."""


@dataclass
class Town:
    """Everything on the page; `lock` lets one thing happen at a time."""

    city: City
    clock: TownClock
    platform: Platform
    product: Product
    chronicle: Chronicle
    lock: threading.Lock = field(default_factory=threading.Lock)

    def says(self, userid: str, text: str) -> str | None:
        """Somebody types into a phone; the answer on the spot, if there is one. Raises Stranger, NotSayable."""
        citizen = self.citizen(userid)
        if not text.strip() or len(text) > LONGEST_MESSAGE:
            raise NotSayable
        with self.lock:
            self._walk(self.clock() + SPEAKING)
            delivery = self.platform.app().says(citizen.userid, text)
            self._settle_down()
            return delivery.reply_text

    def presses(self, userid: str, task: str, key: str) -> str | None:
        """Somebody presses a button of a card; the answer on the spot. Raises Stranger, NotSayable."""
        citizen = self.citizen(userid)
        with self.lock:
            self._walk(self.clock() + SPEAKING)
            try:
                delivery = self.platform.app().card_clicks(citizen.userid, task, key)
            except ValueError:
                raise NotSayable from None
            self._settle_down()
            return delivery.reply_text

    def stride(self, until: datetime) -> bool:
        """Walk on towards a moment, a few stops at most; whether it has been reached."""
        with self.lock:
            return self._walk(until, MOST_STOPS)

    def away(self, span: timedelta) -> None:
        """The bot is switched off for so long: nothing runs, nothing is heard, then it starts again."""
        with self.lock:
            self.clock.go_to(self.clock() + span)
            self._live(leaps=False)

    def goes_by(self, name: str) -> None:
        """Another of the house's policies comes into force. Raises KeyError for a name that is none."""
        text = preset(name)
        with self.lock:
            with self.product.database.write() as session:
                activate(session, text, FOUNDER, self.clock())
            self._walk(self.clock() + SPEAKING)

    def policies(self) -> dict[str, Any]:
        """What the page offers: (name, title) of each, and the name of the one in force."""
        with self.product.database.read() as session:
            in_force = rules_in_force(session, Calendar()).policy.name
        return {"policies": [(name, read(preset(name)).title) for name in presets()], "in_force": in_force}

    def received(self) -> list[Received]:
        with self.product.database.read() as session:
            return received(session, self.chronicle.intents_before)

    def next_due(self) -> datetime | None:
        return self.product.next_due()

    def citizen(self, userid: str) -> Citizen:
        found = next((one for one in (*self.city.people, self.city.stranger) if one.userid == userid), None)
        if found is None:
            raise Stranger(userid)
        return found

    def shown(self, since: int) -> list[Shown]:
        """What appeared on any screen after the first `since` things."""
        return self.platform.ledger.entries[since:]

    def changed(self, since: int) -> list[Shown]:
        """The cards among the first `since` things that say something else by now."""
        return [one for one in self.platform.ledger.entries[:since] if one.revisions]

    def told(self, since: int) -> list[Entry]:
        """What the bot did by itself, after the entry of that serial."""
        return [entry for entry in self.chronicle.entries if entry.serial > since]

    def sights(self) -> list[Sight]:
        with self.product.database.read() as session:
            return sights(session, self.city.starts_at)

    def _walk(self, until: datetime, stops: int | None = None) -> bool:
        while stops is None or stops > 0:
            due = self.product.next_due()
            if due is None or due > until:
                self.clock.go_to(max(until, self.clock()))
                self._live()
                return True
            self.clock.go_to(max(due, self.clock() + A_SECOND))
            if self._live() and stops is not None:
                return self.clock() >= until
            stops = None if stops is None else stops - 1
        return False

    def _live(self, *, leaps: bool = True) -> bool:
        """What is due at this very moment; whether there is anything to tell."""
        done = self.product.tick(leaps=leaps)
        self._settle_down(done)
        return self.chronicle.has_news

    def _settle_down(self, done: Sequence[object] = ()) -> None:
        self.product.sweep()
        for _ in range(MOST_ROUNDS):
            if self.product.deliver().is_idle:
                break
        self.chronicle.write(self.product.database, self.clock(), done)

    def live_the_past(self) -> None:
        """The fortnight before, in strides: the bot looks at the clock each morning and whenever somebody speaks."""
        said = [(saying.at, saying) for saying in self.city.past]
        for moment, saying in sorted([*said, *self._past_mornings()], key=lambda one: one[0]):
            self.clock.go_to(moment)
            if saying is None:
                self._live()
            else:
                self.platform.app().says(saying.userid, saying.text)
                self._settle_down()
        self.clock.go_to(self.city.starts_at)
        self._live()
        self.chronicle.begin_here(self.product.database, len(self.platform.ledger.entries))

    def _past_mornings(self) -> list[tuple[datetime, None]]:
        first = day_of(self.city.opened_at)
        days = (day_of(self.city.starts_at) - first).days
        return [(at(first + timedelta(days=day), MORNING), None) for day in range(days + 1)]


def open_town(city: City, clock: TownClock, platform: Platform, product: Product, robot_key: str) -> Town:
    """Everybody moves in and lives up to the morning of the start. The platform's app must be connected already."""
    with product.database.write() as session:
        settle(session, city)
    move_in(platform.corp(), city, robot_key)
    town = Town(city, clock, platform, product, Chronicle())
    town.live_the_past()
    return town
