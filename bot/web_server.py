"""waitress, with a door that is closed in good order and that takes no request of unknown length (T5)."""

from __future__ import annotations

import socket
import threading
import time
from typing import TYPE_CHECKING

from waitress import wasyncore
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import create_server
from waitress.utilities import Error

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

LOOK_EVERY = 0.25  # seconds between two looks whether to stop
PATIENCE = 7.0  # seconds for requests in hand; a callback waits at most 4 for its answer and 2 for the commit
JUST_COME = 0.5  # seconds; a connection this young may still be about to speak
HEADER_LIMIT = 16 * 1024  # bytes
SILENT_FOR = 30  # seconds after which a silent connection is closed
CONNECTIONS = 400


class WebServer:
    """Answers requests on a socket that is bound already."""

    def __init__(self, app: WSGIApplication, bound: socket.socket, threads: int, body_limit: int) -> None:
        self._server = create_server(
            app,
            sockets=[bound],
            threads=threads,
            ident="",
            max_request_body_size=body_limit + 1,  # waitress refuses what is as long as this
            max_request_header_size=HEADER_LIMIT,
            connection_limit=CONNECTIONS,
            channel_timeout=SILENT_FOR,
            cleanup_interval=5,
            asyncore_use_poll=True,
        )
        self._server.channel_class = _Channel

    def run(self, stop: threading.Event) -> None:
        """Until asked to stop; then nobody new comes in, and those who are in are answered."""
        while not stop.is_set():
            self._turn(LOOK_EVERY)
        self._close_the_door()
        until = time.monotonic() + PATIENCE
        while self._is_busy() and time.monotonic() < until:
            self._turn(0.05)
        self._server.task_dispatcher.shutdown(timeout=0.1)
        wasyncore.close_all(self._server._map)

    def _turn(self, timeout: float) -> None:
        wasyncore.loop(timeout=timeout, use_poll=True, map=self._server._map, count=1)

    def _close_the_door(self) -> None:
        """Those who stand at the door come in first: the system has told them that they are connected."""
        inside = -1
        while inside != len(self._server.active_channels):
            inside = len(self._server.active_channels)
            self._turn(0)
        self._server.del_channel()
        self._server.socket.close()

    def _is_busy(self) -> bool:
        return any(_is_busy(channel) for channel in list(self._server.active_channels.values()))


def _is_busy(channel: HTTPChannel) -> bool:
    is_served = channel.requests or channel.total_outbufs_len or channel.request is not None
    has_spoken = channel.last_activity != channel.creation_time
    return bool(is_served) or (not has_spoken and time.time() - channel.creation_time < JUST_COME)


class _LengthRequired(Error):  # type: ignore[misc]
    code = 411
    reason = "Length Required"


class _Parser(HTTPRequestParser):  # type: ignore[misc]
    """waitress would gather a body sent in chunks and say its length only afterwards; the platform sends none."""

    error: Error | None

    def received(self, data: bytes) -> int:
        consumed: int = super().received(data)
        if self.chunked and self.error is None:
            self.error = _LengthRequired("A body in chunks is not accepted.")
            self.completed = True
        if self.error is not None:
            self.expect_continue = False  # a refusal is final, nothing more is asked for
        return consumed


class _Channel(HTTPChannel):  # type: ignore[misc]
    parser_class = _Parser
