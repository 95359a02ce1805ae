"""What the product's callback is compared to: a bare echo by wechatpy, and two floors that only keep what came.

All are Flask applications behind the same server. The floors keep each message with the same durability as the product
does, and answer encrypted; they read nothing, know nobody and write no second time.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from datetime import UTC, datetime

import psycopg
from flask import Flask, Response, request
from sqlalchemy.engine import make_url
from wechatpy.enterprise import create_reply, parse_message
from wechatpy.enterprise.crypto import WeChatCrypto

from bench.callbacks import AES_KEY, AGENT, CORP, PATH, TOKEN, codec
from bot.wecom.inbound import Inbound, message_key
from bot.wecom.inbound_xml import read_inbound
from bot.wecom.reply_xml import text_reply
from handlers.message import Arrival
from handlers.reception import store
from models.session import connect

Keep = Callable[[Inbound, bytes, bytes], None]  # the message, its envelope, its plaintext

_TABLE = """CREATE TABLE IF NOT EXISTS floor (id INTEGER PRIMARY KEY {serial}, message_key TEXT UNIQUE, sender TEXT,
told_at INTEGER, envelope {bytes}, plaintext {bytes}, text TEXT)"""
_INSERT = """INSERT INTO floor (message_key, sender, told_at, envelope, plaintext, text) VALUES ({})
ON CONFLICT DO NOTHING"""


def echo() -> Flask:
    """wechatpy as its own example shows it: decrypt, parse, the same words back, encrypt."""
    app = Flask("echo", static_folder=None)
    crypto = WeChatCrypto(TOKEN, AES_KEY, CORP)

    @app.post(PATH)
    def receive() -> str:
        query = request.args
        xml = crypto.decrypt_message(
            request.get_data(), query["msg_signature"], query["timestamp"], query["nonce"]
        )  # fmt: skip
        message = parse_message(xml)
        reply = create_reply(message.content, message).render()
        answer: str = crypto.encrypt_message(reply, query["nonce"], query["timestamp"])
        return answer

    return app


def floor(url: str) -> Flask:
    """Our codec and one durable insert by the database's own driver."""
    is_sqlite = make_url(url).get_backend_name() == "sqlite"
    return _floor(_keep_in_sqlite(url) if is_sqlite else _keep_in_postgresql(url))


def store_alone(url: str) -> Flask:
    """The same with the product's own first step, `handlers.reception.store`."""
    database = connect(url)

    def keep(inbound: Inbound, envelope: bytes, plaintext: bytes) -> None:
        arrival = Arrival(
            corp=CORP, agent=str(AGENT), message_key=message_key(inbound), channel="app", sender=inbound.from_user,
            kind=inbound.kind, told_at=datetime.fromtimestamp(inbound.created_at, UTC), received_at=datetime.now(UTC),
            envelope=envelope, plaintext=plaintext, text=inbound.content,
        )  # fmt: skip
        store(database, arrival)

    return _floor(keep)


def _floor(keep: Keep) -> Flask:
    app = Flask("floor", static_folder=None)
    lock = codec()

    @app.post(PATH)
    def receive() -> Response:
        query, body = request.args, request.get_data(cache=False)
        plaintext = lock.open(body, query["msg_signature"], query["timestamp"], query["nonce"])
        inbound = read_inbound(plaintext)
        keep(inbound, body, plaintext)
        answer = text_reply(inbound.from_user, CORP, inbound.created_at, inbound.content)
        return Response(lock.seal(answer, query["timestamp"], query["nonce"]))

    return app


def _row(inbound: Inbound, envelope: bytes, plaintext: bytes) -> tuple[object, ...]:
    return message_key(inbound), inbound.from_user, inbound.created_at, envelope, plaintext, inbound.content


def _keep_in_sqlite(url: str) -> Keep:
    """The product's own settings: WAL, FULL, writers in turn."""
    path = make_url(url).database or ""
    turn = threading.Lock()
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    for pragma in ("journal_mode=WAL", "synchronous=FULL"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute(_TABLE.format(serial="", bytes="BLOB"))

    def keep(inbound: Inbound, envelope: bytes, plaintext: bytes) -> None:
        with turn:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute(_INSERT.format("?, ?, ?, ?, ?, ?"), _row(inbound, envelope, plaintext))
            connection.execute("COMMIT")

    return keep


def _keep_in_postgresql(url: str) -> Keep:
    """One connection a thread, as the pool would give it."""
    address = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    own = threading.local()
    with psycopg.connect(address) as connection:
        connection.execute(_TABLE.format(serial="GENERATED ALWAYS AS IDENTITY", bytes="BYTEA"))

    def keep(inbound: Inbound, envelope: bytes, plaintext: bytes) -> None:
        if not hasattr(own, "connection"):
            own.connection = psycopg.connect(address)
        own.connection.execute(_INSERT.format("%s, %s, %s, %s, %s, %s"), _row(inbound, envelope, plaintext))
        own.connection.commit()

    return keep
