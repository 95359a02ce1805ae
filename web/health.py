"""Is it alive, is it ready: for the proxy and for the one who is called at night. No content, no secrets (T45)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask import Blueprint, Response, jsonify

Check = Callable[[], str]  # "" when all is well, else what is wrong, in a word


def health_pages(checks: Mapping[str, Check]) -> Blueprint:
    """/live answers while the process runs; /ready names what is not."""
    pages = Blueprint("health", __name__)

    @pages.get("/live")
    def live() -> Response:
        return jsonify(live=True)

    @pages.get("/ready")
    def ready() -> tuple[Response, int]:
        troubles = {name: trouble for name, check in checks.items() if (trouble := check())}
        return jsonify(ready=not troubles, troubles=troubles), 503 if troubles else 200

    return pages
