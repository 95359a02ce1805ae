"""A configuration, a policy, a calendar or a table is wrong: it is refused as a whole, in a sentence, and what is at
work goes on with the last good one (T47, F41)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.config import load
from bot.config_errors import ConfigError
from models import PolicyVersion, Unit
from models.session import connect
from supervision.policies.active import preset, presets
from supervision.policies.complaints import PolicyError
from supervision.policies.lint import lint
from supervision.policies.reader import read
from supervision.sending import Address, Outcome
from tests.bot.command_line import a_sentence, run
from tests.bot.processes import Installation, until
from tests.security.spoiling import spoiled
from tests.stories.office import ROBOT_KEY, open_office
from tests.supervision.importing.tables import UNITS, office, table

EXAMPLE = Path(__file__).parents[2] / "config.example.toml"
SPOILED = 200
SECRETS = ("CANARY-secret", "CANARY-robot")
CHINESE = re.compile(r"[一-鿿]")


@pytest.fixture
def good(tmp_path: Path) -> str:
    """The example as an office fills it in, with a robot in a group."""
    text = EXAMPLE.read_text(encoding="utf-8").replace("var/duban.db", f"{tmp_path}/duban.db")
    text = text.replace("请填写应用的Secret", SECRETS[0]).replace('calendar_folder = "calendar"', "")
    return text.replace("[wecom.robots]", f'[wecom.robots]\n"督办工作群" = "{SECRETS[1]}"', 1)


def _mistakes(path: Path) -> str:
    """Empty where the file may be used after all."""
    try:
        load(path, {})
    except ConfigError as error:
        return str(error)
    return ""


def test_spoiled_configurations_are_refused_in_sentences(good: str, tmp_path: Path) -> None:
    path, refused = tmp_path / "config.toml", 0
    for text in spoiled(good, 47, SPOILED):
        path.write_text(text, encoding="utf-8")
        mistakes = _mistakes(path)
        told = run(path, "check")
        assert told.exit_code == 1 and "Traceback" not in told.output
        assert [secret for secret in SECRETS if secret in told.output] == []
        if mistakes:
            refused += 1
            assert all(CHINESE.search(line) for line in mistakes.splitlines())
            assert mistakes.splitlines()[0] in told.stdout and "✓" not in told.stdout, "as a whole"
            assert a_sentence(run(path, "deliver")).splitlines() == mistakes.splitlines()
    assert refused > SPOILED / 2 and not (tmp_path / "duban.db").exists()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[wecom]\nrobots = 5\n", "wecom.robots"),
        ("wecom = 5\n", "wecom"),
        ("server = 5\n", "server"),
        ("[server]\nport = " + "9" * 5000, "格式有误"),
        ('[wecom]\nsecret_file = "/\\u0000"\n', "wecom.secret_file"),
        ('[callback]\npath = "(["\n', "callback.path"),
        ("[schedule]\ntick_seconds = -1\n", "不能小于 1"),
        ("[retention]\nraw_text_month = 24\n", "是不是 raw_text_months"),
    ],
)
def test_what_is_wrong_is_named(text: str, words: str, tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=re.escape(words)):
        load(path, {"DUBAN_SERVER_PORT": "8420"})


def test_a_secret_file_that_holds_no_text(tmp_path: Path) -> None:
    (tmp_path / "key").write_bytes(b"\xff\xfe")
    path = tmp_path / "config.toml"
    path.write_text(f'[wecom.robots]\n"群" = {{ file = "{tmp_path / "key"}" }}\n', encoding="utf-8")
    assert "wecom.robots.群" in _mistakes(path)


def test_who_is_at_work_goes_on_whatever_lies_on_the_disk(good: str, _file_url: str, tmp_path: Path) -> None:
    """Each refusal of the robot makes it read the file again; no spoiled one is taken, none stops the house."""
    path = tmp_path / "config.toml"
    office = open_office(_file_url, read_anew=partial(load, path, {}))
    office.platform.corp().revoke_robot(ROBOT_KEY)
    robot = Address("robot", "督办工作群")
    [part] = office.house.sender.compose(robot, "提醒")
    for text in spoiled(good, 48, SPOILED):
        path.write_text(text, encoding="utf-8")
        told = office.house.sender.send(robot, part.body)
        assert told.outcome is Outcome.FAILED and told.is_target_gone
    assert "66%" in office.says("zhangwei", "日报 奥瑞金二期 进度66%")
    path.write_text(good, encoding="utf-8")
    office.platform.corp().add_robot(SECRETS[1], "work")
    assert office.house.sender.send(robot, part.body).outcome is Outcome.SENT
    office.house.close()


@pytest.fixture
def county(tmp_path: Path) -> Iterator[Installation]:
    made = Installation(tmp_path, f"sqlite:///{tmp_path / 'duban.db'}")
    yield made
    made.close()


def test_a_process_keeps_what_it_began_with_and_none_begins_with_a_mistake(county: Installation) -> None:
    serving = county.serves()
    for file in (*county.folder.glob("config-*.toml"), county.folder / "calendar" / "2030.toml"):
        file.write_text("off = [这不是 TOML", encoding="utf-8")
    assert "65%" in (county.line.says("zhangwei", "日报 奥瑞金二期两片罐项目 进度65%").reply_text or "")
    until(lambda: (engine := serving.get("/engine")) is not None and engine.status_code == 200, "it ticks")
    wrong_calendar, wrong_setting = county.starts("deliver"), county.starts("deliver", DUBAN_SERVER_PORT="许多")
    assert (wrong_calendar.ended(), wrong_setting.ended()) == (2, 2)
    assert "节假日文件有误" in wrong_calendar.said() and "server.port" in wrong_setting.said()
    assert serving.is_ready()


@pytest.mark.parametrize("name", presets())
def test_spoiled_policies_are_refused_in_sentences(name: str) -> None:
    refused = 0
    for text in spoiled(preset(name), 49, SPOILED):
        try:
            read(text, name)
            lint(text)
        except PolicyError as error:
            refused += 1
            assert all(CHINESE.search(line) for line in str(error).splitlines())
    assert refused > SPOILED / 2


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "config.toml"
    path.write_text(f'[database]\nurl = "sqlite:///{tmp_path / "duban.db"}"\n', encoding="utf-8")
    assert run(path, "migrate").exit_code == 0
    return path


def _in_force(folder: Path) -> list[str]:
    database = connect(f"sqlite:///{folder / 'duban.db'}")
    with database.read() as session:
        found = session.scalars(select(PolicyVersion.sha256).where(PolicyVersion.retired_at.is_(None))).all()
    database.dispose()
    return list(found)


@pytest.mark.parametrize(
    ("good_line", "bad_line"),
    [
        ('points = "-0.3"', 'points = "0.3"'),
        ("floor = 10", "floor = -10"),
        ("floor = 10", "flor = 10"),
        ('name = "黄色专项督办单"', 'name = "("\nname = "("'),
        ("level = 2", "level = " + "2" * 5000),
    ],
)
def test_a_policy_with_a_mistake_takes_no_ones_place(
    good_line: str, bad_line: str, config: Path, tmp_path: Path
) -> None:
    before = _in_force(tmp_path)
    (tmp_path / "bad.toml").write_text(preset("xianyang").replace(good_line, bad_line), encoding="utf-8")
    assert (tmp_path / "bad.toml").read_text(encoding="utf-8") != preset("xianyang")
    assert "bad.toml" in a_sentence(run(config, "policy", "activate", str(tmp_path / "bad.toml")))
    assert _in_force(tmp_path) == before != []


def test_a_policy_that_is_no_text_takes_no_ones_place(config: Path, tmp_path: Path) -> None:
    before = _in_force(tmp_path)
    (tmp_path / "gbk.toml").write_bytes(preset("xianyang").encode("gbk", errors="ignore"))
    assert "UTF-8" in a_sentence(run(config, "policy", "activate", str(tmp_path / "gbk.toml")))
    assert _in_force(tmp_path) == before


def test_a_table_that_names_a_unit_twice_is_not_taken_in(config: Path, tmp_path: Path) -> None:
    (tmp_path / "twice.xlsx").write_bytes(table(office(单位=[*UNITS, UNITS[1]])))
    told = run(config, "import", str(tmp_path / "twice.xlsx"), "--yes")
    assert told.exit_code == 1 and "什么都没有写入" in told.stdout
    database = connect(f"sqlite:///{tmp_path / 'duban.db'}")
    with database.read() as session:
        assert session.scalars(select(Unit)).all() == []
    database.dispose()
