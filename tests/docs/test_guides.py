"""What the guides say is so: their conversations are lived through, their words understood, their files right."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.__main__ import COMMANDS
from bot.config import load
from handlers.office.commands import is_command
from handlers.on_record import OnRecord
from handlers.reading import read
from handlers.reading.result import Intent
from models import Person
from supervision.visibility import viewer_of
from supervision.workdays import load_years
from tests.docs.playing import DOCS, USERIDS, exchanges, open_county, play
from tests.stories.office import MONDAY, StoryOffice

READERS = {"for-cadres.md": "张伟", "for-leaders.md": "刘洋", "for-the-office.md": "周明"}
GUIDES = ("README.md", *READERS, "for-administrators.md")
_SPAN = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"\]\(([^)#\s]+)(#[^)]*)?\)")
_BLOCK = re.compile(r"^ *```(\w+)\n(.*?)^ *```$", re.DOTALL | re.MULTILINE)


def _text(guide: str) -> str:
    return (DOCS / guide).read_text(encoding="utf-8")


def _blocks(language: str) -> list[str]:
    return [block for kind, block in _BLOCK.findall(_text("for-administrators.md")) if kind == language]


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StoryOffice]:
    office = open_county(tmp_path_factory.mktemp("county") / "duban.db")
    yield office
    office.house.close()


@pytest.mark.parametrize("guide", READERS)
def test_the_bot_answers_as_the_guide_says(guide: str, tmp_path: Path) -> None:
    office = open_county(tmp_path / "duban.db")
    unsaid = [
        (exchange.words, line)
        for exchange in exchanges(guide, READERS[guide])
        for line in play(office, exchange)
    ]  # fmt: skip
    office.house.close()
    assert unsaid == []


@pytest.mark.parametrize("guide", READERS)
def test_a_guide_shows_what_to_type_and_what_comes_back(guide: str) -> None:
    assert sum(bool(exchange.answer) for exchange in exchanges(guide, READERS[guide])) >= 5


def _understood(office: StoryOffice, name: str, words: str) -> bool:
    with office.house.database.read() as session:
        person = session.scalars(select(Person).where(Person.userid == USERIDS[name])).one()
        viewer = viewer_of(session, person)
        registry = office.house.desk.registry.current(session, viewer, OnRecord(session, viewer))
        calendar = office.house.rules().calendar
        reading = read(words, registry, sender=person.userid, sent_at=MONDAY, calendar=calendar)
    return is_command(words) or reading.intent is not Intent.OTHER


@pytest.mark.parametrize("guide", READERS)
def test_every_word_to_type_is_understood(guide: str, county: StoryOffice) -> None:
    typed = [span for span in _SPAN.findall(_text(guide)) if re.search("[一-鿿]|#", span)]
    assert len(typed) >= 2
    assert [words for words in typed if not _understood(county, READERS[guide], words)] == []


def test_chat_is_not_understood(county: StoryOffice) -> None:
    """Else the test above could not fail."""
    assert not _understood(county, "张伟", "今天天气不错")


@pytest.mark.parametrize("guide", GUIDES)
def test_links_lead_somewhere(guide: str) -> None:
    links = [link for link, _ in _LINK.findall(_text(guide)) if "://" not in link]
    assert [link for link in links if not (DOCS / link).exists()] == []


def test_every_guide_is_in_the_index() -> None:
    linked = {link for link, _ in _LINK.findall(_text("README.md"))}
    assert {*GUIDES} - {"README.md"} <= linked


def test_commands_for_administrators_exist() -> None:
    named = set(re.findall(r"python -m bot (?:--config \S+ )?([a-z]+)", _text("for-administrators.md")))
    assert {"serve", "import"} <= named <= {*COMMANDS}


def test_settings_in_the_guide_are_settings(tmp_path: Path) -> None:
    settings = [block for block in _blocks("toml") if block.startswith("[")]
    assert len(settings) >= 2
    for block in settings:
        for name in re.findall("/etc/duban/([a-z_]+)", block):
            (tmp_path / name).write_text("a-secret", encoding="utf-8")
        (tmp_path / "config.toml").write_text(block.replace("/etc/duban", str(tmp_path)), encoding="utf-8")
        load(tmp_path / "config.toml", {})


def test_the_calendar_in_the_guide_is_a_calendar(tmp_path: Path) -> None:
    calendars = [block for block in _blocks("toml") if block.startswith("off")]
    assert len(calendars) == 1
    year = re.findall(r"calendar/(20\d\d)\.toml", _text("for-administrators.md"))[0]
    (tmp_path / f"{year}.toml").write_text(calendars[0], encoding="utf-8")
    assert int(year) in load_years(tmp_path)


def test_time_flows_in_a_guide() -> None:
    for guide, reader in READERS.items():
        moments = [exchange.until for exchange in exchanges(guide, reader) if exchange.until]
        assert all(earlier < later for earlier, later in pairwise(moments))
