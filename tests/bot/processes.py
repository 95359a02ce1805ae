"""A real installation in a folder: config.toml, a pretend platform on a port, and `python -m bot …` as processes."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path

import requests
from waitress.server import create_server

from models.session import Database, connect
from rehearsal.platform import App, HttpPost, Line, Platform
from rehearsal.platform.post import Post
from rehearsal.platform.server import make_server
from supervision.clock import SHANGHAI
from supervision.policies.active import activate, preset
from tests.stories.office import AES_KEY, AGENT, CORP, PEOPLE, ROBOT_KEY, SECRET, TOKEN, add_matter, open_office

ROOT = Path(__file__).parents[2]
TALKATIVE = """
[lightness]
person_week = 35
person_day = 5
group_day = 20
"""  # what the processes do in one day is looked at, not how little is said
HANG_LIMIT = 120.0  # seconds; only what hangs ever sees it
# A child ends with the tests even when they are killed: then the other end of its standard input is closed.
_CHILD = """
import os, runpy, sys, threading
threading.Thread(target=lambda: (sys.stdin.read(), os._exit(9)), daemon=True).start()
runpy.run_module("bot", run_name="__main__", alter_sys=True)
"""


def now() -> datetime:
    return datetime.now(UTC)


def until(happened: Callable[[], object], what: str) -> None:
    """Look again and again, and fail after a time only what hangs ever sees."""
    deadline = time.monotonic() + HANG_LIMIT
    while not happened():
        assert time.monotonic() < deadline, f"never: {what}"
        threading.Event().wait(0.05)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


@dataclass
class Process:
    """One `python -m bot …`; what it says is in `log`."""

    running: subprocess.Popen[bytes]
    log: Path
    port: int

    def ask_to_stop(self) -> None:
        self.running.terminate()

    def kill(self) -> None:
        self.running.kill()
        self.ended()

    def pause(self) -> None:
        """It stands still, wherever it is, and all it has taken stays taken."""
        self.running.send_signal(signal.SIGSTOP)
        os.waitid(os.P_PID, self.running.pid, os.WSTOPPED)

    def resume(self) -> None:
        self.running.send_signal(signal.SIGCONT)

    def ended(self) -> int:
        """Its exit code."""
        return self.running.wait(HANG_LIMIT)

    @property
    def name(self) -> str:
        """Under which PostgreSQL knows it, too."""
        return self.log.stem

    def said(self) -> str:
        return self.log.read_text(encoding="utf-8")

    def get(self, path: str) -> requests.Response | None:
        """None while nobody listens, or when it ended."""
        assert self.running.poll() is None, self.said()
        try:
            return requests.get(f"http://127.0.0.1:{self.port}{path}", timeout=HANG_LIMIT)
        except requests.ConnectionError:
            return None

    def is_ready(self) -> bool:
        answer = self.get("/ready")
        return answer is not None and answer.status_code == 200


def address_of(door: Process) -> str:
    return f"http://127.0.0.1:{door.port}/wecom/callback"


class InTurn:
    """What a proxy does: each callback to the next door that answers. Doors may come and go meanwhile."""

    def __init__(self, doors: Iterable[Process]) -> None:
        self.doors = tuple(doors)
        self._turns = count()

    def __call__(self, method: str, query: Mapping[str, str], body: bytes, timeout: float) -> tuple[int, bytes]:
        doors = deque(self.doors)
        doors.rotate(-next(self._turns))
        for door in list(doors)[:-1]:
            try:
                return HttpPost(address_of(door))(method, query, body, timeout)
            except ConnectionError:
                continue
        return HttpPost(address_of(doors[-1]))(method, query, body, timeout)


@dataclass
class Installation:
    folder: Path
    database_url: str
    redis_url: str = ""
    callback: Mapping[str, object] = field(default_factory=dict)
    spool: str = ""
    threads: int = 16
    platform: Platform = field(init=False)
    line: Line = field(init=False)
    database: Database = field(init=False)
    _processes: list[Process] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.platform = Platform(now, seed=7)
        corp = self.platform.add_corp(CORP)
        corp.add_app(App(CORP, AGENT, SECRET, TOKEN, AES_KEY))
        for userid, name, _, _ in PEOPLE:
            corp.add_member(userid, name)
        corp.add_group("work", [userid for userid, *_ in PEOPLE])
        corp.add_robot(ROBOT_KEY, "work")
        self.line = self.platform.app()
        self._wire = create_server(make_server(self.platform), host="127.0.0.1", port=0, threads=4)
        self._waiting = threading.Thread(target=self._wire.run, daemon=True)
        self._waiting.start()
        _furnish(self.database_url)
        self._write_calendar()
        self.database = connect(self.database_url)

    def starts(self, command: str, under: Sequence[str] = (), **environment: str) -> Process:
        """A new process, under a program that watches it if one is named; `serve` and `web` get a port of their own."""
        number, port = len(self._processes), free_port()
        log = self.folder / f"{command}-{number}.log"
        config = self.folder / f"config-{number}.toml"
        config.write_text(self._config(port), encoding="utf-8")
        with log.open("wb") as output:
            running = subprocess.Popen(
                [*under, sys.executable, "-c", _CHILD, "--config", str(config), command],
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd=self.folder,
                env={**os.environ, "PYTHONPATH": str(ROOT), "PGAPPNAME": log.stem, **environment},
            )
        process = Process(running, log, port)
        self._processes.append(process)
        return process

    def serves(self, command: str = "serve", under: Sequence[str] = ()) -> Process:
        """A process with a door, ready; the platform's callbacks go there."""
        process = self.starts(command, under)
        until(process.is_ready, f"{command} is ready")
        self.calls(process)
        return process

    def calls(self, process: Process, post: Post | None = None) -> None:
        self.line.app.post = post or HttpPost(address_of(process))

    def hears(self, userid: str) -> list[str]:
        return [one.text for one in self.platform.screen(userid)]

    def close(self) -> None:
        for process in self._processes:
            process.running.kill()
            process.running.wait(HANG_LIMIT)
            assert process.running.stdin is not None
            process.running.stdin.close()
        self.database.dispose()
        self._wire.close()
        self._waiting.join(HANG_LIMIT)

    def _config(self, port: int) -> str:
        wecom = {
            "corp_id": CORP,
            "agent_id": AGENT,
            "secret": SECRET,
            "token": TOKEN,
            "encoding_aes_key": AES_KEY,
            "base_url": f"http://127.0.0.1:{self._wire.effective_port}/cgi-bin",
        }
        sections: dict[str, Mapping[str, object]] = {
            "office": {"calendar_folder": str(self.folder / "calendar")},
            "database": {"url": self.database_url},
            "redis": {"url": self.redis_url},
            "wecom": wecom,
            "server": {"port": port, "threads": self.threads},
            "schedule": {"tick_seconds": 1, "deliver_seconds": 0.5},
            "callback": {"answer_within": 4.0, **self.callback},
            "spool": {"folder": self.spool},
        }
        return "\n".join(
            f"[{name}]\n" + "\n".join(f"{key} = {json.dumps(value)}" for key, value in keys.items())
            for name, keys in sections.items()
        )

    def _write_calendar(self) -> None:
        """Every day is a day of work but the first of the year, so that these tests hold on any day."""
        folder = self.folder / "calendar"
        folder.mkdir()
        this = datetime.now(SHANGHAI).year
        for year in (this - 1, this, this + 1):
            days = [date(year, 1, 1) + timedelta(days=n) for n in range(1, 365)]
            work = ", ".join(day.isoformat() for day in days if day.weekday() >= 5)
            (folder / f"{year}.toml").write_text(f"off = [{year}-01-01]\nwork = [{work}]\n", encoding="utf-8")


def _furnish(url: str) -> None:
    """The people and matters of the stories, under a policy that is never quiet."""
    office = open_office(url)
    try:
        soon = datetime.now(SHANGHAI).date() + timedelta(days=1)
        add_matter(office, 3, "奥瑞金二期两片罐项目", due_on=soon + timedelta(days=90), percent=60)
        add_matter(office, 4, "智慧停车系统", unit="城管局", due_on=soon, percent=40)
        always = (preset("xianyang") + TALKATIVE).replace('"21:00"', '"00:00"').replace('"08:00"', '"00:00"')
        with office.house.database.write() as session:
            activate(session, always, "test", office.clock())
    finally:
        office.house.close()
