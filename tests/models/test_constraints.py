"""What the database itself refuses, whoever asks: tried in plain SQL, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import CheckConstraint, Enum, Index, PrimaryKeyConstraint, Table, UniqueConstraint
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models import Base
from models.session import Database
from tests.models.rows import NOON, insert, stand

Row = dict[str, Any]


@dataclass(frozen=True)
class Case:
    """Rows that may stand beside one another, and the one that may not join them."""

    constraint: str
    table: str
    refused: Row
    stands: list[Row] = field(default_factory=list)


def twice(constraint: str, table: str, row: Row, **but: Any) -> Case:  # noqa: ANN401
    """A row may stand beside its neighbour that differs in `but`, and not beside itself."""
    return Case(constraint, table, row, [row, row | but])


NOTICE: Row = {"climb_id": 1, "matter_id": 1, "unit_id": 1, "cycle": 1, "level": 1, "state": "draft"}
SIGNED = NOTICE | {"state": "signed", "signed_by_id": 2, "series": "督", "year": 2026, "serial": 1}
BY_TWO = SIGNED | {"proposed_by_id": 1}
CLIMB: Row = {"matter_id": 1, "policy_version_id": 1, "cycle": 1, "cause": "overdue"}
OUTGOING: Row = {"key": "warn:1", "person_id": 1}
ASKED: Row = {"matter_id": 1, "inbox_id": 1, "asked_by_id": 1, "state": "asked"}
SUGGESTION: Row = {"inbox_id": 1, "person_id": 1}
MATTER: Row = {"code": "ZD-2026-002", "unit_id": 1}
APPEAL: Row = {"notice_id": 1, "inbox_id": 1, "asked_by_id": 1, "state": "asked"}
CASE: Row = {"matter_id": 1, "unit_id": 1, "policy_version_id": 1, "opened_by_id": 1, "state": "opened"}
ENTRY: Row = {"unit_id": 1, "ground_kind": "notice", "ground_id": 1, "kind": "deduct", "signed_by_id": 2}
PROPOSAL: Row = {
    "about": "grade:3:2026", "state": "waits", "unit_id": 1, "policy_version_id": 1, "inbox_id": 1, "proposed_by_id": 2,
}  # fmt: skip
SHEET: Row = {"unit_id": 1, "year": 2026, "policy_version_id": 1, "proposal_id": 1}
PLATE: Row = {"matter_id": 1, "unit_id": 1, "month": date(2026, 6, 30)}
RUN: Row = {"job": "daily", "scheduled_for": NOON}

CASES = [
    # A message, its report, its effects: each once (I1, I2).
    twice("uq_inbox_corp_agent_message_key", "inbox", {"message_key": "m9"}, message_key="m8"),
    Case("uq_report_inbox_id", "report", {"inbox_id": 1, "person_id": 1, "unit_id": 1}),
    twice("uq_outgoing_key", "outgoing", OUTGOING, key="warn:2"),
    twice("uq_help_call_progress_id_unit_id", "help_call", {"progress_id": 1, "matter_id": 1, "unit_id": 2}, unit_id=1),
    twice("uq_duty_unit_id_kind_period_first", "duty", {"unit_id": 1, "kind": "daily"}, kind="weekly"),
    twice("uq_extension_inbox_id", "extension", ASKED | {"state": "granted"}, inbox_id=2),
    twice("uq_suggestion_inbox_id", "suggestion", SUGGESTION, inbox_id=2),
    Case("ck_suggestion_answered", "suggestion", SUGGESTION | {"answered_at": NOON}, [SUGGESTION]),
    # One asked at a time; decided ones may be many.
    Case("uq_extension_asked", "extension", ASKED | {"inbox_id": 2}, [ASKED]),
    Case("uq_closeout_asked", "closeout", ASKED, [ASKED, ASKED | {"state": "returned"}, ASKED | {"state": "returned"}]),
    # A notice is given once, numbered once, and signed by somebody other than its proposer (N1).
    twice("uq_notice_matter_id_cycle_level", "notice", NOTICE, level=2),
    Case("uq_notice_series_year_serial", "notice", SIGNED | {"level": 2}, [SIGNED]),
    Case("ck_notice_signed", "notice", SIGNED | {"serial": None}, [SIGNED]),
    Case("ck_notice_signed", "notice", SIGNED | {"signed_by_id": None}),
    Case("ck_notice_two_people", "notice", BY_TWO | {"proposed_by_id": 2}, [BY_TWO | {"level": 2}]),
    twice("uq_handover_notice_id_body", "handover", {"notice_id": 1, "body": "效能监察"}, body="组织处理"),
    # One ground, kind and unit: one entry, one mark (N4). What was proposed is signed by another, a book closed once.
    twice("uq_score_entry_ground_kind_ground_id_kind_unit_id", "score_entry", ENTRY, kind="revoke"),
    twice("uq_score_entry_ground_kind_ground_id_kind_unit_id", "score_entry", ENTRY, unit_id=2),
    twice("uq_score_mark_ground_kind_ground_id_unit_id_kind", "score_mark", ENTRY | {"kind": "mark"}, kind="lift"),
    twice("pk_matter_book", "matter_book", {"matter_id": 1, "year": 2026, "policy_version_id": 1}, year=2027),
    Case(
        "uq_score_proposal_waits",
        "score_proposal",
        PROPOSAL,
        [PROPOSAL | {"state": "declined", "decided_by_id": 1}, PROPOSAL | {"about": "grade:4:2026"}, PROPOSAL],
    ),
    Case("ck_score_proposal_two_people", "score_proposal", PROPOSAL | {"state": "signed", "decided_by_id": 2}),
    Case("ck_score_proposal_decided", "score_proposal", PROPOSAL | {"state": "signed"}),
    Case("uq_score_sheet_unit_id_book_year", "score_sheet", SHEET | {"proposal_id": 2}, [SHEET]),
    Case("uq_score_sheet_proposal_id", "score_sheet", SHEET | {"year": 2028}, [SHEET]),
    # 复核 is asked once for a notice, and decided by somebody else (P12).
    Case("uq_appeal_notice_id", "appeal", APPEAL | {"inbox_id": 2}, [APPEAL]),
    Case("ck_appeal_two_people", "appeal", APPEAL | {"decided_by_id": 1}),
    # One climb of a kind at a time; ended ones may be many.
    twice("uq_climb_matter_id_cycle", "climb", CLIMB | {"ended_at": NOON}, cycle=2),
    Case("uq_climb_running", "climb", CLIMB | {"cycle": 3}, [CLIMB, CLIMB | {"cycle": 2, "ended_at": NOON}]),
    twice("uq_finding_key", "finding", {"key": "behind_plan:3:6月", "matter_id": 1}, key="behind_plan:3:7月"),
    Case("uq_case_running", "accountability_case", CASE, [CASE, CASE | {"subject": "张伟"}]),
    Case("ck_accountability_case_two_people", "accountability_case", CASE | {"proposed_by_id": 2, "entered_by_id": 2}),
    # A run is committed once; a hold of a kind is open once; one office, one clock that only grows.
    twice("pk_job_run", "job_run", RUN, job="monthly"),
    Case("uq_hold_open", "hold", {"kind": "outage"}, [{"kind": "outage"}, {"kind": "outage", "released_at": NOON}]),
    Case("ck_office_one_row", "office", {"id": 2}, [{"id": 1}]),
    Case("ck_clock_mark_one_row", "clock_mark", {"id": 2}, [{"id": 1}]),
    # Names are told apart.
    twice("uq_unit_name", "unit", {"name": "住建局"}, name="城管局"),
    twice("uq_person_userid", "person", {"userid": "sun", "unit_id": 1}, userid="zhou"),
    twice("uq_matter_code", "matter", MATTER, code="b"),
    twice("uq_milestone_matter_id_name", "milestone", {"matter_id": 1, "name": "封顶"}, name="验收"),
    Case("uq_chat_name", "chat", {"name": "领导群", "address": "b"}, [{"name": "领导群", "address": "a"}]),
    Case("uq_chat_channel_address", "chat", {"name": "b", "address": "a"}, [{"name": "a", "address": "a"}]),
    twice("uq_policy_version_name_sha256", "policy_version", {"name": "办法", "sha256": "a"}, sha256="b"),
    twice("uq_alias_of_unit", "alias", {"unit_id": 1, "text": "招商"}, text="招"),
    Case(
        "uq_alias_of_matter",
        "alias",
        {"matter_id": 1, "text": "冷链"},
        [{"matter_id": 1, "text": "冷链"}, {"matter_id": 1, "text": "冷链", "of_unit_id": 1}],
    ),
    twice("uq_alias_learned", "alias", {"matter_id": 1, "text": "冷链", "of_unit_id": 1}, of_unit_id=2),
    # What cannot be.
    Case("ck_matter_percent", "matter", MATTER | {"percent": 101}, [MATTER | {"percent": 100, "code": "b"}]),
    Case("ck_matter_percent", "matter", MATTER | {"percent": -1}, [MATTER | {"percent": 0, "code": "b"}]),
    Case("ck_plate_says_why", "plate", {"matter_id": 1, "unit_id": 1, "by_id": 1, "words": ""}),
    twice("uq_plate_reckoned", "plate", PLATE, month=date(2026, 7, 31)),
    Case("ck_collection_says_why", "collection", {"is_collected": False, "words": ""}),
    Case("ck_availability_in_order", "availability", {"first": NOON, "last": NOON - timedelta(seconds=1)}),
    Case("ck_progress_percent", "progress", {"report_id": 1, "matter_id": 1, "percent": 101}),
    Case("ck_alias_one_target", "alias", {"unit_id": 1, "matter_id": 1}, [{"unit_id": 1}, {"matter_id": 1}]),
    Case("ck_alias_one_target", "alias", {"unit_id": None, "matter_id": None}),
    Case("ck_outgoing_one_audience", "outgoing", OUTGOING | {"chat_id": 1}, [OUTGOING, {"key": "k", "chat_id": 1}]),
    Case("ck_outgoing_one_audience", "outgoing", {"key": "k"}),
]  # fmt: skip

# So that nothing but the word is wrong with a row.
MANNERLY: dict[str, Row] = {
    "outgoing": OUTGOING,
    "notice": NOTICE,
    "matter": MATTER,
    "extension": ASKED | {"inbox_id": 2},
    "report": {"inbox_id": 2},
}


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with database.write() as opened:
        stand(opened)
        yield opened
        opened.rollback()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.constraint)
def test_it_is_refused(session: Session, case: Case) -> None:
    for row in case.stands:
        insert(session, case.table, **row)
    with pytest.raises(IntegrityError) as refused, session.begin_nested():
        insert(session, case.table, **case.refused)
    assert names(refused.value, case.constraint)


def of_words() -> dict[str, tuple[str, str]]:
    """Every column that holds the words of an enum, by the name of its constraint."""
    return {
        f"ck_{table.name}_{column.type.name}": (table.name, column.name)
        for table in Base.metadata.tables.values()
        for column in table.c
        if isinstance(column.type, Enum)
    }


@pytest.mark.parametrize("constraint", of_words())
def test_a_word_that_is_none_of_the_list_is_refused(session: Session, constraint: str) -> None:
    table, column = of_words()[constraint]
    with pytest.raises(IntegrityError) as refused, session.begin_nested():
        insert(session, table, **MANNERLY.get(table, {}) | {column: "sideways"})
    assert names(refused.value, constraint)


def test_every_guard_of_the_schema_is_tried() -> None:
    """A constraint added to the models wants a case here."""
    guards = {name for table in Base.metadata.tables.values() for name in guards_of(table)}
    assert {case.constraint for case in CASES} - {"pk_job_run", "pk_matter_book"} == guards - of_words().keys()


def guards_of(table: Table) -> Iterator[str]:
    for constraint in table.constraints:
        if isinstance(constraint, UniqueConstraint | CheckConstraint):
            yield str(constraint.name)
    yield from (str(index.name) for index in table.indexes if index.unique)


def names(error: IntegrityError, constraint: str) -> bool:
    """Whether the database says that it was this one: by its name, or as SQLite does, by its columns."""
    words = str(error.orig)
    if constraint in words:
        return True
    columns = next(
        (
            ", ".join(f"{table.name}.{column.name}" for column in guard.columns)
            for table in Base.metadata.tables.values()
            for guard in (*table.constraints, *table.indexes)
            if isinstance(guard, UniqueConstraint | PrimaryKeyConstraint | Index) and guard.name == constraint
        ),
    )
    return words == f"UNIQUE constraint failed: {columns}"
