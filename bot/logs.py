"""Logs as JSON, a line each: what happened and the ids of what it happened to; never what people wrote (T26, T27)."""

from __future__ import annotations

import json
import logging
import traceback
from datetime import UTC, datetime

from bot.wecom.redaction import redact

_IDS = ("inbox", "matter", "send", "job")


class _JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "where": record.name,
            "what": redact(record.getMessage()),
        }
        line |= {name: getattr(record, name) for name in _IDS if hasattr(record, name)}
        if record.exc_info and record.exc_info[0] is not None:
            line["trouble"] = redact("".join(traceback.format_exception(*record.exc_info)))
        return json.dumps(line, ensure_ascii=False)


def log_as_json(level: str) -> None:
    """Once, at start-up."""
    handler = logging.StreamHandler()
    handler.setFormatter(_JsonLines())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
