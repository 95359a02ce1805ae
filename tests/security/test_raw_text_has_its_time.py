"""After the months the office set, what people wrote is gone from the database and from the spool; its digest stays,
the record verifies, and what is argued about keeps its evidence until it is decided (T41)."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session, undefer

from bot.keeping.spool import Spool, kept_in
from models import Act, Inbox, JobRun, Outgoing, Progress, Question, Send, Stranger, Suggestion
from models.inbox import Disposition
from models.run import HoldKind
from schedules.erasing import JOB, erase_some
from schedules.parts import MOST_MATTERS
from supervision import holds
from supervision.audit.sealing import records, seals
from supervision.audit.verifier import faults
from supervision.clock import SHANGHAI, at, day_of
from supervision.retention.erasing import digest_of
from supervision.retention.months import kept_since
from tests.security.envelopes import send, text_xml
from tests.stories.climbing import sign_white
from tests.stories.office import MONDAY, StoryOffice, add_matter, open_office

MONTHS = 6
PRIVATE = "我爱人昨天住院"
QUERY = {"timestamp": "1", "nonce": "2", "msg_signature": "3"}


def _night(month: int, day: int) -> datetime:
    """Just after the hour at which the house forgets."""
    return datetime(2026, month, day, 2, 30, tzinfo=SHANGHAI)


@pytest.fixture(params=["_file_url", pytest.param("_server_url", marks=pytest.mark.needs("postgresql"))])
def told(request: pytest.FixtureRequest) -> StoryOffice:
    """An office that keeps raw text for six months, and a Monday on which people said more than they had to."""
    office = open_office(request.getfixturevalue(request.param), raw_text_months=MONTHS)
    request.addfinalizer(office.house.close)
    _a_monday(office)
    return office


def _a_monday(office: StoryOffice) -> None:
    office.says("zhangwei", "日报 奥瑞金二期 进度66%")
    office.says("limin", f"{PRIVATE},请问我们有哪些红灯")
    office.says("limin", f"建议 {PRIVATE},日报能不能晚点报")
    office.says("admin", f"建议答复 1 {PRIVATE}的同志可以请别人代报")
    office.says("stranger", PRIVATE)
    office.says("zhangwei", "厂房进度35%")  # which of two, is asked back
    office.says("zhangwei", "1")
    office.live()


def _lives_until(office: StoryOffice, night: datetime) -> None:
    office.clock.now = night
    office.house.tick(leaps=True)


def _first_message(session: Session) -> Inbox:
    raw = [undefer(Inbox.envelope), undefer(Inbox.plaintext)]
    return session.scalars(select(Inbox).where(Inbox.sender == "zhangwei").options(*raw).order_by(Inbox.id)).all()[0]


def test_when_its_time_is_over_the_content_goes_and_the_digest_stays(told: StoryOffice) -> None:
    with told.house.database.read() as session:
        before = _first_message(session)
        proof = digest_of(before.plaintext, before.envelope, before.answer)
        bodies = [digest_of(send.body) for send in session.scalars(select(Send).order_by(Send.id))]
    _lives_until(told, _night(12, 15))
    with told.house.database.read() as session:
        assert session.scalars(select(Inbox.digest)).unique().all() == [None], "its last day"
    _lives_until(told, _night(12, 16))
    with told.house.database.read() as session:
        after = _first_message(session)
        assert (after.plaintext, after.envelope, after.text, after.detail, after.answer) == (b"", b"", "", "", None)
        assert after.digest == proof
        assert (after.sender, after.told_at, after.disposition) == (before.sender, before.told_at, before.disposition)
        assert [send.digest for send in session.scalars(select(Send).order_by(Send.id))] == bodies
        assert not any(session.scalars(select(Send.words)).all()) and not any(session.scalars(select(Send.body)).all())
        old = Outgoing.created_at < _night(12, 1)
        assert [row for row in session.scalars(select(Outgoing).where(old)) if row.facts or row.digest is None] == []
        assert session.scalars(select(Question)).one().facts == {}
        suggestion = session.scalars(select(Suggestion)).one()
        assert (suggestion.words, suggestion.answer) == ("", "")
        assert session.scalars(select(Stranger)).all() == []


def test_what_was_recorded_from_it_stands_and_the_seals_agree(told: StoryOffice) -> None:
    _lives_until(told, MONDAY + timedelta(hours=16))
    with told.house.database.read() as session:
        acts, kept = list(records(session, 0)), {one["day"]: one["head"] for one in seals(session)}
    _lives_until(told, _night(12, 16))
    with told.house.database.read() as session:
        assert list(records(session, 0))[: len(acts)] == acts and kept
        _lives_until(told, _night(12, 17))
        assert list(faults(records(session, 0), seals(session), kept)) == []
        assert [one.percent for one in session.scalars(select(Progress).order_by(Progress.id))] == [66, 35]
        noted = session.scalars(select(Act).where(Act.act == "raw_text_erased")).one()
        assert noted.facts["inbox"] == 7 and noted.facts["before"] == "2026-06-16"
        ran = session.get(JobRun, ("erase_old", datetime(2026, 12, 16, 0, 5, tzinfo=SHANGHAI)))
        assert ran is not None and ran.found["before"] == "2026-06-16"
    assert "66%" in told.says("zhangwei", "#3")


def test_a_message_that_comes_again_is_still_known_and_nobody_can_release_it(told: StoryOffice) -> None:
    send(told, text_xml(told, "厂房一期 进度99%".encode()), late_by=4000)
    assert "99%" in told.says("zhouming", "隔离")
    with told.house.database.read() as session:
        first = _first_message(session)
        held = session.scalars(select(Inbox.id).where(Inbox.disposition == Disposition.QUARANTINED)).one()
    _lives_until(told, _night(12, 16))
    timestamp, nonce, signature = first.signed.split()
    query = {"timestamp": timestamp, "nonce": nonce, "msg_signature": signature}
    assert told.house.door.take_again(MONDAY, query, first.envelope) is False
    assert "99%" not in told.says("zhouming", "隔离")
    assert "没有" in told.says("zhouming", f"释放 {held}")


def test_a_card_whose_words_are_gone_offers_nothing_any_more(_file_url: str) -> None:
    office = open_office(_file_url, form="cards", raw_text_months=MONTHS)
    office.says("zhangwei", "申请延期 3 到11月15日 因暴雨停工")
    office.live()
    assert office.cards("zhouming")
    _lives_until(office, _night(12, 17))
    assert "没有" in office.presses("zhouming", office.cards("zhouming")[0].content["button_list"][0]["text"])
    office.house.close()


def test_what_is_argued_about_keeps_its_evidence_until_it_is_decided(_file_url: str) -> None:
    office = open_office(_file_url, raw_text_months=MONTHS)
    add_matter(office, 8, "老旧小区改造", "城管局", due_on=date(2026, 6, 15), percent=50)
    add_matter(office, 9, "老旧小区绿化", "城管局", due_on=date(2026, 12, 31), percent=10)
    office.says("chenchen", "老旧小区改造 进度52%")
    office.says("zhangwei", "奥瑞金二期 进度66%")
    office.says("limin", "厂房进度40%")  # not clear either, but nobody argues about these
    office.says("limin", f"建议 {PRIVATE}")
    office.says("admin", f"建议答复 1 {PRIVATE}的可以请人代报")  # is said to her without a matter
    office.until(datetime(2026, 6, 16, 10, tzinfo=SHANGHAI))
    sign_white(office)
    office.live()
    office.says("chenchen", "复核 督2026-1 当日已电话报告")
    office.says("chenchen", UNCLEAR)
    _lives_until(office, _night(12, 20))
    assert _still_there(office) == {"老旧小区改造 进度52%", UNCLEAR, "复核 督2026-1 当日已电话报告", SIGNED}
    with office.house.database.read() as session:
        served = select(Send.words).join(Outgoing, Outgoing.send_id == Send.id).where(Outgoing.event == "notice_issued")
        assert all("老旧小区改造" in words for words in session.scalars(served))
        of_none = select(Outgoing).where(Outgoing.matter_id.is_(None), Outgoing.created_at < _night(6, 20))
        said = [(row.event, row.facts) for row in session.scalars(of_none) if row.event == "suggestion_answered"]
        assert said == [("suggestion_answered", {})], "what was said of no matter goes"
    office.says("zhaojie", "复核决定 督2026-1 撤销 电话记录属实")
    _lives_until(office, _night(12, 21))
    assert _still_there(office) == {"复核决定 督2026-1 撤销 电话记录属实"}
    office.house.close()


UNCLEAR = "老旧小区进度53%"
SIGNED = "签发 8 标准:完成主体验收 时限:6月18日"


def test_it_goes_in_parts_so_that_nobody_waits_long_for_the_database(told: StoryOffice) -> None:
    """A night's work is many transactions; a stop between two of them loses none of it."""
    left: list[int] = []
    after: int | None = 0
    night = _night(12, 16)
    while after is not None:
        with told.house.database.write() as session:
            after = erase_some(session, told.house.rules_source(session), night, night, after, 4)
        left.append(_unerased(told))
    assert left[:3] == [3, 0, 0]


def test_what_is_too_much_for_one_tick_goes_on_in_the_next(_file_url: str) -> None:
    """The night's run is written down when the last of it is gone."""
    office = open_office(_file_url, raw_text_months=MONTHS)
    common = {"corp": "c", "agent": "1", "channel": "app", "sender": "x", "kind": "text", "disposition": "done"}
    raw = {"told_at": MONDAY, "received_at": MONDAY, "envelope": b"1", "plaintext": b"1", "text": "1"}
    with office.house.database.write() as session:
        session.execute(insert(Inbox), [{**common, **raw, "message_key": f"m{one}"} for one in range(MOST_MATTERS + 7)])
    for night, left, nights in ((_night(12, 15), MOST_MATTERS + 7, 1), (_night(12, 16), 7, 1), (_night(12, 16), 0, 2)):
        _lives_until(office, night)
        with office.house.database.read() as session:
            assert len(session.scalars(select(JobRun.job).where(JobRun.job == JOB)).all()) == nights
        assert _unerased(office) == left
    office.house.close()


def _unerased(office: StoryOffice) -> int:
    with office.house.database.read() as session:
        return session.scalar(select(func.count()).select_from(Inbox).where(Inbox.digest.is_(None))) or 0


def _still_there(office: StoryOffice) -> set[str]:
    with office.house.database.read() as session:
        return set(session.scalars(select(Inbox.text).where(Inbox.text != "")))


def test_the_bytes_are_gone_from_the_file(_file_url: str, tmp_path: Path) -> None:
    """Without a VACUUM, which would keep the house waiting: SQLite makes zeros of what is written over."""
    office = open_office(_file_url, raw_text_months=MONTHS)
    _a_monday(office)
    with office.house.database.read() as session:
        envelopes = session.scalars(select(Inbox.envelope)).all()
    canaries = [PRIVATE.encode(), json.dumps(PRIVATE).strip('"').encode(), *(one[-120:] for one in envelopes)]
    assert len([one for one in canaries if one in _bytes_of(office, tmp_path)]) >= len(envelopes) + 1
    _lives_until(office, _night(12, 16))
    assert [one for one in canaries if one in _bytes_of(office, tmp_path)] == []
    office.house.close()


def _bytes_of(office: StoryOffice, folder: Path) -> bytes:
    """All files of the database, once its journal was carried over."""
    office.house.database.dispose()
    with closing(sqlite3.connect(folder / "duban.db")) as opened:
        opened.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return b"".join(file.read_bytes() for file in folder.glob("duban.db*"))


def test_the_files_of_the_spool_go_with_it(_file_url: str, tmp_path: Path) -> None:
    folder = tmp_path / "spool"
    office = open_office(_file_url, raw_text_months=MONTHS, spool=str(folder))
    spool = Spool(folder)
    for moment in (MONDAY, MONDAY + timedelta(days=1), _night(12, 15)):
        spool.add(moment, QUERY, b"<xml/>")
    for night, kept in ((_night(12, 15), [15, 16, 15]), (_night(12, 16), [16, 15])):
        _lives_until(office, night)
        office.house.forget_spool()
        assert [one.received_at.day for one in kept_in(folder) if one] == kept
    office.house.close()


def test_a_clock_that_is_ahead_makes_the_spool_forget_nothing(_file_url: str, tmp_path: Path) -> None:
    """Neither an envelope of that day nor the nights which that clock would have had (T46)."""
    folder = tmp_path / "spool"
    office = open_office(_file_url, raw_text_months=MONTHS, spool=str(folder))
    office.house.tick()
    office.says("zhangwei", "日报 奥瑞金二期 进度66%")
    office.clock.now = MONDAY.replace(year=2029)
    office.house.tick()
    office.says("zhangwei", "日报 奥瑞金二期 进度68%")
    office.house.forget_spool()
    assert [one.received_at.year for one in kept_in(folder) if one] == [2026, 2029]
    office.house.close()


def test_a_house_that_starts_three_years_ahead_erases_nothing(told: StoryOffice) -> None:
    """A person looks first; then what was missed meanwhile is asked about, too (T46)."""
    told.house.tick()
    was = _still_there(told)
    told.clock.now = MONDAY.replace(year=2029)
    assert told.house.tick() == []
    assert _still_there(told) == was
    told.house.deliver()
    assert any("系统上次运行是2026年6月15日" in one and "放行 时钟" in one for one in told.hears("zhouming"))

    told.clock.now = MONDAY + timedelta(hours=2)
    assert told.house.tick() == []
    assert "暂缓" in told.says("zhouming", "待办")
    assert "已放行(时钟)" in told.says("zhouming", "放行 时钟 已对时")
    assert "已放行(停机)" in told.says("zhouming", "放行 停机 已电话核实")
    _lives_until(told, _night(6, 16))
    assert _still_there(told) >= was


def test_while_anything_is_held_nothing_is_erased(told: StoryOffice) -> None:
    with told.house.database.write() as session:
        holds.put(session, HoldKind.CALENDAR, {"year": 2027}, MONDAY)
    was = _still_there(told)
    _lives_until(told, _night(12, 16))
    assert _still_there(told) == was
    told.says("zhouming", "放行 日历 已补")
    _lives_until(told, _night(12, 17))
    assert not was & _still_there(told)


def test_after_a_stop_over_the_holidays_it_goes_on_by_itself(_file_url: str) -> None:
    """国庆: nobody was expected to tell us anything."""
    office = open_office(_file_url, datetime(2026, 4, 1, 9, tzinfo=SHANGHAI), raw_text_months=MONTHS)
    _a_monday(office)
    _lives_until(office, datetime(2026, 9, 30, 21, tzinfo=SHANGHAI))
    assert any(PRIVATE in one for one in _still_there(office))
    office.clock.now = _night(10, 7)
    office.house.tick()
    assert not any(PRIVATE in one for one in _still_there(office))
    office.house.close()


@pytest.mark.parametrize(
    ("today", "months", "kept"),
    [
        (date(2026, 12, 15), 6, date(2026, 6, 15)),
        (date(2026, 8, 31), 6, date(2026, 2, 28)),
        (date(2026, 1, 31), 24, date(2024, 1, 31)),
        (date(2027, 1, 1), 13, date(2025, 12, 1)),
    ],
)
def test_months_are_counted_by_the_calendar(today: date, months: int, kept: date) -> None:
    assert day_of(kept_since(at(today, time(2, 20)), months)) == kept
