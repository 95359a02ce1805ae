"""Logs as JSON, a line each: what happened and the ids of what it happened to; never what people wrote (T26, T27)."""

from __future__ import annotations

import json
import logging
import sys
import threading
import traceback
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from types import TracebackType

from pydantic import BaseModel, SecretStr
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, OperationalError, StatementError

from bot.config import Settings
from bot.wecom.redaction import redact

_IDS = ("inbox", "matter", "send", "job")
_HIDDEN = "***"
_LINE_ENDS = {
    ord(end): f"\\u{ord(end):04x}" for end in "\x85\u2028\u2029"
}  # JSON lets them stand, readers of lines do not
# An exception quotes what it stumbled over, and that is mostly what somebody wrote. These speak of the machine only.
_TELLING = (OSError, OperationalError, ImportError)


def log_as_json(level: str, settings: Settings | None = None) -> None:
    """Once, at start-up. The settings' own secrets are hidden wherever they stand."""
    handler = logging.StreamHandler()
    handler.setFormatter(_JsonLines(secrets_of(settings) if settings else ()))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.captureWarnings(True)
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    logging.getLogger("alembic").setLevel(logging.WARNING)
    sys.excepthook = _last_words
    threading.excepthook = lambda end: _last_words(end.exc_type, end.exc_value, end.exc_traceback)


def hide_also(settings: Settings) -> None:
    """The secrets of settings that were read later, in the log that is being written."""
    for handler in logging.getLogger().handlers:
        if isinstance(handler.formatter, _JsonLines):
            handler.formatter.hide(secrets_of(settings))


def secrets_of(settings: BaseModel) -> list[str]:
    """Every secret value and every password inside an address, longest first."""
    return sorted(set(_secrets(settings)), key=len, reverse=True)


class _JsonLines(logging.Formatter):
    def __init__(self, hidden: Iterable[str]) -> None:
        super().__init__()
        self._hidden = tuple(hidden)

    def hide(self, more: Iterable[str]) -> None:
        self._hidden = tuple(sorted({*self._hidden, *more}, key=len, reverse=True))

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "where": record.name,
            "what": self._clean(record.getMessage()),
        }
        line |= {name: getattr(record, name) for name in _IDS if hasattr(record, name)}
        if record.exc_info and record.exc_info[1] is not None:
            line["trouble"] = self._clean("\n".join(_told(record.exc_info[1])))
        elif record.exc_text:  # a filter has been here already
            line["trouble"] = self._clean(record.exc_text)
        return json.dumps(line, ensure_ascii=False).translate(_LINE_ENDS)

    def _clean(self, text: str) -> str:
        for secret in self._hidden:
            text = text.replace(secret, _HIDDEN)
        return redact(text)


def _told(error: BaseException) -> Iterator[str]:
    """The places an exception went through, and its cause before it; without what it quotes."""
    earlier = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if earlier is not None:
        yield from _told(earlier)
    for frame in traceback.extract_tb(error.__traceback__):
        yield f"{frame.filename}:{frame.lineno} {frame.name}"
    yield f"{type(error).__module__}.{type(error).__qualname__}{_reason(error)}"


def _reason(error: BaseException) -> str:
    if isinstance(error, StatementError):
        error.hide_parameters = True
    return f": {error}" if isinstance(error, _TELLING) else ""


def _last_words(
    _kind: type[BaseException], error: BaseException | None, _trace: TracebackType | None
) -> None:  # fmt: skip
    logging.getLogger("bot").critical("broke", exc_info=error)


def _secrets(settings: BaseModel) -> Iterator[str]:
    for name in type(settings).model_fields:
        value = getattr(settings, name)
        if isinstance(value, BaseModel):
            yield from _secrets(value)
        elif isinstance(value, str) and "://" in value:
            yield from _passwords(value)
        for each in value.values() if isinstance(value, dict) else [value]:
            if isinstance(each, SecretStr) and each.get_secret_value():
                yield each.get_secret_value()


def _passwords(address: str) -> Iterator[str]:
    try:
        password = make_url(address).password
    except (ArgumentError, ValueError):
        return
    if password:
        yield str(password)
