"""config.example.toml is the whole truth about settings; a mistake is answered with a sentence; secrets stay secret."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel, SecretStr

from bot.config import Settings, WeComSettings, load
from bot.config_errors import ConfigError

EXAMPLE = Path(__file__).parents[2] / "config.example.toml"
WECOM = """
[wecom]
corp_id = "ww1"
agent_id = 2
secret = "CANARY-secret"
token = "CANARY-token"
encoding_aes_key = "CANARY-key"
"""

# A value other than the example's for every setting.
FROM_ENVIRONMENT: dict[str, dict[str, object]] = {
    "office": {
        "name": "县督查室", "calendar_folder": Path("/etc/duban/days"), "policy": "shishi", "suggestions_to": "wang,li",
    },
    "database": {"url": "sqlite:///other.db"},
    "redis": {"url": "redis://127.0.0.1:6379/1"},
    "wecom": {
        "corp_id": "ww9", "agent_id": 9, "secret": "s9", "token": "t9", "encoding_aes_key": "k9",
        "base_url": "https://wecom.example.gov.cn", "ca_bundle": "/etc/ca.pem", "form": "cards",
        "connect_timeout": 1.5, "read_timeout": 2.5,
    },
    "callback": {"path": "/other", "fresh_seconds": 301, "body_limit": 8192, "answer_within": 1.5},
    "server": {"host": "0.0.0.0", "port": 9, "threads": 9},  # noqa: S104
    "schedule": {"tick_seconds": 9, "deliver_seconds": 9.5},
    "spool": {"folder": "/backup/spool"},
    "backup": {"folder": "/backup", "every_hours": 9, "keep": 9},
    "retention": {"raw_text_months": 9},
    "watch": {
        "ping_url": "https://watch.example.gov.cn/9",
        "public_url": "https://duban.example.gov.cn/wecom/callback",
    },
    "console": {"training": True},
    "log": {"level": "DEBUG"},
}  # fmt: skip


def known() -> dict[str, set[str]]:
    """Each section and its keys, as the code has them."""
    kinds = {name: field.annotation for name, field in Settings.model_fields.items()} | {"wecom": WeComSettings}
    return {
        name: set(kind.model_fields)
        for name, kind in kinds.items()
        if isinstance(kind, type) and issubclass(kind, BaseModel)
    }


def example() -> dict[str, dict[str, Any]]:
    return tomllib.loads(EXAMPLE.read_text(encoding="utf-8"))


def told(text: str, tmp_path: Path, **environment: str) -> str:
    """What the administrator reads."""
    with pytest.raises(ConfigError) as error:
        load(written(text, tmp_path), environment)
    return str(error.value)


def written(text: str, tmp_path: Path) -> Path:
    path = tmp_path / "config.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_example_names_every_setting_and_no_other() -> None:
    assert {section: set(keys) for section, keys in example().items()} == known()


def test_the_example_can_be_used_as_it_stands_and_says_the_defaults() -> None:
    settings = load(EXAMPLE, {})
    required = {name for name, field in WeComSettings.model_fields.items() if field.is_required()}
    for section in known():
        told, default = getattr(settings, section), getattr(Settings(), section)
        if section == "wecom":
            default = WeComSettings(**{name: getattr(told, name) for name in required})
        assert told == default, section


def test_every_setting_of_the_example_has_a_comment_of_its_own_or_speaks_for_itself() -> None:
    lines = [line for line in EXAMPLE.read_text(encoding="utf-8").splitlines() if "=" in line and line[0] != "#"]
    silent = [line.partition("=")[0].strip() for line in lines if "#" not in line]
    assert set(silent) <= {"secret", "port", "threads"}


def test_without_a_file_there_are_defaults() -> None:
    assert load(None, {}) == Settings()


def test_every_setting_may_come_from_the_environment(tmp_path: Path) -> None:
    """It wins over the file. Robots have names, so they have no variable."""
    assert {section: set(keys) for section, keys in FROM_ENVIRONMENT.items()} == {
        section: keys - {"robots"} for section, keys in known().items()
    }
    environment = {
        f"DUBAN_{section}_{key}".upper(): str(value)
        for section, keys in FROM_ENVIRONMENT.items()
        for key, value in keys.items()
    }

    settings = load(written(EXAMPLE.read_text(encoding="utf-8"), tmp_path), environment)

    for section, keys in FROM_ENVIRONMENT.items():
        for key, value in keys.items():
            read = getattr(getattr(settings, section), key)
            assert (read.get_secret_value() if isinstance(read, SecretStr) else read) == value, (section, key)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[server]\nprot = 1\n", ["server.prot", "第 2 行", "是不是 port"]),
        ("[sever]\nport = 1\n", ["sever", "是不是 server"]),
        ("[server]\nport = 'many'\n", ["server.port", "第 2 行", "应为整数"]),
        ("[server]\nport = 70000\n", ["server.port", "不能大于 65535"]),
        ("[console]\ntraining = 'perhaps'\n", ["console.training", "应为 true 或 false"]),
        ("[log]\nlevel = 'LOUD'\n", ["log.level", "DEBUG"]),
        ("[wecom]\nform = 'card'\n", ["wecom.form", "第 2 行", "text", "markdown", "cards"]),
        ("[wecom]\nmarkdown = true\n", ["不认识的配置项 wecom.markdown", "第 2 行"]),
        ("[office]\nname = ''\n", ["office.name", "不能为空"]),
        ("[schedule]\ntick_seconds = 60\n", ["schedule.tick_seconds", "不能大于 15"]),
        ("[retention]\nraw_text_months = 5\n", ["retention.raw_text_months", "不能小于 6"]),
        ("[wecom]\ncorp_id = 'ww1'\n", ["wecom.agent_id", "DUBAN_WECOM_SECRET"]),
        ("[server\nport = 1\n", ["格式有误", "line 1"]),
    ],
)
def test_a_mistake_is_answered_with_a_sentence(text: str, words: list[str], tmp_path: Path) -> None:
    sentence = told(text, tmp_path)
    assert [word for word in words if word not in sentence] == [], sentence


def test_every_mistake_is_told_at_once(tmp_path: Path) -> None:
    assert len(told("[server]\nprot = 1\nport = 'many'\n[log]\nlevel = 'LOUD'\n", tmp_path).splitlines()) == 3


def test_a_file_that_is_not_there_and_one_that_is_not_utf_8(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"找不到配置文件"):
        load(tmp_path / "none.toml", {})
    path = tmp_path / "gbk.toml"
    path.write_bytes('[office]\nname = "督查室"\n'.encode("gbk"))
    with pytest.raises(ConfigError, match="不是 UTF-8"):
        load(path, {})


def test_secrets_may_lie_in_files_of_their_own(tmp_path: Path) -> None:
    for name in ("secret", "token", "encoding_aes_key", "robot"):
        (tmp_path / name).write_text(f"from-{name}\n", encoding="utf-8")
    text = f"""
[wecom]
corp_id = "ww1"
agent_id = 2
secret_file = "{tmp_path / "secret"}"
token_file = "{tmp_path / "token"}"
encoding_aes_key_file = "{tmp_path / "encoding_aes_key"}"
[wecom.robots]
"督办工作群" = {{ file = "{tmp_path / "robot"}" }}
"""
    wecom = load(written(text, tmp_path), {}).wecom
    assert wecom is not None
    secrets = (wecom.secret, wecom.token, wecom.encoding_aes_key, wecom.robots["督办工作群"])
    assert [one.get_secret_value() for one in secrets] == [
        "from-secret", "from-token", "from-encoding_aes_key", "from-robot"
    ]  # fmt: skip


def test_a_secret_file_that_is_not_there(tmp_path: Path) -> None:
    sentence = told("[wecom]\nsecret_file = '/nowhere/secret'\n", tmp_path)
    assert "wecom.secret_file" in sentence and "/nowhere/secret" in sentence


def test_a_secret_is_in_no_repr_and_in_no_complaint(tmp_path: Path) -> None:
    text = f'{WECOM}robots = {{ "群" = "CANARY-robot" }}\n'
    assert "CANARY" not in repr(load(written(text, tmp_path), {}))
    wrong = text.replace('"CANARY-token"', "['CANARY-token']").replace("agent_id = 2", "agent_id = 'CANARY'")
    sentence = told(wrong, tmp_path, DUBAN_SERVER_PORT="CANARY")
    assert len(sentence.splitlines()) == 3 and "CANARY" not in sentence


def test_every_setting_that_is_secret_is_kept_as_one() -> None:
    secret = {name for name, field in WeComSettings.model_fields.items() if field.annotation is SecretStr}
    assert secret == {"secret", "token", "encoding_aes_key"}
    assert WeComSettings.model_fields["robots"].annotation == dict[str, SecretStr]
