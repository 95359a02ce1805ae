"""Plans and nodes for stories, as a table brings them: first days, categories, 节点 and when they were met."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from models import Matter, Milestone
from supervision import deadlines
from supervision.clock import day_of
from tests.stories.office import StoryOffice


def runs_from(office: StoryOffice, number: int, start_on: date) -> None:
    """The plan of a matter begins on this day."""
    with office.house.database.write() as session:
        session.scalars(select(Matter).where(Matter.number == number)).one().start_on = start_on


def in_category(office: StoryOffice, number: int, category: str) -> None:
    with office.house.database.write() as session:
        session.scalars(select(Matter).where(Matter.number == number)).one().category = category


def add_node(office: StoryOffice, number: int, name: str, due_on: date) -> None:
    with office.house.database.write() as session:
        matter = session.scalars(select(Matter).where(Matter.number == number)).one()
        session.add(Milestone(matter_id=matter.id, name=name, due_on=due_on))
        session.flush()
        deadlines.look_again(session, matter, office.house.rules_source(session), day_of(office.clock()))


def meet_node(office: StoryOffice, name: str) -> None:
    """The node was done today."""
    with office.house.database.write() as session:
        node = session.scalars(select(Milestone).where(Milestone.name == name)).one()
        node.done_on = day_of(office.clock())
