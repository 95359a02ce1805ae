"""One call of the product to the platform, and the answer to it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from .codes import Code, Refused
from .corp import App


class Answer(NamedTuple):
    """What goes back over the wire."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> dict[str, Any]:
        """The body as an object."""
        parsed: dict[str, Any] = json.loads(self.body)
        return parsed


@dataclass
class Call:
    """A request. `path` is without the leading /cgi-bin/; `app` is known once the token is checked."""

    method: str
    path: str
    query: Mapping[str, str]
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    address: str = "127.0.0.1"
    app: App | None = None

    @property
    def sender(self) -> App:
        """The app behind the token."""
        if self.app is None:
            raise Refused(Code.MISSING_TOKEN, "access_token missing")
        return self.app

    def header(self, name: str) -> str:
        """A header by name, whatever its case."""
        return next((value for key, value in self.headers.items() if key.lower() == name.lower()), "")

    def json(self, *, refuses_escapes: bool = False) -> dict[str, Any]:
        """The body as a JSON object."""
        if not self.body:
            raise Refused(Code.EMPTY_BODY, "empty post data")
        try:
            parsed = json.loads(self.body)
        except ValueError as error:
            raise Refused(Code.BAD_JSON, "data format error") from error
        if not isinstance(parsed, dict):
            raise Refused(Code.BAD_JSON, "data format error")
        if refuses_escapes and b"\\u" in self.body:
            raise Refused(Code.ILLEGAL_CHARACTERS, "invalid characters")
        return parsed


@dataclass(frozen=True)
class Logged:
    """What was called and how it ended; `code` is None when no JSON was answered."""

    at: datetime
    method: str
    path: str
    agent_id: int | None
    address: str
    code: int | None
    fault: str = ""


def json_answer(content: Mapping[str, Any]) -> Answer:
    """HTTP 200 with JSON, as all answers are."""
    body = json.dumps(content, ensure_ascii=False).encode()
    return Answer(200, {"Content-Type": "application/json; charset=UTF-8"}, body)


def accepted(**more: object) -> Answer:
    """errcode 0 and whatever comes with it."""
    return json_answer({"errcode": 0, "errmsg": "ok", **more})
