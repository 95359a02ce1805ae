"""The other end of a real wire, behaving as badly as told."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

HANG = 20.0  # seconds; a test that takes longer has hung

Part = Callable[[socket.socket, bytes], None]


class Counterpart:
    """The other end of the wire: reads one request, then behaves as told."""

    def __init__(self, behave: Part) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._behave = behave
        self.requests: list[bytes] = []
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}/cgi-bin/message/send"
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def _serve(self) -> None:
        while True:
            try:
                peer, _ = self._listener.accept()
            except OSError:
                return
            with peer:
                peer.settimeout(HANG)
                try:
                    self._converse(peer)
                except OSError:
                    continue

    def _converse(self, peer: socket.socket) -> None:
        while request := _one_request(peer):
            self.requests.append(request)
            self._behave(peer, request)

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(HANG)


def _one_request(peer: socket.socket) -> bytes:
    got = b""
    while b"\r\n\r\n" not in got:
        more = peer.recv(65536)
        if not more:
            return b""
        got += more
    head, _, body = got.partition(b"\r\n\r\n")
    length = next((int(line.split(b":")[1]) for line in head.split(b"\r\n") if b"content-length" in line.lower()), 0)
    while len(body) < length:
        body += peer.recv(65536)
    return head + b"\r\n\r\n" + body


def says(body: bytes, status: str = "200 OK", headers: str = "") -> Part:
    answer = f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n{headers}\r\n".encode() + body
    return lambda peer, _: peer.sendall(answer)


def drips(first: bytes, drop: bytes) -> Part:
    def behave(peer: socket.socket, _request: bytes) -> None:
        peer.sendall(first)
        while True:
            peer.sendall(drop)
            peer.settimeout(0.1)
            try:
                if not peer.recv(1):
                    return
            except TimeoutError:
                continue

    return behave


def is_silent(peer: socket.socket, _request: bytes) -> None:
    peer.recv(1)


def hangs_up(peer: socket.socket, _request: bytes) -> None:
    peer.shutdown(socket.SHUT_RDWR)


@contextmanager
def counterpart(behave: Part) -> Iterator[Counterpart]:
    other = Counterpart(behave)
    try:
        yield other
    finally:
        other.close()
