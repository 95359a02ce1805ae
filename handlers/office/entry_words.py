"""The head of a 代录: which unit, who told it, how and when, in any order; the rest is what was told."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from supervision.clock import at, day_of

_WAY = re.compile(
    r"(?P<way>微信语音|微信|QQ|语音|口头|座机|电话|纸质|书面|当面|短信|传真|会上|邮件)(?:里|中)?(?:来?报|说|称|告知|反映|汇报)?(?=[\s:,、]|(?P<on>.))"
)
_DAY = re.compile(
    r"(?P<word>今天|昨天|前天|今日|昨日|昨晚|今早)|(?:(?P<year>20[0-9]{2})年)?(?P<month>[0-9]{1,2})月(?P<number>[0-9]{1,2})[日号]"
)
_HOUR = re.compile(
    r"(?P<half>凌晨|早上|上午|中午|下午|晚上)?(?P<hour>[0-9]{1,2})(?::(?P<minute>[0-9]{2})|[点时](?:(?P<past>半)|(?P<spoken>[0-9]{1,2})分)?(?=$|[\s:,、]|(?:微信|电话|QQ|口头|当面)))"
)
_DAYS_AGO = {"今天": 0, "今日": 0, "今早": 0, "昨天": 1, "昨日": 1, "昨晚": 1, "前天": 2}
_AFTER_NOON = ("下午", "晚上")
_WAYS_APART = ("会上", "邮件", "书面", "当面", "短信", "传真", "语音")  # 邮件处理中心 is a matter
_SOON = timedelta(days=92)
_EDGES = " \n:,、"
_NOON = time(12)  # of a day told without its hour


@dataclass(frozen=True, slots=True)
class Entry:
    """`unit` and `name` are "" where nobody is named, `told_at` is None for now.

    `stray`: the first word that is none of the head.
    """

    unit: str = ""
    name: str = ""
    through: str = ""
    told_at: datetime | None = None
    said_when: str = ""
    words: str = ""
    stray: str = ""


class NoSuchMoment(ValueError):
    """25:70, 6月31日: `args[0]` is what was written."""


def entry_in(words: str, now: datetime, units: Iterable[str], people: Iterable[str]) -> Entry:
    """Raises NoSuchMoment."""
    rest, entry = words.strip(_EDGES), Entry()
    known_units, known_people = _longest_first(units), _longest_first(people)
    steps: tuple[Callable[[Entry, str], tuple[Entry, str] | None], ...] = (
        lambda so_far, left: _unit(so_far, left, known_units),
        lambda so_far, left: _name(so_far, left, known_people),
        _way,
        lambda so_far, left: _moment(so_far, left, now),
    )
    while found := next((step for one in steps if (step := one(entry, rest))), None):
        entry, rest = found[0], found[1].strip(_EDGES)
    stray = re.split(r"[\s:,、]", rest, maxsplit=1)[0]
    return replace(entry, words=rest, stray=stray)


def _unit(entry: Entry, rest: str, units: list[str]) -> tuple[Entry, str] | None:
    """A word of its own: 「住建局老旧小区改造」 is the name of a matter."""
    unit = next((one for one in units if rest.startswith(one) and _ends(rest[len(one) :])), None)
    return None if entry.unit or unit is None else (replace(entry, unit=unit), rest[len(unit) :])


def _name(entry: Entry, rest: str, people: list[str]) -> tuple[Entry, str] | None:
    name = next((one for one in people if rest.startswith(one) and _is_over(rest[len(one) :])), None)
    return None if entry.name or name is None else (replace(entry, name=name), rest[len(name) :])


def _way(entry: Entry, rest: str) -> tuple[Entry, str] | None:
    """「会上提出的问题」 is what was told; 「电话奥瑞金65%」 was told by phone."""
    found = _WAY.match(rest)
    if entry.through or found is None or (found["way"] in _WAYS_APART and found["on"]):
        return None
    return replace(entry, through=found["way"]), rest[found.end() :]


def _moment(entry: Entry, rest: str, now: datetime) -> tuple[Entry, str] | None:
    """A day, an hour or both; 「6月8日完成封顶」 is what was told."""
    if entry.told_at is not None:
        return None
    day = _DAY.match(rest)
    behind = rest[day.end() :] if day else rest
    hour = _HOUR.match(behind.lstrip(_EDGES))
    if hour is None and (day is None or not _ends(behind)):
        return None
    left = behind.lstrip(_EDGES)[hour.end() :] if hour else behind
    said = rest[: len(rest) - len(left)]
    try:
        told_at = at(
            _day(day_of(now), day), _clock(hour, is_evening=day is not None and day[0] == "昨晚") if hour else _NOON
        )
    except ValueError:
        raise NoSuchMoment(said) from None
    if hour is None and told_at.date() == day_of(now):
        told_at = min(told_at, now)
    return replace(entry, told_at=told_at, said_when=said), left


def _day(today: date, found: re.Match[str] | None) -> date:
    """A day without a year is the last such day; one of the coming weeks is a mistake for somebody to see."""
    if found is None:
        return today
    if found["word"]:
        return today - timedelta(days=_DAYS_AGO[found["word"]])
    day = date(int(found["year"] or today.year), int(found["month"]), int(found["number"]))
    return day if found["year"] or day <= today + _SOON else day.replace(year=today.year - 1)


def _clock(found: re.Match[str], *, is_evening: bool) -> time:
    hour = int(found["hour"])
    is_late = is_evening or found["half"] in _AFTER_NOON or (found["half"] == "中午" and hour < _NOON.hour - 1)
    minute = 30 if found["past"] else int(found["minute"] or found["spoken"] or 0)
    return time(hour + 12 if is_late and hour < 12 else hour, minute)


def _is_over(rest: str) -> bool:
    """「张伟电话」 names who told it; 「张伟路改造」 is a matter."""
    return _ends(rest) or _WAY.match(rest) is not None or _DAY.match(rest) is not None


def _ends(rest: str) -> bool:
    return not rest or rest[0] in _EDGES


def _longest_first(names: Iterable[str]) -> list[str]:
    return sorted((name for name in names if name), key=lambda name: (-len(name), name))
