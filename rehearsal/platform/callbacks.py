"""Carrying a callback to the product: five seconds, four tries, then it is lost (document 90930)."""

import threading
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from .corp import App
from .envelope import BadEnvelope, Envelope, outer_xml
from .ledger import Dropped, Reason
from .passive import PassiveReply, read_reply
from .world import World


class Retry(StrEnum):
    """When a callback that failed is tried again. The platform does not say; it may be at once."""

    AT_ONCE = "at_once"
    LATER = "later"  # when Line.redeliver or Platform.redeliver is called
    CONCURRENT = "concurrent"  # the first try is given up on while the product still works on it


class State(StrEnum):
    """Where a callback stands."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    LOST = "lost"


@dataclass(frozen=True)
class Parcel:
    """What every try carries: the same inner XML with the same MsgId and CreateTime."""

    app: App
    userid: str
    trigger: str
    inner: str
    created_at: datetime
    message_id: str = ""
    task_id: str = ""
    carries_agent: bool = True


@dataclass(frozen=True)
class Attempt:
    """One try. `status` is None when no answer came in time; `problem` says why it failed."""

    at: datetime
    envelope: Envelope
    status: int | None
    body: bytes = b""
    problem: str = ""

    @property
    def accepted(self) -> bool:
        """Only 200 counts."""
        return self.status == 200


@dataclass
class Delivery:
    """A callback and everything that happened to it. `reply_problem`: why an answer was not shown."""

    parcel: Parcel
    attempts: list[Attempt] = field(default_factory=list)
    state: State = State.WAITING
    reply: PassiveReply | None = None
    reply_problem: str = ""

    @property
    def message_id(self) -> str:
        """MsgId; empty for events."""
        return self.parcel.message_id

    @property
    def reply_text(self) -> str | None:
        """What the member reads as the answer, None when there is none."""
        return self.reply.text if self.reply else None


class Courier:
    """Delivers parcels. Holds no lock while the product works."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.deliveries: list[Delivery] = []

    def deliver(self, parcel: Parcel, retry: Retry) -> Delivery:
        """Tries until it is accepted or lost, or once when the retry is to come later."""
        delivery = Delivery(parcel)
        with self._world.lock:
            self.deliveries.append(delivery)
        if retry is Retry.CONCURRENT:
            self._overtake(delivery)
        while delivery.state is State.WAITING:
            self._record(delivery, self._attempt(parcel))
            if retry is Retry.LATER:
                break
        return delivery

    def again(self, delivery: Delivery) -> Delivery:
        """The next try of one that waits."""
        if delivery.state is State.WAITING:
            self._record(delivery, self._attempt(delivery.parcel))
        return delivery

    def send_again(self, delivery: Delivery) -> Attempt:
        """Sends an accepted one once more, as happens when the answer got lost on the way; its reply is ignored."""
        attempt = self._attempt(delivery.parcel)
        delivery.attempts.append(attempt)
        return attempt

    def seal(self, parcel: Parcel) -> Envelope:
        """A fresh envelope: new random prefix, timestamp, nonce, signature."""
        with self._world.lock:
            world = self._world
            codec = parcel.app.codec()
            encrypted = codec.encrypt(parcel.inner, lambda: world.letters(16))
            timestamp = str(int((world.clock() + world.faults.skew).timestamp()))
            nonce = str(world.random.randrange(10**9, 10**10))
        query = {"msg_signature": codec.sign(timestamp, nonce, encrypted), "timestamp": timestamp, "nonce": nonce}
        agent_id = parcel.app.agent_id if parcel.carries_agent else None
        return Envelope(query, outer_xml(parcel.app.corp_id, agent_id, encrypted))

    def post(self, app: App, envelope: Envelope) -> Attempt:
        """One request and what came of it."""
        at = self._world.clock()
        if app.post is None:
            return Attempt(at, envelope, None, problem="no receive URL")
        try:
            status, body = app.post("POST", envelope.query, envelope.body, self._world.rules.callback_deadline)
        except TimeoutError:
            return Attempt(at, envelope, None, problem="no answer in time")
        except OSError as error:
            return Attempt(at, envelope, None, problem=f"no connection: {error}")
        return Attempt(at, envelope, status, body, "" if status == 200 else f"status {status}")

    def _attempt(self, parcel: Parcel) -> Attempt:
        return self.post(parcel.app, self.seal(parcel))

    def _overtake(self, delivery: Delivery) -> None:
        """The first try and its repetition run side by side; only the answer to the repetition is read."""
        first: list[Attempt] = []
        slow = threading.Thread(target=lambda: first.append(self._attempt(delivery.parcel)), daemon=True)
        slow.start()
        second = self._attempt(delivery.parcel)
        slow.join(timeout=60)
        given_up = [Attempt(one.at, one.envelope, None, problem="given up on") for one in first]
        delivery.attempts.extend(given_up)
        self._record(delivery, second)

    def _record(self, delivery: Delivery, attempt: Attempt) -> None:
        delivery.attempts.append(attempt)
        if attempt.accepted:
            delivery.state = State.ACCEPTED
            self._read(delivery, attempt.body)
        elif len(delivery.attempts) > self._world.rules.retries:
            delivery.state = State.LOST
            self._drop(delivery, Reason.CALLBACK_LOST, attempt.problem)

    def _read(self, delivery: Delivery, body: bytes) -> None:
        if not body:
            return
        parcel = delivery.parcel
        try:
            delivery.reply = read_reply(
                parcel.app.codec(),
                body,
                trigger=parcel.trigger,
                userid=parcel.userid,
                corp_id=parcel.app.corp_id,
                limit=self._world.rules.passive_text,
            )
        except BadEnvelope as error:
            delivery.reply_problem = str(error)
            self._drop(delivery, Reason.BAD_REPLY, str(error))

    def _drop(self, delivery: Delivery, reason: Reason, words: str) -> None:
        parcel = delivery.parcel
        with self._world.lock:
            self._world.ledger.drop(
                Dropped(self._world.clock(), parcel.app.corp_id, parcel.userid, reason, parcel.trigger, words)
            )
