"""A matter everybody talks of, and the acts upon it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Act, Climb, Extension, Matter, Suspension
from models.notice import Cause
from supervision import closeouts, extensions, suspensions, texts
from supervision.rules import Rules
from supervision.telling import Telling
from tests.supervision.house import MONDAY, House, moment

T = TypeVar("T")

DUE = date(2026, 6, 30)

NEW = date(2026, 7, 15)

NOW = moment(MONDAY, 10)

LATER = moment(MONDAY, 15)

OVERDUE_DAY = date(2026, 7, 6)


class Desk:
    """The matter everybody talks of, and the acts upon it, each in its own transaction."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.matter_id = house.matter(3, DUE, title="奥瑞金二期", percent=65)

    @property
    def matter(self) -> Matter:
        return self.house.look_at(self.matter_id)

    def does(
        self,
        act: Callable[[Session, Matter, Telling, Rules], T],
        who: int,
        now: datetime,
        told_at: datetime | None = None,
    ) -> T:
        telling = self.house.telling(who, now, told_at)
        with self.house.database.write() as session:
            return act(session, session.get_one(Matter, self.matter_id), telling, self.house.rules)

    def asks_for_time(self, until: date = NEW, now: datetime = NOW, who: int | None = None) -> Extension:
        return self.does(
            lambda session, matter, telling, rules: extensions.request(
                session, matter, telling, until=until, because="因暴雨停工", rules=rules
            ),
            who or self.house.zhao,
            now,
        )

    def grants_time(self, now: datetime = LATER, who: int | None = None) -> Extension:
        return self.does(
            lambda s, m, telling, rules: extensions.grant(s, m, telling, rules, "注意安全"), who or self.house.li, now
        )

    def refuses_time(self, now: datetime = LATER) -> Extension:
        return self.does(lambda s, m, t, r: extensions.return_(s, m, t, r, "抓紧"), self.house.li, now)

    def tells_done(self, now: datetime = NOW, strikes_off: bool = False, who: int | None = None) -> Any:  # noqa: ANN401
        return self.does(
            lambda s, m, telling, rules: closeouts.tell(
                s, m, telling, rules, strikes_off=strikes_off, evidence="已验收"
            ),
            who or self.house.zhao,
            now,
        )

    def confirms(self, now: datetime = LATER, who: int | None = None) -> Any:  # noqa: ANN401
        return self.does(lambda s, m, t, r: closeouts.confirm(s, m, t, r), who or self.house.li, now)

    def returns(self, words: str = "补办:缺验收单", now: datetime = LATER) -> Any:  # noqa: ANN401
        return self.does(lambda s, m, t, r: closeouts.return_(s, m, t, r, words), self.house.li, now)

    def suspends(self, now: datetime = NOW, who: int | None = None, because: str = "停工令") -> Suspension:
        return self.does(lambda s, m, t, r: suspensions.suspend(s, m, t, because, r), who or self.house.li, now)

    def resumes(self, now: datetime = LATER) -> Suspension:
        return self.does(lambda s, m, t, r: suspensions.resume(s, m, t, "停工令解除", r), self.house.li, now)

    def is_climbing(self) -> None:
        with self.house.database.write() as session:
            session.add(
                Climb(
                    matter_id=self.matter_id,
                    cause=Cause.OVERDUE,
                    cycle=1,
                    policy_version_id=self.house.source(session).policy_version_id,
                    started_at=NOW,
                )
            )

    def climb_ended_because(self) -> str | None:
        with self.house.database.read() as session:
            return session.scalars(select(Climb.ended_because)).one()

    def acts(self) -> list[str]:
        with self.house.database.read() as session:
            return list(session.scalars(select(Act.act).where(Act.matter_id == self.matter_id).order_by(Act.id)))

    def said(self, event: str) -> str:
        """The words of the one event, whoever hears them."""
        return {texts.render(row.event, **row.facts) for row in self.house.outbox(event)}.pop()
