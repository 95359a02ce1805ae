"""Rows as plain JSON values: moments in UTC, exact decimals as text; bytes lie in files of their own."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import LargeBinary, inspect

from models.base import Base


def plain(row: Base) -> dict[str, Any]:
    return {
        attribute.key: _value(getattr(row, attribute.key))
        for attribute in inspect(type(row)).column_attrs
        if not isinstance(attribute.columns[0].type, LargeBinary)
    }


def lines(rows: Iterable[Mapping[str, Any]]) -> bytes:
    """One JSON object a line."""
    return b"".join(json.dumps(row, ensure_ascii=False).encode() + b"\n" for row in rows)


def sha256_of(content: bytes) -> str | None:
    """None of what was taken away when its time was over (T41); the row's own digest tells of it."""
    return hashlib.sha256(content).hexdigest() if content else None


def _value(value: Any) -> Any:  # noqa: ANN401 (what columns hold)
    if isinstance(value, date):  # a moment is one, too
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value
