"""Midnight, month's end, year's end, 29 February, 调休: right by a table of our own, wherever the server is (S4)."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date
from pathlib import Path

from supervision.workdays import Calendar, YearDays
from tests.faults.days import table
from tests.faults.days.asking import asked_of
from tests.faults.days.trying import try_in
from tests.faults.days.zones import ZONES, server_in
from tests.stories.office import StoryOffice

ABROAD, YEARS_END = "America/New_York", 0


def test_the_zone_of_the_server_changes_nothing(tmp_path: Path) -> None:
    found = []
    for zone in ZONES:
        folder = tmp_path / zone.replace("/", "-")
        folder.mkdir()
        found.append(try_in(zone, folder, [YEARS_END]))
    assert [trouble for one in found for trouble in one.troubles] == []
    assert len({one.digests for one in found}) == 1


def test_the_spring_festival_a_leap_day_and_a_months_end(tmp_path: Path) -> None:
    assert try_in(ABROAD, tmp_path, range(1, len(table.LIVED))).troubles == ()


def test_the_zones_are_truly_different() -> None:
    seen = set()
    for zone in ZONES:
        with server_in(zone):
            seen.add(time.localtime(0).tm_hour)
    assert len(seen) == len(ZONES)


def test_a_calendar_that_forgets_what_was_moved_is_found_out(small_office: StoryOffice) -> None:
    rules = small_office.house.rules()
    assert list(asked_of(rules)) == []
    no_moves = Calendar({2026: YearDays(frozenset({date(2026, 1, 1), date(2026, 1, 2)}), frozenset())})
    troubles = list(asked_of(replace(rules, calendar=no_moves)))
    assert any("日报 of 2026-01-04 is due 2026-01-04 18:00, not never" in one for one in troubles)
