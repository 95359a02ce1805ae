"""From a reading to rows: shared by reports, corrections, answered questions and what the office enters for others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from handlers.reading.result import Reading, Update
from handlers.turn import Turn
from handlers.waiting import freeze_measure
from models import CoUnit, Matter, Unit
from models.matter import MatterStatus
from models.report import ReportKind
from supervision import closeouts, deadlines, helpcalls, reports
from supervision.clock import day_of
from supervision.reports import Change, Cover, Opened, Told
from supervision.telling import Telling

ALL_DONE = 100  # percent


@dataclass(frozen=True, slots=True)
class Recording:
    report_id: int
    items: list[dict[str, Any]]  # per matter: what the reply says of it


def cover_of(reading: Reading) -> Cover:
    """The kind and period that a reading names."""
    return Cover(
        kind=ReportKind(reading.kind.value) if reading.kind else None,
        first=reading.period.first if reading.period else None,
        last=reading.period.last if reading.period else None,
        is_no_change=reading.is_no_change,
    )


def write_down(
    turn: Turn,
    telling: Telling,
    cover: Cover,
    certain: Sequence[tuple[Update, Matter]],
    *,
    is_correction: bool = False,
    report: Opened | None = None,
) -> Recording:
    """Write the report (or what is told later of one) and its rows, and what follows: claims of completion, calls."""
    report = report or reports.open_report(turn.session, telling, cover)
    told = [_told(turn, update, matter) for update, matter in certain]
    changes = reports.record(turn.session, report, telling.key, told, is_correction)
    items = []
    for change, (update, _) in zip(changes, certain, strict=True):
        _follow(turn, telling, change)
        items.append(_item(change, _call_for_help(turn, telling, change, update), _leader_of(turn, change.matter)))
    return Recording(report.id, items)


def _call_for_help(turn: Turn, telling: Telling, change: Change, update: Update) -> list[str]:
    if not update.needs:
        return []
    return helpcalls.call(turn.session, telling, change.matter, change.progress_id, update.words, update.needs)


def _told(turn: Turn, update: Update, matter: Matter) -> Told:
    status = MatterStatus(update.status.value) if update.status else None
    if status is None and _is_less_than_done(update, matter):
        status = MatterStatus.IN_PROGRESS  # 更正 30%, of what was told as done
    told = Told(
        matter=matter,
        words=update.words,
        status=status,
        percent=update.percent,
        expected_on=update.expected_on,
        has_problem=update.problem,
        has_next_steps=update.has_next_steps,
        measures=tuple(map(freeze_measure, update.measures)),
    )
    return told if _speaks_for(turn, matter) else _share_only(told)


def _is_less_than_done(update: Update, matter: Matter) -> bool:
    is_done = matter.status is MatterStatus.COMPLETED and not matter.is_decided
    return is_done and update.percent is not None and update.percent < ALL_DONE


def _speaks_for(turn: Turn, matter: Matter) -> bool:
    """A co-unit tells of its share: that moves neither the whole matter's state nor its figure."""
    if not turn.viewer.is_of_unit or matter.unit_id == turn.person.unit_id:
        return True
    return turn.session.get(CoUnit, (matter.id, turn.person.unit_id)) is None


def _share_only(told: Told) -> Told:
    return replace(told, status=None, percent=None, expected_on=None)


def _follow(turn: Turn, telling: Telling, change: Change) -> None:
    """已完成 is recorded as told and holds the ladder until the office confirms or returns it."""
    if change.told.status is MatterStatus.COMPLETED and not change.matter.is_decided:
        closeouts.tell(turn.session, change.matter, telling, turn.rules, strikes_off=False, evidence=change.told.words)
    if change.matter.status is not change.old_status:  # nothing else a report says moves the day of the next look
        deadlines.look_again(turn.session, change.matter, turn.rules, day_of(turn.now))


def _leader_of(turn: Turn, matter: Matter) -> str:
    """The unit whose figure counts, where it is not the teller's; empty where it is."""
    return "" if _speaks_for(turn, matter) else turn.session.get_one(Unit, matter.unit_id).name


def _item(change: Change, asked: list[str], led_by: str) -> dict[str, Any]:
    matter = change.matter
    return {
        "led_by": led_by,
        "number": matter.number,
        "title": matter.title,
        "old_percent": change.old_percent,
        "new_percent": matter.percent,
        "outdated_percent": _outdated(change),
        "is_decided": matter.is_decided,
        "old_status": change.old_status.value,
        "new_status": matter.status.value,
        "expected_on": change.told.expected_on,
        "has_problem": change.told.has_problem,
        "asked": asked,
        "is_suspended": matter.suspended_since is not None,
        "awaits_confirmation": change.told.status is MatterStatus.COMPLETED and not matter.is_decided,
    }


def _outdated(change: Change) -> int | None:
    """The figure told, where one told later stands."""
    is_outdated = change.told.percent != change.matter.percent and not change.matter.is_decided
    return change.told.percent if is_outdated else None
