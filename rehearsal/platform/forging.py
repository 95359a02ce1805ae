"""Callbacks that must not be believed: what strangers and broken wires send to a public address."""

from enum import StrEnum

from .callbacks import Attempt, Courier, Parcel
from .envelope import Envelope, flip, outer_xml
from .world import World

_HOUR = 3600
_BOMB = b"""<?xml version="1.0"?><!DOCTYPE xml [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<xml><ToUserName>&b;</ToUserName><Encrypt>&b;</Encrypt></xml>"""
_BALLAST = b"<Ext>" + b"x" * 2_000_000 + b"</Ext>"


class Forgery(StrEnum):
    """What is wrong with the callback."""

    SIGNATURE = "signature"  # the signature of something else
    NO_SIGNATURE = "no_signature"
    RECEIVE_ID = "receive_id"  # well sealed, for another corporation
    CIPHERTEXT = "ciphertext"  # rightly signed, rotten inside
    BASE64 = "base64"  # rightly signed, not base64
    TRUNCATED = "truncated"  # the body ends in the middle
    EMPTY = "empty"
    STALE = "stale"  # sealed an hour ago
    ENTITIES = "entities"  # an entity bomb around it
    HUGE = "huge"  # two megabytes of padding around it


class Forger:
    """Makes bad callbacks out of good ones."""

    def __init__(self, world: World, courier: Courier) -> None:
        self._world = world
        self._courier = courier

    def post(self, forgery: Forgery, parcel: Parcel) -> Attempt:
        """Sends it once; whatever comes back is only recorded."""
        return self._courier.post(parcel.app, self.forge(forgery, parcel))

    def forge(self, forgery: Forgery, parcel: Parcel) -> Envelope:
        """The envelope with that flaw."""
        good = self._courier.seal(parcel)
        if forgery is Forgery.SIGNATURE:
            return Envelope({**good.query, "msg_signature": good.query["msg_signature"][::-1]}, good.body)
        if forgery is Forgery.NO_SIGNATURE:
            return Envelope({}, good.body)
        if forgery is Forgery.TRUNCATED:
            return Envelope(good.query, good.body[: len(good.body) // 2])
        if forgery is Forgery.EMPTY:
            return Envelope(good.query, b"")
        if forgery is Forgery.ENTITIES:
            return Envelope(good.query, _BOMB)
        if forgery is Forgery.HUGE:
            return Envelope(good.query, good.body.replace(b"<Encrypt>", _BALLAST + b"<Encrypt>"))
        return self._sealed_anew(forgery, parcel)

    def _sealed_anew(self, forgery: Forgery, parcel: Parcel) -> Envelope:
        app = parcel.app
        with self._world.lock:
            codec = app.codec()
            receive_id = "ww0000000000000000" if forgery is Forgery.RECEIVE_ID else None
            encrypted = codec.encrypt(parcel.inner, lambda: self._world.letters(16), receive_id)
            age = _HOUR if forgery is Forgery.STALE else 0
            timestamp = str(int(self._world.clock().timestamp()) - age)
            nonce = self._world.letters(10)
        if forgery is Forgery.CIPHERTEXT:
            encrypted = flip(encrypted)
        if forgery is Forgery.BASE64:
            encrypted = "?" + encrypted[1:-3]
        query = {"msg_signature": codec.sign(timestamp, nonce, encrypted), "timestamp": timestamp, "nonce": nonce}
        return Envelope(query, outer_xml(app.corp_id, app.agent_id, encrypted))
