"""A broken disk: the copy of the night and the spool of envelopes give back everything that was answered (R1, F59)."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from defusedxml import ElementTree
from sqlalchemy import func, select

from bot.door import Verdict
from bot.keeping.copies import BrokenCopy, copy, copy_if_due, look_through
from bot.keeping.spool import Spool, kept_in
from models import Hold, Inbox, Outgoing, Progress
from models.inbox import Disposition
from models.outbox import OutgoingState
from models.session import connect
from tests.bot.command_line import a_sentence, run
from tests.stories.office import AES_KEY, AGENT, CORP, MONDAY, SECRET, TOKEN, StoryOffice, add_matter, open_office


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    text = f"""
[database]
url = "sqlite:///{tmp_path}/duban.db"
[spool]
folder = "{tmp_path}/spool"
[wecom]
corp_id = "{CORP}"
agent_id = {AGENT}
secret = "{SECRET}"
token = "{TOKEN}"
encoding_aes_key = "{AES_KEY}"
"""
    (tmp_path / "config.toml").write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def office(folder: Path) -> Iterator[StoryOffice]:
    office = open_office(f"sqlite:///{folder}/duban.db", spool=str(folder / "spool"))
    add_matter(office, 1, "奥瑞金二期", percent=60)
    yield office
    office.house.close()


def test_a_copy_made_while_the_house_works_holds_all_that_was_answered(office: StoryOffice, folder: Path) -> None:
    office.says("zhangwei", "奥瑞金二期 65%")
    told = run(folder / "config.toml", "backup", str(folder / "copy.db"))
    assert told.exit_code == 0
    assert "共 1 条消息" in told.output
    assert look_through(folder / "copy.db") == 1
    assert (folder / "copy.db").stat().st_mode & 0o077 == 0


def test_no_copy_overwrites_another(office: StoryOffice, folder: Path) -> None:
    (folder / "copy.db").write_text("昨天的")
    assert "已经存在" in a_sentence(run(folder / "config.toml", "backup", str(folder / "copy.db")))
    assert (folder / "copy.db").read_text() == "昨天的"


def test_what_came_after_the_copy_comes_back_from_the_spool(office: StoryOffice, folder: Path) -> None:
    office.says("zhangwei", "奥瑞金二期 65%")
    copy(folder / "duban.db", folder / "copy.db")
    office.clock.now += timedelta(hours=1)
    office.says("zhangwei", "奥瑞金二期 70%")
    office.house.close()
    told = run(folder / "config.toml", "restore", str(folder / "copy.db"))
    assert told.exit_code == 0, told.output
    assert "补回备份以后的消息 1 条" in told.output
    again = open_office(f"sqlite:///{folder}/duban.db", office.clock.now)
    again.clock.now += timedelta(minutes=1)
    again.house.sweep()
    with again.house.database.read() as session:
        assert session.scalar(select(func.count()).select_from(Inbox)) == 2
        assert session.scalar(select(Progress.percent).order_by(Progress.id.desc()).limit(1)) == 70
        newest = session.scalars(select(Inbox).order_by(Inbox.id.desc()).limit(1)).one()
        assert (newest.answered_by, newest.told_at) == ("spool", MONDAY + timedelta(hours=1))
        assert session.scalar(select(func.count()).where(Outgoing.event == "late_answer")) == 0
    again.house.close()


def test_what_nobody_could_read_comes_back_too(office: StoryOffice, folder: Path) -> None:
    """It was answered 200, so it is looked at by a person, before and after (F46)."""
    copy(folder / "duban.db", folder / "copy.db")
    door, seconds = office.house.door, str(int(office.clock.now.timestamp()))
    sealed = ElementTree.fromstring(door.codec.seal("这里面不是 XML", seconds, "nonce"))
    body = f"<xml><Encrypt><![CDATA[{sealed.findtext('Encrypt', '')}]]></Encrypt></xml>".encode()
    query = {"msg_signature": sealed.findtext("MsgSignature", ""), "timestamp": seconds, "nonce": "nonce"}
    assert door.receive(query, body).verdict is Verdict.ACCEPTED
    office.house.close()
    told = run(folder / "config.toml", "restore", str(folder / "copy.db"))
    assert "补回备份以后的消息 1 条" in told.output
    database = connect(f"sqlite:///{folder}/duban.db")
    with database.read() as session:
        row = session.scalars(select(Inbox)).one()
        assert (row.disposition, row.envelope, row.received_at) == (Disposition.QUARANTINED, body, office.clock.now)
    database.dispose()


def test_what_waited_in_the_copy_is_not_said_again_and_the_office_is_asked(office: StoryOffice, folder: Path) -> None:
    office.says("zhangwei", "奥瑞金二期 65%,请经信局协调电力")
    with office.house.database.write() as session:
        waiting = session.scalar(select(func.count()).where(Outgoing.state == OutgoingState.WAITING)) or 0
    copy(folder / "duban.db", folder / "copy.db")
    office.house.close()
    assert run(folder / "config.toml", "restore", str(folder / "copy.db")).exit_code == 0
    database = connect(f"sqlite:///{folder}/duban.db")
    with database.read() as session:
        ended = session.scalar(select(func.count()).where(Outgoing.trouble == "restored"))
        assert ended == waiting > 0
        assert session.scalars(select(Hold.kind).where(Hold.released_at.is_(None))).all() == ["outage"]
    database.dispose()


def test_the_old_database_stays_beside_the_new_one(office: StoryOffice, folder: Path) -> None:
    copy(folder / "duban.db", folder / "copy.db")
    office.says("zhangwei", "奥瑞金二期 65%")
    office.house.close()
    run(folder / "config.toml", "restore", str(folder / "copy.db"))
    (aside,) = folder.glob("duban.db.before-*[0-9]")
    assert look_through(aside) == 1


def test_a_broken_copy_changes_nothing(office: StoryOffice, folder: Path) -> None:
    office.says("zhangwei", "奥瑞金二期 65%")
    office.house.close()
    whole = (folder / "duban.db").read_bytes()
    (folder / "copy.db").write_bytes(b"SQLite format 3\0" + b"\xff" * 5000)
    assert "不是完好的备份" in a_sentence(run(folder / "config.toml", "restore", str(folder / "copy.db")))
    assert (folder / "duban.db").read_bytes() == whole


def test_a_line_half_written_is_told_and_the_others_are_brought(tmp_path: Path) -> None:
    spool = Spool(tmp_path)
    spool.add(MONDAY, {"timestamp": "1", "nonce": "2", "msg_signature": "3"}, b"<xml/>")
    (file,) = tmp_path.glob("*.jsonl")
    file.write_bytes(file.read_bytes() + b'{"at": "2026-06-08T1')
    whole, half = kept_in(tmp_path)
    assert whole is not None
    assert (whole.received_at, whole.body, half) == (MONDAY, b"<xml/>", None)


def test_copies_are_made_by_the_hour_and_the_oldest_go(office: StoryOffice, folder: Path) -> None:
    source, kept = folder / "duban.db", folder / "copies"
    first = copy_if_due(source, kept, 24, 2, MONDAY)
    assert first is not None
    begun = first.stat().st_mtime - MONDAY.timestamp()
    later = [MONDAY + timedelta(seconds=begun, hours=hours) for hours in (1, 25, 50, 75)]
    made = [copy_if_due(source, kept, 24, 2, moment) for moment in later]
    assert made[0] is None
    assert len(list(kept.glob("*.db"))) == 2
    assert not first.exists()


def test_a_file_of_another_program_is_no_copy(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "other.db")) as other:
        other.execute("CREATE TABLE note (words)")
    with pytest.raises(BrokenCopy):
        look_through(tmp_path / "other.db")
