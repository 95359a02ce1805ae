"""改派: another unit leads the matter from today on, with a reason and perhaps a day of its own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from handlers.message import Answer
from handlers.office import units
from handlers.office.fields import day_in, reason_in
from handlers.office.ref import meant
from handlers.turn import Turn
from models.inbox import Disposition
from supervision import reassigning
from supervision.clock import day_of
from supervision.standing import require_standing

_TO = re.compile(r"^(?:改?(?:交|派|转)?给|改?由|到|至|改为)\s*")
_BECAUSE = re.compile(r"因|由于|原因|理由")
_UP_TO = re.compile(rf"[\s,。;、]|{_BECAUSE.pattern}")
_ALSO = re.compile(r"^\s*(?:[、,和及与]|会同|配合)\s*")
_AFTER = re.compile(r"^(?:之|以)?[前内](?:完成|办结)?")
_EDGES = " \n,。;、:"


@dataclass(frozen=True, slots=True)
class _Order:
    unit: str
    due_on: date | None
    because: str
    beside: str = ""  # a second unit; the rest is not read then


def reassign(turn: Turn, match: re.Match[str]) -> Answer | None:
    """「改派 12 给住建局 12月31日前 因机构改革」."""
    matter = meant(turn, match["ref"])
    if matter is None:
        return None
    require_standing(matter)
    order = _read(turn, match["words"] or "")
    facts = {"number": matter.number, "title": matter.title}
    if order.beside:
        facts |= {"unit": units.names(turn)[order.unit], "beside": order.beside}
        return Answer("reassign_to_one", facts, Disposition.REFUSED)
    if not order.unit or not order.because:
        lacks = ["unit"] * (not order.unit) + ["reason"] * (not order.because)
        return Answer("reassign_needs", facts | {"lacks": lacks, "unit": order.unit}, Disposition.REFUSED)
    unit = units.named(turn, order.unit)
    if unit is None:
        return units.unknown(turn, order.unit)
    done = reassigning.reassign(turn.session, matter, turn.telling, unit, order.because, turn.rules, order.due_on)
    facts |= {
        "unit": unit.name,
        "before": done.before.name,
        "because": order.because,
        "due_on": matter.due_on,
        "is_over": matter.due_on is not None and matter.due_on < day_of(turn.now),
        "was_late": done.was_late,
        "drafts": done.drafts,
        "signed": done.signed,
    }
    return Answer("reassigned", facts, Disposition.DONE)


def _read(turn: Turn, words: str) -> _Order:
    """To whom, until when, why: in this order, as people write it, with or without blanks."""
    rest = _TO.sub("", words.strip(_EDGES))
    known = _unit_at(turn, rest)
    unit = known or _UP_TO.split(rest, maxsplit=1)[0]
    rest = rest.removeprefix(unit)
    if known and (also := _ALSO.match(rest)) and (beside := _unit_at(turn, rest[also.end() :])):
        return _Order(unit, None, "", beside)
    because = _BECAUSE.search(rest)
    before, reason = (rest[: because.start()], rest[because.start() :]) if because else (rest, "")
    found = day_in(before, day_of(turn.now), turn.rules.calendar)
    if found is None:
        return _Order(unit, None, reason_in(reason or before))
    return _Order(unit, found[0], reason_in(reason or _AFTER.sub("", before.partition(found[1])[2])))


def _unit_at(turn: Turn, words: str) -> str:
    """The longest name of a unit that the words begin with; empty where there is none."""
    return max((name for name in units.names(turn) if words.startswith(name)), key=len, default="")
