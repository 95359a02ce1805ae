"""Every sentence the bot says: a file each, named by the event."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from supervision.clock import local
from supervision.texts.masking import masked
from supervision.texts.quoting import powerless, quoted

_WEEKDAYS = "一二三四五六日"


def _day(value: date | datetime | str | None) -> str:
    """6月15日; the year is said when the reader could doubt it, by `fullday`."""
    day = _as_date(value)
    return f"{day.month}月{day.day}日" if day else "未定"


def _fullday(value: date | datetime | str | None) -> str:
    day = _as_date(value)
    return f"{day.year}年{day.month}月{day.day}日" if day else "未定"


def _moment(value: datetime | str) -> str:
    """6月15日 17:42."""
    moment = local(datetime.fromisoformat(value) if isinstance(value, str) else value)
    return f"{moment.month}月{moment.day}日 {moment:%H:%M}"


def _fullmoment(value: datetime | str) -> str:
    """2026年6月15日 17:42, for papers that are read in another year."""
    moment = local(datetime.fromisoformat(value) if isinstance(value, str) else value)
    return f"{_fullday(moment)} {moment:%H:%M}"


def _weekday(value: date | datetime | str) -> str:
    day = _as_date(value)
    return f"周{_WEEKDAYS[day.weekday()]}" if day else ""


def _as_date(value: date | datetime | str | None) -> date | None:
    if value is None or value == "":
        return None
    if isinstance(value, str):
        return _as_date(datetime.fromisoformat(value)) if "T" in value else date.fromisoformat(value)
    return local(value).date() if isinstance(value, datetime) else value


def _harmless(fact: Any) -> Any:  # noqa: ANN401 (facts are what they are)
    """Every fact that is written into a text goes through here, also one that no text thought of quoting (T23)."""
    return powerless(fact) if isinstance(fact, str) else fact


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,  # noqa: S701 (plain text for chat, never HTML)
        finalize=_harmless,
        auto_reload=False,  # else four files are looked at for each answer; a changed text is read at the next start
    )
    days = {"day": _day, "fullday": _fullday, "moment": _moment, "fullmoment": _fullmoment, "weekday": _weekday}
    environment.filters.update(days, quoted=quoted, masked=masked)
    return environment


_TEXTS = _environment()


def render(event: str, **facts: Any) -> str:  # noqa: ANN401 (facts are what the text needs)
    """The text of an event in words. Raises jinja2.UndefinedError when a fact is missing."""
    words = _TEXTS.get_template(f"{event}.txt.j2").render(**facts).strip()
    return powerless(words)  # the end of one fact and the beginning of the next make no mention and no link either


def exists(event: str) -> bool:
    """Whether an event has a text."""
    return f"{event}.txt.j2" in _TEXTS.list_templates()
