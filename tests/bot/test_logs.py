"""Logs: a line of JSON for each thing that happened, without secrets and without what people wrote."""

from __future__ import annotations

import io
import json
import logging
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import Column, Integer, MetaData, Table, Text, create_engine, insert

from bot.config import DatabaseSettings, RedisSettings, Settings, WeComSettings
from bot.logs import hide_also, log_as_json, secrets_of
from tests.bot.command_line import logging_as_it_was

SETTINGS = Settings(
    database=DatabaseSettings(url="postgresql+psycopg://duban:CANARY-pg@db/duban"),
    redis=RedisSettings(url="redis://:CANARY-redis@127.0.0.1/0"),
    wecom=WeComSettings(
        corp_id="ww1",
        agent_id=2,
        secret=SecretStr("CANARY-secret"),
        token=SecretStr("CANARY-token"),
        encoding_aes_key=SecretStr("CANARY-key"),
        robots={"群": SecretStr("CANARY-robot")},
    ),
)
WROTE = "日报 奥瑞金二期拆迁受阻"


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], list[dict[str, Any]]]]:
    output = io.StringIO()
    monkeypatch.setattr(sys, "stderr", output)
    with logging_as_it_was():
        log_as_json("INFO", SETTINGS)
        yield lambda: [json.loads(line) for line in output.getvalue().splitlines()]


Lines = Callable[[], list[dict[str, Any]]]


def test_a_line_says_what_where_and_of_whom(lines: Lines) -> None:
    logging.getLogger("handlers.dispatch").info("worked %d", 3, extra={"inbox": 7, "matter": 4, "words": WROTE})
    [line] = lines()
    assert line.pop("at").endswith("+00:00")
    assert line == {"level": "INFO", "where": "handlers.dispatch", "what": "worked 3", "inbox": 7, "matter": 4}


def test_one_thing_is_one_line_whatever_is_in_it(lines: Lines) -> None:
    logging.getLogger("any").warning("first\r\nsecond \x1b[31m red \u2028 third")
    assert len(lines()) == 1


def test_a_key_that_was_replaced_at_work_is_hidden_like_those_of_the_start(lines: Lines) -> None:
    assert SETTINGS.wecom is not None
    robots = {"群": SecretStr("CANARY-new")}
    hide_also(Settings(wecom=SETTINGS.wecom.model_copy(update={"robots": robots})))
    logging.getLogger("any").warning("posted with CANARY-new, before with CANARY-robot")
    assert [line["what"] for line in lines()] == ["posted with ***, before with ***"]


@pytest.mark.parametrize("secret", [f"CANARY-{name}" for name in ("pg", "redis", "secret", "token", "key", "robot")])
def test_the_settings_own_secrets_are_hidden_wherever_they_stand(lines: Lines, secret: str) -> None:
    assert secret in secrets_of(SETTINGS)
    log = logging.getLogger("somebody.careless")
    log.info("plainly %s", secret)
    try:
        raise OSError(f"in an error: {secret}")
    except OSError:
        log.exception("broke")
    assert "CANARY" not in json.dumps(lines())
    assert lines()[1]["trouble"].endswith("builtins.OSError: in an error: ***")


def test_a_token_that_nobody_knew_before_is_hidden_too(lines: Lines) -> None:
    logging.getLogger("urllib3.connectionpool").warning("GET /cgi-bin/message/send?access_token=CANARY")
    assert lines()[0]["what"] == "GET /cgi-bin/message/send?access_token=***"


def test_an_exception_is_told_by_its_places_not_by_what_it_quotes(lines: Lines) -> None:
    try:
        try:
            int(WROTE)
        except ValueError as error:
            raise KeyError(WROTE) from error
    except KeyError:
        logging.getLogger("any").exception("message could not be worked")
    trouble = lines()[0]["trouble"]
    assert "builtins.ValueError\n" in trouble and trouble.endswith("builtins.KeyError")
    assert "test_logs.py" in trouble and "奥瑞金" not in json.dumps(lines(), ensure_ascii=False)


def test_a_statement_that_failed_is_told_without_its_values(lines: Lines) -> None:
    engine = create_engine("sqlite://")
    gone = Table("inbox", MetaData(), Column("id", Integer), Column("text", Text))
    try:
        with engine.begin() as connection:
            connection.execute(insert(gone).values(id=1, text=WROTE))
    except Exception:
        logging.getLogger("any").exception("broke")
    engine.dispose()
    [line] = lines()
    assert "no such table: inbox" in line["trouble"] and "奥瑞金" not in line["trouble"]


def test_what_nobody_caught_is_a_line_as_well(lines: Lines) -> None:
    def breaks() -> None:
        raise RuntimeError(WROTE)

    thread = threading.Thread(target=breaks)
    thread.start()
    thread.join()
    [line] = lines()
    assert (line["level"], line["what"]) == ("CRITICAL", "broke") and line["trouble"].endswith("builtins.RuntimeError")
