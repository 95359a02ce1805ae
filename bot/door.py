"""The door: what comes in is verified, stored alone, and only then worked; the answer leaves if it is ready in time."""

from __future__ import annotations

import hashlib
import json
import logging
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy.exc import SQLAlchemyError

from bot.config import CallbackSettings
from bot.keeping.spool import Spool
from bot.wecom.codec import Codec
from bot.wecom.errors import BadEnvelope, BadPayload, Refusal
from bot.wecom.inbound import EVENT, Inbound, belongs_to, message_key
from bot.wecom.inbound_xml import read_inbound
from bot.wecom.reply_xml import text_reply
from handlers.events import ASKED_OF_A_CHANGE
from handlers.message import Arrival
from handlers.parts import in_parts
from handlers.presses import Press
from handlers.reception import Stored, just_stored
from handlers.storing import Storing
from handlers.worktable import Worktable
from supervision.clock import Clock

_LONGEST_KIND = 32  # characters, as the inbox keeps them

log = logging.getLogger(__name__)


class Verdict(StrEnum):
    ACCEPTED = "accepted"
    FORBIDDEN = "forbidden"  # not authentic, or not for this corp and app: nothing is written
    UNAVAILABLE = "unavailable"  # could not be stored: the platform shall bring it again


@dataclass(frozen=True, slots=True)
class Reply:
    verdict: Verdict
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Door:
    """One app's callback address. Safe to call from many threads."""

    codec: Codec
    corp_id: str
    agent_id: str
    clock: Clock
    storing: Storing
    worktable: Worktable
    settings: CallbackSettings
    spool: Spool | None = None
    refused: Counter[str] = field(default_factory=Counter)  # all that an unauthenticated body ever writes (A5)

    def verify(self, query: Mapping[str, str]) -> Reply:
        """The console's GET check of the address."""
        try:
            return Reply(Verdict.ACCEPTED, self.codec.open_echo(query))
        except BadEnvelope as refusal:
            return self._forbid(refusal.reason.value)

    def receive(self, query: Mapping[str, str], body: bytes) -> Reply:
        """A message or event. Answers ACCEPTED only after it is stored (I1)."""
        now = self.clock()
        try:
            plaintext = self._opened(query, body)
        except BadEnvelope as refusal:
            return self._forbid(refusal.reason.value)
        try:
            inbound = read_inbound(plaintext)
        except BadPayload:
            return self._keep_aside(self._unreadable(query, body, plaintext, now), query)
        if not belongs_to(inbound, self.corp_id, self.agent_id):
            return self._forbid("receiver")
        return self._take_in(inbound, query, body, plaintext, now)

    def take_again(self, received_at: datetime, query: Mapping[str, str], body: bytes) -> bool | None:
        """An envelope of the spool: True, it was lost; False, it is here already; None, it is none of ours.

        It is worked with what was left over, and nothing is answered: its sender had the answer long ago.
        """
        try:
            plaintext = self._opened(query, body)
        except BadEnvelope:
            return None
        try:
            inbound = read_inbound(plaintext)
        except BadPayload:
            return self.storing.store(self._unreadable(query, body, plaintext, received_at)).is_new
        if not belongs_to(inbound, self.corp_id, self.agent_id):
            return None
        arrival = self._arrival(inbound, query, body, plaintext, received_at)
        return self.storing.store(replace(arrival, answered_by="spool")).is_new

    def _opened(self, query: Mapping[str, str], body: bytes) -> bytes:
        """What lies in the envelope; nothing where it is authentic and no text. Raises BadEnvelope."""
        try:
            return self.codec.open(
                body, query.get("msg_signature", ""), query.get("timestamp", ""), query.get("nonce", "")
            )
        except BadEnvelope as refusal:
            if refusal.reason is not Refusal.MESSAGE_UTF8:
                raise
            return b""  # kept in its envelope for a person to look at

    def _take_in(
        self, inbound: Inbound, query: Mapping[str, str], body: bytes, plaintext: bytes, now: datetime
    ) -> Reply:  # fmt: skip
        arrival = self._arrival(inbound, query, body, plaintext, now)
        self._spool(arrival, query)
        stored = self._store(arrival)
        if stored is None:
            return Reply(Verdict.UNAVAILABLE)
        if arrival.quarantined_because or not stored.is_new:
            return Reply(Verdict.ACCEPTED, self._sealed(inbound, in_parts(stored.answer or "")[0], now))
        answer = self.worktable.answer_to(just_stored(arrival, stored.inbox_id), self.settings.answer_within)
        return Reply(Verdict.ACCEPTED, self._sealed(inbound, answer, now))

    def _arrival(
        self, inbound: Inbound, query: Mapping[str, str], body: bytes, plaintext: bytes, now: datetime
    ) -> Arrival:  # fmt: skip
        stale = abs(now.timestamp() - int(query["timestamp"])) > self.settings.fresh_seconds
        return Arrival(
            corp=self.corp_id,
            agent=self.agent_id,
            message_key=message_key(inbound),
            channel="app",
            sender=inbound.from_user.lower(),
            kind=_kind(inbound),
            told_at=datetime.fromtimestamp(inbound.created_at, UTC),
            received_at=now,
            envelope=body,
            plaintext=plaintext,
            text=inbound.content,
            detail=_detail(inbound),
            signed=_signed(query),
            quarantined_because="stale" if stale else "",
        )

    def _spool(self, arrival: Arrival, query: Mapping[str, str]) -> None:
        """A spool that cannot be written is an alarm, no reason to turn a report away: the database has it."""
        if self.spool is None:
            return
        try:
            self.spool.add(arrival.received_at, query, arrival.envelope)
        except OSError:
            log.exception("the spool of envelopes cannot be written")

    def _store(self, arrival: Arrival) -> Stored | None:
        try:
            return self.storing.store(arrival)
        except SQLAlchemyError:
            log.exception("a message could not be stored; the platform will bring it again")
            return None

    def _keep_aside(self, arrival: Arrival, query: Mapping[str, str]) -> Reply:
        """A right signature around something broken: stored in quarantine, answered, alarmed (F46)."""
        self._spool(arrival, query)
        return Reply(Verdict.ACCEPTED if self._store(arrival) else Verdict.UNAVAILABLE)

    def _unreadable(self, query: Mapping[str, str], body: bytes, plaintext: bytes, now: datetime) -> Arrival:
        return Arrival(
            corp=self.corp_id,
            agent=self.agent_id,
            message_key=f"raw-{hashlib.sha256(plaintext or body).hexdigest()}",
            channel="app",
            sender="",
            kind="unreadable",
            told_at=now,
            received_at=now,
            envelope=body,
            plaintext=plaintext,
            text=plaintext.decode(errors="replace"),
            signed=_signed(query),
            quarantined_because="broken",
        )

    def _sealed(self, inbound: Inbound, answer: str, now: datetime) -> bytes:
        if not answer:
            return b""
        seconds = int(now.timestamp())
        xml = text_reply(inbound.from_user, self.corp_id, seconds, answer)
        nonce = hashlib.sha256(f"{seconds}{inbound.msg_id}".encode()).hexdigest()[:16]
        return self.codec.seal(xml, str(seconds), nonce)

    def _forbid(self, reason: str) -> Reply:
        self.refused[reason] += 1
        return Reply(Verdict.FORBIDDEN)


def _kind(inbound: Inbound) -> str:
    """What is longer than its column is of a kind that nobody here waits for; the plaintext keeps its whole name."""
    return (f"event:{inbound.event}" if inbound.kind == EVENT else inbound.kind)[:_LONGEST_KIND]


def _detail(inbound: Inbound) -> str:
    if inbound.event == "change_contact":
        asked = {name: inbound.extra[name] for name in ASKED_OF_A_CHANGE if name in inbound.extra}
        return json.dumps(asked, ensure_ascii=False)
    if inbound.event == "template_card_event":
        return Press.detail(inbound.event_key, inbound.task_id, inbound.response_code)
    return inbound.event_key or inbound.media_id or inbound.label


def _signed(query: Mapping[str, str]) -> str:
    return " ".join(query.get(part, "") for part in ("timestamp", "nonce", "msg_signature"))[:200]
