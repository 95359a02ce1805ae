"""Which days are days of work: 调休, the spring festival, and a year nobody has loaded."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from supervision.errors import CalendarYearMissing
from supervision.workdays import Calendar, CalendarFileWrong, YearDays, load_years

CALENDAR = Calendar()

# Copied by hand from the State Council's notice for 2026 (国办发明电〔2025〕7号), as (first, last) day.
DAYS_OFF_2026 = [
    (date(2026, 1, 1), date(2026, 1, 3)),
    (date(2026, 2, 15), date(2026, 2, 23)),
    (date(2026, 4, 4), date(2026, 4, 6)),
    (date(2026, 5, 1), date(2026, 5, 5)),
    (date(2026, 6, 19), date(2026, 6, 21)),
    (date(2026, 9, 25), date(2026, 9, 27)),
    (date(2026, 10, 1), date(2026, 10, 7)),
]
MOVED_TO_2026 = {date(2026, 1, 4), date(2026, 2, 14), date(2026, 2, 28), date(2026, 5, 9), date(2026, 9, 20),
                 date(2026, 10, 10)}  # fmt: skip


def is_off_by_hand(day: date) -> bool:
    if day in MOVED_TO_2026:
        return False
    return day.weekday() > 4 or any(first <= day <= last for first, last in DAYS_OFF_2026)


def test_every_day_of_2026_agrees_with_the_notice() -> None:
    days = [date(2026, 1, 1) + timedelta(days=count) for count in range(365)]
    assert [day for day in days if CALENDAR.is_workday(day) == is_off_by_hand(day)] == []


def test_a_moved_sunday_is_a_day_of_work() -> None:
    sunday = date(2026, 9, 20)
    assert sunday.weekday() == 6
    assert CALENDAR.is_workday(sunday)
    assert CALENDAR.add(date(2026, 9, 18), 1) == sunday
    assert CALENDAR.on_or_after(sunday) == sunday


def test_the_spring_festival_lies_between_two_neighbouring_working_days() -> None:
    before, after = date(2026, 2, 14), date(2026, 2, 24)
    assert CALENDAR.add(before, 1) == after
    assert CALENDAR.add(after, -1) == before
    assert CALENDAR.between(before, after) == 1
    assert CALENDAR.on_or_before(date(2026, 2, 23)) == before


def test_between_counts_what_add_adds() -> None:
    first = date(2026, 1, 5)
    for days in range(200):
        assert CALENDAR.between(first, CALENDAR.add(first, days)) == days


def test_a_year_nobody_has_loaded_is_refused() -> None:
    assert not CALENDAR.has_year(2027)
    with pytest.raises(CalendarYearMissing) as missing:
        CALENDAR.add(date(2026, 12, 30), 5)
    assert missing.value.year == 2027


def test_the_office_loads_the_next_year_itself(tmp_path: Path) -> None:
    (tmp_path / "2027.toml").write_text("off = [2027-01-01, 2027-02-05]\nwork = [2027-01-31]\n", encoding="utf-8")
    calendar = Calendar(load_years(tmp_path))
    assert calendar.has_year(2027)
    assert not calendar.is_workday(date(2027, 1, 1))
    assert calendar.is_workday(date(2027, 1, 31))
    assert calendar.add(date(2026, 12, 31), 1) == date(2027, 1, 4)


def test_the_office_own_year_comes_before_the_published_one() -> None:
    flooded = date(2026, 6, 16)
    assert not Calendar({2026: YearDays(frozenset({flooded}), frozenset())}).is_workday(flooded)


def test_a_folder_that_is_not_there_holds_no_years(tmp_path: Path) -> None:
    assert load_years(tmp_path / "calendar") == {}


@pytest.mark.parametrize(
    ("name", "text", "key", "says"),
    [
        ("next.toml", "off = []", "", "name it 2027.toml"),
        ("2027.toml", "off = [2027-01-01", "", "TOML"),
        ("2027.toml", "of = [2027-01-01]", "of", "keys off and work"),
        ("2027.toml", "off = 2027-01-01", "off", "list of days"),
        ("2027.toml", 'off = ["2027-01-01"]', "off", "without quotes"),
        ("2027.toml", "off = [2027-01-01T00:00:00]", "off", "without quotes or an hour"),
        ("2027.toml", "off = [2026-01-01]", "off", "put it into 2026.toml"),
        ("2027.toml", "work = [2027-01-31]", "off", "lists no day"),
        ("2027.toml", "off = [2027-01-31]\nwork = [2027-01-31]", "work", "both lists"),
        ("2027.toml", "off = [2027-01-01]\nwork = [2027-01-04]", "work", "no Saturday or Sunday"),
    ],
)
def test_a_wrong_file_is_answered_with_file_key_and_remedy(
    tmp_path: Path, name: str, text: str, key: str, says: str
) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(CalendarFileWrong) as wrong:
        load_years(tmp_path)
    assert wrong.value.file.name == name
    assert wrong.value.key == key
    assert says in str(wrong.value)
