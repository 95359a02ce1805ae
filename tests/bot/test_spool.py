"""The spool on a disk that fails: what could not be written says so and harms no other line (F17, R1)."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.keeping.spool import Spool, kept_in
from tests.faults.full_disk import no_file_beyond
from tests.stories.office import MONDAY

QUERY = {"timestamp": "1", "nonce": "2", "msg_signature": "3"}
FIRST, SECOND, THIRD = b"<xml>1</xml>", b"<xml>2</xml>", b"<xml>3</xml>"
TUESDAY = MONDAY + timedelta(days=1)


def _bodies(folder: Path) -> list[bytes | None]:
    return [one.body if one else None for one in kept_in(folder)]


def test_a_line_that_found_no_room_is_told_and_harms_no_other(tmp_path: Path) -> None:
    spool = Spool(tmp_path)
    spool.add(MONDAY, QUERY, FIRST)
    (file,) = tmp_path.iterdir()
    with no_file_beyond(file.stat().st_size + 40), pytest.raises(OSError, match="large"):
        spool.add(MONDAY, QUERY, SECOND)
    spool.add(MONDAY, QUERY, THIRD)
    assert _bodies(tmp_path) == [FIRST, THIRD, None]


def test_a_process_of_the_same_number_goes_on_after_a_half_written_line(tmp_path: Path) -> None:
    """In a container every process has the same."""
    Spool(tmp_path).add(MONDAY, QUERY, FIRST)
    (file,) = tmp_path.iterdir()
    file.write_bytes(file.read_bytes()[:-20])
    Spool(tmp_path).add(MONDAY, QUERY, SECOND)
    assert _bodies(tmp_path) == [SECOND, None]


def test_a_new_day_that_cannot_begin_closes_nobody_elses_file(tmp_path: Path) -> None:
    folder, away = tmp_path / "spool", tmp_path / "away"
    spool = Spool(folder)
    spool.add(MONDAY, QUERY, FIRST)
    folder.rename(away)
    with pytest.raises(FileNotFoundError):
        spool.add(TUESDAY, QUERY, SECOND)
    with (tmp_path / "another").open("wb") as another:  # it gets the number that has become free
        for moment in (TUESDAY, MONDAY):
            with pytest.raises(FileNotFoundError):
                spool.add(moment, QUERY, SECOND)
        another.write(b"untouched")
    assert (tmp_path / "another").read_bytes() == b"untouched"
    away.rename(folder)
    spool.add(TUESDAY, QUERY, THIRD)
    assert _bodies(folder) == [FIRST, THIRD]
