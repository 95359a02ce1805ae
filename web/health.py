"""Is it alive, is it ready: for the proxy and for the one who is called at night. No content, no secrets (T45)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask import Blueprint, Response, jsonify

Check = Callable[[], str]  # "" when all is well, else what is wrong, in a word


def health_pages(checks: Mapping[str, Check], engine_age: Callable[[], float | None], longest: float) -> Blueprint:
    """/live answers while the process runs; /ready names what is not.

    /engine tells whether anywhere a whole round of the clock came to its end in the last `longest` seconds.
    """
    pages = Blueprint("health", __name__)

    @pages.get("/live")
    def live() -> Response:
        return jsonify(live=True)

    @pages.get("/ready")
    def ready() -> tuple[Response, int]:
        troubles = {name: trouble for name, check in checks.items() if (trouble := check())}
        return jsonify(ready=not troubles, troubles=troubles), 503 if troubles else 200

    @pages.get("/engine")
    def engine() -> tuple[Response, int]:
        age = engine_age()
        turns = age is not None and age <= longest
        return jsonify(engine=turns, seconds_since_tick=age), 200 if turns else 503

    return pages
