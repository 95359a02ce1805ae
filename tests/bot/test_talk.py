"""`python -m bot talk`: the same conversation at a terminal, on the configured database."""

from __future__ import annotations

import getpass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select

from models import Inbox, Notice, Office, Outgoing, Progress, Report
from models.session import Database, connect
from tests.bot.command_line import a_sentence, run
from tests.stories.office import add_matter, open_office

REPORT = "日报 奥瑞金二期两片罐项目主体三层浇筑完,进度到65%"
MOMENT = "2026-06-15T17:42:00+08:00"


@pytest.fixture
def url(tmp_path: Path) -> str:
    """The database of an office that nobody has spoken to yet."""
    url = f"sqlite:///{tmp_path / 'duban.db'}"
    office = open_office(url)
    add_matter(office, 3, "奥瑞金二期两片罐项目", due_on=date(2026, 9, 30), percent=60)
    office.house.close()
    return url


def config(folder: Path, url: str, *, training: bool = False) -> Path:
    path = folder / "config.toml"
    path.write_text(f'[database]\nurl = "{url}"\n[console]\ntraining = {str(training).lower()}\n', encoding="utf-8")
    return path


def inbox(url: str) -> list[Inbox]:
    database = connect(url)
    with database.read() as session:
        rows = list(session.scalars(select(Inbox).order_by(Inbox.id)))
    database.dispose()
    return rows


def count(database: Database, table: type) -> int:
    with database.read() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_one_message_and_its_answer(tmp_path: Path, url: str) -> None:
    said = run(config(tmp_path, url), "talk", "--as", "ZhangWei", REPORT)

    assert said.exit_code == 0
    assert "60%→65%" in said.stdout.replace(" ", "") and said.stderr == ""
    [row] = inbox(url)
    assert (row.channel, row.sender, row.signed, row.answered_by) == (
        "console",
        "zhangwei",
        getpass.getuser(),
        "console",
    )


def test_a_conversation(tmp_path: Path, url: str) -> None:
    said = run(config(tmp_path, url), "talk", "--as", "zhangwei", typed=f"{REPORT}\n\n奥瑞金\n")

    assert said.exit_code == 0
    opening, answers = said.stdout.split(">", 1)
    assert "张伟" in opening
    assert "60%→65%" in answers.replace(" ", "") and "奥瑞金二期两片罐项目" in answers
    assert [row.text for row in inbox(url)] == [REPORT, "奥瑞金"], "an empty line is not a message"


def test_of_what_is_said_at_one_moment_the_last_counts(tmp_path: Path, url: str) -> None:
    """停工 and 已复工 by a clock that stands still: it goes on."""
    typed = "奥瑞金二期 停工\n奥瑞金二期 已复工\n" * 4
    options = ("--as", "zhangwei", "--at", MOMENT)
    said = run(config(tmp_path, url, training=True), "talk", *options, typed=typed)

    assert said.exit_code == 0 and "仍停工受阻" not in said.stdout
    assert said.stdout.count("停工受阻→推进中") == 4


def test_a_time_of_ones_own_is_for_training(tmp_path: Path, url: str) -> None:
    refused = run(config(tmp_path, url), "talk", "--as", "zhangwei", "--at", MOMENT, REPORT)
    assert "console.training" in a_sentence(refused)
    assert inbox(url) == []

    said = run(config(tmp_path, url, training=True), "talk", "--as", "zhangwei", "--at", MOMENT, REPORT)
    assert said.exit_code == 0
    [row] = inbox(url)
    assert row.told_at == datetime(2026, 6, 15, 9, 42, tzinfo=UTC)


def test_a_time_without_a_zone_is_shanghais(tmp_path: Path, url: str) -> None:
    run(config(tmp_path, url, training=True), "talk", "--as", "zhangwei", "--at", "2026-06-15T17:42", REPORT)
    assert inbox(url)[0].told_at == datetime(2026, 6, 15, 9, 42, tzinfo=UTC)


def test_a_time_that_is_none(tmp_path: Path, url: str) -> None:
    said = run(config(tmp_path, url, training=True), "talk", "--as", "zhangwei", "--at", "下午", REPORT)
    assert "看不懂时间 下午" in a_sentence(said)


@pytest.mark.parametrize(
    "words", ["签发 3 标准:补齐 时限:7月10日", "同意 3", "退回 3 缺验收单", "撤回", "收到", "申请销号 3"]
)
def test_nothing_but_reports_and_questions_and_nothing_is_signed(tmp_path: Path, url: str, words: str) -> None:
    said = run(config(tmp_path, url), "talk", "--as", "zhouming", words)
    assert said.exit_code == 0
    assert "命令行里只能上报和查询" in said.stdout
    database = connect(url)
    assert [count(database, table) for table in (Report, Progress, Notice, Outgoing)] == [0, 0, 0, 0]
    database.dispose()


def test_in_training_the_office_may_do_everything(tmp_path: Path, url: str) -> None:
    path = config(tmp_path, url, training=True)
    run(path, "talk", "--as", "zhangwei", REPORT)
    said = run(path, "talk", "--as", "zhangwei", "撤回")
    assert "命令行里只能" not in said.stdout and "已撤回" in said.stdout


def test_training_is_for_ever(tmp_path: Path, url: str) -> None:
    run(config(tmp_path, url, training=True), "talk", "--as", "zhangwei", REPORT)
    run(config(tmp_path, url), "talk", "--as", "zhangwei", REPORT)
    database = connect(url)
    with database.read() as session:
        assert session.get_one(Office, 1).is_training
    database.dispose()


def test_a_database_that_real_people_spoke_to_is_not_made_one_for_training(tmp_path: Path, url: str) -> None:
    office = open_office(url)
    office.says("zhangwei", REPORT)
    office.house.close()

    said = run(config(tmp_path, url, training=True), "talk", "--as", "zhangwei", REPORT)

    assert "已经接过真实消息" in a_sentence(said)
    database = connect(url)
    with database.read() as session:
        assert not session.get_one(Office, 1).is_training
    database.dispose()


@pytest.mark.parametrize(("userid", "hint"), [("zhangwie", "是不是 zhangwei"), ("nobody-at-all", "请核对")])
def test_a_userid_that_nobody_has(tmp_path: Path, url: str, userid: str, hint: str) -> None:
    said = run(config(tmp_path, url), "talk", "--as", userid, REPORT)
    assert hint in a_sentence(said)
    assert inbox(url) == [], "the office is not told of a slip of the finger"


def test_a_message_that_breaks_something_is_kept_and_the_exit_code_says_so(tmp_path: Path, url: str) -> None:
    """Here a table has been taken away behind the bot's back."""
    database = connect(url)
    with database.write() as session:
        session.connection().exec_driver_sql("ALTER TABLE progress RENAME TO gone")
    database.dispose()

    said = run(config(tmp_path, url), "talk", "--as", "zhangwei", REPORT)

    assert said.exit_code == 1 and said.stdout == ""
    assert "没有处理成功" in said.stderr and REPORT not in said.stderr
    assert [(row.text, row.tries) for row in inbox(url)] == [(REPORT, 1)]
