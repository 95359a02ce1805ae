"""Addresses that people send are never visited, whatever they point at (T16)."""

from __future__ import annotations

import socket

import pytest

from tests.stories.office import StoryOffice

ADDRESSES = (
    "http://127.0.0.1:5432/",
    "http://169.254.169.254/latest/meta-data/",
    "http://[::1]/",
    "http://localhost/admin",
    "http://2130706433/",
    "file:///etc/passwd",
    "gopher://127.0.0.1:6379/_FLUSHALL",
    "https://qyapi.weixin.qq.com.evil.example/x",
    "//evil.example/x",
)


class _Guard(socket.socket):
    """No socket is opened at all: the pretend platform needs none."""

    opened: list[tuple[object, ...]] = []  # noqa: RUF012

    def __init__(self, *told: object, **more: object) -> None:
        self.opened.append(told)
        raise OSError("no sockets here")


@pytest.mark.parametrize("address", ADDRESSES)
def test_nothing_is_fetched(small_office: StoryOffice, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "socket", _Guard)
    asked: list[object] = []

    def answer(*told: object, **_: object) -> list[object]:
        asked.append(told)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    _Guard.opened.clear()
    called = len(small_office.platform.log)
    line = small_office.line
    line.sends_image("zhangwei", "media", address)
    line.sends_link("zhangwei", "验收照片", address)
    line.sends_voice("zhangwei", "media")
    line.sends_location("zhangwei", 34.3, 108.7, address)
    line.views("zhangwei", address)
    small_office.says("zhangwei", f"奥瑞金二期 进度66%,照片见 {address}")
    assert (_Guard.opened, asked) == ([], [])
    assert {one.path for one in small_office.platform.log[called:]} <= {"gettoken", "message/send"}
    assert small_office.matter(3).percent == 66
