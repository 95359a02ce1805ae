"""Each promise is broken once on purpose, with plain SQL or in the ledger: the checker names it, and no other."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from models.session import Database
from rehearsal.platform import Dropped, Reason
from tests.faults.checker import Facts, Operation, Outcome, check, operations_of
from tests.faults.lived import Lived, live_two_weeks
from tests.stories.bookkeeping import BOOKED, freeze, to_yellow
from tests.stories.ladder import Office
from tests.stories.office import StoryOffice

LATER = datetime(2026, 6, 20, tzinfo=UTC)


@pytest.fixture(scope="session")
def _lived(_office_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Lived:
    path = tmp_path_factory.mktemp("lived") / "lived.db"
    shutil.copyfile(_office_file, path)
    return live_two_weeks(path)


@pytest.fixture
def lived(_lived: Lived, tmp_path: Path) -> Lived:
    return _lived.copied_to(tmp_path / "harmed.db")


def test_two_weeks_break_no_promise(lived: Lived) -> None:
    assert lived.found() == []


COPY_OF_A_MESSAGE = """INSERT INTO inbox (id, corp, agent, message_key, channel, sender, kind, told_at, received_at,
    envelope, signed, plaintext, text, detail, disposition, tries, trouble, is_released, person_id, intent, answer,
    answered_by, worked_at) SELECT 900, corp, agent, {key}, channel, sender, kind, told_at, received_at, envelope,
    signed, {plaintext}, text, detail, disposition, tries, trouble, is_released, person_id, intent, answer,
    answered_by, worked_at FROM inbox WHERE text = '红灯'"""
A_SEND = """INSERT INTO send (id, channel, target, message_class, part, parts, body, words, created_at, outcome,
    platform_message) VALUES (900, 'robot', '督办工作群', '{kind}', 1, {parts}, '', '{words}',
    '2026-06-29 01:00:00.000000', 'sent', '')"""
AN_ATTEMPT = """INSERT INTO attempt (id, send_id, limit_key, started_at, ended_at, outcome, frozen_until)
    VALUES ({id}, 900, '{key}', '2026-06-29 01:00:{second:02}.000000', '2026-06-29 01:00:{second:02}.500000',
    '{outcome}', {frozen})"""


def _attempts(count: int, key: str, outcome: str = "sent", frozen: str = "NULL") -> list[str]:
    return [AN_ATTEMPT.format(id=900 + n, key=key, second=n, outcome=outcome, frozen=frozen) for n in range(count)]


def _robot(kind: str = "bulletin", parts: int = 1, words: str = "通报") -> str:
    return A_SEND.format(kind=kind, parts=parts, words=words)


HARM: dict[str, list[list[str]]] = {
    "I1": [
        ["DELETE FROM inbox WHERE text = '红灯'"],
        [COPY_OF_A_MESSAGE.format(key="'msg-forged'", plaintext="CAST('forged' AS BLOB)")],
    ],
    "I2": [
        ["free inbox", COPY_OF_A_MESSAGE.format(key="message_key", plaintext="plaintext")],
        ["UPDATE inbox SET worked_at = NULL WHERE text = '红灯'"],
        ["UPDATE inbox SET disposition = 'refused' WHERE text = '厂房一期 35%'"],
        ["UPDATE inbox SET disposition = 'quarantined', answer = '', person_id = NULL WHERE text = '红灯'"],
        ["free report", "INSERT INTO report SELECT 900, inbox_id, person_id, unit_id, kind, period_first, "
         "period_last, told_at, recorded_at, is_no_change, told_through, entered_by_id, withdrawn_at "
         "FROM report WHERE id = 1"],
    ],
    "I3": [
        ["UPDATE inbox SET answer = '' WHERE text = '红灯'"],
        ["UPDATE inbox SET answered_by = 'outbox' WHERE text = '红灯'"],
        ["UPDATE outgoing SET key = (SELECT 'answer:' || id || ':1' FROM inbox WHERE text = '红灯')"
         " WHERE id = (SELECT min(id) FROM outgoing WHERE event LIKE 'warn%')"],
    ],
    "I4": [
        ["UPDATE inbox SET text = '红' WHERE text = '红灯'"],
        ["UPDATE inbox SET plaintext = CAST('<xml/>' AS BLOB) WHERE text = '红灯'"],
    ],
    "I5": [
        ["UPDATE inbox SET told_at = '2026-06-15 01:09:00.000000' WHERE text = '红灯'"],
        ["UPDATE report SET told_at = '2026-06-15 00:50:00.000000' WHERE id = 2",
         "UPDATE progress SET told_at = '2026-06-15 00:50:00.000000' WHERE report_id = 2"],
    ],
    "I6": [
        ["UPDATE matter SET percent = 35 WHERE number = 4"],
        ["UPDATE matter SET status = 'blocked' WHERE number = 8"],
        ["UPDATE matter SET has_problem = 1 WHERE number = 3"],
        ["UPDATE matter SET status = 'in_progress' WHERE number = 5"],
        ["UPDATE progress SET withdrawn_at = NULL WHERE report_id = 3",
         "UPDATE matter SET percent = 20 WHERE number = 11"],
    ],
    "N1": [
        ["free notice",
         "INSERT INTO notice (id, climb_id, matter_id, unit_id, cycle, level, colour, article, state, grounds,"
         " drafted_at, reason, standard, verdict, ended_because) SELECT 900, climb_id, matter_id, unit_id, cycle,"
         " level, colour, article, 'cancelled', grounds, drafted_at, '', '', '', '' FROM notice WHERE id = 1",
         "INSERT INTO act (at, act, by_words, matter_id, facts) VALUES"
         " ('2026-06-16 00:00:00.000000', 'notice_drafted', '', 4, '{\"notice\": 900}'),"
         " ('2026-06-16 00:01:00.000000', 'climb_ended', '', 4, '{\"cancelled\": [900]}')"],
    ],
    "N2": [
        ["UPDATE report SET unit_id = 3 WHERE id = 2"],
        ["UPDATE closeout SET matter_id = (SELECT id FROM matter WHERE number = 8)"],
    ],
    "N3": [
        ["UPDATE notice SET drafted_at = '2026-06-16 01:00:00.000000' WHERE id = 3"],
        ["UPDATE notice SET drafted_at = '2026-06-17 08:00:00.000000' WHERE id = 3"],
        ["UPDATE outgoing SET state = 'failed' WHERE event = 'notice_issued'", "UPDATE notice SET received_at = NULL"],
    ],
    "N4": [
        ["DELETE FROM score_entry WHERE ground_id = 3"],
        ["DELETE FROM score_entry WHERE kind = 'revoke'"],
        ["UPDATE score_entry SET points = '0.2' WHERE kind = 'revoke'"],
        ["UPDATE score_entry SET points = '-3' WHERE ground_id = 3"],
        ["UPDATE score_entry SET clause = '' WHERE ground_id = 3"],
        ["free score_entry", "INSERT INTO score_entry SELECT 900, unit_id, year, kind, points, ground_kind, ground_id,"
         " clause, signed_by_id, entered_at, book, name FROM score_entry WHERE ground_id = 3"],
    ],
    "N5": [
        ["UPDATE notice SET proposed_by_id = NULL WHERE id = 3"],
        ["UPDATE notice SET verdict = '' WHERE id = 3"],
        ["UPDATE notice SET signed_by_id = NULL WHERE id = 1"],
        ["UPDATE notice SET signed_by_id = (SELECT id FROM person WHERE userid = 'chenchen') WHERE id = 1"],
    ],
    "N7": [
        ["INSERT INTO suspension (matter_id, since, until, because, by_id, resumed_because) SELECT id,"
         " '2026-06-25 00:00:00.000000', NULL, '', 5, '' FROM matter WHERE number = 8"],
    ],
    "N8": [
        ["UPDATE notice SET serial = 9 WHERE id = 4"],
        ["UPDATE notice SET article = '第一百条' WHERE id = 3"],
        ["UPDATE outgoing SET facts = json_set(facts, '$.written', '督〔2026〕7号') WHERE event = 'notice_issued'"],
        ["UPDATE notice SET grounds = json_set(grounds, '$.policy.sha256', 'another') WHERE id = 3"],
        ["UPDATE notice SET grounds = json_set(grounds, '$.last_report', json('{\"progress_id\": 1}')) WHERE id = 3"],
    ],
    "O1": [
        ["UPDATE outgoing SET state = 'waiting', ended_at = NULL, not_before = '2026-06-29 09:00:00.000000',"
         " expires_at = '2026-06-20 09:00:00.000000' WHERE event = 'suspension_begun'"],
        ["UPDATE outgoing SET ended_at = NULL WHERE event = 'suspension_begun'"],
        ["UPDATE send SET outcome = 'failed' WHERE id IN (SELECT send_id FROM outgoing WHERE event = 'warn_due')"],
    ],
    "O2": [
        # Two papers to the unit change places.
        ["UPDATE outgoing SET send_id = 25 + 26 - send_id WHERE event = 'escalation_hearing_opened'"],
    ],
    "O3": [
        [_robot(), *_attempts(19, "robot:督办工作群")],
        [_robot(), *_attempts(26, "member:chenchen")],
        [_robot(), *_attempts(2, "robot:督办工作群", frozen="'2026-06-29 01:01:05.000000'")],
    ],
    "O4": [
        [_robot("penalty"), *_attempts(2, "robot:督办工作群", "unknown")],
        [_robot("reminder"), *_attempts(4, "robot:督办工作群", "unknown")],
        [_robot("reply"), *_attempts(2, "robot:督办工作群", "unknown")],
    ],
    "O6": [[_robot(words="长" * 1366)], [_robot(parts=2)]],
    "S1": [["free job_run", "INSERT INTO job_run SELECT * FROM job_run LIMIT 1"]],
    "S2": [
        ["DELETE FROM job_run WHERE job = 'open_duties' AND scheduled_for LIKE '2026-06-20%'"],
        ["UPDATE job_run SET ran_at = '2026-06-20 20:00:00.000000' WHERE job = 'open_duties' "
         "AND scheduled_for LIKE '2026-06-20%'"],
    ],
    "A2": [
        ["DELETE FROM act WHERE act = 'notice_signed' AND id = (SELECT min(id) FROM act WHERE act = 'notice_signed')"],
        ["DELETE FROM act WHERE act = 'closeout_confirmed'"],
        ["DELETE FROM act WHERE act = 'report_withdrawn'"],
        ["UPDATE act SET inbox_id = NULL WHERE act = 'extension_granted'"],
    ],
    "L1": [
        ["UPDATE inbox SET disposition = 'waiting', worked_at = NULL WHERE text = '红灯'"],
        ["UPDATE outgoing SET state = 'waiting', ended_at = NULL, expires_at = '2026-07-29 09:00:00.000000' "
         "WHERE event = 'suspension_begun'"],
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("promise", "statements"),
    [
        pytest.param(promise, statements, id=f"{promise}-{n}")
        for promise, ways in HARM.items()
        for n, statements in enumerate(ways, 1)
    ],
)
def test_harm_in_the_tables_is_named(lived: Lived, promise: str, statements: list[str]) -> None:
    lived.harm(statements)
    assert {one.invariant for one in lived.found()} == {promise}, lived.found()


def _double(lived: Lived) -> Lived:
    [paper] = [one for one in lived.shown if "督〔2026〕3号" in one.text and one.to == "chenchen"]
    return replace(lived, shown=(*lived.shown, replace(paper, at=paper.at + timedelta(minutes=5))))


def _cut(lived: Lived) -> Lived:
    last = next(one for one in reversed(lived.shown) if one.channel == "app")
    return replace(lived, shown=(*(one for one in lived.shown if one is not last), replace(last, was_cut=True)))


def _lose(lived: Lived) -> Lived:
    last = next(one for one in reversed(lived.shown) if one.channel == "app")
    return replace(lived, shown=tuple(one for one in lived.shown if one.message_id != last.message_id))


def _drop(lived: Lived) -> Lived:
    dropped = Dropped(LATER, "corp", "chenchen", Reason.MEMBER_MINUTE, "text", "督办")
    return replace(lived, dropped=(dropped,))


def _flood(lived: Lived) -> Lived:
    last = next(one for one in reversed(lived.shown) if one.channel == "app")
    return replace(lived, shown=(*lived.shown, *(replace(last, text=f"{n}") for n in range(26))))


def _promise(lived: Lived) -> Lived:
    return replace(lived, history=(*lived.history, Operation("msg-1", b"<xml/>", LATER, Outcome.ACKED)))


@pytest.mark.parametrize(
    ("promise", "harmed"),
    [("O4", _double), ("O6", _cut), ("O1", _lose), ("O3", _drop), ("O3", _flood), ("I1", _promise)],
)
def test_what_people_saw_and_said_counts(lived: Lived, promise: str, harmed: Callable[[Lived], Lived]) -> None:
    assert harmed(lived).broken() == {promise}


@pytest.mark.parametrize("outcome", [Outcome.REFUSED, Outcome.UNKNOWN])
def test_what_was_not_answered_200_may_be_kept_or_not(lived: Lived, outcome: Outcome) -> None:
    lost = Operation("msg-1", b"<xml/>", LATER, outcome)
    assert replace(lived, history=(*lived.history, lost)).found() == []


def test_where_faults_go_on_something_may_wait(lived: Lived) -> None:
    lived.harm(HARM["L1"][0])
    assert lived.found(is_calm=False) == []


def test_while_the_clock_is_held_no_night_is_missed(lived: Lived) -> None:
    lived.harm([
        "DELETE FROM job_run WHERE job = 'open_duties' AND scheduled_for >= '2026-06-20'",
        "INSERT INTO hold (kind, facts, since, words) VALUES ('clock', '{}', '2026-06-19 10:00:00.000000', '')",
    ])  # fmt: skip
    assert [one for one in lived.found() if "no run" in one.sentence] == []


DECIDED = """INSERT INTO closeout (matter_id, inbox_id, asked_by_id, told_at, strikes_off, evidence, words, state,
    decided_at) SELECT matter_id, 1, 1, '2026-05-01 00:00:00.000000', 0, '', '', '{state}', '{on} 01:00:00.000000'
    FROM notice WHERE id = 3"""
STILL_CONFIRMED = """UPDATE matter SET confirmed_at = '2026-05-01 01:00:00.000000'
    WHERE id = (SELECT matter_id FROM notice WHERE id = 3)"""


@pytest.mark.parametrize(("last", "is_broken"), [("granted", True), ("returned", False)])
def test_what_is_returned_after_it_was_confirmed_goes_on(lived: Lived, last: str, is_broken: bool) -> None:
    """完成 was confirmed, 销号 asked for and returned: the ladder may go on from there."""
    decisions = (DECIDED.format(state=state, on=on) for state, on in (("granted", "2026-05-01"), (last, "2026-05-02")))
    lived.harm([STILL_CONFIRMED, *decisions])
    assert ("N7" in {one.invariant for one in lived.found()}) is is_broken


@pytest.fixture
def booked(database: Database) -> Iterator[Office]:
    office = Office(database)
    office.open(BOOKED)
    to_yellow(office, office.matter())
    freeze(office)
    yield office


def test_a_sheet_is_added_up_again(booked: Office) -> None:
    def wrong_sums() -> list[str]:
        with booked.database.engine.connect() as connection:
            found = check(Facts(connection, booked.now))
        return [one.sentence for one in found if one.invariant == "N4"]

    assert wrong_sums() == []
    with booked.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE score_sheet SET total = '99.8'")
    assert wrong_sums() == ["99.8 is not 99.7"]


def test_both_databases_are_read_alike(office: StoryOffice) -> None:
    office.says("zhangwei", "日报 奥瑞金二期 进度66%")
    office.live()

    def broken() -> set[str]:
        engine = create_engine(office.house.database.engine.url)
        with engine.connect() as connection:
            platform = office.platform
            told = operations_of(platform.deliveries)
            shown = platform.ledger.entries
            found = check(Facts(connection, office.clock.now, told, shown, platform.ledger.dropped))
        engine.dispose()
        return {one.invariant for one in found}

    assert broken() == set()
    with office.house.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE matter SET percent = 65 WHERE number = 3")
        connection.exec_driver_sql("UPDATE inbox SET text = ''")
    assert broken() == {"I4", "I6"}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE inbox SET worked_at = NULL, disposition = 'waiting'",
        "UPDATE outgoing SET ended_at = NULL, claimed_until = NULL, state = 'claimed'",
        "UPDATE notice SET finish_by = NULL, signed_at = NULL",
        "UPDATE closeout SET state = 'returned', decided_at = NULL",
        "UPDATE attempt SET ended_at = NULL, frozen_until = '2027-01-01 00:00:00.000000'",
        "UPDATE send SET outcome = ''",
        "DELETE FROM send",
        "DELETE FROM job_run",
    ],
)
def test_whatever_is_harmed_it_goes_on_reading(lived: Lived, statement: str) -> None:
    lived.harm([statement])
    assert lived.found()
