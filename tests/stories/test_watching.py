"""Whoever watches the house by machine: does the clock go round, what waits, how long."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.stories.office import StoryOffice

FORWARDED = ("X-Forwarded-For", "X-Real-IP", "Forwarded")


def figures(office: StoryOffice) -> dict[str, float]:
    page = office.house.web.test_client().get("/metrics")
    assert page.status_code == 200
    lines = (line for line in page.text.splitlines() if line and not line.startswith("#"))
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines)}


def test_before_the_first_round_the_engine_does_not_turn(office: StoryOffice) -> None:
    page = office.house.web.test_client().get("/engine")
    assert (page.status_code, page.json) == (503, {"engine": False, "seconds_since_tick": None})


def test_the_engine_turns_and_stands_still(office: StoryOffice) -> None:
    office.house.tick()
    assert office.house.web.test_client().get("/engine").status_code == 200
    office.clock.now += timedelta(minutes=1)
    page = office.house.web.test_client().get("/engine")
    assert (page.status_code, page.json) == (503, {"engine": False, "seconds_since_tick": 60.0})
    assert figures(office)["duban_tick_age_seconds"] == 60


def test_a_report_is_seen_as_a_callback_and_leaves_nothing_waiting(office: StoryOffice) -> None:
    office.says("zhangwei", "奥瑞金二期 65%")
    seen = figures(office)
    assert seen["duban_callback_seconds_count"] == 1
    assert seen["duban_inbox_waiting"] == 0
    assert seen["duban_inbox_oldest_seconds"] == 0


def test_what_is_refused_at_the_door_is_counted(office: StoryOffice) -> None:
    path = office.house.settings.callback.path
    office.house.web.test_client().post(path, data=b"<xml/>")
    assert sum(value for name, value in figures(office).items() if name.startswith("duban_refused")) == 1


def test_no_name_and_no_word_stands_among_the_figures(office: StoryOffice) -> None:
    office.says("zhangwei", "奥瑞金二期 65%")
    page = office.house.web.test_client().get("/metrics").text
    assert "奥瑞金" not in page
    assert "zhangwei" not in page


@pytest.mark.parametrize("header", FORWARDED)
def test_who_comes_through_the_proxy_finds_no_figures(office: StoryOffice, header: str) -> None:
    assert office.house.web.test_client().get("/metrics", headers={header: "1.2.4.8"}).status_code == 404


def test_who_comes_from_outside_finds_no_figures(office: StoryOffice) -> None:
    client = office.house.web.test_client()
    assert client.get("/metrics", environ_base={"REMOTE_ADDR": "1.2.4.8"}).status_code == 404
