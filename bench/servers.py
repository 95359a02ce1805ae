"""`python -m bench.servers`: one of the applications behind waitress, in a process of its own."""

from __future__ import annotations

import socket
import time
from contextlib import closing

import click
from flask import Flask
from waitress.server import create_server

from bench import comparisons
from bench.callbacks import settings
from bench.clock import TownClock
from bench.pinning import pin_to
from bot.app import build
from bot.config import ServerSettings
from bot.running import Stop, serve_web

PROCESSOR = "/bench/processor"
READY = "the server is ready"
THREADS = ServerSettings().threads


def free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as found:
        port: int = found.getsockname()[1]
        return port


@click.command()
@click.argument("kind", type=click.Choice(["whole", "floor", "store", "echo"]))
@click.option("--url", required=True)
@click.option("--port", type=int, required=True)
@click.option("--began", type=float, required=True)
@click.option("--core", type=int, default=None)
def main(kind: str, url: str, port: int, began: float, core: int | None) -> None:
    if core is not None:
        pin_to(core)
    if kind == "whole":
        _serve_house(url, port, began)
        return
    _serve(comparisons.echo() if kind == "echo" else _floor(kind, url), port)


def _serve_house(url: str, port: int, began: float) -> None:
    """The product's own server with the product's own settings."""
    house = build(settings(url, port), TownClock(began))
    tell_time(house.web)
    Stop()
    print(READY, flush=True)
    try:
        serve_web(house)
    finally:
        house.close()


def tell_time(app: Flask) -> None:
    """The processor time of the whole process so far, in seconds: what a busy machine does not bend."""
    app.add_url_rule(PROCESSOR, "processor", lambda: str(time.process_time()))


def _floor(kind: str, url: str) -> Flask:
    return comparisons.floor(url) if kind == "floor" else comparisons.store_alone(url)


def _serve(app: Flask, port: int) -> None:
    tell_time(app)
    server = create_server(app, host="127.0.0.1", port=port, threads=THREADS, ident="")
    print(READY, flush=True)
    server.run()


if __name__ == "__main__":
    main()
