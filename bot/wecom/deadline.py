"""A requests transport that keeps a true deadline and knows whether anything was written.

A read timeout starts anew with every byte, so a peer that drips could hold a worker for ever; and the type of an
exception does not say whether the request had left. Both are only known at the socket.
"""

import http.client
import io
import socket
import time
from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from requests.adapters import HTTPAdapter
from requests.models import PreparedRequest, Response
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool


@dataclass
class Watch:
    """One call under way. `until` is on the monotonic clock; `is_written` is None until a socket of ours has it."""

    until: float
    is_written: bool | None = None

    def left(self) -> float:
        """Seconds; raises TimeoutError when there are none."""
        seconds = self.until - time.monotonic()
        if seconds <= 0:
            raise TimeoutError("the time for the whole call is over")
        return seconds


WATCH: ContextVar[Watch] = ContextVar("watch")


class _Reader(io.RawIOBase):
    """Reads a socket; each wait is the shorter of the read timeout and what is left of the call."""

    def __init__(self, sock: socket.socket, watch: Watch) -> None:
        self._sock, self._watch = sock, watch
        self._patience = sock.gettimeout() or watch.left()
        self._raw = sock.makefile("rb", buffering=0)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:  # noqa: ANN401 - a writable buffer, nameless before Python 3.12
        self._sock.settimeout(min(self._patience, self._watch.left()))
        try:
            return self._raw.readinto(buffer)
        finally:
            self._sock.settimeout(self._patience)

    def close(self) -> None:
        self._raw.close()
        super().close()


class _Response(http.client.HTTPResponse):
    def __init__(self, sock: socket.socket, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - handed through
        super().__init__(sock, *args, **kwargs)
        self.fp.close()
        self.fp = io.BufferedReader(_Reader(sock, WATCH.get()))


class _Plain(HTTPConnection):
    response_class = _Response

    def connect(self) -> None:
        try:
            super().connect()
        finally:
            # What a proxy was told to open the way is not the request.
            WATCH.get().is_written = False

    def send(self, data: Any) -> None:  # noqa: ANN401 - as in http.client
        if self.sock is None:
            self.connect()
        watch = WATCH.get()
        self.sock.settimeout(watch.left())
        watch.is_written = True
        super().send(data)


class _Tls(_Plain, HTTPSConnection):
    pass


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _Plain


class _TlsPool(HTTPSConnectionPool):
    ConnectionCls = _Tls


_POOLS = {"http": _PlainPool, "https": _TlsPool}


class DeadlineAdapter(HTTPAdapter):
    """Needs WATCH to be set around each call. Never retries: that is a decision, not a habit of the transport."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - handed through
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = _POOLS

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> Any:  # noqa: ANN401 - handed through
        manager = super().proxy_manager_for(proxy, **kwargs)
        manager.pool_classes_by_scheme = _POOLS
        return manager

    def send(
        self,
        request: PreparedRequest,
        stream: bool = False,
        timeout: Any = None,  # noqa: ANN401 - as in requests
        verify: bool | str = True,
        cert: Any = None,  # noqa: ANN401 - as in requests
        proxies: Mapping[str, str] | None = None,
    ) -> Response:
        """As requests, with the watch started."""
        WATCH.get().is_written = False
        return super().send(request, stream, timeout, verify, cert, proxies)
