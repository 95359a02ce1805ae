"""A reading as one line of the corpus's predictions: what would be recorded, and what would be asked back first."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers.queries.asking import question_of
from handlers.reading.result import About, Doubt, DoubtKind, Intent, Period, Query, Reading, Update
from models import Matter, Person
from models.person import Role
from supervision.clock import day_of
from supervision.lookups.matters import find
from supervision.texts import render
from supervision.visibility import Viewer, viewer_of

EVERYTHING = Viewer(0, Role.SUPERVISOR, 0)
NO_END = 1_000_000


def prediction(session: Session, message: dict[str, Any], reading: Reading) -> dict[str, Any]:
    """Plain JSON values in the format of the corpus's scorer."""
    said = _nothing_said(message, reading.intent)
    if reading.doubts:
        said["ask"] = _ask(session, reading.doubts[0], reading.mention)
    if reading.intent is Intent.REPORT:
        said["kind"] = reading.kind.value if reading.kind else None
        said["period"] = _period(reading.period)
    if reading.intent in (Intent.REPORT, Intent.CORRECTION):
        said["updates"] = [_update(session, update) for update in reading.updates]
    if reading.intent is Intent.CORRECTION:
        said["updates"] = [_only_corrected(update) for update in said["updates"]]
    if reading.intent in (Intent.CLOSEOUT, Intent.EXTENSION, Intent.ACKNOWLEDGE):
        said["matter"] = reading.matter
    if reading.intent is Intent.EXTENSION:
        said["until"] = reading.until.isoformat() if reading.until else None
        said["reason"] = bool(reading.reason)
    if reading.query is not None:
        said["query"] = _query(session, message, reading.query)
    return said


def unreadable(message: dict[str, Any]) -> dict[str, Any]:
    """What is said of a message at which the reader itself broke: nothing is recorded, and a person is asked."""
    return {**_nothing_said(message, Intent.OTHER), "ask": render("read_broke", message_id=message["id"])}


def _nothing_said(message: dict[str, Any], intent: Intent) -> dict[str, Any]:
    return {
        "id": message["id"],
        "intent": intent.value,
        "kind": None,
        "period": None,
        "updates": [],
        "query": None,
        "matter": None,
        "until": None,
        "ask": None,
    }


def _update(session: Session, update: Update) -> dict[str, Any]:
    doubt = update.doubts[0] if update.doubts else None
    if doubt is None and update.matter is None:
        doubt = Doubt(DoubtKind.UNKNOWN_MATTER)
    return {
        "matter": update.matter,
        "mention": update.mention,
        "status": update.status.value if update.status else None,
        "percent": update.percent,
        "expected_on": update.expected_on.isoformat() if update.expected_on else None,
        "problem": update.problem,
        "needs": list(update.needs),
        "plan": update.has_next_steps,
        "ask": _ask(session, doubt, update.mention, update) if doubt else None,
    }


def _only_corrected(said: dict[str, Any]) -> dict[str, Any]:
    """What a correction does not speak of is null, not false."""
    return {**said, "problem": said["problem"] or None, "plan": None}


def _ask(session: Session, doubt: Doubt, mention: str, update: Update | None = None) -> str:
    """The words with which the bot would ask."""
    is_of_states = doubt.kind is DoubtKind.WHICH_STATE
    codes = [] if is_of_states else [code for code in doubt.candidates if not code.isdigit()]
    if not codes and update is not None and update.matter:
        codes = [update.matter]
    matters = {matter.code: matter for matter in session.scalars(select(Matter).where(Matter.code.in_(codes)))}
    options = [_option(matters[code]) for code in codes if code in matters]
    figures = [int(text) for text in doubt.candidates if text.isdigit()]
    if doubt.kind is DoubtKind.WHICH_PERCENT and options:
        options = [{**options[0], "percent": figure} for figure in figures] or options
    if is_of_states and options:
        options = [{**options[0], "status": state} for state in doubt.candidates]
    if doubt.kind is DoubtKind.OVER_FULL:
        options = [{**option, "over": figures[0]} for option in options]
    percent = update.percent if update else None
    question = {"event": f"ask_{doubt.kind.value}", "mention": mention, "options": options, "more": 0}
    return render("read_question", question={**question, "update": {"percent": percent}})


def _option(matter: Matter) -> dict[str, Any]:
    return {"number": matter.number, "title": matter.title, "percent": matter.percent, "old_percent": matter.percent}


def _query(session: Session, message: dict[str, Any], query: Query) -> dict[str, Any]:
    """The question with its answer: the codes come from the lookups and lights of the chat, whoever asks."""
    said: dict[str, Any] = {"about": query.about.value}
    if query.about is About.MISSING_REPORTS:
        said |= {"kind": query.kind.value if query.kind else None, "period": _period(query.period)}
    if query.about in (About.MATTERS, About.SUMMARY):
        asker = viewer_of(session, session.scalar(select(Person).where(Person.userid == message["sender"].lower())))
        today = day_of(datetime.fromisoformat(message["sent_at"]))
        page = find(session, question_of(session, query, asker), EVERYTHING, today, NO_END)
        said["matters"] = [row.matter.code for row in page.rows]
    return said


def _period(period: Period | None) -> list[str] | None:
    return [period.first.isoformat(), period.last.isoformat()] if period else None
