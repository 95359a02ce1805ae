"""The other side of the wire, as far as these tests need it."""

import io
import json
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import requests
from requests.adapters import BaseAdapter

SECRET = "CANARY-corpsecret-5d1a"


class OfficeClock:
    """Stands still until told."""

    def __init__(self) -> None:
        self.now = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def passes(self, **much: float) -> None:
        self.now += timedelta(**much)


class Switchboard(BaseAdapter):
    """The platform's end: hands out tokens, takes messages, writes down every call."""

    def __init__(self) -> None:
        super().__init__()
        self.token_answers: list[dict[str, Any] | Exception] = []
        self.answers: list[dict[str, Any] | bytes | Exception] = []
        self.asked: list[requests.PreparedRequest] = []
        self.before_token: Callable[[], None] = lambda: None
        self._lock = threading.Lock()
        self._issued = 0

    def send(self, request: requests.PreparedRequest, *_args: object, **_kwargs: object) -> requests.Response:
        is_token = "/gettoken?" in (request.url or "")
        if is_token:
            self.before_token()
        with self._lock:
            self.asked.append(request)
            answer = self._token() if is_token else self.answers.pop(0) if self.answers else {"errcode": 0}
        if isinstance(answer, Exception):
            raise answer
        response = requests.Response()
        response.status_code = 200
        response.raw = io.BytesIO(answer if isinstance(answer, bytes) else json.dumps(answer).encode())
        return response

    def _token(self) -> dict[str, Any] | Exception:
        if self.token_answers:
            return self.token_answers.pop(0)
        self._issued += 1
        return {"errcode": 0, "errmsg": "ok", "access_token": f"CANARY-token-{self._issued}", "expires_in": 7200}

    def close(self) -> None: ...

    @property
    def tokens_asked(self) -> int:
        return sum("/gettoken?" in (each.url or "") for each in self.asked)

    @property
    def others(self) -> list[requests.PreparedRequest]:
        return [each for each in self.asked if "/gettoken?" not in (each.url or "")]


def refusal(code: int) -> dict[str, Any]:
    """As the platform words it, with a careless gateway that echoes the query."""
    return {"errcode": code, "errmsg": f"refused, hint: [17], from ip: 10.0.0.7, access_token={SECRET}"}
