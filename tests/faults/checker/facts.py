"""What the checker is given: the tables as they lie, what people truly saw, and what was said to the bot."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select, table, text

from rehearsal.platform import Dropped, Shown

Row = Mapping[str, Any]
SHANGHAI = ZoneInfo("Asia/Shanghai")

_MOMENTS = {"at", "since", "until", "first", "last", "scheduled_for", "not_before"}
_DAYS = {"period_first", "period_last", "found_on", "finish_by", "decide_by"}
_JSON = {"facts", "grounds", "found", "unreached", "matter_ids", "entry_ids"}
_EXACT = {"points", "total"}


class Outcome(StrEnum):
    """What whoever sent a callback knows of it."""

    ACKED = "acked"
    REFUSED = "refused"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Operation:
    """One message or event of the history. `key` as the inbox has it; empty where it is not known, as for events."""

    key: str
    plaintext: bytes
    told_at: datetime
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Violation:
    invariant: str
    sentence: str
    rows: tuple[str, ...] = ()


@dataclass
class Facts:
    """`since`: history and ledger tell of what happened from then on. `is_calm`: faults stopped over a minute ago.

    Read within one transaction: two tables must tell of the same moment.
    """

    connection: Connection
    now: datetime
    history: Sequence[Operation] = ()
    shown: Sequence[Shown] = ()
    dropped: Sequence[Dropped] = ()
    since: datetime | None = None
    is_calm: bool = False
    _tables: dict[str, list[Row]] = field(default_factory=dict)

    def table(self, name: str) -> list[Row]:
        """All its rows in the order of their ids."""
        if name not in self._tables:
            found = self.connection.execute(select(text("*")).select_from(table(name))).mappings()
            rows: list[Row] = [{key: _plain(key, value) for key, value in row.items()} for row in found]
            self._tables[name] = sorted(rows, key=lambda row: row.get("id") or 0)
        return self._tables[name]

    def by_id(self, name: str) -> dict[int, Row]:
        return {row["id"]: row for row in self.table(name)}

    def is_within(self, moment: datetime) -> bool:
        """Whether history and ledger know of it."""
        return self.since is None or moment >= self.since


def rows_of(name: str, rows: Iterable[Row]) -> tuple[str, ...]:
    return tuple(f"{name} {row['id'] if 'id' in row else dict(row)}" for row in rows)


def day(moment: datetime) -> date:
    """The office's day."""
    return moment.astimezone(SHANGHAI).date()


def _plain(name: str, value: Any) -> Any:  # noqa: ANN401 (whatever a driver hands out)
    """The same from both databases: SQLite knows neither moments, days, JSON nor exact figures."""
    if value is None:
        return None
    if name in _EXACT:
        return Decimal(value)
    if name in _JSON:
        return json.loads(value) if isinstance(value, str) else value
    if isinstance(value, str) and (name in _DAYS or name.endswith("_on") or (name in _MOMENTS and len(value) == 10)):
        return date.fromisoformat(value)
    if name in _MOMENTS or name.endswith(("_at", "_until")):
        moment = datetime.fromisoformat(value) if isinstance(value, str) else value
        is_naive = isinstance(moment, datetime) and moment.tzinfo is None
        return moment.replace(tzinfo=UTC) if is_naive else moment
    return value
