"""The page and its small JSON interface. It listens on loopback only, and to its own page only."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Any

from flask import Blueprint, Flask, Response, abort, render_template, request

from models.person import Role

from .guide import load_guide
from .town import NotSayable, Stranger, Town
from .wording import entry_words, message_words, moment_words, received_words

LOOPBACK = ("127.0.0.1", "localhost")
LONGEST_BODY = 16 * 1024
FURTHEST = timedelta(days=32)
AWAY = timedelta(days=3)
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
PHONES = {
    "unit": (Role.UNIT_HEAD, Role.LIAISON),
    "leader": (Role.LEADER,),
    "office": (Role.SUPERVISOR, Role.ADMINISTRATOR),
}


def town_page(town: Town) -> Flask:
    """The rehearsal as a web application of its own; the product's webhook is not reachable through it."""
    app = Flask(__name__, static_url_path="/static")
    app.config["MAX_CONTENT_LENGTH"] = LONGEST_BODY
    app.register_blueprint(_page(town))
    app.before_request(_refuse_strangers)
    app.after_request(_harden)
    return app


def _page(town: Town) -> Blueprint:
    page = Blueprint("town", __name__)
    guide = load_guide(town.city)
    town_id = secrets.token_hex(8)  # a browser remembers what was read in this town, and in no other

    @page.get("/")
    def show() -> str:
        people = {phone: [one for one in town.city.people if one.role in roles] for phone, roles in PHONES.items()}
        rules = town.policies()
        return render_template("town.html", city=town.city, people=people, guide=guide, town_id=town_id, **rules)

    @page.get("/api/news")
    def news() -> dict[str, Any]:
        return _news(town, request.args.get("screens", 0, int), request.args.get("log", 0, int))

    @page.post("/api/say")
    def say() -> dict[str, Any]:
        told = _told()
        try:
            town.says(str(told.get("who", "")), str(told.get("text", "")))
        except (Stranger, NotSayable):
            abort(400)
        return _news_since(town, told)

    @page.post("/api/press")
    def press() -> dict[str, Any]:
        told = _told()
        try:
            town.presses(str(told.get("who", "")), str(told.get("task", "")), str(told.get("key", "")))
        except (Stranger, NotSayable):
            abort(400)
        return _news_since(town, told)

    @page.post("/api/walk")
    def walk() -> dict[str, Any]:
        told = _told()
        until = _moment(told.get("to"))
        if until is None or until - town.clock() > FURTHEST:
            abort(400)
        return {"arrived": town.stride(until), **_news_since(town, told)}

    @page.post("/api/policy")
    def policy() -> dict[str, Any]:
        told = _told()
        try:
            town.goes_by(str(told.get("name", "")))
        except KeyError:
            abort(400)
        return _news_since(town, told)

    @page.get("/api/received")
    def who_received_what() -> dict[str, Any]:
        return {"rows": [received_words(one) for one in town.received()]}

    @page.post("/api/away")
    def away() -> dict[str, Any]:
        told = _told()
        town.away(AWAY)
        return _news_since(town, told)

    return page


def _news_since(town: Town, told: dict[str, Any]) -> dict[str, Any]:
    return _news(town, _count(told.get("screens")), _count(told.get("log")))


def _news(town: Town, screens: int, log: int) -> dict[str, Any]:
    """What a page has not seen yet: `screens` things and the entries up to `log` stand there already."""
    shown = town.shown(max(screens, 0))
    told = town.told(log)
    due = town.next_due()
    return {
        "now": town.clock().isoformat(),
        "next": due.isoformat() if due else None,
        "next_words": moment_words(due) if due else "",
        "past": town.chronicle.screens_before,
        "screens": max(screens, 0) + len(shown),
        "messages": [message_words(one) for one in shown],
        "changed": [message_words(one) for one in town.changed(max(screens, 0))],
        "log": told[-1].serial if told else log,
        "entries": [entry_words(entry) for entry in told],
        "sights": town.sights(),
    }


def _told() -> dict[str, Any]:
    """The body of a POST. A page of another site cannot send JSON without asking first, and is not answered."""
    told = request.get_json()
    if not isinstance(told, dict):
        abort(400)
    return told


def _count(value: object) -> int:
    return value if isinstance(value, int) else 0


def _moment(value: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def _refuse_strangers() -> None:
    """A name that somebody else points at this machine is not ours (DNS rebinding)."""
    if request.host.rpartition(":")[0] not in LOOPBACK and request.host not in LOOPBACK:
        abort(403)


def _harden(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "no-store"
    return response
