"""What is handed out as a file is there whole or not at all: no room on the disk leaves no half of it (F42)."""

from __future__ import annotations

from pathlib import Path

import pytest

from models import Act
from tests.bot.command_line import a_sentence, run
from tests.faults.full_disk import no_file_beyond
from tests.stories.office import MONDAY, StoryOffice

ROOM = 64 * 1024  # bytes: SQLite's own index of the log needs half of it
MANY = 1_000


@pytest.fixture
def config(small_office: StoryOffice, tmp_path: Path) -> Path:
    with small_office.house.database.write() as session:
        session.add_all(Act(at=MONDAY, act="matter_opened", facts={"number": number}) for number in range(MANY))
    file = tmp_path / "config.toml"
    file.write_text(f'[database]\nurl = "sqlite:///{tmp_path / "duban.db"}"\n', encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("words", "made", "room"),
    [
        (("backup", "{folder}/copy.db"), "copy.db", ROOM),
        (("audit", "export", "{folder}"), "acts.jsonl", ROOM),
        (("import", "--template", "{folder}/blank.xlsx"), "blank.xlsx", 1024),
    ],
)
def test_no_half_of_a_file_is_left(config: Path, tmp_path: Path, words: tuple[str, ...], made: str, room: int) -> None:
    folder = tmp_path / "handed-out"
    folder.mkdir()
    command = [one.format(folder=folder) for one in words]
    with no_file_beyond(room):
        told = run(config, *command)
    assert a_sentence(told)
    assert list(folder.iterdir()) == []

    assert run(config, *command).exit_code == 0
    assert (folder / made).stat().st_size > room
    assert list(folder.glob("*.part")) == []
