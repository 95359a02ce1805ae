"""代录: a report or an urging made by phone or on paper, entered by the office. It counts the same (P02)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select

from handlers import nodes
from handlers.correction import withdraw_report
from handlers.last_told import REMEMBERED_FOR
from handlers.message import Answer
from handlers.office import units
from handlers.office.entry_words import Entry, NoSuchMoment, entry_in
from handlers.office.ref import meant
from handlers.people import speaker
from handlers.reading import read
from handlers.reading.result import Intent, Reading, Update
from handlers.recording import Recording, cover_of, write_down
from handlers.turn import Turn
from models import Matter, Person, Report, Unit
from models.inbox import Disposition
from supervision import acts
from supervision.audience import SPEAKERS, people_of
from supervision.clock import local
from supervision.errors import DateNotPossible
from supervision.visibility import Scope, scope, viewer_of

NO_WAY = "未注明"  # how it was told, where nobody says
MOST_HEADS = 6  # words: unit, name, way, day, hour, and one of the report
NAME_LENGTHS = (2, 3, 4)


@dataclass(frozen=True, slots=True)
class _Told:
    """`person` told it; the unit's head stands for him where nobody was named."""

    unit: Unit
    person: Person
    at: datetime
    entry: Entry


def enter_for(turn: Turn, match: re.Match[str]) -> Answer | None:
    """「代录 招商局 张伟 电话 17:30 奥瑞金65%」; unit, person, way and time stand in any order."""
    told = _told(turn, match["words"])
    if isinstance(told, Answer):
        return told
    reading = _read(turn, told)
    theirs = _as_they_said_it(turn, told)
    said = nodes.said_in(theirs, reading)
    if said:
        reading = nodes.without(theirs, reading, said)
    certain = _certain(turn, told.person, reading)
    if reading.intent is not Intent.REPORT or certain is None or not (certain or reading.is_no_change):
        return Answer("on_behalf_unclear", {"unit": told.unit.name}, Disposition.REFUSED)
    recording = _write(turn, told, theirs, reading, certain)
    facts = {
        "unit": told.unit.name,
        "name": told.person.name,
        "is_named": bool(told.entry.name),
        "through": told.entry.through,
        "told_at": told.at,
        "nodes": nodes.write_down(theirs, said),
        "items": recording.items,
        "is_no_change": reading.is_no_change,
    }
    return Answer("entered_on_behalf", facts, Disposition.RECORDED)


def take_back_entry(turn: Turn, _match: re.Match[str]) -> Answer | None:
    """「撤回代录」: the last one this supervisor entered in the last day."""
    entered = select(Report).where(
        Report.entered_by_id == turn.person.id,
        Report.withdrawn_at.is_(None),
        Report.recorded_at > turn.now - REMEMBERED_FOR,
    )
    report = turn.session.scalar(entered.order_by(Report.recorded_at.desc(), Report.id.desc()).limit(1))
    if report is None:
        return Answer("nothing_to_withdraw", disposition=Disposition.REFUSED)
    facts = withdraw_report(turn, report)
    unit = turn.session.get_one(Unit, report.unit_id).name
    return Answer("entry_withdrawn", facts | {"unit": unit}, Disposition.RECORDED)


def note_urging(turn: Turn, match: re.Match[str]) -> Answer | None:
    """「代录催办 3 电话 已催张伟,答应周五前补齐」: it stands in the matter's history and in a notice's grounds."""
    matter = meant(turn, match["ref"])
    if matter is None:
        return None
    words = (match["words"] or "").strip()
    acts.note(turn.session, "urged", turn.telling, matter.id, words=words)
    return Answer("urging_noted", {"number": matter.number, "title": matter.title, "words": words}, Disposition.DONE)


def _told(turn: Turn, words: str) -> _Told | Answer:
    """Who told what and when; or what is wrong with the head of the entry."""
    now, called = turn.message.told_at, _called_so(turn, words)
    try:
        entry = entry_in(words, now, units.names(turn), {person.name for person in called})
    except NoSuchMoment as wrong:
        raise DateNotPossible(day=wrong.args[0]) from None
    if entry.told_at and entry.told_at > now:
        return Answer("on_behalf_not_yet", {"said": entry.said_when, "now": now}, Disposition.REFUSED)
    called = [person for person in called if person.name == entry.name]
    unit = _unit(turn, entry, called)
    if unit is None:
        return units.unknown(turn, entry.stray)
    people = people_of(turn.session, unit.id)
    if not people:
        return Answer("unit_without_people", {"unit": unit.name}, Disposition.REFUSED)
    theirs = [person for person in called if person.unit_id == unit.id] if entry.name else people
    if not theirs:
        facts = {"unit": unit.name, "name": entry.name, "names": [person.name for person in people]}
        return Answer("on_behalf_not_of_unit", facts, Disposition.REFUSED)
    return _Told(unit, theirs[0], entry.told_at or now, entry)


def _called_so(turn: Turn, words: str) -> Sequence[Person]:
    """The people of units whose names stand at the beginning of one of the first words."""
    first = re.split(r"[\s:,、]+", words.strip())[:MOST_HEADS]
    names = {word[:length] for word in first for length in NAME_LENGTHS if len(word) >= length}
    return turn.session.scalars(
        select(Person)
        .where(Person.name.in_(sorted(names)), Person.is_active, Person.role.in_(SPEAKERS))
        .order_by(Person.id)
    ).all()


def _unit(turn: Turn, entry: Entry, called: Sequence[Person]) -> Unit | None:
    """The unit named; else that of the only one who bears the name."""
    if entry.unit:
        return units.named(turn, entry.unit)
    return turn.session.get(Unit, called[0].unit_id) if len(called) == 1 else None


def _read(turn: Turn, told: _Told) -> Reading:
    return read(
        told.entry.words,
        turn.registry,
        sender=told.person.userid,
        sent_at=local(told.at),
        calendar=turn.rules.calendar,
    )


def _certain(turn: Turn, person: Person, reading: Reading) -> list[tuple[Update, Matter]] | None:
    """None where anything is doubtful, or not that person's to tell of.

    The one who types it has the paper before him and says it plainly.
    """
    known = turn.on_record.matters([one.matter for one in reading.updates if one.matter])
    if any(one.doubts or one.matter not in known for one in reading.updates):
        return None
    teller = viewer_of(turn.session, person)
    if any(scope(turn.session, teller, matter.id) is Scope.NOTHING for matter in known.values()):
        return None
    return [(one, known[one.matter]) for one in reading.updates if one.matter]


def _as_they_said_it(turn: Turn, told: _Told) -> Turn:
    """The turn as if the unit's person had written these words at that moment."""
    message = replace(turn.message, text=told.entry.words, told_at=told.at)
    return replace(turn, person=speaker(told.person), viewer=viewer_of(turn.session, told.person), message=message)


def _write(
    turn: Turn, told: _Told, theirs: Turn, reading: Reading, certain: list[tuple[Update, Matter]]
) -> Recording:  # fmt: skip
    through = told.entry.through or NO_WAY
    cover = replace(cover_of(reading), told_through=through, entered_by_id=turn.person.id)
    recording = write_down(theirs, theirs.telling, cover, certain)
    acts.note(turn.session, "entered_on_behalf", turn.telling, report=recording.report_id, unit=told.unit.id)
    return recording
