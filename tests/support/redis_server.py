"""Fixture: a real Redis, empty, for one test."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.child import Child, ServerDied
from tests.support.needs import require

_TRIES = 5


class RedisServer:
    """A redis-server on a free port of the loopback; it may be stopped and started again, on the same port, empty."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._port, self._child = _start_somewhere(folder)

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self._port}/0"

    def stop(self) -> None:
        self._child.stop()

    def start(self) -> None:
        """After stop(): back again, having forgotten everything."""
        self._child = _start(self._port, self._folder)


@pytest.fixture
def redis_server(tmp_path: Path) -> Iterator[RedisServer]:
    require("redis")
    server = RedisServer(tmp_path)
    yield server
    server.stop()


def _start_somewhere(folder: Path) -> tuple[int, Child]:
    """Another process may take a port between our look and Redis's bind; then another one is tried."""
    for _ in range(_TRIES - 1):
        port = _free_port()
        try:
            return port, _start(port, folder)
        except ServerDied:
            continue
    port = _free_port()
    return port, _start(port, folder)


def _start(port: int, folder: Path) -> Child:
    options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", str(folder)]
    return Child(["redis-server", *options], ready="Ready to accept connections", cwd=folder)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
