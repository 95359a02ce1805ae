"""The city under mishaps: its processes, kept at the strength a story asks for, and ways to look at it from outside."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from sqlalchemy import text

from models.session import Database
from rehearsal.platform import Delivery, Platform
from rehearsal.platform.line import Line
from tests.bot.processes import Installation, InTurn, Process, now, until
from tests.faults.checker import Facts, Violation, check, operations_of
from tests.faults.processes.count import Count, counted
from tests.faults.processes.town import FIRST_PERCENT, TOWNSHIPS, head, reservoir, settle
from tests.support.postgres import MortalPostgres, mortal_postgres
from tests.support.redis_server import RedisServer

PAIR = 2  # of each kind of process


class City:
    def __init__(self, installation: Installation, postgres: MortalPostgres, redis: RedisServer) -> None:
        self.postgres, self.redis = postgres, redis
        self._installation = installation
        self._running: dict[str, list[Process]] = defaultdict(list)
        self._percent: Counter[int] = Counter()

    @property
    def platform(self) -> Platform:
        return self._installation.platform

    @property
    def line(self) -> Line:
        return self._installation.line

    @property
    def database(self) -> Database:
        return self._installation.database

    def has(self, *, web: int = 0, schedule: int = 0, deliver: int = 0) -> None:
        """So many of each, at work; callbacks go to the doors in turn."""
        wanted = {"web": web, "schedule": schedule, "deliver": deliver}
        for command, many in wanted.items():
            for process in self._running[command][many:]:
                process.ask_to_stop()
            for process in self._running[command][many:]:
                assert process.ended() == 0, process.said()
            del self._running[command][many:]
        self._await([self._start(command) for command in wanted for _ in self._lacking(command, wanted[command])])
        self.line.app.post = InTurn(self.doors)

    def gains(self, command: str) -> Process:
        """One more of a kind, at work."""
        process = self._start(command)
        self._await([process])
        return process

    def loses(self, process: Process) -> None:
        """It has ended, or is about to."""
        for of_kind in self._running.values():
            if process in of_kind:
                of_kind.remove(process)

    @property
    def doors(self) -> list[Process]:
        return self._running["web"]

    @property
    def schedulers(self) -> list[Process]:
        return self._running["schedule"]

    @property
    def deliverers(self) -> list[Process]:
        return self._running["deliver"]

    @property
    def all(self) -> list[Process]:
        return [process for of_kind in self._running.values() for process in of_kind]

    def report(self, township: int, words: str = "") -> Delivery:
        """Its head tells of the reservoir."""
        return self.line.says(head(township), self.report_of(township, words))

    def report_of(self, township: int, words: str = "") -> str:
        """Its figures rise, so that nothing is asked back."""
        self._percent[township] += 1
        return f"日报 {reservoir(township)}进度到{FIRST_PERCENT + self._percent[township]}%{words}"

    def asks_for_help(self, township: int, what: str, helpers: Iterable[int]) -> Delivery:
        names = "、".join(TOWNSHIPS[helper] for helper in helpers)
        return self.report(township, f",缺{what},请{names}协调")

    def heard(self, userids: Iterable[str], words: str) -> Count:
        """Each of them shall have read these words once."""
        wanted = list(userids)
        return counted(wanted, [one for one in wanted for _ in range(self.times(one, words))])

    def times(self, userid: str, words: str) -> int:
        return sum(words in shown for shown in self._installation.hears(userid))

    def recorded(self, told: Iterable[Delivery]) -> Count:
        """Each of these messages shall have made one report."""
        found = self.rows("SELECT message_key FROM report JOIN inbox ON inbox.id = report.inbox_id")
        return counted([f"msg-{one.message_id}" for one in told], [key for (key,) in found])

    def rows(self, statement: str, **values: object) -> list[tuple[object, ...]]:
        with self.database.engine.connect() as connection:
            return [tuple(row) for row in connection.execute(text(statement), values)]

    def change(self, statement: str, **values: object) -> int:
        with self.database.engine.begin() as connection:
            return connection.execute(text(statement), values).rowcount

    @contextmanager
    def holding(self, statement: str, **values: object) -> Iterator[None]:
        """A transaction of somebody else's that has this lock until the block ends."""
        with self.database.engine.connect() as connection, connection.begin() as transaction:
            connection.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))  # as long as it takes
            connection.execute(text(statement), values)
            yield
            transaction.rollback()

    def waiting(self, among: Iterable[Process], at: str = "") -> list[Process]:
        """Those that wait for a lock, with a statement that begins so."""
        stuck = self.rows(
            "SELECT application_name FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE :at",
            at=f"{at}%",
        )
        return [process for process in among if (process.name,) in stuck]

    def minutes_pass_for(self, event: str) -> None:
        """What waits some minutes so that not everybody is told at once is told now."""
        self.change("UPDATE outgoing SET not_before = now() WHERE event = :event AND state = 'waiting'", event=event)

    def broken(self) -> list[Violation]:
        """What the independent checker finds, over all that has happened in this city."""
        repeatable = self.database.engine.execution_options(isolation_level="REPEATABLE READ")
        with repeatable.connect() as connection:
            history, ledger = operations_of(self.platform.deliveries), self.platform.ledger
            return check(Facts(connection, now(), history, tuple(ledger.entries), tuple(ledger.dropped)))

    def _lacking(self, command: str, many: int) -> range:
        return range(many - len(self._running[command]))

    def _start(self, command: str) -> Process:
        process = self._installation.starts(command)
        self._running[command].append(process)
        return process

    def _await(self, started: list[Process]) -> None:
        until(lambda: all('"what": "open"' in one.said() for one in started), "all are at work")
        until(lambda: all(one.is_ready() for one in started if one in self.doors), "the doors are open")


@contextmanager
def open_city(folder: Path) -> Iterator[City]:
    with ExitStack() as stack:
        postgres = stack.enter_context(mortal_postgres())
        redis = RedisServer(folder)
        stack.callback(redis.stop)
        url = stack.enter_context(postgres.empty()).render_as_string(hide_password=False)
        installation = Installation(folder, url, redis.url)
        stack.callback(installation.close)
        settle(url, installation.platform)
        yield City(installation, postgres, redis)
