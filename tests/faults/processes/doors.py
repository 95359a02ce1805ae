"""Two doors: renewed one after the other while people report, and hit by the same message at the same moment."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence

from rehearsal.platform import HttpPost
from rehearsal.platform.passive import MESSAGE, read_reply
from tests.bot.processes import HANG_LIMIT, InTurn, Process, address_of
from tests.faults.processes.city import PAIR, City
from tests.faults.processes.count import Count
from tests.faults.processes.crowd import talking
from tests.faults.processes.town import TOWNSHIPS
from tests.stories.office import CORP

PAIRS = 20
LONGEST_ANSWER = 2048  # bytes


def renewed_in_turn(city: City) -> Count:
    """Before each is asked to stop another stands beside it; the proxy tries the next door (F56)."""
    city.has(web=PAIR)
    with talking(city) as told:
        for old in list(city.doors):
            city.gains("web")
            city.line.app.post = InTurn(city.doors)
            old.ask_to_stop()
            assert old.ended() == 0, old.said()
            city.loses(old)
            city.line.app.post = InTurn(city.doors)
    return city.recorded(told)


def same_message_at_both(city: City) -> Count:
    """Twenty messages, each to both doors at once and a second time afterwards: one report, one answer (I2, F10)."""
    city.has(web=PAIR)
    both = BothAtOnce(city.doors)
    city.line.app.post = both
    told = [city.report(nth % len(TOWNSHIPS)) for nth in range(PAIRS)]
    for delivery in told:
        city.line.repeats(delivery)
    found = city.recorded(told)
    for nth, delivery in enumerate(told):
        heard = {_opened(city, delivery.parcel.userid, body) for body in both.bodies[nth] + both.bodies[PAIRS + nth]}
        assert len(heard - {""}) == 1, heard  # while it is being worked, a second envelope is answered without words
    return found


class BothAtOnce:
    """One envelope through two doors; the platform reads whichever answer has words."""

    def __init__(self, doors: Sequence[Process]) -> None:
        self._doors = doors
        self.bodies: list[list[bytes]] = []

    def __call__(self, method: str, query: Mapping[str, str], body: bytes, timeout: float) -> tuple[int, bytes]:
        start = threading.Barrier(len(self._doors))
        answers: list[tuple[int, bytes]] = []

        def post(door: Process) -> None:
            start.wait(HANG_LIMIT)
            answers.append(HttpPost(address_of(door))(method, query, body, timeout))

        threads = [threading.Thread(target=post, args=(door,)) for door in self._doors]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(HANG_LIMIT)
        assert [status for status, _ in answers] == [200] * len(self._doors)
        self.bodies.append([words for _, words in answers])
        return max(answers, key=lambda answer: len(answer[1]))


def _opened(city: City, userid: str, body: bytes) -> str:
    if not body:
        return ""
    codec = city.line.app.codec()
    return read_reply(codec, body, trigger=MESSAGE, userid=userid, corp_id=CORP, limit=LONGEST_ANSWER).text
