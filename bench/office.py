"""`python -m bench.office`: one of an office's own processes, on the town's time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click

from bench.callbacks import settings
from bench.clock import TownClock
from bench.servers import READY, tell_time
from bot.app import House, build
from bot.running import Deliverer, alarm_clock, at_work, serve_web
from bot.stopping import Stopping


@click.command()
@click.argument("command", type=click.Choice(["serve", "web", "schedule", "deliver"]))
@click.option("--url", required=True)
@click.option("--redis", default="")
@click.option("--platform", required=True)
@click.option("--port", type=int, default=1)
@click.option("--began", type=float, required=True)
def main(command: str, url: str, redis: str, platform: str, port: int, began: float) -> None:
    """As `python -m bot` runs them."""
    house = build(settings(url, port, platform, redis), TownClock(began))
    tell_time(house.web)
    with at_work(house) as stop, _behind(house, stop, command):
        print(READY, flush=True)
        if command in ("serve", "web"):
            serve_web(house, stop)
        else:
            stop.wait()


@contextmanager
def _behind(house: House, stop: Stopping, command: str) -> Iterator[None]:
    """What goes on beside the door."""
    runner = alarm_clock(house, house.settings.schedule) if command in ("serve", "schedule") else None
    deliverer = Deliverer(house, stop) if command in ("serve", "deliver") else None
    if runner:
        runner.start()
    if deliverer:
        deliverer.start()
    try:
        yield
    finally:
        stop.ask()
        if runner:
            runner.stop()
        if deliverer:
            deliverer.join()


if __name__ == "__main__":
    main()
