"""How a callback reaches the product: in this process, or over the network."""

import time
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

import requests
from werkzeug.test import EnvironBuilder, run_wsgi_app

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication


class Post(Protocol):
    """Hands a request to the product; TimeoutError after `timeout` seconds, ConnectionError when nobody is there."""

    def __call__(self, method: str, query: Mapping[str, str], body: bytes, timeout: float) -> tuple[int, bytes]: ...


class WsgiPost:
    """Calls a WSGI application directly, without sockets.

    How long it took is read from `clock` when one is given, so that a pretend delay counts as a real one.
    A crash becomes the 500 that any server would answer; it is kept in `crashes` for the curious.
    """

    def __init__(self, app: "WSGIApplication", path: str, clock: Callable[[], datetime] | None = None) -> None:
        self._app = app
        self._path = path
        self._clock = clock
        self.crashes: list[Exception] = []

    def __call__(self, method: str, query: Mapping[str, str], body: bytes, timeout: float) -> tuple[int, bytes]:
        builder = EnvironBuilder(self._path, method=method, query_string=query, data=body, content_type="text/xml")
        begun = self._now()
        try:
            pieces, status, _ = run_wsgi_app(self._app, builder.get_environ(), buffered=True)
        except Exception as error:  # whatever broke, the platform only sees a 500
            self.crashes.append(error)
            return 500, b""
        answer = b"".join(pieces)
        if self._now() - begun > timeout:
            raise TimeoutError
        return int(status.split()[0]), answer

    def _now(self) -> float:
        return self._clock().timestamp() if self._clock else time.monotonic()


class HttpPost:
    """Posts over the network; redirects are not followed, as the platform does not."""

    def __init__(self, url: str) -> None:
        self._url = url

    def __call__(self, method: str, query: Mapping[str, str], body: bytes, timeout: float) -> tuple[int, bytes]:
        begun = time.monotonic()
        try:
            answer = requests.request(
                method,
                self._url,
                params=dict(query),
                data=body,
                timeout=timeout,
                allow_redirects=False,
                headers={"Content-Type": "text/xml"},
            )
        except requests.Timeout as error:
            raise TimeoutError from error
        except requests.RequestException as error:
            raise ConnectionError from error
        if time.monotonic() - begun > timeout:
            raise TimeoutError
        return answer.status_code, answer.content
