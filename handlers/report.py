"""日报 / 周报 / 月报: what is certain is recorded at once; what is doubtful is asked back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from handlers.message import Answer
from handlers.open_questions import withdraw_overtaken
from handlers.period_meant import of_its_period
from handlers.questions import ask
from handlers.reading.period import kinds_headed
from handlers.reading.result import Reading, Update
from handlers.recording import Recording, cover_of, write_down
from handlers.turn import Turn
from models import Matter, Unit
from models.inbox import Disposition
from models.matter import MatterStatus
from models.person import Role
from models.report import ReportKind
from supervision.standing import require_standing
from supervision.visibility import Scope, scope_of

REPORTERS = frozenset({Role.UNIT_HEAD, Role.LIAISON, Role.SUPERVISOR})


@dataclass(slots=True)
class _Sorted:
    certain: list[tuple[Update, Matter]] = field(default_factory=list)
    doubtful: list[Update] = field(default_factory=list)
    not_theirs: list[str] = field(default_factory=list)
    revoked: list[Matter] = field(default_factory=list)  # the office took them back


def on_report(turn: Turn, reading: Reading) -> Answer:
    """Record, and say per matter what changed: old → new."""
    if turn.person.role not in REPORTERS:
        return Answer("leaders_do_not_report", disposition=Disposition.REFUSED)
    reading = of_its_period(turn, reading)
    sorted_ = _sort(turn, reading.updates)
    if turn.person.role is Role.SUPERVISOR and not _may_be_the_offices(turn, reading, sorted_):
        return _is_for_the_unit_to_tell(turn, sorted_)
    if not (sorted_.certain or sorted_.doubtful or reading.is_no_change):
        return _nothing_recorded(reading, sorted_)
    recording = write_down(turn, turn.telling, cover_of(reading), sorted_.certain)
    withdraw_overtaken(turn, [matter.id for _, matter in sorted_.certain])
    return _answer(turn, reading, recording, sorted_)


def _other_kinds(turn: Turn, reading: Reading) -> list[str]:
    """A message is one report; whoever wrote a second kind into it is told to send that by itself."""
    if reading.kind is None:
        return []
    return [kind.value for kind in kinds_headed(turn.message.text) if kind is not reading.kind]


def _sort(turn: Turn, updates: Sequence[Update]) -> _Sorted:
    known = turn.on_record.matters([update.matter for update in updates if update.matter])
    result = _Sorted()
    for update in updates:
        matter = known.get(update.matter or "")
        if update.doubts or (matter is None and update.matter is None):
            result.doubtful.append(update)
        elif matter is None or not _may_report_on(turn, matter):
            result.not_theirs.append(update.mention or (update.matter or ""))
        elif matter.status is MatterStatus.REVOKED:
            result.revoked.append(matter)
        else:
            result.certain.append((update, matter))
    return result


def _may_report_on(turn: Turn, matter: Matter) -> bool:
    """The units that lead or assist a matter, and the office. Sealed and absent are the same (T10)."""
    return scope_of(turn.session, turn.viewer, matter) is not Scope.NOTHING


def _may_be_the_offices(turn: Turn, reading: Reading, sorted_: _Sorted) -> bool:
    """A figure is plain, and of what the office leads itself it reports as any unit does."""
    if any(update.percent is not None for update in reading.updates):
        return True
    return bool(sorted_.certain) and all(matter.unit_id == turn.person.unit_id for _, matter in sorted_.certain)


def _is_for_the_unit_to_tell(turn: Turn, sorted_: _Sorted) -> Answer:
    """垃圾分类那个退回去 is an order: without a figure the office's words are a unit's by 代录 alone (P02)."""
    matter = sorted_.certain[0][1] if sorted_.certain else None
    facts = {
        "unit": turn.session.get_one(Unit, matter.unit_id).name if matter else "",
        "title": matter.title if matter else "",
    }
    return Answer("office_reports_on_behalf", facts, Disposition.REFUSED)


def _nothing_recorded(reading: Reading, sorted_: _Sorted) -> Answer:
    for matter in sorted_.revoked[:1]:
        require_standing(matter)
    if sorted_.not_theirs:
        return Answer("report_not_theirs", {"mentions": sorted_.not_theirs}, Disposition.REFUSED)
    if reading.kind is not None:
        return Answer("report_without_matters", {"kind": reading.kind.value}, Disposition.ANSWERED)
    return Answer("not_understood")


def _answer(turn: Turn, reading: Reading, recording: Recording, sorted_: _Sorted) -> Answer:
    facts: dict[str, Any] = {
        "kind": reading.kind.value if reading.kind else "",
        "means": turn.rules.policy.meaning(ReportKind(reading.kind.value)) if reading.kind else "",
        "first": reading.period.first if reading.period else None,
        "last": reading.period.last if reading.period else None,
        "is_no_change": reading.is_no_change,
        "items": recording.items,
        "not_theirs": sorted_.not_theirs,
        "revoked": [{"number": matter.number, "title": matter.title} for matter in sorted_.revoked],
        "questions": ask(turn, recording.report_id, sorted_.doubtful),
        "told_through": "",
        "other_kinds": _other_kinds(turn, reading),
    }
    return Answer("report_recorded", facts, Disposition.RECORDED)
