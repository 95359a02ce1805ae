"""Whoever finds the address sees that it lives and nothing else; what was kept proves itself for ever (T39, T45)."""

from __future__ import annotations

import base64
import hashlib

import pytest

from models import Inbox
from tests.security.envelopes import encrypted, outer, post, signed, text_xml
from tests.stories.office import AES_KEY, CORP, ROBOT_KEY, SECRET, TOKEN, StoryOffice

PROBES = (
    "/",
    "/debug",
    "/console",
    "/metrics",
    "/admin",
    "/static/x",
    "/.env",
    "/config.toml",
    "/../etc/passwd",
    "/favicon.ico",
)


STRANGERS: tuple[tuple[str, dict[str, str]], ...] = (
    ("8.8.8.8", {}),
    ("2001:4860::1", {}),
    ("127.0.0.1", {"X-Forwarded-For": "127.0.0.1"}),
    ("10.0.0.8", {"X-Real-IP": "10.0.0.9"}),
    ("127.0.0.1", {"Forwarded": "for=127.0.0.1"}),
)


@pytest.mark.parametrize(("address", "headers"), STRANGERS)
def test_every_address_is_known_and_says_little(
    small_office: StoryOffice, address: str, headers: dict[str, str]
) -> None:  # fmt: skip
    client, callback = small_office.house.web.test_client(), small_office.house.settings.callback.path
    client.environ_base["REMOTE_ADDR"] = address
    known = {rule.rule for rule in small_office.house.web.url_map.iter_rules()}
    assert known == {"/live", "/ready", "/engine", "/metrics", callback}
    assert {client.get(path, headers=headers).status_code for path in (*PROBES, "/metrics")} == {404}
    assert client.get("/live", headers=headers).json == {"live": True}
    assert client.get("/ready", headers=headers).json == {"ready": True, "troubles": {}}
    assert client.get(callback, headers=headers).status_code == 403
    for path in (*known, "/"):
        for method in ("GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"):
            answer = client.open(path, method=method, headers=headers)
            told = f"{answer.headers}{answer.text}"
            assert len(answer.data) < 400
            assert not any(word in told for word in (SECRET, TOKEN, AES_KEY, ROBOT_KEY, CORP, "Traceback", "sqlite"))


def test_debugging_cannot_be_on(small_office: StoryOffice) -> None:
    web = small_office.house.web
    assert (web.debug, web.testing, web.config["PROPAGATE_EXCEPTIONS"]) == (False, False, None)


def test_a_kept_message_proves_itself_without_us(small_office: StoryOffice) -> None:
    """With the callback's token and nothing of ours: what lies in the table is what the platform signed."""
    secret = encrypted(text_xml(small_office, "日报 奥瑞金二期 进度66%".encode()))
    post(small_office, signed(secret, int(small_office.clock.now.timestamp())), outer(secret))
    with small_office.house.database.read() as session:
        row = session.query(Inbox).one()
        body, told = row.envelope, row.signed
    timestamp, nonce, signature = told.split(" ")
    kept = body.decode().partition("<Encrypt>")[2].partition("</Encrypt>")[0]
    parts = "".join(sorted((TOKEN, timestamp, nonce, kept)))
    assert hashlib.sha1(parts.encode(), usedforsecurity=False).hexdigest() == signature
    assert len(base64.b64decode(kept)) % 32 == 0
