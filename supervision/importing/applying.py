"""A plan without problems, written: rows, the history of due days, and an act for each entry (one transaction)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from models import Act, Charge, Chat, ChatMember, CoUnit, Matter, Milestone, NamedOn, Office, Person, Stranger, Unit
from models.chat import ChatChannel
from models.person import Role
from supervision import deadlines, moving
from supervision.clock import day_of
from supervision.importing.comparing import names_in, text_in
from supervision.importing.layout import Field, Subject, Value, Values
from supervision.importing.plan import Entry, Plan
from supervision.importing.writing_lists import call, replace
from supervision.importing.writing_matters import open_matter, record_due, rewrite_matter
from supervision.registry import touch_registry
from supervision.rules import Rules
from supervision.texts import render


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
    """Sheet by sheet: first what is new is made, all at once, then what belongs to it is written beside it."""

    session: Session
    rules: Rules
    now: datetime
    operator: str
    units: dict[str, Unit] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    matters: dict[str, Matter] = field(default_factory=dict)
    touched: dict[str, Matter] = field(default_factory=dict)  # whose deadlines must be looked at again

    def write(self, plan: Plan) -> None:
        self.units = {unit.name: unit for unit in self.session.scalars(select(Unit))}
        self.people = {person.userid: person for person in self.session.scalars(select(Person))}
        self.matters = self._matters_of(plan)
        for subject, make, write in self._order():
            new, changed = plan.new(subject), plan.changed(subject)
            self.session.add_all([make(entry) for entry in new])
            self.session.flush()
            for entry in (*new, *changed):
                write(entry)
            self._note(subject, (*new, *changed))
        self.session.flush()
        with self.session.no_autoflush:  # each look changes one matter and asks about another
            for matter in self.touched.values():
                deadlines.look_again(self.session, matter, self.rules, day_of(self.now))
        has_new_people = any(plan.new(one) or plan.changed(one) for one in (Subject.UNIT, Subject.PERSON))
        touch_registry(self.session, [matter.id for matter in self.touched.values()], directory=has_new_people)

    def _order(self) -> tuple[tuple[Subject, Callable[[Entry], object], Callable[[Entry], None]], ...]:
        """What is named comes before what names it."""
        return (
            (Subject.UNIT, self._new_unit, self._unit),
            (Subject.PERSON, self._new_person, self._person),
            (Subject.MATTER, self._new_matter, self._matter),
            (Subject.MILESTONE, self._new_milestone, self._milestone),
            (Subject.CHAT, self._new_chat, self._chat),
        )

    def _matters_of(self, plan: Plan) -> dict[str, Matter]:
        """As they stand now, and locked: a report may have come since the table was compared."""
        codes = {entry.key[0] for entry in plan.entries if entry.subject in (Subject.MATTER, Subject.MILESTONE)}
        wanted = select(Matter).where(Matter.code.in_(codes)).order_by(Matter.id).with_for_update()
        return {one.code: one for one in self.session.scalars(wanted.execution_options(populate_existing=True))}

    def _note(self, subject: Subject, entries: Sequence[Entry]) -> None:
        for entry in entries:
            has_matter = subject in (Subject.MATTER, Subject.MILESTONE)
            changes = entry.changes
            self.session.add(
                Act(
                    at=self.now,
                    act=f"{subject.value}_{'imported' if entry.is_new else 'changed_by_import'}",
                    by_words=self.operator[:80],
                    matter_id=self.matters[entry.key[0]].id if has_matter else None,
                    facts={
                        "row": entry.row,
                        "key": list(entry.key),
                        "said": _plain(
                            entry.said if entry.is_new else {what: new for what, (_, new) in changes.items()}
                        ),
                        "was": _plain({what: old for what, (old, _) in changes.items()}),
                    },
                )
            )

    # --- units and people

    def _new_unit(self, entry: Entry) -> Unit:
        unit = self.units[entry.key[0]] = Unit(name=entry.key[0])
        return unit

    def _unit(self, entry: Entry) -> None:
        unit = self.units[entry.key[0]]
        if Field.OWES_REPORTS in entry.said:
            unit.owes_reports = bool(entry.said[Field.OWES_REPORTS])
        if Field.ALIASES in entry.said:
            call(self.session, names_in(entry.said, Field.ALIASES), entry.is_new, unit_id=unit.id)

    def _new_person(self, entry: Entry) -> Person:
        """A stranger no longer."""
        self.session.execute(delete(Stranger).where(Stranger.userid == entry.key[0]))
        person = self.people[entry.key[0]] = Person(userid=entry.key[0])
        self._fill(person, entry.said)
        return person

    def _person(self, entry: Entry) -> None:
        person = self.people[entry.key[0]]
        self._fill(person, entry.said)
        if Field.CHARGES in entry.said:
            units = self._unit_ids(entry.said, Field.CHARGES)
            replace(self.session, Charge, {"person_id": person.id}, "unit_id", units, entry.is_new)

    def _fill(self, person: Person, said: Values) -> None:
        person.name, person.role = text_in(said, Field.NAME), Role(str(said[Field.ROLE]))
        person.unit_id = self.units[text_in(said, Field.UNIT)].id
        if Field.TITLE in said:
            person.title = text_in(said, Field.TITLE)

    # --- matters

    def _new_matter(self, entry: Entry) -> Matter:
        unit_id = self.units[text_in(entry.said, Field.UNIT)].id
        matter = self.matters[entry.key[0]] = open_matter(entry.said, unit_id, self.now)
        return matter

    def _matter(self, entry: Entry) -> None:
        said, matter = entry.said, self.matters[entry.key[0]]
        moved = self._move(matter, entry) if Field.UNIT in entry.changes else None
        if not entry.is_new:
            changes = {what: new for what, (_, new) in entry.changes.items()}
            rewrite_matter(matter, changes, self.units[text_in(said, Field.UNIT)].id, self.now)
        has_new_due = matter.due_on is not None if entry.is_new else Field.DUE_ON in entry.changes
        if has_new_due:
            record_due(self.session, matter, self.now)
        key = {"matter_id": matter.id}
        if Field.ALIASES in said:
            call(self.session, names_in(said, Field.ALIASES), entry.is_new, **key)
        if Field.CO_UNITS in said:
            replace(self.session, CoUnit, key, "unit_id", self._unit_ids(said, Field.CO_UNITS), entry.is_new)
        if Field.NAMED in said:
            replace(self.session, NamedOn, key, "person_id", self._person_ids(said, Field.NAMED), entry.is_new)
        if moved is not None:
            moving.tell(self.session, matter, moved, "", self.now)
        self.touched[matter.code] = matter

    def _move(self, matter: Matter, entry: Entry) -> moving.Moved:
        """Another unit in the table is 改派. Whoever sat at the machine is kept with the act (X11)."""
        unit = self.units[text_in(entry.said, Field.UNIT)]
        moved = moving.move(self.session, matter, unit, render("moved_by_table"), self.rules, self.now)
        facts = moving.facts_of(moved, matter)
        self.session.add(
            Act(at=self.now, act="matter_reassigned", by_words=self.operator[:80], matter_id=matter.id, facts=facts)
        )
        return moved

    def _new_milestone(self, entry: Entry) -> Milestone:
        matter = self.matters[entry.key[0]]
        return Milestone(matter_id=matter.id, name=entry.key[1], due_on=entry.said[Field.DUE_ON])

    def _milestone(self, entry: Entry) -> None:
        matter = self.matters[entry.key[0]]
        milestone = self.session.scalars(
            select(Milestone).where(Milestone.matter_id == matter.id, Milestone.name == entry.key[1])
        ).one()
        for what, column in ((Field.DUE_ON, "due_on"), (Field.DONE_ON, "done_on")):
            if what in entry.said:
                setattr(milestone, column, entry.said[what])
        self.touched[matter.code] = matter

    # --- groups

    def _new_chat(self, entry: Entry) -> Chat:
        channel = ChatChannel(str(entry.said[Field.CHANNEL]))
        return Chat(name=entry.key[0], channel=channel, address=text_in(entry.said, Field.ADDRESS))

    def _chat(self, entry: Entry) -> None:
        chat = self.session.scalars(select(Chat).where(Chat.name == entry.key[0])).one()
        chat.channel = ChatChannel(str(entry.said[Field.CHANNEL]))
        chat.address = text_in(entry.said, Field.ADDRESS)
        if Field.MEMBERS in entry.said:
            members = self._person_ids(entry.said, Field.MEMBERS)
            replace(self.session, ChatMember, {"chat_id": chat.id}, "person_id", members, entry.is_new)

    def _unit_ids(self, said: Values, what: Field) -> list[int]:
        return [self.units[name].id for name in names_in(said, what)]

    def _person_ids(self, said: Values, what: Field) -> list[int]:
        return [self.people[userid].id for userid in names_in(said, what)]


def _plain(values: Values) -> dict[str, Any]:
    """As JSON keeps them."""
    return {what.value: _json(value) for what, value in values.items()}


def _json(value: Value) -> Any:  # noqa: ANN401
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, StrEnum):
        return value.value
    return list(value) if isinstance(value, tuple) else value
