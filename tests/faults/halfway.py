"""A callback that stops in the middle: the server has read its head and waits for the body."""

from __future__ import annotations

import socket
from collections.abc import Callable, Mapping
from http.client import HTTPResponse
from urllib.parse import urlencode

from tests.bot.processes import HANG_LIMIT, Process


class HalfwayPost:
    def __init__(self, port: int, in_the_middle: Callable[[], None]) -> None:
        self._port, self._in_the_middle = port, in_the_middle

    def __call__(self, method: str, query: Mapping[str, str], body: bytes, timeout: float) -> tuple[int, bytes]:
        head = (
            f"{method} /wecom/callback?{urlencode(query)} HTTP/1.1\r\nHost: duban\r\nContent-Length: {len(body)}\r\n"
            "Content-Type: text/xml\r\nExpect: 100-continue\r\n\r\n"
        )
        with socket.create_connection(("127.0.0.1", self._port), HANG_LIMIT) as wire:
            wire.sendall(head.encode())
            assert wire.recv(1000).startswith(b"HTTP/1.1 100 ")
            self._in_the_middle()
            wire.sendall(body)
            answer = HTTPResponse(wire)
            answer.begin()
            return answer.status, answer.read()


def is_closed(process: Process) -> bool:
    with socket.socket() as caller:
        return caller.connect_ex(("127.0.0.1", process.port)) != 0
