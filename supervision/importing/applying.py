"""A plan without problems, written: rows, the history of due days, and an act for each entry (one transaction)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from models import (
    Act,
    Alias,
    Charge,
    Chat,
    ChatMember,
    CoUnit,
    Matter,
    Milestone,
    NamedOn,
    Office,
    Person,
    Stranger,
    Unit,
)
from models.base import Base
from models.chat import ChatChannel
from supervision import deadlines
from supervision.clock import day_of
from supervision.importing.comparing import names_in
from supervision.importing.layout import Field, Subject, Value, Values
from supervision.importing.plan import Entry, Plan
from supervision.importing.writing_matters import open_matter, rewrite_matter
from supervision.registry import touch_registry
from supervision.rules import Rules


class PlanHasProblems(ValueError):
    """All or nothing: a table with a problem changes nothing."""


def apply(session: Session, plan: Plan, rules: Rules, now: datetime, operator: str) -> None:
    """Write what is new and changed. `operator` is the operating system's user. Raises PlanHasProblems."""
    if plan.problems:
        raise PlanHasProblems
    if plan.does_something:
        _Writer(session, rules, now, operator).write(plan)


def hold_still(session: Session) -> None:
    """Let no other import pass between comparing and writing (SQLite's writers take turns anyway)."""
    session.execute(select(Office.id).with_for_update())


@dataclass(slots=True)
class _Writer:
    session: Session
    rules: Rules
    now: datetime
    operator: str
    touched: dict[int, Matter] = field(default_factory=dict)  # whose deadlines must be looked at again

    def write(self, plan: Plan) -> None:
        for subject, write in self._order():
            for entry in (*plan.new(subject), *plan.changed(subject)):
                matter_id = write(entry)
                self._note(entry, matter_id)
        self.session.flush()
        for matter in self.touched.values():
            deadlines.look_again(self.session, matter, self.rules, day_of(self.now))
        touch_registry(self.session)

    def _order(self) -> tuple[tuple[Subject, Callable[[Entry], int | None]], ...]:
        """What is named comes before what names it."""
        return (
            (Subject.UNIT, self._unit),
            (Subject.PERSON, self._person),
            (Subject.MATTER, self._matter),
            (Subject.MILESTONE, self._milestone),
            (Subject.CHAT, self._chat),
        )

    def _note(self, entry: Entry, matter_id: int | None) -> None:
        facts = {
            "row": entry.row,
            "key": list(entry.key),
            "said": _plain(entry.said if entry.is_new else {what: new for what, (_, new) in entry.changes.items()}),
            "was": _plain({what: old for what, (old, _) in entry.changes.items()}),
        }
        word = f"{entry.subject.value}_{'imported' if entry.is_new else 'changed_by_import'}"
        self.session.add(Act(at=self.now, act=word, by_words=self.operator[:80], matter_id=matter_id, facts=facts))

    # --- the sheets

    def _unit(self, entry: Entry) -> None:
        if entry.is_new:
            self.session.add(Unit(name=entry.key[0]))
            self.session.flush()
        unit = self._unit_called(entry.key[0])
        if Field.OWES_REPORTS in entry.said:
            unit.owes_reports = bool(entry.said[Field.OWES_REPORTS])
        if Field.ALIASES in entry.said:
            self._call(names_in(entry.said, Field.ALIASES), {"unit_id": unit.id})

    def _person(self, entry: Entry) -> None:
        said = entry.said
        values = {
            "name": said[Field.NAME],
            "unit_id": self._unit_called(str(said[Field.UNIT])).id,
            "role": said[Field.ROLE],
        } | ({"title": said[Field.TITLE] or ""} if Field.TITLE in said else {})
        if entry.is_new:
            self.session.add(Person(userid=entry.key[0], **values))
            self.session.execute(delete(Stranger).where(Stranger.userid == entry.key[0]))
            self.session.flush()
        person = self._person_called(entry.key[0])
        for name, value in values.items():
            setattr(person, name, value)
        if Field.CHARGES in said:
            units = [self._unit_called(name).id for name in names_in(said, Field.CHARGES)]
            self._replace(Charge, {"person_id": person.id}, "unit_id", units)

    def _matter(self, entry: Entry) -> int:
        said = entry.said
        unit_id = self._unit_called(str(said[Field.UNIT])).id
        if entry.is_new:
            matter = open_matter(self.session, said, unit_id, self.now)
        else:
            fresh = select(Matter).where(Matter.code == entry.key[0]).with_for_update()
            matter = self.session.scalars(fresh.execution_options(populate_existing=True)).one()
            rewrite_matter(self.session, matter, {what: new for what, (_, new) in entry.changes.items()}, self.now)
            matter.unit_id = unit_id
        key = {"matter_id": matter.id}
        if Field.ALIASES in said:
            self._call(names_in(said, Field.ALIASES), key)
        if Field.CO_UNITS in said:
            helping = [self._unit_called(name).id for name in names_in(said, Field.CO_UNITS)]
            self._replace(CoUnit, key, "unit_id", helping)
        if Field.NAMED in said:
            named = [self._person_called(userid).id for userid in names_in(said, Field.NAMED)]
            self._replace(NamedOn, key, "person_id", named)
        self.touched[matter.id] = matter
        return matter.id

    def _milestone(self, entry: Entry) -> int:
        matter = self.session.scalars(select(Matter).where(Matter.code == entry.key[0])).one()
        milestone = self.session.scalar(
            select(Milestone).where(Milestone.matter_id == matter.id, Milestone.name == entry.key[1])
        )
        if milestone is None:
            milestone = Milestone(matter_id=matter.id, name=entry.key[1])
            self.session.add(milestone)
        milestone.due_on = _day(entry.said[Field.DUE_ON])
        if Field.DONE_ON in entry.said:
            done_on = entry.said[Field.DONE_ON]
            milestone.done_on = None if done_on is None else _day(done_on)
        self.touched[matter.id] = matter
        return matter.id

    def _chat(self, entry: Entry) -> None:
        chat = self.session.scalar(select(Chat).where(Chat.name == entry.key[0]))
        if chat is None:
            chat = Chat(name=entry.key[0])
            self.session.add(chat)
        chat.channel, chat.address = ChatChannel(str(entry.said[Field.CHANNEL])), str(entry.said[Field.ADDRESS])
        self.session.flush()
        if Field.MEMBERS in entry.said:
            members = [self._person_called(userid).id for userid in names_in(entry.said, Field.MEMBERS)]
            self._replace(ChatMember, {"chat_id": chat.id}, "person_id", members)

    # --- lists

    def _call(self, names: Iterable[str], target: Mapping[str, int]) -> None:
        """The names good for everybody; what one unit confirmed for itself stays its own."""
        conditions = [getattr(Alias, column) == value for column, value in target.items()]
        present = self.session.scalars(select(Alias).where(*conditions, Alias.of_unit_id.is_(None))).all()
        wanted = set(names)
        for alias in present:
            if alias.text not in wanted:
                self.session.delete(alias)
        self.session.add_all(Alias(text=text, **target) for text in sorted(wanted - {one.text for one in present}))

    def _replace(self, table: type[Base], key: Mapping[str, int], column: str, wanted: Iterable[int]) -> None:
        """Exactly these rows under a key."""
        self.session.execute(delete(table).filter_by(**key))
        self.session.add_all(table(**key, **{column: value}) for value in wanted)
        self.session.flush()

    def _unit_called(self, name: str) -> Unit:
        return self.session.scalars(select(Unit).where(Unit.name == name)).one()

    def _person_called(self, userid: str) -> Person:
        return self.session.scalars(select(Person).where(Person.userid == userid)).one()


def _day(value: Value) -> date:
    assert isinstance(value, date)  # noqa: S101 (a day's cell is read as a day)
    return value


def _plain(values: Values) -> dict[str, Any]:
    """As JSON keeps them."""
    return {what.value: _json(value) for what, value in values.items()}


def _json(value: Value) -> Any:  # noqa: ANN401
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, StrEnum):
        return value.value
    return list(value) if isinstance(value, tuple) else value
