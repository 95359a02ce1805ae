"""The conversations of a guide, lived through in an office: what is typed, and what the guide says is answered.

In a block of text a line `> 话` is typed by the guide's own reader, `陈晨> 话` by somebody else; lines of one message
follow one another, a blank line ends the exchange. The lines below are the answer, or beginnings of its lines. A
comment `<!-- 演示:… -->` sets the stage: a moment until which time passes, or what is typed outside the guide.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from supervision.clock import SHANGHAI
from tests.stories.office import PEOPLE, StoryOffice, add_matter, open_office

YEAR = 2026
DOCS = Path(__file__).parents[2] / "docs"
USERIDS = {name: userid for userid, name, _, _ in PEOPLE}
_MOMENT = re.compile(r"(\d+)月(\d+)日 (\d+):(\d+)")
_SAID = re.compile(r"(?P<name>[一-鿿]{0,4})> (?P<words>.*)")
_PIECE = re.compile(r"<!-- 演示:(?P<stage>.+?) -->|```text\n(?P<block>.*?)\n```", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Exchange:
    """`answer`: the lines that the guide shows. `until`: nothing is said, time passes."""

    userid: str = ""
    words: str = ""
    answer: tuple[str, ...] = ()
    until: datetime | None = None


def exchanges(guide: str, reader: str) -> Iterator[Exchange]:
    """In the order of the guide. `reader` is the name of the one for whom it is written."""
    for piece in _PIECE.finditer((DOCS / guide).read_text(encoding="utf-8")):
        if piece["stage"] is None:
            yield from (_exchange(lines, reader) for lines in piece["block"].split("\n\n"))
        elif moment := _MOMENT.fullmatch(piece["stage"]):
            month, day, hour, minute = map(int, moment.groups())
            yield Exchange(until=datetime(YEAR, month, day, hour, minute, tzinfo=SHANGHAI))
        else:
            yield _exchange(piece["stage"], reader)


def _exchange(text: str, reader: str) -> Exchange:
    lines = text.splitlines()
    said = [found for line in lines if (found := _SAID.fullmatch(line))]
    words = "\n".join(found["words"] for found in said)
    return Exchange(USERIDS[said[0]["name"] or reader], words, tuple(lines[len(said) :]))


def open_county(path: Path) -> StoryOffice:
    """The county in which all guides play."""
    office = open_office(f"sqlite:///{path}")
    add_matter(
        office, 3, "奥瑞金二期两片罐项目", due_on=date(YEAR, 9, 30), percent=60, aliases=("奥瑞金", "奥瑞金二期")
    )
    add_matter(office, 4, "标准化厂房一期", due_on=date(YEAR, 7, 31), percent=30, aliases=("厂房一期",))
    add_matter(office, 5, "标准化厂房二期", due_on=date(YEAR, 8, 31), percent=10, aliases=("厂房二期",))
    add_matter(office, 8, "老旧小区改造", "城管局", due_on=date(YEAR, 6, 15), percent=50)
    return office


def play(office: StoryOffice, exchange: Exchange) -> list[str]:
    """The lines of the guide's answer that the bot did not say."""
    if exchange.until is not None:
        office.until(exchange.until)
        return []
    said = office.says(exchange.userid, exchange.words).splitlines()
    office.clock.now += timedelta(minutes=1)
    office.live()
    return [line for line in exchange.answer if not any(each.startswith(line) for each in said)]
