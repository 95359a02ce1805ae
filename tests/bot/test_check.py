"""`python -m bot check` and `migrate`: what is ready, what is missing and what to do about it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import requests
from sqlalchemy import text

from bot.checking.database import look_at_database, reached
from bot.checking.finding import Finding
from bot.checking.machine import LEAST_FREE, look_at_redis, room
from bot.checking.office import look_at_calendar, look_at_office
from bot.checking.platform import look_at_codec, look_at_token
from bot.config import DatabaseSettings, OfficeSettings, Settings, WeComSettings
from bot.wecom.http import Wire
from models import Chat, ChatMember, Office, Person
from models.chat import ChatChannel
from models.migrating import migrate, newest_revision
from models.person import Role
from models.session import Database, connect
from tests.bot.command_line import run
from tests.bot.wecom.switchboard import SECRET, OfficeClock, Switchboard, refusal
from tests.supervision.house import House
from tests.supervision.importing.tables import office, table
from tests.support.redis_server import RedisServer

KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"


def wecom(**others: object) -> WeComSettings:
    plain = {"corp_id": "ww1", "agent_id": 1, "secret": SECRET, "token": "duchaTestToken01", "encoding_aes_key": KEY}
    return WeComSettings.model_validate(plain | {"base_url": "https://wecom.example"} | others)


def config(folder: Path, more: str = "") -> Path:
    path = folder / "config.toml"
    where = (
        f'[office]\ncalendar_folder = "{folder / "calendar"}"\n[database]\nurl = "sqlite:///{folder / "duban.db"}"\n'
    )
    path.write_text(where + more, encoding="utf-8")
    return path


def missing(findings: Iterator[Finding] | list[Finding]) -> list[str]:
    return [finding.about for finding in findings if not finding.is_ready]


# --- the command


def years_to_come(folder: Path) -> None:
    """The year now running and the next, so that the test holds whenever it is run."""
    (folder / "calendar").mkdir()
    for year in (time.localtime().tm_year, time.localtime().tm_year + 1):
        (folder / "calendar" / f"{year}.toml").write_text(f"off = [{year}-01-01]\n", encoding="utf-8")


def test_a_fresh_machine_is_told_step_by_step(tmp_path: Path) -> None:
    years_to_come(tmp_path)
    path = config(tmp_path, "[console]\ntraining = true\n")

    first = run(path, "check")
    assert first.exit_code == 1
    assert "✗ 数据库文件" in first.stdout and "migrate" in first.stdout
    assert not (tmp_path / "duban.db").exists()

    assert f"已新建,版本 {newest_revision()}" in run(path, "migrate").stdout
    assert "数据库已是最新" in run(path, "migrate").stdout
    second = run(path, "check")
    assert second.exit_code == 1
    for line in ("✓ 数据库", "✗ 缺少督查室和领导", "✗ 还没有需要报送的单位"):
        assert line in second.stdout

    ledger = tmp_path / "ledger.xlsx"
    people = [["账号", "姓名", "单位", "身份"], ["sun", "孙", "经信局", "联络员"], ["wang", "王", "招商局", "负责人"],
              ["li", "李", "督查室", "督查室"], ["chen", "陈", "督查室", "领导"]]  # fmt: skip
    ledger.write_bytes(table(office(人员=people)))
    assert run(path, "import", str(ledger), "--yes").exit_code == 0
    last = run(path, "check")
    assert last.exit_code == 0, last.stdout
    assert "✗" not in last.stdout and "都已备好" in last.stdout


def test_a_wrong_setting_is_told_and_no_more_is_looked_at(tmp_path: Path) -> None:
    told = run(config(tmp_path, "[server]\nprot = 1\n"), "check")
    assert told.exit_code == 1
    assert "是不是 port" in told.stdout and "还缺 1 项" in told.stdout


def test_whoever_means_to_serve_needs_a_platform(tmp_path: Path) -> None:
    path = config(tmp_path)
    run(path, "migrate")
    assert "✗ 没有 [wecom]" in run(path, "check").stdout


def test_online_one_real_call_is_made_and_only_then(tmp_path: Path) -> None:
    lines = [f'corp_id = "ww1"\nagent_id = 1\nsecret = "{SECRET}"\ntoken = "abc"\nencoding_aes_key = "{KEY}"']
    path = config(tmp_path, "\n".join(["[wecom]", *lines, 'base_url = "http://127.0.0.1:1/cgi-bin"']))
    assert "凭证" not in run(path, "check").stdout
    told = run(path, "check", "--online")
    assert "✗ 取不到企业微信的凭证" in told.stdout and SECRET not in told.stdout


# --- the database


@pytest.fixture
def migrated(empty_url: str) -> Iterator[tuple[Database, Settings]]:
    database = connect(empty_url)
    migrate(database)
    yield database, Settings(database=DatabaseSettings(url=empty_url))
    database.dispose()


def test_a_database_is_known_by_its_revision(migrated: tuple[Database, Settings]) -> None:
    database, settings = migrated
    assert "database" not in missing(look_at_database(database, settings))
    with database.write() as session:
        session.execute(text("UPDATE alembic_version SET version_num = 'of tomorrow'"))
    [only] = look_at_database(database, settings)
    assert not only.is_ready and "of tomorrow" in only.words


def test_what_a_power_cut_could_take_is_told(migrated: tuple[Database, Settings]) -> None:
    """The PostgreSQL of the tests throws away what it writes; SQLite is opened as it should be."""
    database, settings = migrated
    assert missing(look_at_database(database, settings)) == ([] if database.is_sqlite else ["durability"])


def test_a_training_database_is_no_place_for_real_people(migrated: tuple[Database, Settings]) -> None:
    database, settings = migrated
    with database.write() as session:
        session.add(Office(id=1, is_training=True))
    assert "training" in missing(look_at_database(database, settings))


@pytest.mark.parametrize(
    "url", ["nonsense", "mongodb://x", "sqlite:///none/there.db", "postgresql+psycopg://@127.0.0.1:1/x"]
)
def test_what_cannot_be_reached_is_told_and_nothing_is_made(url: str, tmp_path: Path) -> None:
    found = reached(Settings(database=DatabaseSettings(url=url)))
    assert isinstance(found, Finding) and not found.is_ready and found.words


# --- the office


def test_an_office_that_lacks_nobody(sqlite: Database) -> None:
    house = House(sqlite)
    house.person("chen", "陈市长", house.office, Role.LEADER)
    house.person("sun", "孙联络", house.industry, Role.LIAISON)
    with sqlite.read() as session:
        assert missing(look_at_office(session, {})) == []


def test_people_units_and_groups_that_are_lacking(sqlite: Database) -> None:
    house = House(sqlite)
    house.unit("住建局")
    with sqlite.write() as session:
        session.get_one(Person, house.wang).is_reachable = False
        session.add(Chat(name="督办群", channel=ChatChannel.ROBOT, address="main"))
        peopled = Chat(name="领导群", channel=ChatChannel.APPCHAT, address="g1")
        session.add(peopled)
        session.flush()
        session.add(ChatMember(chat_id=peopled.id, person_id=house.li))
    with sqlite.read() as session:
        told = {finding.words for finding in look_at_office(session, {}) if not finding.is_ready}
    for about in ("缺少领导", "住建局", "王局长(wang)", "没有登记成员,不会在群里说任何事项:督办群", "机器人“main”"):
        assert about in "\n".join(told)
    assert "领导群" not in "\n".join(told)


@pytest.mark.parametrize(
    ("today", "is_ready"),
    [(date(2026, 6, 15), True), (date(2026, 10, 31), True), (date(2026, 11, 1), False), (date(2027, 1, 4), False)],
)
def test_from_november_the_next_year_is_asked_for(today: date, is_ready: bool, tmp_path: Path) -> None:
    settings = OfficeSettings(calendar_folder=tmp_path)
    assert look_at_calendar(settings, today).is_ready is is_ready
    (tmp_path / "2027.toml").write_text("off = [2027-01-01]\n", encoding="utf-8")
    assert look_at_calendar(settings, today).is_ready


def test_the_example_of_a_year_is_refused_until_it_is_filled_in(tmp_path: Path) -> None:
    example = Path(__file__).parents[2] / "calendar" / "2027.toml.example"
    (tmp_path / "2027.toml").write_bytes(example.read_bytes())
    found = look_at_calendar(OfficeSettings(calendar_folder=tmp_path), date(2026, 11, 1))
    assert not found.is_ready and "2027.toml" in found.words


# --- the platform and the machine


def test_keys_that_can_open_what_they_seal() -> None:
    assert look_at_codec(wecom()).is_ready
    assert not look_at_codec(wecom(encoding_aes_key="short")).is_ready
    assert not look_at_codec(wecom(token="not a token!")).is_ready


@pytest.mark.parametrize(
    ("answer", "words"),
    [(None, "已从企业微信取到凭证"), (refusal(40001), "40001"), (requests.ConnectionError(), "取不到")],
)
def test_a_token_is_asked_for_once_and_told_without_secrets(
    answer: dict[str, object] | Exception | None, words: str
) -> None:
    board = Switchboard()
    if answer is not None:
        board.token_answers.append(answer)
    session = requests.Session()
    session.mount("https://", board)
    found = look_at_token(wecom(), Wire(session=session), OfficeClock())
    assert words in found.words and found.is_ready is (answer is None)
    assert board.tokens_asked == 1 and SECRET not in found.words
    assert str(board.asked[0].url).startswith("https://wecom.example/cgi-bin/gettoken?")


def test_redis_is_asked_whether_it_answers(redis_server: RedisServer) -> None:
    assert look_at_redis(redis_server.url).is_ready
    redis_server.stop()
    assert not look_at_redis(redis_server.url).is_ready
    assert not look_at_redis("nonsense").is_ready


def test_room_on_the_disk() -> None:
    assert room(Path("/var"), LEAST_FREE).is_ready
    assert not room(Path("/var"), LEAST_FREE - 1).is_ready


def test_a_policy_that_is_nowhere_is_told_although_another_is_in_force(sqlite: Database) -> None:
    House(sqlite)
    with sqlite.read() as session:
        (finding,) = [one for one in look_at_office(session, {}, "xianyan") if one.about == "policy"]
    assert not finding.is_ready
    assert "“xianyan”不是内置办法" in finding.words and "xianyang" in finding.words


def test_a_policy_in_the_settings_that_is_not_in_force_is_told(sqlite: Database) -> None:
    House(sqlite)
    with sqlite.read() as session:
        (finding,) = [one for one in look_at_office(session, {}, "shishi") if one.about == "policy"]
    assert finding.is_ready
    assert "policy activate shishi" in finding.words
