"""代录: a report or an urging made by phone or on paper, entered by the office. It counts the same (P02)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from handlers import nodes
from handlers.message import Answer
from handlers.office import units
from handlers.office.ref import meant
from handlers.people import speaker
from handlers.reading import read
from handlers.reading.result import Intent, Reading, Update
from handlers.recording import Recording, cover_of, write_down
from handlers.turn import Turn
from models import Matter, Person, Unit
from models.inbox import Disposition
from supervision import acts
from supervision.audience import people_of
from supervision.clock import at, day_of, local
from supervision.errors import DateNotPossible
from supervision.visibility import Scope, scope, viewer_of

THROUGH = ("电话", "纸质", "书面", "当面", "短信", "传真", "会上", "邮件")
_TIME = re.compile(r"(?:(?P<day>今天|昨天|前天|[0-9]{1,2}月[0-9]{1,2}日)\s*)?(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})")
_DAYS_AGO = {"今天": 0, "昨天": 1, "前天": 2}
_EDGES = " \n:,、"


@dataclass(frozen=True, slots=True)
class _Entry:
    person: Person
    through: str
    told_at: datetime
    words: str


def enter_for(turn: Turn, match: re.Match[str]) -> Answer | None:
    """「代录 招商局 张伟 电话 17:30 奥瑞金65%」."""
    unit = units.named(turn, match["unit"])
    if unit is None:
        return units.unknown(turn, match["unit"])
    people = people_of(turn.session, unit.id)
    if not people:
        return Answer("unit_without_people", {"unit": unit.name}, Disposition.REFUSED)
    entry = _entry(turn, match["words"], people[0], {person.name: person for person in people})
    reading = _read(turn, entry)
    theirs = _as_they_said_it(turn, entry)
    said = nodes.said_in(theirs, reading)
    if said:
        reading = nodes.without(theirs, reading, said)
    certain = _certain(turn, entry.person, reading)
    if reading.intent is not Intent.REPORT or certain is None or not (certain or reading.is_no_change):
        return Answer("on_behalf_unclear", {"unit": unit.name}, Disposition.REFUSED)
    recording = _write(turn, unit, theirs, entry, reading, certain)
    facts = {
        "unit": unit.name,
        "name": entry.person.name,
        "through": entry.through,
        "told_at": entry.told_at,
        "nodes": nodes.write_down(theirs, said),
        "items": recording.items,
        "is_no_change": reading.is_no_change,
    }
    return Answer("entered_on_behalf", facts, Disposition.RECORDED)


def note_urging(turn: Turn, match: re.Match[str]) -> Answer | None:
    """「代录催办 3 电话 已催张伟,答应周五前补齐」: it stands in the matter's history and in a notice's grounds."""
    matter = meant(turn, match["ref"])
    if matter is None:
        return None
    words = (match["words"] or "").strip()
    acts.note(turn.session, "urged", turn.telling, matter.id, words=words)
    return Answer("urging_noted", {"number": matter.number, "title": matter.title, "words": words}, Disposition.DONE)


def _entry(turn: Turn, words: str, default: Person, by_name: dict[str, Person]) -> _Entry:
    person, through, told_at = default, "电话", turn.message.told_at
    rest = words.strip(_EDGES)
    for name, known in by_name.items():
        if rest.startswith(name):
            person, rest = known, rest.removeprefix(name).strip(_EDGES)
            break
    for way in THROUGH:
        if rest.startswith(way):
            through, rest = way, rest.removeprefix(way).strip(_EDGES)
            break
    if found := _TIME.match(rest):
        told_at, rest = _moment(turn, found), rest[found.end() :].strip(_EDGES)
    return _Entry(person, through, told_at, rest)


def _moment(turn: Turn, found: re.Match[str]) -> datetime:
    """The moment named; never later than the entry itself."""
    try:
        moment = at(_day(day_of(turn.message.told_at), found["day"]), time(int(found["hour"]), int(found["minute"])))
    except ValueError:
        raise DateNotPossible(day=found[0]) from None
    if moment > turn.message.told_at:
        raise DateNotPossible(day=found[0])
    return moment


def _day(today: date, said: str | None) -> date:
    if said is None or said in _DAYS_AGO:
        return today - timedelta(days=_DAYS_AGO.get(said or "", 0))
    month, number = said.removesuffix("日").split("月")
    return date(today.year, int(month), int(number))


def _read(turn: Turn, entry: _Entry) -> Reading:
    return read(
        entry.words,
        turn.registry,
        sender=entry.person.userid,
        sent_at=local(entry.told_at),
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


def _as_they_said_it(turn: Turn, entry: _Entry) -> Turn:
    """The turn as if the unit's person had written these words at that moment."""
    message = replace(turn.message, text=entry.words, told_at=entry.told_at)
    return replace(turn, person=speaker(entry.person), viewer=viewer_of(turn.session, entry.person), message=message)


def _write(
    turn: Turn, unit: Unit, theirs: Turn, entry: _Entry, reading: Reading, certain: list[tuple[Update, Matter]]
) -> Recording:  # fmt: skip
    cover = replace(cover_of(reading), told_through=entry.through, entered_by_id=turn.person.id)
    recording = write_down(theirs, theirs.telling, cover, certain)
    acts.note(turn.session, "entered_on_behalf", turn.telling, report=recording.report_id, unit=unit.id)
    return recording
