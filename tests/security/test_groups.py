"""What is said in a group, everybody in it may see; what is sealed is said to nobody, ever (T12, T42)."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, datetime

import pytest

from models import Chat, ChatMember, Matter, NamedOn, Outgoing, Person
from models.outbox import MessageClass, OutgoingState
from supervision.clock import SHANGHAI
from supervision.outbox import Intent, To, post
from supervision.visibility import Scope, scope, viewer_of
from tests.security.planting import said_by_the_bot
from tests.stories.climbing import DRAFTED, sign_white
from tests.stories.office import PEOPLE, StoryOffice, add_matter

EVERYBODY = [userid for userid, *_ in PEOPLE]
UNITS = ("招商局", "经信局", "城管局")
SECRET = "涉密专项整改"
LATE = datetime(2026, 6, 16, 18, tzinfo=SHANGHAI)


def ledger(office: StoryOffice) -> dict[int, str]:
    """Late matters of every unit, one of them assisted, one of them sealed."""
    for number, unit in enumerate(UNITS, 11):
        add_matter(office, number, f"{unit}的事项", unit, due_on=date(2026, 6, 12), percent=10)
    add_matter(office, 14, "两家的事项", "招商局", due_on=date(2026, 6, 12), co_units=("经信局",))
    add_matter(office, 15, SECRET, "招商局", due_on=date(2026, 6, 12), is_sealed=True)
    with office.house.database.read() as session:
        return {matter.id: matter.title for matter in session.query(Matter)}


def seat(office: StoryOffice, members: Sequence[str]) -> None:
    with office.house.database.write() as session:
        session.query(ChatMember).delete()
        people = session.query(Person).filter(Person.userid.in_(members))
        session.add_all(ChatMember(chat_id=session.query(Chat).one().id, person_id=one.id) for one in people)


def seen_by_all(office: StoryOffice, members: Sequence[str], matter_id: int) -> bool:
    """As each would be answered alone; the group's own predicate is not asked. In a group the sealed is never said."""
    with office.house.database.read() as session:
        people = session.query(Person).filter(Person.userid.in_(members)).all()
        is_open = not session.get_one(Matter, matter_id).is_sealed
        return is_open and all(
            scope(session, viewer_of(session, one), matter_id) is not Scope.NOTHING for one in people
        )


@pytest.mark.parametrize("seed", range(12))
def test_a_group_hears_only_what_each_of_its_members_may_see(small_office: StoryOffice, seed: int) -> None:
    """Whatever was meant to be said there, by the office's rules or by a mistake of theirs."""
    members = random.Random(seed).sample(EVERYBODY, k=random.Random(seed).choice((1, 2, 2, 3)))
    titles = ledger(small_office)
    seat(small_office, members)
    with small_office.house.database.write() as session:
        group = session.query(Chat).one().id
        for matter_id, title in titles.items():
            facts = {"unit": "某局", "number": 1, "title": title, "due_on": "2026-06-12", "workdays_late": 1}
            intent = Intent(f"{matter_id}", "overdue_in_group", facts, MessageClass.REMINDER, matter_id, is_urgent=True)
            post(session, To(chat_id=group), intent, small_office.clock())
    small_office.until(LATE)
    said = "\n".join(small_office.group_hears())
    heard = {title for title in titles.values() if title in said}
    assert heard == {title for number, title in titles.items() if seen_by_all(small_office, members, number)}


def test_a_newcomer_silences_the_group_at_once(small_office: StoryOffice) -> None:
    ledger(small_office)
    seat(small_office, ["zhangwei", "limin"])
    with small_office.house.database.write() as session:
        facts = {"unit": "某局", "number": 1, "title": "招商局的事项", "due_on": "2026-06-12", "workdays_late": 1}
        matter = session.query(Matter).filter(Matter.number == 11).one()
        intent = Intent("x", "overdue_in_group", facts, MessageClass.REMINDER, matter.id, is_urgent=True)
        post(session, To(chat_id=session.query(Chat).one().id), intent, small_office.clock())
    seat(small_office, ["zhangwei", "limin", "chenchen"])
    small_office.live()
    assert small_office.group_hears() == []


def test_a_question_in_words_is_answered_to_one_alone(small_office: StoryOffice) -> None:
    ledger(small_office)
    for userid in EVERYBODY:
        small_office.says(userid, "逾期")
        small_office.says(userid, "督办单")
    small_office.live()
    assert small_office.group_hears() == []


def test_sealed_on_the_way_out_it_is_said_to_nobody(small_office: StoryOffice) -> None:
    """A paper was signed and lies in the outbox; then the matter is sealed, though everybody is named on it."""
    add_matter(small_office, 8, SECRET, "城管局", due_on=date(2026, 6, 15), percent=50)
    small_office.until(DRAFTED)
    sign_white(small_office)
    with small_office.house.database.write() as session:
        matter = session.query(Matter).filter(Matter.number == 8).one()
        matter.is_sealed = True
        session.add_all(NamedOn(matter_id=matter.id, person_id=one.id) for one in session.query(Person))
    before = len(list(said_by_the_bot(small_office)))
    small_office.until(LATE)
    assert [one for one in list(said_by_the_bot(small_office))[before:] if SECRET in f"{one.text}{one.content}"] == []
    with small_office.house.database.read() as session:
        ours = session.query(Outgoing).filter(Outgoing.event == "notice_issued").all()
        assert ours and {one.state for one in ours} == {OutgoingState.CANCELLED}
