"""The house at work: the web server, the alarm clock and the delivery, each stopped in good order."""

from __future__ import annotations

import logging
import signal
import threading
from datetime import timedelta
from types import FrameType

from waitress.server import create_server

from bot.app import House
from bot.config import ScheduleSettings
from schedules.runner import Alarm, Runner
from schedules.ticker import Ticker

SWEEP_EVERY = timedelta(seconds=5)
WATCH_EVERY = timedelta(minutes=5)

log = logging.getLogger(__name__)


class Stop:
    """SIGTERM and Ctrl-C: stop taking in, finish what is in hand, leave."""

    def __init__(self) -> None:
        self.wanted = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._ask)

    def _ask(self, _number: int, _frame: FrameType | None) -> None:
        self.wanted.set()
        raise SystemExit(0)


class Deliverer:
    """A thread that says what lies in the outbox, woken by the bell or by the passing of time."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="deliverer", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopped.set()
        self._house.bell.ring()
        self._thread.join(timeout=10)

    def _run(self) -> None:
        every = self._house.settings.schedule.deliver_seconds
        while not self._stopped.is_set():
            try:
                while not self._stopped.is_set() and not self._house.deliver(self._stopped.is_set).is_idle:
                    pass
            except Exception:
                log.exception("delivery broke; it goes on with the next round")
            self._house.bell.wait(every)


def alarm_clock(house: House, settings: ScheduleSettings) -> Runner:
    """Ticks, sweeps what was left over, and watches whether anything is stuck."""
    ticker = Ticker(house.database, house.rules_source, house.clock)

    def tick() -> None:
        if ticker():
            house.bell.ring()

    alarms = [
        Alarm("tick", timedelta(seconds=settings.tick_seconds), tick),
        Alarm("sweep", SWEEP_EVERY, house.sweep),
        Alarm("watch", WATCH_EVERY, house.watch),
    ]
    return Runner(alarms, house.clock)


def serve_web(house: House) -> None:
    """Answer requests until asked to stop; requests in hand are answered first."""
    server_settings = house.settings.server
    server = create_server(
        house.web,
        host=server_settings.host,
        port=server_settings.port,
        threads=server_settings.threads,
        ident="",
        max_request_body_size=house.settings.callback.body_limit,
    )
    try:
        server.run()
    except SystemExit:
        server.task_dispatcher.shutdown(timeout=8)
    finally:
        server.close()
