"""A question as it walks from the text to the words of the answer, without the inbox around it."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers.message import Answer
from handlers.query import answer_query
from handlers.reading import read
from handlers.reading.registry import Registry
from handlers.reading.result import Reading
from handlers.registry import RegistryCache
from models import Person
from supervision.clock import local
from supervision.rules import Rules
from supervision.texts import render
from supervision.visibility import viewer_of


class NoQuestion(Exception):
    """The words were read as something else."""


@dataclass(slots=True)
class Times:
    """Seconds of each part, one entry a question."""

    names: list[float] = field(default_factory=list)
    reading: list[float] = field(default_factory=list)
    looking_up: list[float] = field(default_factory=list)
    wording: list[float] = field(default_factory=list)
    whole: list[float] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Asker:
    """Asks on behalf of one person."""

    session: Session
    cache: RegistryCache
    rules: Rules
    userid: str
    now: datetime

    def ask(self, text: str, times: Times) -> str:
        """The answer. Raises NoQuestion when the text is not read as one."""
        begin = time.perf_counter()
        viewer = viewer_of(self.session, self._person())
        registry = self.cache.current(self.session, viewer, text=text)
        named = time.perf_counter()
        reading = self._read(text, registry)
        understood = time.perf_counter()
        if reading.query is None:
            raise NoQuestion(text)
        answer: Answer = answer_query(self.session, reading.query, viewer, self.now, text)
        found = time.perf_counter()
        words = render(answer.event, **answer.facts)
        end = time.perf_counter()
        self.session.expunge_all()
        times.names.append(named - begin)
        times.reading.append(understood - named)
        times.looking_up.append(found - understood)
        times.wording.append(end - found)
        times.whole.append(end - begin)
        return words

    def _person(self) -> Person:
        return self.session.scalars(select(Person).where(Person.userid == self.userid)).one()

    def _read(self, text: str, registry: Registry) -> Reading:
        return read(text, registry, sender=self.userid, sent_at=local(self.now), calendar=self.rules.calendar)
