"""config.toml → typed settings. Read once; every other part is handed its own section, never the whole.

Each setting may also come from the environment (DUBAN_WECOM_SECRET for `secret` under [wecom]), and each secret from a
file of its own (`secret_file = "/run/secrets/wecom"`), so that no secret need stand in config.toml.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError

from bot.config_errors import ConfigError, sentences
from supervision.retention.months import LEAST_MONTHS, USUAL_MONTHS

ENVIRONMENT_PREFIX = "DUBAN_"

# How people are spoken to one by one. Groups get markdown with "markdown", else text.
Form = Literal["text", "markdown", "cards"]


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class OfficeSettings(_Section):
    name: str = Field(default="督查室", min_length=1, max_length=40)
    calendar_folder: Path = Path("calendar")
    policy: str = "xianyang"  # a preset's name, or a path to a policy file
    suggestions_to: str = ""  # userids, with commas between them; empty: the administrators


class DatabaseSettings(_Section):
    url: str = Field(default="sqlite:///var/duban.db", repr=False)  # may hold a password


class RedisSettings(_Section):
    url: str = Field(default="", repr=False)


class WeComSettings(_Section):
    corp_id: str = Field(min_length=1)
    agent_id: int
    secret: SecretStr
    token: SecretStr
    encoding_aes_key: SecretStr
    base_url: str = "https://qyapi.weixin.qq.com"
    ca_bundle: str = ""
    form: Form = "text"
    connect_timeout: float = Field(default=3, gt=0, le=30)
    read_timeout: float = Field(default=5, gt=0, le=60)
    robots: dict[str, SecretStr] = Field(default_factory=dict)

    @property
    def api(self) -> str:
        """Where the platform's calls live, whether or not the setting names the folder."""
        return f"{self.base_url.rstrip('/').removesuffix('/cgi-bin')}/cgi-bin"


class CallbackSettings(_Section):
    path: str = Field(default="/wecom/callback", pattern=r"^/[A-Za-z0-9/_-]+$")
    fresh_seconds: int = Field(default=300, ge=60, le=3600)
    body_limit: int = Field(default=256 * 1024, ge=4096, le=1024 * 1024)
    answer_within: float = Field(default=2.0, gt=0, le=4)


class ServerSettings(_Section):
    host: str = "127.0.0.1"
    port: int = Field(default=8420, ge=1, le=65535)
    threads: int = Field(default=16, ge=2, le=64)


class ScheduleSettings(_Section):
    tick_seconds: int = Field(default=10, ge=1, le=15)
    deliver_seconds: float = Field(default=1.0, gt=0, le=15)


class SpoolSettings(_Section):
    folder: str = ""


class BackupSettings(_Section):
    folder: str = ""
    every_hours: int = Field(default=24, ge=1, le=168)
    keep: int = Field(default=14, ge=2, le=1000)


class RetentionSettings(_Section):
    raw_text_months: int = Field(default=USUAL_MONTHS, ge=LEAST_MONTHS, le=1200)


class WatchSettings(_Section):
    ping_url: SecretStr = SecretStr("")  # whoever knows it could give our signs of life
    public_url: str = Field(default="", pattern=r"^(https?://\S+)?$")


class ConsoleSettings(_Section):
    training: bool = False


class LogSettings(_Section):
    level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"


class Settings(_Section):
    """All of config.toml. Without [wecom] only the console and the offline commands work."""

    office: OfficeSettings = OfficeSettings()
    database: DatabaseSettings = DatabaseSettings()
    redis: RedisSettings = RedisSettings()
    wecom: WeComSettings | None = None
    callback: CallbackSettings = CallbackSettings()
    server: ServerSettings = ServerSettings()
    schedule: ScheduleSettings = ScheduleSettings()
    spool: SpoolSettings = SpoolSettings()
    backup: BackupSettings = BackupSettings()
    retention: RetentionSettings = RetentionSettings()
    watch: WatchSettings = WatchSettings()
    console: ConsoleSettings = ConsoleSettings()
    log: LogSettings = LogSettings()


def load(path: Path | None, environment: Mapping[str, str]) -> Settings:
    """Read the settings; without a file, the defaults. Raises ConfigError, which holds a sentence for each mistake."""
    text = _text(path)
    try:
        told = tomllib.loads(text)
    except ValueError as error:  # no TOML, or a number of more digits than Python reads
        raise ConfigError([("syntax", {"path": str(path), "detail": str(error)})]) from None
    _take_environment(told, environment)
    _take_secret_files(told)
    try:
        return Settings.model_validate(told)
    except ValidationError as error:
        raise ConfigError(sentences(error, text, Settings)) from None


def _text(path: Path | None) -> str:
    if path is None:
        return ""
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise ConfigError([("no_file", {"path": str(path)})]) from None
    except UnicodeDecodeError:
        raise ConfigError([("encoding", {"path": str(path)})]) from None


def _take_environment(told: dict[str, Any], environment: Mapping[str, str]) -> None:
    """DUBAN_<SECTION>_<KEY> wins over the file."""
    for name, section in Settings.model_fields.items():
        for key in _keys(section.annotation):
            value = environment.get(f"{ENVIRONMENT_PREFIX}{name}_{key}".upper())
            if value is not None and isinstance(told.setdefault(name, {}), dict):
                told[name][key] = value


def _keys(annotation: Any) -> list[str]:  # noqa: ANN401 (a type or a union of types)
    kinds = (annotation, *getattr(annotation, "__args__", ()))
    return [
        key
        for kind in kinds
        if isinstance(kind, type) and issubclass(kind, BaseModel)
        for key, field in kind.model_fields.items()
        if field.annotation is not dict
    ]


def _take_secret_files(told: dict[str, Any]) -> None:
    """`secret_file = path` stands for `secret = <the file's first line>`."""
    wecom = told.get("wecom")
    if not isinstance(wecom, dict):
        return
    for key in ("secret", "token", "encoding_aes_key"):
        path = wecom.pop(f"{key}_file", None)
        if path is not None:
            wecom[key] = _secret(f"wecom.{key}_file", str(path))
    robots = wecom.get("robots")
    if not isinstance(robots, dict):
        return
    for name, key in list(robots.items()):
        if isinstance(key, dict) and "file" in key:
            robots[name] = _secret(f"wecom.robots.{name}", str(key["file"]))


def _secret(setting: str, path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, ValueError):  # not there, not ours to read, no text, no path
        raise ConfigError([("no_secret_file", {"setting": setting, "path": path})]) from None
