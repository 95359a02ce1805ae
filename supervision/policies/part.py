"""One table of a policy file: hands out its values, notes what is wrong with them and what nobody asked for."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from datetime import time
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar

from supervision.policies.complaints import Complaint, Wants, Wrong
from supervision.policies.lines import Path

T = TypeVar("T")
MIDNIGHT = time(0, 0)


class Part:
    """A value that is missing or wrong is complained of and replaced, so that one reading finds every mistake."""

    def __init__(self, values: Any, path: Path, lines: Mapping[Path, int], complaints: list[Complaint]) -> None:  # noqa: ANN401
        self._path = path
        self._lines = lines
        self._complaints = complaints
        self._asked: set[str] = set()
        if not isinstance(values, dict):
            self.complain(Wrong.WRONG_VALUE, "", Wants.TABLE, got=str(values))
        self._values: dict[str, Any] = values if isinstance(values, dict) else {}

    def complain(self, wrong: Wrong, key: str, wants: Wants | None = None, got: str = "", hint: str = "") -> None:
        path = (*self._path, key) if key else self._path
        line = self._lines.get(path) or self._lines.get(self._path, 0)
        name = ".".join(str(part) for part in path if isinstance(part, str))
        self._complaints.append(Complaint(line, name, wrong, wants, got, hint))

    def has(self, key: str) -> bool:
        return key in self._values

    def part(self, key: str) -> Part:
        """A sub-table that must be there."""
        return Part(self._take(key, Wants.TABLE, default={}), (*self._path, key), self._lines, self._complaints)

    def part_or_none(self, key: str) -> Part | None:
        """A sub-table that may be left out."""
        self._asked.add(key)
        return self.part(key) if self.has(key) else None

    def parts(self, key: str, least: int = 0) -> list[Part]:
        """A list of tables."""
        found = self._take(key, Wants.TABLE, default=[]) if least or self.has(key) else []
        if not isinstance(found, list):
            self.complain(Wrong.WRONG_VALUE, key, Wants.TABLE, got=str(found))
            return []
        return [Part(each, (*self._path, key, at), self._lines, self._complaints) for at, each in enumerate(found)]

    def text(self, key: str, limit: int = 80) -> str:
        value = self._take(key, Wants.TEXT, default="-")
        if isinstance(value, str) and value.strip() and len(value) <= limit:
            return value.strip()
        return self._wrong(key, Wants.TEXT, value, "-")

    def word(self, key: str, words: Mapping[str, T]) -> T:
        """One of a few words, each with its meaning."""
        hint, first = "、".join(words), next(iter(words.values()))
        value = self._take(key, Wants.WORD, default=next(iter(words)), hint=hint)
        known = isinstance(value, str) and value in words
        return words[value] if known else self._wrong(key, Wants.WORD, value, first, hint)

    def text_or(self, key: str, default: str = "", limit: int = 80) -> str:
        """Text that may be left out."""
        self._asked.add(key)
        return self.text(key, limit) if self.has(key) else default

    def listed(self, key: str) -> tuple[str, ...]:
        """A list of texts, none twice; empty when it is left out."""
        value = self._value(key, [])
        good = isinstance(value, list) and all(isinstance(each, str) and each.strip() for each in value)
        if good and len(set(value)) == len(value):
            return tuple(each.strip() for each in value)
        return self._wrong(key, Wants.LIST, value, ())

    def word_or(self, key: str, words: Mapping[str, T], default: T) -> T:
        """One of a few words, or the default when it is left out."""
        self._asked.add(key)
        return self.word(key, words) if self.has(key) else default

    def words(self, key: str, words: Mapping[str, T]) -> tuple[T, ...]:
        hint = "、".join(words)
        value = self._take(key, Wants.WORD, default=[], hint=hint)
        if isinstance(value, list) and all(isinstance(each, str) and each in words for each in value):
            return tuple(words[each] for each in value)
        return self._wrong(key, Wants.WORD, value, (), hint)

    def yes(self, key: str, default: bool | None = None) -> bool:
        value = self._take(key, Wants.YES_NO, default=False) if default is None else self._value(key, default)
        return value if isinstance(value, bool) else self._wrong(key, Wants.YES_NO, value, False)

    def whole(self, key: str, least: int = 0, most: int = 366) -> int:
        hint = f"{least}–{most}"
        value = self._take(key, Wants.WHOLE, default=least, hint=hint)
        if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
            return value
        return self._wrong(key, Wants.WHOLE, value, least, hint)

    def whole_or_none(self, key: str, least: int = 0, most: int = 366) -> int | None:
        """An empty number is legal: where the document gives none, a person is asked (A28)."""
        self._asked.add(key)
        return self.whole(key, least, most) if self.has(key) else None

    def descending(self, key: str) -> tuple[int, ...]:
        value = self._take(key, Wants.DESCENDING, default=[])
        whole = isinstance(value, list) and all(type(each) is int and each >= 1 for each in value)
        if whole and value == sorted(set(value), reverse=True):
            return tuple(value)
        return self._wrong(key, Wants.DESCENDING, value, ())

    def hour(self, key: str) -> time:
        value = self._take(key, Wants.HOUR, default="00:00")
        found = _hour(value)
        return self._wrong(key, Wants.HOUR, value, MIDNIGHT) if found is None else found

    def hours_before(self, key: str, limit: time) -> tuple[time, ...]:
        """Rising times of day, all before `limit`."""
        value = self._take(key, Wants.HOURS_BEFORE, default=[])
        found = [_hour(each) for each in value] if isinstance(value, list) else [None]
        hours = [hour for hour in found if hour is not None]
        if len(hours) == len(found) and hours == sorted(set(hours)) and all(hour < limit for hour in hours):
            return tuple(hours)
        return self._wrong(key, Wants.HOURS_BEFORE, value, ())

    def points_or_none(self, key: str) -> Decimal | None:
        """Exact, and a loss: written "-0.3" or -0.3."""
        self._asked.add(key)
        if not self.has(key):
            return None
        found = _decimal(self._values[key])
        wrong = found is None or found >= 0 or len(str(found)) > 12
        return self._wrong(key, Wants.POINTS, self._values[key], None) if wrong else found

    def exact(self, key: str, least: Decimal, most: Decimal, default: Decimal | None = None) -> Decimal:
        """An exact decimal in these bounds."""
        hint = f"{least}–{most}"
        if default is not None and not self.has(key):
            return default
        value = self._take(key, Wants.EXACT, default=least, hint=hint)
        found = _decimal(value)
        wrong = found is None or not least <= found <= most or len(str(found)) > 12
        return self._wrong(key, Wants.EXACT, value, least, hint) if wrong or found is None else found

    def exact_or_none(self, key: str, least: Decimal, most: Decimal) -> Decimal | None:
        self._asked.add(key)
        return self.exact(key, least, most) if self.has(key) else None

    def factor(self, key: str) -> Decimal:
        value = self._take(key, Wants.FACTOR, default=1)
        found = _decimal(value)
        return self._wrong(key, Wants.FACTOR, value, Decimal(1)) if found is None or found < 1 else found

    def month_day(self, key: str, last: str) -> int:
        """A day of the month every month has, or 0 for its last."""
        value = self._take(key, Wants.MONTH_DAY, default=last)
        if value == last:
            return 0
        return value if type(value) is int and 1 <= value <= 28 else self._wrong(key, Wants.MONTH_DAY, value, 0)

    def end(self) -> None:
        """Complain of every key nobody asked for."""
        for key in self._values.keys() - self._asked:
            near = difflib.get_close_matches(key, self._asked - self._values.keys(), n=1)
            self.complain(Wrong.UNKNOWN_KEY, key, hint=near[0] if near else "")

    def _value(self, key: str, default: Any) -> Any:  # noqa: ANN401 (whatever the file holds)
        self._asked.add(key)
        return self._values.get(key, default)

    def _take(self, key: str, wants: Wants, default: Any, hint: str = "") -> Any:  # noqa: ANN401
        if key not in self._values:
            self.complain(Wrong.MISSING, key, wants, hint=hint)
        return self._value(key, default)

    def _wrong(self, key: str, wants: Wants, got: object, instead: T, hint: str = "") -> T:
        self.complain(Wrong.WRONG_VALUE, key, wants, got=str(got), hint=hint)
        return instead


def _hour(value: object) -> time | None:
    if not isinstance(value, str) or len(value) != 5:
        return None
    try:
        return time.fromisoformat(value)
    except ValueError:
        return None


def _decimal(value: object) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, (str, int, Decimal)):
        return None
    try:
        found = Decimal(value)
    except InvalidOperation:
        return None
    return found if found.is_finite() else None
