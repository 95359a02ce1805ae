"""The webhook: HTTP around the door. The body is capped before anything looks into it (T5)."""

from __future__ import annotations

from flask import Blueprint, Response, abort, request

from bot.door import Door, Reply, Verdict

_STATUS = {Verdict.ACCEPTED: 200, Verdict.FORBIDDEN: 403, Verdict.UNAVAILABLE: 503}


def callback_page(door: Door) -> Blueprint:
    """GET verifies the address, POST brings messages and events."""
    page = Blueprint("callback", __name__)

    @page.get(door.settings.path)
    def verify() -> Response:
        return _response(door.verify(request.args))

    @page.post(door.settings.path)
    def receive() -> Response:
        length = request.content_length
        if length is None:
            abort(411)
        if length > door.settings.body_limit:
            door.refused["size"] += 1
            abort(413)
        return _response(door.receive(request.args, request.get_data(cache=False)))

    return page


def _response(reply: Reply) -> Response:
    return Response(reply.body, status=_STATUS[reply.verdict], content_type="text/plain; charset=utf-8")
