"""What comes back from the platform, and what goes up to it besides JSON."""

import json
from dataclasses import dataclass, field
from typing import Any

from bot.wecom.redaction import redact


@dataclass(frozen=True, slots=True)
class Answer:
    """The platform's JSON. Judge by `code` only: `words` vary and carry hints (platform.md §7.2)."""

    data: dict[str, Any] = field(repr=False)

    @property
    def code(self) -> int | None:
        """The errcode; None if the answer has none that is a number."""
        try:
            return int(self.data["errcode"])
        except (KeyError, TypeError, ValueError, OverflowError):
            return None

    @property
    def words(self) -> str:
        """The errmsg, redacted, for the operator."""
        return redact(str(self.data.get("errmsg", "")))[:500]


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file to upload, under the name people will see."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer that need not be JSON; `is_file` if the platform says that it is one."""

    body: bytes
    is_file: bool

    def refusal(self) -> Answer | None:
        """The platform refuses files in JSON, with status 200 too (platform.md §6.7)."""
        data = None if self.is_file else json_object(self.body)
        return Answer(data) if data is not None and data.get("errcode") else None


def json_object(body: bytes) -> dict[str, Any] | None:
    """None if it is anything else."""
    try:
        data = json.loads(body.decode("utf-8", "replace"), strict=False)
    except (ValueError, RecursionError):
        return None
    return data if isinstance(data, dict) else None
