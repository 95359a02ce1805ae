"""What people read holds no secret; what is no secret stays readable."""

import logging

import pytest

from bot.wecom.redaction import RedactingFilter, redact


@pytest.mark.parametrize(
    "text",
    [
        "GET /cgi-bin/gettoken?corpid=ww1&corpsecret=CANARY",
        "url: /cgi-bin/message/send?access_token=CANARY (Caused by NewConnectionError)",
        "https://x/cgi-bin/webhook/send?key=CANARY",
        "https://x/login?state=1&code=CANARY&x=1",
        '{"access_token": "CANARY", "expires_in": 7200}',
        "{'corpsecret': 'CANARY'}",
        "ACCESS_TOKEN=CANARY",
        "secret=CANARY'",
    ],
)
def test_secrets_are_hidden(text: str) -> None:
    assert "CANARY" not in redact(text)
    assert "***" in redact(text)


@pytest.mark.parametrize(
    "text",
    ["errcode=40001 key=evt-12ab", "EventKey=approve", "督办单3号 code=7", '{"errcode": 0, "key": "approve#1"}', ""],
)
def test_the_rest_stays(text: str) -> None:
    assert redact(text) == text


def test_a_log_record_is_rewritten_with_its_traceback(caplog: pytest.LogCaptureFixture) -> None:
    logger = logging.getLogger("somebody.careless")
    keeper = RedactingFilter()
    logger.addFilter(keeper)
    try:
        try:
            raise ValueError("?access_token=CANARY")
        except ValueError:
            logger.exception("failed at %s with %d", "?key=CANARY", 3)
    finally:
        logger.removeFilter(keeper)
    assert "failed at ?key=*** with 3" in caplog.text
    assert "ValueError: ?access_token=***" in caplog.text
    assert "CANARY" not in caplog.text
