"""The platform on a port: the same object behind a small WSGI application, to be run on the loopback."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from flask import Flask, Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from .codes import Refused
from .ledger import Shown
from .pretend import Platform


class BrokenConnection(Exception):
    """Raised while the answer is being written, so that the server drops the connection."""


def make_server(platform: Platform) -> Flask:
    """/cgi-bin/… for the product, the sign-in page for browsers, /rehearsal/… for those who watch."""
    app = Flask(__name__, static_folder=None)

    @app.route("/cgi-bin/<path:path>", methods=["GET", "POST"])
    def api(path: str) -> Response:
        try:
            answer = platform.call(
                request.method,
                path,
                request.args.to_dict(),
                body=request.get_data(),
                headers=dict(request.headers),
                source_ip=request.remote_addr or "",
            )
        except OSError:
            return _broken()
        return Response(answer.body, answer.status, answer.headers)

    @app.get("/connect/oauth2/authorize")
    def authorize() -> AnyResponse:
        """The sign-in page, already filled in: `as` is the member who looks."""
        asked = request.args
        agent_id = asked.get("agentid", type=int)
        line = platform.app(agent_id, asked.get("appid", ""))
        try:
            address = line.opens_login(asked.get("as", ""), asked.get("redirect_uri", ""), asked.get("state", ""))
        except Refused as refusal:
            return Response(str(refusal), 400, {"Content-Type": "text/plain"})
        return redirect(address)

    @app.get("/rehearsal/screen/<userid>")
    def screen(userid: str) -> Response:
        return _seen(platform.screen(userid))

    @app.get("/rehearsal/group/<chat>")
    def group(chat: str) -> Response:
        return _seen(platform.group_screen(chat))

    return app


def _broken() -> Response:
    """Promises more than it gives, then fails: the client sees the connection go down."""

    def pieces() -> Iterator[bytes]:
        yield b"{"
        raise BrokenConnection

    return Response(pieces(), 200, {"Content-Type": "application/json", "Content-Length": "1000"})


def _seen(screen: list[Shown]) -> Response:
    return Response(json.dumps([_plain(one) for one in screen], ensure_ascii=False), mimetype="application/json")


def _plain(shown: Shown) -> dict[str, Any]:
    return {**asdict(shown), "at": shown.at.isoformat(), "audience": sorted(shown.audience)}
