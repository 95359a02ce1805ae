"""What keeps the house from starting is told in one sentence, with the remedy, and the exit code 2."""

from __future__ import annotations

import os
import socket
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.config import DatabaseSettings, Settings
from bot.opening import open_database
from models import Office, PolicyVersion
from models.session import connect
from supervision.policies.active import preset
from tests.bot.command_line import a_sentence, run
from tests.bot.processes import HANG_LIMIT, ROOT
from tests.stories.office import AES_KEY, MONDAY, open_office
from tests.support.postgres import Postgres

WECOM = f"""
[wecom]
corp_id = "ww1"
agent_id = 2
secret = "CANARY-secret"
token = "duchaTestToken01"
encoding_aes_key = "{AES_KEY}"
"""
Told = Callable[..., str]


@pytest.fixture
def told(tmp_path: Path) -> Told:
    """What is told when `command` is started with these settings besides a working [wecom] and [database]."""

    def start(settings: str = "", *, command: str = "deliver", wecom: str = WECOM) -> str:
        text = settings if "[database]" in settings else f'{settings}\n[database]\nurl = "sqlite:///{tmp_path}/d.db"\n'
        path = tmp_path / "config.toml"
        path.write_text(wecom + text, encoding="utf-8")
        sentence = a_sentence(run(path, command))
        assert len(sentence.splitlines()) == 1 and "CANARY" not in sentence
        return sentence

    return start


def test_no_configuration(tmp_path: Path) -> None:
    assert "找不到配置文件" in a_sentence(run(tmp_path / "none.toml", "serve"))
    assert "读不到" in a_sentence(run(tmp_path, "deliver"))


def test_without_wecom_there_is_nobody_to_talk_to(told: Told) -> None:
    assert "没有 [wecom]" in told(wecom="")


def test_a_key_of_the_wrong_length(told: Told) -> None:
    assert "正好 43 位" in told(wecom=WECOM.replace(AES_KEY, "short"))


def test_a_certificate_file_that_is_not_there(told: Told) -> None:
    assert "/nowhere/ca.pem" in told(wecom=f'{WECOM}ca_bundle = "/nowhere/ca.pem"\n')


@pytest.mark.parametrize("command", ["serve", "web"])
def test_a_port_that_is_taken(told: Told, command: str, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        sentence = told(f"[server]\nport = {port}\n", command=command)
    assert f"127.0.0.1:{port} 不能用:端口已被占用" in sentence
    assert not (tmp_path / "d.db").exists(), "nothing was begun"


def test_a_host_that_is_not_ours(told: Told) -> None:
    assert "本机没有这个地址" in told('[server]\nhost = "192.0.2.1"\n', command="web")


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("not an address", "看不懂"),
        ("mysql://root:CANARY@localhost/duban", "驱动没有安装"),
        ("oracle+nothing://x", "看不懂"),
        ("postgresql+psycopg://duban:CANARY@127.0.0.1:9/duban", "连不上"),
        ("sqlite:////proc/duban/d.db", "/proc/duban"),
    ],
)
def test_a_database_that_cannot_be_opened(told: Told, url: str, words: str) -> None:
    assert words in told(f'[database]\nurl = "{url}"\n')


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written(told: Told, tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=stat.S_IRUSR | stat.S_IXUSR)
    assert str(closed) in told(f'[database]\nurl = "sqlite:///{closed}/var/d.db"\n')


def test_a_file_that_is_no_database(told: Told, tmp_path: Path) -> None:
    (tmp_path / "d.db").write_text("督查室" * 1000, encoding="utf-8")
    assert "not a database" in told()


def test_a_database_of_a_later_version(told: Told, tmp_path: Path) -> None:
    database = connect(f"sqlite:///{tmp_path}/d.db")
    with database.write() as session:
        session.connection().exec_driver_sql("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
        session.connection().exec_driver_sql("INSERT INTO alembic_version VALUES ('of-tomorrow')")
    database.dispose()
    assert "请运行新版本" in told()


def test_a_redis_address_that_is_none(told: Told) -> None:
    assert "[redis] 的 url 看不懂" in told('[redis]\nurl = "127.0.0.1:6379"\n')


def test_a_policy_that_is_nowhere(told: Told) -> None:
    assert "“atlantis”既不是内置办法" in told('[office]\npolicy = "atlantis"\n')


def test_a_policy_that_cannot_be_used(tmp_path: Path) -> None:
    policy, path = tmp_path / "own.toml", tmp_path / "config.toml"
    policy.write_text(preset("xianyang").replace("paper_workdays = 2", "paper_workdays = 'two'"), encoding="utf-8")
    settings = f'[office]\npolicy = "{policy}"\n[database]\nurl = "sqlite:///{tmp_path}/d.db"\n'
    path.write_text(WECOM + settings, encoding="utf-8")
    heading, complaint = a_sentence(run(path, "deliver")).splitlines()
    assert str(policy) in heading and "paper_workdays" in complaint


def test_a_calendar_that_cannot_be_used(told: Told, tmp_path: Path) -> None:
    (tmp_path / "2027.toml").write_text("off = []\n", encoding="utf-8")
    assert "2027.toml" in told(f'[office]\ncalendar_folder = "{tmp_path}"\n')


def test_training_and_real_people_do_not_mix(told: Told, tmp_path: Path) -> None:
    office = open_office(f"sqlite:///{tmp_path}/d.db")
    office.house.close()
    assert "练习" in told("[console]\ntraining = true\n")
    database = connect(f"sqlite:///{tmp_path}/d.db")
    with database.read() as session:
        assert not session.get_one(Office, 1).is_training, "a refused start marks nothing"
    with database.write() as session:
        session.get_one(Office, 1).is_training = True
    database.dispose()
    assert "曾用于练习" in told()


@pytest.mark.skipif(os.name != "posix", reason="modes are posix")
def test_what_people_told_is_kept_from_others_on_the_machine(tmp_path: Path) -> None:
    open_database(Settings(database=DatabaseSettings(url=f"sqlite:///{tmp_path}/var/d.db")), lambda: MONDAY).dispose()
    assert stat.S_IMODE((tmp_path / "var").stat().st_mode) == stat.S_IRWXU


@pytest.mark.needs("postgresql")
def test_processes_that_start_together_furnish_one_office(postgres_server: Postgres, tmp_path: Path) -> None:
    """Each finds an empty database, or what another has made of it meanwhile."""
    with postgres_server.empty() as url:
        address = url.render_as_string(hide_password=False)
        command = [sys.executable, "-m", "bot", "migrate"]
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "DUBAN_DATABASE_URL": address}
        starts = [
            subprocess.Popen(command, cwd=tmp_path, env=environment, stderr=subprocess.PIPE, text=True)
            for _ in range(4)
        ]
        for start in starts:
            _, told = start.communicate(timeout=HANG_LIMIT)
            assert start.returncode == 0, told
        database = connect(address)
        with database.read() as session:
            assert (session.query(Office).count(), session.query(PolicyVersion).count()) == (1, 1)
        database.dispose()


@pytest.mark.parametrize(
    "command",
    [
        ("talk", "--as", "zhangwei", "红灯"),
        ("policy", "list"),
        ("policy", "replay", "--policy", "xianyang"),
        ("audit", "verify"),
        ("audit", "export", "out"),
    ],
)
def test_in_an_empty_folder_nothing_is_made_and_the_way_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    sentence = a_sentence(run(None, *command))
    assert "还没有数据库" in sentence and "python -m bot demo" in sentence and "python -m bot migrate" in sentence
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", [("migrate",), ("policy", "activate", "xianyang")])
def test_where_an_office_begins_it_is_said_that_a_database_was_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    for is_new in (True, False):
        said = run(None, *command)
        assert said.exit_code == 0
        assert ("已新建" in said.output) is is_new


def test_an_empty_file_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "duban.db").touch()
    path = tmp_path / "config.toml"
    path.write_text(f'[database]\nurl = "sqlite:///{tmp_path / "duban.db"}"\n', encoding="utf-8")
    assert "还没有数据库" in a_sentence(run(path, "policy", "list"))
