"""The load: a process of its own that posts prepared requests over connections that stay open, to loopback only.

Closed: so many connections, each posts the next request when it has its answer. Open: requests fall due at a fixed rate
whether or not earlier ones were answered, and wait for a free connection if need be; their time counts from when they
were due, so that a server that stands still cannot look quick.
"""

from __future__ import annotations

import json
import selectors
import socket
import sys
import time
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field

from bench import callbacks
from bench.clock import TownClock
from bench.pinning import pin_to
from bench.sizes import Size

PATIENCE = 10.0  # seconds after the end for answers still under way
LONGEST = 660.0  # seconds; whatever was asked for
MOST = 200_000  # requests; whatever was asked for


@dataclass(frozen=True, slots=True)
class Order:
    """`rate`: requests a second, open; 0: closed. `prepared` is the most that can be posted.

    `units`, `matters`, `past` and `ask_every` say of what the callbacks tell, see `bench.callbacks`.
    """

    port: int
    units: int
    matters: int
    began: float
    seed: int
    seconds: float
    prepared: int
    connections: int = 32
    rate: float = 0.0
    core: int | None = None
    past: int = 0
    ask_every: int = 0


@dataclass(slots=True)
class Result:
    """`latencies` in seconds, of answers 200; `empty`: of these, without words."""

    latencies: list[float] = field(default_factory=list)
    errors: int = 0
    empty: int = 0
    seconds: float = 0.0

    @property
    def rate(self) -> float:
        return len(self.latencies) / self.seconds


class _Line:
    """One connection and the request under way on it."""

    def __init__(self, port: int) -> None:
        self._port = port
        self.socket = self._call()
        self.since = 0.0
        self.is_busy = False
        self._read = b""

    def call_again(self) -> None:
        """After the server hung up."""
        self.socket.close()
        self.socket, self._read = self._call(), b""

    def _call(self) -> socket.socket:
        called = socket.create_connection(("127.0.0.1", self._port), timeout=PATIENCE)
        called.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return called

    def post(self, request: bytes, since: float) -> None:
        self.since, self.is_busy = since, True
        self.socket.sendall(request)

    def answer(self) -> tuple[int, bytes] | None:
        """(status, body) when all of it is there. Raises ConnectionError when the server hangs up."""
        piece = self.socket.recv(65536)
        if not piece:
            raise ConnectionError("the server hung up")
        self._read += piece
        head, found, body = self._read.partition(b"\r\n\r\n")
        if not found or len(body) < _length(head):
            return None
        self._read = b""
        return int(head[9:12]), body


def run(order: Order, requests: Sequence[bytes]) -> Result:
    """Post until the time is over or the requests are used up."""
    result = Result()
    lines = [_Line(order.port) for _ in range(order.connections)]
    with selectors.DefaultSelector() as selector:
        for line in lines:
            selector.register(line.socket, selectors.EVENT_READ, line)
        _Run(order, iter(requests), result, selector, deque(lines)).go()
    for line in lines:
        line.socket.close()
    return result


class _Run:
    def __init__(
        self,
        order: Order,
        requests: Iterator[bytes],
        result: Result,
        selector: selectors.BaseSelector,
        free: deque[_Line],
    ) -> None:
        self._order, self._requests, self._result, self._selector, self._free = order, requests, result, selector, free
        self._busy = 0
        self._posted = 0
        self._begin = time.perf_counter()
        self._end = self._begin + min(order.seconds, LONGEST)

    def go(self) -> None:
        is_on = True
        while is_on or self._busy:
            now = time.perf_counter()
            is_on = is_on and now < self._end and self._post_what_is_due(now)
            if now > self._end + PATIENCE:
                self._result.errors += self._busy
                break
            for key, _ in self._selector.select(self._pause(now) if is_on else 0.1):
                self._take(key.data)
        self._result.seconds = max(time.perf_counter(), self._begin + 1e-9) - self._begin

    def _post_what_is_due(self, now: float) -> bool:
        """False when there is nothing left to post."""
        while self._free:
            due = self._begin + self._posted / self._order.rate if self._order.rate else now
            if due > now:
                return True
            request = next(self._requests, None)
            if request is None:
                return False
            self._free.popleft().post(request, due)
            self._posted += 1
            self._busy += 1
        return True

    def _pause(self, now: float) -> float:
        if not self._order.rate or not self._free:
            return 0.1
        return max(0.0, min(self._begin + self._posted / self._order.rate - now, 0.1))

    def _take(self, line: _Line) -> None:
        try:
            answer = line.answer()
        except ConnectionError:
            self._lose(line)
            return
        if answer is None:
            return
        line.is_busy = False
        self._busy -= 1
        self._free.append(line)
        status, body = answer
        if status != 200:
            self._result.errors += 1
            return
        self._result.latencies.append(time.perf_counter() - line.since)
        self._result.empty += not body

    def _lose(self, line: _Line) -> None:
        """The server hung up; a request under way on this line is lost."""
        self._selector.unregister(line.socket)
        line.call_again()
        self._selector.register(line.socket, selectors.EVENT_READ, line)
        if line.is_busy:
            line.is_busy = False
            self._busy -= 1
            self._result.errors += 1
            self._free.append(line)


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    raise ConnectionError("an answer without a length")


def main() -> None:
    """Read the order from standard input, write the result to standard output."""
    order = Order(**json.load(sys.stdin))
    if order.core is not None:
        pin_to(order.core)
    moment = int(TownClock(order.began)().timestamp())
    made = callbacks.callbacks(
        Size(order.units, order.matters), moment, order.seed, min(order.prepared, MOST), order.past, order.ask_every
    )
    requests = [callbacks.request(query, body) for query, body in made]
    json.dump(asdict(run(order, requests)), sys.stdout)


if __name__ == "__main__":
    main()
