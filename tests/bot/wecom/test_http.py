"""The wire against real sockets: who never answers, who drips, who hangs up, who says too much."""

import logging
import socket
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import requests

from bot.wecom.answers import Attachment
from bot.wecom.errors import NoAnswer, NotReached, WireTrouble
from bot.wecom.http import Limits, Wire
from tests.bot.wecom.counterpart import HANG, Part, counterpart, drips, hangs_up, is_silent, says

CANARY = "CANARY-9f2c61"
QUICK = Limits(connect=1.0, read=0.4, total=1.0, body=100_000)


@contextmanager
def wire(limits: Limits = QUICK) -> Iterator[Wire]:
    made = Wire(limits)
    try:
        yield made
    finally:
        made.close()


def trouble_with(behave: Part) -> WireTrouble:
    with counterpart(behave) as other, wire() as ours:
        began = time.monotonic()
        with pytest.raises(WireTrouble) as caught:
            ours.call("POST", other.url, {"access_token": CANARY}, b'{"a":1}')
        assert time.monotonic() - began < HANG
        assert len(other.requests) == 1
    assert_silent_about_secrets(caught.value)
    return caught.value


def assert_silent_about_secrets(error: BaseException) -> None:
    shown = "".join(traceback.format_exception(error)) + repr(error) + str(error) + repr(error.args)
    assert CANARY not in shown
    assert error.__cause__ is None
    assert error.__context__ is None


def test_json_comes_back_and_the_bytes_arrive_unchanged() -> None:
    body = '{"content":"督办 🙏"}'.encode()
    with counterpart(says(b'{"errcode":0,"errmsg":"ok","msgid":"m"}')) as other, wire() as ours:
        answer = ours.call("POST", other.url, {"access_token": "a+/b"}, body)
        again = ours.call("POST", other.url, {"access_token": "a+/b"}, body)
        assert (answer.code, answer.data["msgid"], again.code) == (0, "m", 0)
        assert all(request.endswith(b"\r\n\r\n" + body) for request in other.requests)
        assert b"?access_token=a%2B%2Fb HTTP" in other.requests[0]


@pytest.mark.parametrize(
    "behave",
    [
        is_silent,
        hangs_up,
        drips(b"HTTP/1.1 200 OK\r\n", b"X-Slow: 1\r\n"),
        drips(b"HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n", b" "),
        drips(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n"),
        lambda peer, _: peer.sendall(b"\x00\xff nonsense\r\n\r\n"),
        lambda peer, _: (peer.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{"), peer.shutdown(2))[0],
        says(b"<html>502</html>", "502 Bad Gateway"),
        says(b'{"errcode":0}', "500 Oops"),
        says(b"", "408 Request Timeout"),
        says(b"<html>login</html>"),
        says(b"[1]"),
        says(b""),
        says(b"[" * 90_000),
        says(b" " * 100_001),
    ],
)
def test_after_the_request_was_written_nothing_is_certain(behave: Part) -> None:
    assert isinstance(trouble_with(behave), NoAnswer)


@pytest.mark.parametrize(
    "status", ["301 Moved", "302 Found", "307 Temporary Redirect", "403 Forbidden", "404 Not Found"]
)
def test_a_gateway_that_turns_us_away_let_nothing_through(status: str) -> None:
    """A followed redirect would carry the token to a stranger."""
    elsewhere = "Location: http://127.0.0.1:9/elsewhere\r\n"
    assert isinstance(trouble_with(says(b"gone", status, elsewhere)), NotReached)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:{port}/cgi-bin/message/send",
        "https://127.0.0.1:{port}/cgi-bin/message/send",
        "http://no-such-host.invalid/cgi-bin/message/send",
        "nonsense://host/cgi-bin/message/send",
        "http://[broken/cgi-bin/message/send",
    ],
)
def test_where_nobody_listens_nothing_was_sent(url: str) -> None:
    with wire() as ours, pytest.raises(NotReached) as caught:
        ours.call("POST", url.format(port=free_port()), {"access_token": CANARY}, b"{}")
    assert_silent_about_secrets(caught.value)


def test_a_failed_handshake_sent_nothing() -> None:
    with counterpart(says(b"{}")) as other, wire() as ours, pytest.raises(NotReached) as caught:
        ours.call("POST", other.url.replace("http:", "https:"), {"access_token": CANARY}, b"{}")
    assert_silent_about_secrets(caught.value)


def test_a_ca_bundle_that_is_not_there_sent_nothing() -> None:
    ours = Wire(QUICK, verify="/nowhere/ca.pem")
    with pytest.raises(NotReached):
        ours.call("GET", f"https://127.0.0.1:{free_port()}/", {})


def test_a_proxy_that_refuses_the_way_through_was_not_the_platform() -> None:
    with counterpart(says(b"", "502 Bad Gateway")) as other:
        ours = Wire(QUICK, proxy=other.url.rsplit("/cgi-bin", 1)[0])
        with pytest.raises(NotReached) as caught:
            ours.call("POST", "https://unit.example/cgi-bin/message/send", {"access_token": CANARY}, b"{}")
        ours.close()
        assert other.requests[0].startswith(b"CONNECT unit.example:443")
    assert_silent_about_secrets(caught.value)


def test_cookies_of_the_platform_are_not_kept() -> None:
    with counterpart(says(b'{"errcode":0}', headers="Set-Cookie: a=b\r\n")) as other, wire() as ours:
        ours.call("GET", other.url, {})
        ours.call("GET", other.url, {})
        assert b"ookie" not in other.requests[1]


def test_a_files_chinese_name_travels_as_plain_text() -> None:
    """The `filename*=` form is reported not to be understood (platform.md §6.7)."""
    with counterpart(says(b'{"errcode":0}')) as other, wire() as ours:
        ours.call("POST", other.url, {"type": "file"}, attachment=Attachment("督查通报.docx", b"PK...."))
        assert 'name="media"; filename="督查通报.docx"'.encode() in other.requests[0]


def test_even_the_librarys_debug_lines_are_redacted(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG), counterpart(says(b'{"errcode":0}')) as other, wire() as ours:
        ours.call("GET", other.url, {"access_token": CANARY, "corpsecret": CANARY, "key": CANARY})
    assert "GET /cgi-bin/message/send?access_token=***" in caplog.text
    assert CANARY not in caplog.text


class SomebodyElsesTransport(requests.adapters.BaseAdapter):
    """Raises what a mounted stand-in raises; it has no socket to tell from."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self._error = error

    def send(self, *_args: object, **_kwargs: object) -> requests.Response:
        raise self._error

    def close(self) -> None: ...


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (requests.ReadTimeout(CANARY), NoAnswer),
        (requests.ConnectionError(ConnectionResetError(CANARY)), NoAnswer),
        (requests.ConnectionError(ConnectionRefusedError(CANARY)), NotReached),
        (requests.ConnectTimeout(CANARY), NotReached),
    ],
)
def test_other_transports_are_judged_by_their_exceptions(error: Exception, expected: type[WireTrouble]) -> None:
    session = requests.Session()
    session.mount("http://", SomebodyElsesTransport(error))
    with pytest.raises(expected) as caught:
        Wire(session=session).call("POST", "http://platform.example/cgi-bin/x", {"key": CANARY}, b"{}")
    assert_silent_about_secrets(caught.value)
