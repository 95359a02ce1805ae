"""The page's interface: its own page is answered, nobody else is, and names never become markup."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from rehearsal import town as package
from rehearsal.town import Town, town_page
from supervision.policies.active import presets

STATIC = Path(package.__file__).parent / "static"


def test_the_page_offers_everybody_a_phone(page: FlaskClient, shared_town: Town) -> None:
    html = page.get("/").text
    assert all(f'value="{one.userid}"' in html for one in (*shared_town.city.people, shared_town.city.stranger))
    assert "智能机器人" in html


def test_the_page_loads_nothing_from_elsewhere_and_runs_nothing_inline(page: FlaskClient) -> None:
    answer = page.get("/")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy
    assert re.findall(r"<script(?![^>]*\bsrc=)|\son\w+=|\sstyle=|javascript:", answer.text) == []
    addresses = re.findall(r'(?:src|href)="([^"]+)"', answer.text)
    assert addresses and all(address.startswith("/static/") for address in addresses)
    for address in addresses:
        with page.get(address) as found:
            assert found.status_code == 200


def test_scripts_put_text_in_as_text() -> None:
    sources = "".join(path.read_text(encoding="utf-8") for path in STATIC.glob("*.js"))
    assert re.findall(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", sources) == []


def test_what_was_seen_is_not_told_again(page: FlaskClient, shared_town: Town) -> None:
    news = page.get("/api/news").json
    assert news is not None and len(news["messages"]) == news["screens"] > 0
    told = {"screens": news["screens"], "log": news["log"], "who": "liuguodong", "text": "<b>红灯</b>"}
    answer = page.post("/api/say", json=told).json
    assert answer is not None
    assert [one["mine"] for one in answer["messages"]] == [True, False]
    assert answer["messages"][0]["text"] == "<b>红灯</b>"
    assert len(answer["entries"]) == 1


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/api/say", {"who": "nobody", "text": "红灯"}),
        ("/api/say", {"who": "zhangwei", "text": " "}),
        ("/api/say", {}),
        ("/api/say", []),
        ("/api/press", {"who": "zhangwei", "task": "1-1-0", "key": "say:同意 3"}),
        ("/api/press", {}),
        ("/api/walk", {"to": "tomorrow"}),
        ("/api/walk", {"to": "2026-06-08T10:00:00"}),
        ("/api/walk", {"to": "9999-01-01T00:00:00+08:00"}),
        ("/api/walk", {}),
    ],
)
def test_what_makes_no_sense_is_refused(page: FlaskClient, path: str, told: object) -> None:
    assert page.post(path, json=told).status_code == 400


def test_a_walk_to_where_one_stands_arrives_at_once(page: FlaskClient, shared_town: Town) -> None:
    now = shared_town.clock()
    answer = page.post("/api/walk", json={"to": (now - timedelta(hours=1)).isoformat()}).json
    assert answer is not None and answer["arrived"]
    assert shared_town.clock() == now


def test_another_site_gets_no_answer(page: FlaskClient) -> None:
    """A form of another site cannot send JSON, and a name pointed at this machine is not ours."""
    form = page.post("/api/say", data={"who": "zhangwei", "text": "日报 无变化"})
    plain = page.post("/api/away", data="{}", content_type="text/plain")
    assert (form.status_code, plain.status_code) == (415, 415)
    for host in ("evil.example", "evil.example:8000", "127.0.0.1.evil.example:80"):
        assert page.get("/", headers={"Host": host}).status_code == 403


def test_a_body_that_is_too_long_is_not_read(page: FlaskClient) -> None:
    assert page.post("/api/say", json={"who": "zhangwei", "text": "好" * 20_000}).status_code == 413


def test_another_policy_is_put_into_force_and_a_month_is_walked(town: Town) -> None:
    """Choose rules, let a month pass, see who got what and why; nobody hears anything at night."""
    page = town_page(town).test_client()
    page.environ_base["HTTP_HOST"] = "127.0.0.1:8000"
    assert page.post("/api/policy", json={"name": "nowhere"}).status_code == 400
    for name in presets():
        answer = page.post("/api/policy", json={"name": name}).json
        assert answer is not None
    goal = town.clock() + timedelta(days=30)
    arrived = False
    while not arrived:
        answer = page.post("/api/walk", json={"to": goal.isoformat()}).json
        assert answer is not None
        arrived = answer["arrived"]
    told = page.get("/api/received").json
    assert told is not None and told["rows"]
    assert all(row["messages"] >= 1 and row["words"] for row in told["rows"])
    assert {row["userid"] for row in told["rows"]} <= {one.userid for one in town.city.people}
