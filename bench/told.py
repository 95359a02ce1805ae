"""What the town's units told in the last hundred days: reports, and what each said of five matters."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, String, cast, literal
from sqlalchemy.orm import Session

from bench.filling import Row, copy_rows, indexed_afterwards, insert_rows
from bench.sizes import Size, head_of, unit_of
from models import Inbox, Progress, Report
from models.inbox import Disposition
from models.matter import MatterStatus
from models.report import ReportKind
from supervision.clock import day_of

TOLD = 100_000  # rows of progress; a multiple of every number of matters that is used with more
TOLD_AT_ONCE = 5  # matters in one report


def tell(session: Session, size: Size, now: datetime) -> None:
    """The first reports one by one, the others as copies of them under other keys."""
    wanted = -(-size.progress // TOLD_AT_ONCE)
    reports, rows = min(TOLD // TOLD_AT_ONCE, wanted), min(TOLD, size.progress)
    insert_rows(session, Inbox, (_inbox(number, size, now) for number in range(1, reports + 1)))
    insert_rows(session, Report, (_report(number, size, now) for number in range(1, reports + 1)))
    insert_rows(session, Progress, (_progress(number, size, now) for number in range(1, rows + 1)))
    with indexed_afterwards(session, (Inbox, Report, Progress)):
        _copy(session, reports, wanted, rows, size.progress)


def _copy(session: Session, reports: int, wanted: int, rows: int, progress_wanted: int) -> None:
    inbox, report, progress = Inbox.__table__.c, Report.__table__.c, Progress.__table__.c
    copy_rows(session, Inbox, reports, wanted, lambda by: {"message_key": _past(inbox.id + by)})
    copy_rows(session, Report, reports, wanted, lambda by: {"inbox_id": report.inbox_id + by})
    copy_rows(
        session, Progress, rows, progress_wanted,
        lambda by: {
            "report_id": progress.report_id + by // TOLD_AT_ONCE,
            "told_key": _past(progress.report_id + by // TOLD_AT_ONCE),
        },
    )  # fmt: skip


def _past(number: ColumnElement[int]) -> ColumnElement[str]:
    return literal("past-") + cast(number, String)


def _inbox(number: int, size: Size, now: datetime) -> Row:
    told_at = _told_at(number, now)
    return {
        "id": number, "corp": "bench", "agent": "1", "message_key": f"past-{number}", "channel": "app",
        "sender": head_of(unit_of(number, size)), "kind": "text", "told_at": told_at, "received_at": told_at,
        "envelope": b"-", "signed": "", "plaintext": b"-", "text": "周报", "detail": "", "tries": 0, "trouble": "",
        "disposition": Disposition.RECORDED, "is_released": False, "person_id": unit_of(number, size),
        "intent": "report", "answer": "", "answered_by": "callback", "worked_at": told_at,
    }  # fmt: skip


def _report(number: int, size: Size, now: datetime) -> Row:
    told_at = _told_at(number, now)
    week = day_of(told_at) - timedelta(days=day_of(told_at).weekday())
    return {
        "id": number, "inbox_id": number, "person_id": unit_of(number, size), "unit_id": unit_of(number, size),
        "kind": ReportKind.WEEKLY, "period_first": week, "period_last": week + timedelta(days=6), "told_at": told_at,
        "recorded_at": told_at, "is_no_change": False, "told_through": "",
    }  # fmt: skip


def _progress(number: int, size: Size, now: datetime) -> Row:
    report = (number - 1) // TOLD_AT_ONCE + 1
    return {
        "id": number, "report_id": report, "matter_id": (number - 1) % size.matters + 1,
        "told_at": _told_at(report, now), "told_key": f"past-{report}", "status": MatterStatus.IN_PROGRESS,
        "percent": number * 7 % 90, "has_problem": False, "has_next_steps": False, "is_correction": False,
        "words": "主体施工按计划推进,完成年度投资的一半,下步加快设备安装。",
    }  # fmt: skip


def _told_at(report: int, now: datetime) -> datetime:
    """Within the last hundred days, all different."""
    return now - timedelta(days=1 + report % 100, microseconds=report)
