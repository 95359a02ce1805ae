"""`python -m bot serve` as an office runs it: a process, a port, a file; the platform is on a port, too."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from sqlalchemy import func, select, update

from handlers.dispatch import LEFT_OVER_AFTER
from models import Inbox, JobRun, Report
from rehearsal.platform import State
from schedules.erasing import JOB
from tests.bot.processes import Installation, now, until
from tests.stories.office import AES_KEY, SECRET, TOKEN

REPORT = "日报 奥瑞金二期两片罐项目主体三层浇筑完,进度到65%,缺电力指标,请经信局协调"


@pytest.fixture
def county(tmp_path: Path) -> Iterator[Installation]:
    made = Installation(tmp_path, f"sqlite:///{tmp_path / 'duban.db'}")
    yield made
    made.close()


def reports(county: Installation) -> int:
    with county.database.read() as session:
        return session.scalar(select(func.count()).select_from(Report)) or 0


def test_a_report_over_the_network_and_the_call_for_help_it_carries(county: Installation) -> None:
    serving = county.serves()
    assert county.platform.verify_url() == ""

    told = county.line.says("zhangwei", REPORT)

    assert told.state is State.ACCEPTED
    assert "60%→65%" in (told.reply_text or "").replace(" ", "")
    until(lambda: any("电力" in text for text in county.hears("wangqiang")), "the helping unit hears of it")
    assert reports(county) == 1
    live, ready = serving.get("/live"), serving.get("/ready")
    assert live is not None and live.json() == {"live": True}
    assert ready is not None and ready.json() == {"ready": True, "troubles": {}}
    assert [secret for secret in (SECRET, TOKEN, AES_KEY) if secret in serving.said()] == []


def test_what_is_no_callback_is_refused_at_the_door(county: Installation) -> None:
    serving = county.serves()
    address = f"http://127.0.0.1:{serving.port}/wecom/callback"

    in_chunks = requests.post(address, data=iter([b"<xml>", b"</xml>"]), timeout=60)
    too_long = requests.post(address, data=b"x" * (256 * 1024 + 1), timeout=60)
    unsigned = requests.post(address, data=b"x" * (256 * 1024), timeout=60)

    assert (in_chunks.status_code, too_long.status_code, unsigned.status_code) == (411, 413, 403)
    assert reports(county) == 0


def _seconds_pass(county: Installation) -> None:
    """What was stored and not worked counts as left over only after some seconds; they have gone by."""
    with county.database.write() as session:
        session.execute(update(Inbox).values(received_at=now() - 2 * LEFT_OVER_AFTER))


def test_killed_after_its_answer_nothing_is_lost(tmp_path: Path) -> None:
    """The door does not wait for the worker; it is killed as soon as it has said 200.

    It delivers nothing itself: of what was on the wire at that moment nobody could know whether it was heard.
    """
    county = Installation(tmp_path, f"sqlite:///{tmp_path / 'duban.db'}", callback={"answer_within": 0.001})
    try:
        first = county.serves("web")
        told = [county.line.says(userid, "日报 奥瑞金二期两片罐项目进度到66%") for userid in ("zhangwei", "limin")]
        first.kill()
        assert [one.state for one in told] == [State.ACCEPTED] * 2

        _seconds_pass(county)
        county.serves()

        until(lambda: reports(county) == 2, "both reports are recorded")
        until(
            lambda: all(any("66%" in t for t in county.hears(u)[1:]) for u in ("zhangwei", "limin")), "both hear of it"
        )
        for one in told:
            assert county.line.repeats(one).status == 200
        assert reports(county) == 2
    finally:
        county.close()


def test_a_process_of_another_version_leaves(county: Installation) -> None:
    """Another version has changed the schema: this one is not ready, and goes by itself."""
    serving = county.serves()

    with county.database.write() as session:
        session.connection().exec_driver_sql("UPDATE alembic_version SET version_num = 'of-tomorrow'")

    assert serving.ended() == os.EX_TEMPFAIL
    again = county.starts("serve")
    assert again.ended() == 2
    assert "请运行新版本" in again.said()


def test_each_door_forgets_of_its_spool_what_the_night_let_go_of(tmp_path: Path) -> None:
    """Whichever machine the alarm clock is on; a day that the database still keeps stays, however old (T41)."""
    spool = tmp_path / "spool"
    spool.mkdir()
    made = Installation(tmp_path, f"sqlite:///{tmp_path / 'duban.db'}", spool=str(spool))
    gone, kept = spool / "2001-02-03.1.jsonl", spool / "2001-02-04.1.jsonl"
    for file in (gone, kept):
        file.touch()
    with made.database.write() as session:
        session.add(JobRun(job=JOB, scheduled_for=now(), ran_at=now(), found={"before": "2001-02-04"}))
    made.serves("web")
    until(lambda: not gone.exists(), "the day is forgotten")
    assert kept.exists()
    made.close()
