"""`python -m bench.wire`: a platform that takes every message, and thinks a little before it says so."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable
from typing import TYPE_CHECKING

import click
from waitress import serve

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

THINKS = 0.02  # seconds
READY = "Serving on"  # waitress says so itself
_ANSWER = {
    "errcode": 0,
    "errmsg": "ok",
    "access_token": "bench",
    "expires_in": 7200,
    "msgid": "bench",
    "invaliduser": "",
}


def answer(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
    environ["wsgi.input"].read()
    time.sleep(THINKS)
    body = json.dumps(_ANSWER).encode()
    start("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
    return [body]


@click.command()
@click.option("--port", type=int, required=True)
def main(port: int) -> None:
    print(READY, flush=True)
    serve(answer, host="127.0.0.1", port=port, threads=4, _quiet=True)


if __name__ == "__main__":
    main()
