"""A small city to ask about: 招商局 leads, 经信局 helps, 城管局 has its own. Its Monday is 15 June 2026."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import TypeVar

from sqlalchemy.orm import Session

from models import (
    Alias,
    Charge,
    Climb,
    Closeout,
    CoUnit,
    Extension,
    HelpCall,
    Inbox,
    Matter,
    Milestone,
    NamedOn,
    Notice,
    Office,
    Person,
    PolicyVersion,
    Progress,
    Report,
    ScoreEntry,
    Unit,
)
from models.matter import MatterStatus
from models.notice import Cause, NoticeState
from models.person import Role
from supervision.clock import at
from supervision.policies.active import preset
from supervision.visibility import Viewer, viewer_of

T = TypeVar("T")
TODAY = date(2026, 6, 15)
NOW = at(TODAY, time(17, 42))


@dataclass
class Ledger:
    """Writes the rows; each method returns what it wrote, with its id."""

    session: Session
    messages: int = 0
    policy: PolicyVersion = field(init=False)

    def __post_init__(self) -> None:
        self.session.add(Office())
        self.policy = PolicyVersion(
            name="test",
            sha256="0" * 64,
            toml=preset("xianyang"),
            activated_at=NOW,
            activated_by="test",
            retired_at=None,
        )
        self._add(self.policy)

    def unit(self, name: str, *aliases: str) -> Unit:
        unit = self._add(Unit(name=name))
        for text in aliases:
            self._add(Alias(text=text, unit_id=unit.id))
        return unit

    def person(
        self, userid: str, name: str, unit: Unit, role: Role, charges: Iterable[Unit] = (), is_active: bool = True
    ) -> Viewer:
        """Comes back as the reader he is."""
        person = self._add(Person(userid=userid, name=name, unit_id=unit.id, role=role, is_active=is_active))
        for charge in charges:
            self._add(Charge(person_id=person.id, unit_id=charge.id))
        return viewer_of(self.session, person)

    def matter(
        self,
        number: int,
        title: str,
        unit: Unit,
        *,
        helpers: Iterable[Unit] = (),
        aliases: Iterable[str] = (),
        due_on: date | None = date(2026, 9, 30),
        status: MatterStatus = MatterStatus.IN_PROGRESS,
        percent: int | None = None,
        category: str = "",
        problem: str = "",
        named: Iterable[Viewer] | None = None,
        suspended_since: datetime | None = None,
    ) -> Matter:
        """`named`: the matter is sealed, and these are named on it."""
        matter = self._add(
            Matter(
                code=f"ZD-2026-{number:03}",
                number=number,
                title=title,
                category=category,
                unit_id=unit.id,
                due_on=due_on,
                status=status,
                percent=percent,
                has_problem=bool(problem),
                problem_words=problem,
                is_sealed=named is not None,
                opened_at=NOW - timedelta(days=100),
                suspended_since=suspended_since,
            )
        )
        for helper in helpers:
            self._add(CoUnit(matter_id=matter.id, unit_id=helper.id))
        for text in aliases:
            self._add(Alias(text=text, matter_id=matter.id))
        for viewer in named or ():
            self._add(NamedOn(matter_id=matter.id, person_id=viewer.person_id))
        return matter

    def milestone(self, matter: Matter, name: str, due_on: date, done_on: date | None = None) -> None:
        self._add(Milestone(matter_id=matter.id, name=name, due_on=due_on, done_on=done_on))

    def told(self, matter: Matter, by: Viewer, words: str, at: datetime = NOW, **figures: int) -> Progress:
        """A report of one matter, as it lies in the tables."""
        report = self._add(
            Report(
                inbox_id=self.message(by, words, at).id, person_id=by.person_id, unit_id=by.unit_id,
                told_at=at, recorded_at=at,
            )
        )  # fmt: skip
        matter.told_at = at
        return self._add(
            Progress(
                report_id=report.id, matter_id=matter.id, told_at=at, told_key=str(report.inbox_id), words=words,
                **figures,
            )
        )  # fmt: skip

    def call(self, progress: Progress, unit: Unit, words: str, answered_at: datetime | None = None) -> None:
        self._add(
            HelpCall(
                progress_id=progress.id, matter_id=progress.matter_id, unit_id=unit.id, words=words,
                asked_at=progress.told_at, answered_at=answered_at,
            )
        )  # fmt: skip

    def closeout(self, matter: Matter, by: Viewer) -> None:
        message = self.message(by, "申请销号", NOW)
        self._add(Closeout(matter_id=matter.id, inbox_id=message.id, asked_by_id=by.person_id, told_at=NOW))

    def extension(self, matter: Matter, by: Viewer) -> None:
        message = self.message(by, "申请延期", NOW)
        self._add(
            Extension(
                matter_id=matter.id, inbox_id=message.id, asked_by_id=by.person_id, asked_at=NOW,
                until=TODAY + timedelta(days=30), because="暴雨停工",
            )
        )  # fmt: skip

    def notice(
        self, matter: Matter, state: NoticeState, signer: Viewer | None = None, serial: int | None = None,
        level: int = 1, colour: str = "白", was_heard: bool = False,
    ) -> Notice:  # fmt: skip
        climb = self._add(
            Climb(
                matter_id=matter.id, cause=Cause.OVERDUE, cycle=level, policy_version_id=self.policy.id,
                started_at=NOW, ended_at=NOW,
            )
        )  # fmt: skip
        return self._add(
            Notice(
                climb_id=climb.id, matter_id=matter.id, unit_id=matter.unit_id, cycle=level, level=level, colour=colour,
                article="第十六条", state=state, grounds={"name": f"{colour}色督办单"}, drafted_at=NOW,
                hearing_until=NOW if was_heard or state is NoticeState.HEARING else None,
                signed_by_id=signer.person_id if signer else None, signed_at=NOW if signer else None,
                series="督" if serial else None, year=2026 if serial else None, serial=serial,
            )
        )  # fmt: skip

    def score(self, notice: Notice, points: str, signer: Viewer, clause: str = "第二十条") -> ScoreEntry:
        return self._add(
            ScoreEntry(
                unit_id=notice.unit_id, year=2026, kind="deduct", points=Decimal(points), ground_kind="notice",
                ground_id=notice.id, clause=clause, signed_by_id=signer.person_id, entered_at=NOW,
            )
        )  # fmt: skip

    def message(self, by: Viewer, words: str, at: datetime) -> Inbox:
        self.messages += 1
        return self._add(
            Inbox(
                corp="corp", agent="1", message_key=f"m{self.messages}", channel="app", sender=str(by.person_id),
                kind="text", told_at=at.astimezone(UTC), received_at=at, envelope=b"", plaintext=b"", text=words,
            )
        )  # fmt: skip

    def _add(self, row: T) -> T:
        self.session.add(row)
        self.session.flush()
        return row


class City:
    """The people and units of the stories, and the matters everybody in them talks about."""

    def __init__(self, session: Session) -> None:
        book = self.book = Ledger(session)
        self.investment = book.unit("招商局", "招商")
        self.industry = book.unit("经信局")
        self.streets = book.unit("城管局")
        self.office = book.unit("督查室")
        self.town_hall = book.unit("市领导")
        self.head = book.person("zhangwei", "张伟", self.investment, Role.UNIT_HEAD)
        self.liaison = book.person("lina", "李娜", self.investment, Role.LIAISON)
        self.helper = book.person("wangqiang", "王强", self.industry, Role.LIAISON)
        self.outsider = book.person("zhaomin", "赵敏", self.streets, Role.UNIT_HEAD)
        self.vice_mayor = book.person("chen", "陈副市长", self.town_hall, Role.LEADER, [self.investment])
        self.mayor = book.person("zhou", "周市长", self.town_hall, Role.LEADER)
        self.supervisor = book.person("ma", "马晓东", self.office, Role.SUPERVISOR)
        self.administrator = book.person("root", "管理员", self.office, Role.ADMINISTRATOR)
        self.cans = book.matter(
            3, "奥瑞金二期两片罐项目", self.investment, helpers=[self.industry], aliases=["奥瑞金二期"],
            percent=60, category="续建项目", problem="缺电力指标",
        )  # fmt: skip
        self.parking = book.matter(12, "智慧停车系统", self.streets, due_on=date(2026, 6, 3), percent=40)
