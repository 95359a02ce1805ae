"""Policies for stories: that of Xianyang with a sentence or two changed."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from sqlalchemy import select

from models import Notice, ScoreEntry
from supervision.clock import SHANGHAI
from supervision.policies.active import activate, preset
from tests.stories.office import StoryOffice


def changed(*pairs: tuple[str, str]) -> str:
    """Each first piece must be there; all its places are changed."""
    text = preset("xianyang")
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new)
    return text


SKIPPING = changed(("may_skip = false", "may_skip = true"))
WITHOUT_DAYS = changed(("after_workdays = 1 ", "# "))
WITH_CAUSE = changed(('signer = "领导" ', 'needs_cause = true\nsigner = "领导" '))


def signed_by(*titles: str) -> str:
    """From yellow on a leader with one of these 职务 signs."""
    named = ", ".join(f'"{title}"' for title in titles)
    return changed(('signer = "领导"', f'signer_titles = [{named}]\nsigner = "领导"'))


def govern(office: StoryOffice, policy: str) -> None:
    """From now on this policy is in force."""
    with office.house.database.write() as session:
        activate(session, policy, "周明", office.clock())


def days(month: int, day: int, hour: int = 10) -> datetime:
    """A moment of the stories' year."""
    return datetime(2026, month, day, hour, tzinfo=SHANGHAI)


def notices_of(office: StoryOffice) -> list[Notice]:
    with office.house.database.read() as session:
        return list(session.scalars(select(Notice).order_by(Notice.id)))


def points_of(office: StoryOffice) -> Decimal:
    with office.house.database.read() as session:
        return sum(session.scalars(select(ScoreEntry.points)), Decimal(0))


def heard(office: StoryOffice, userid: str, *words: str) -> bool:
    """Whether one message on the person's screen holds all the words."""
    return any(all(word in text for word in words) for text in office.hears(userid))
