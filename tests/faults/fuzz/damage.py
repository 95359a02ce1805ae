"""What somebody may do to an envelope on its way: without the key, and with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

from tests.bot.wecom.forger import CORP, NONCE, TIME, padded, plain

Query = dict[str, str]
Forgery = Callable[[Random, Query, bytes, bytes], tuple[Query, bytes]]  # with another authentic body to take from

TOKENS = (
    *(b'<!DOCTYPE x [<!ENTITY a "b">]>', b"<!doctype x>", b"<!ENTITY", b"<!--", b"<?x?>", b"&a;", b"&#0;", b"&#xD800;"),
    *(b"<Encrypt>", b"</Encrypt>", b"<Encrypt/>", b"<![CDATA[", b"]]>", b"]]", b"<xml>", b"</xml>", b"<", b">"),
    *(b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xf0\x90", "督办".encode("gbk"), "𠮷督".encode()),
    *(b"=", b"==", b"\n", b" ", b"\r\n", b"\t", b"-", b"_", b"+", b"%00", b"9" * 40),
)
_VALUES = ("", "0", TIME, NONCE, "+1767225600", "１７６７２２５６００", "9" * 400, "é" * 40, "\x00", "a" * 64, "x]]>")
_CODINGS = ("utf-16", "utf-16-be", "utf-32", "utf-7", "utf-8-sig")
_NOTHING = {"msg_signature": "", "timestamp": "", "nonce": ""}
_LONG = 200_000  # bytes: below the limit of the door, with room to pass it


def flipped(chance: Random, content: bytes, most: int = 8) -> bytes:
    """Up to `most` bytes changed."""
    changed = bytearray(content)
    for _ in range(chance.randint(1, most) if changed else 0):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def cut(chance: Random, content: bytes) -> bytes:
    """A piece left out, put in twice, or something odd put in its place."""
    start = chance.randrange(len(content) + 1)
    end = min(len(content), start + chance.choice((0, 1, 2, 16, 64, 1000)))
    middle = chance.choice((b"", content[start:end] * 2, chance.choice(TOKENS)))
    return content[:start] + middle + content[end:]


def _in_body(change: Callable[[Random, bytes], bytes]) -> Forgery:
    return lambda chance, query, body, _: (query, change(chance, body))


def _in_query(chance: Random, query: Query, body: bytes, _: bytes) -> tuple[Query, bytes]:
    changed, name = dict(query), chance.choice(list(query))
    old = changed.pop(name)
    at = chance.randrange(len(old) + 1)
    odd = (chance.choice(_VALUES), old[:at], old[:at] + chance.choice("0aé \n督") + old[at:], old.upper())
    if chance.random() < 0.9:
        changed[name] = chance.choice(odd)
    return changed, body


def _moved_border(chance: Random, query: Query, body: bytes, _: bytes) -> tuple[Query, bytes]:
    """The signature runs over joined strings: what leaves one for the next may leave it right."""
    head, _open, rest = body.partition(b"<Encrypt><![CDATA[")
    many = chance.choice((1, 4, 16, 32, 48, 62, 64, 128))
    moved, rest = rest[:many].decode("latin-1"), rest[many:]
    whole = query["nonce"] + moved if chance.random() < 0.7 else query["timestamp"] + moved
    name = "nonce" if whole.startswith(query["nonce"]) else "timestamp"
    return {**query, name: whole}, head + _open + rest


def _anothers(chance: Random, query: Query, body: bytes, other: bytes) -> tuple[Query, bytes]:
    at = chance.choice((0, len(body) // 2, len(body) // 3))
    return query, body[:at] + other[at:]


def _recoded(chance: Random, body: bytes) -> bytes:
    return body.decode("latin-1").encode(chance.choice(_CODINGS))


def _long(chance: Random, body: bytes) -> bytes:
    many = chance.choice((100, 5_000, _LONG, _LONG + 70_000))
    filling = chance.choice((b" ", b"<", b"<Encrypt>", b"A", b"<a>", b"&a;", b"]"))
    at = chance.choice((0, 5, len(body)))
    return body[:at] + filling * (many // len(filling)) + body[at:]


def _noise(chance: Random, _: bytes) -> bytes:
    return chance.randbytes(chance.randrange(400))


def _harmless(chance: Random, body: bytes) -> bytes:
    """Blanks and elements that nobody reads: it stays the envelope it is."""
    inside = chance.choice((b"", b"<AgentID>7</AgentID>", b"<ToUserName>other</ToUserName>"))
    return chance.choice((b"", b"\n ", b'<?xml version="1.0"?>')) + body.replace(b"<xml>", b"<xml>" + inside) + b"\r\n"


_OFTEN: Sequence[Forgery] = (
    *(_in_body(flipped), _in_body(cut), _in_body(cut), _in_body(_recoded), _in_body(_noise), _in_body(_harmless)),
    *(_in_query, _in_query, _moved_border, _anothers),
)
_SELDOM = _in_body(_long)  # it costs a hundred times as much


def forged(chance: Random, query: Query, body: bytes, other: bytes) -> tuple[Query, bytes]:
    """One to three forgeries, without the key."""
    if chance.random() < 0.01:
        return _SELDOM(chance, query, body, other)
    for _ in range(chance.choice((1, 1, 2, 3))):
        query, body = chance.choice(_OFTEN)(chance, {**_NOTHING, **query}, body, other)
    return query, body


def inside_out(chance: Random, inner: bytes) -> bytes:
    """What somebody with the key encrypts: odd XML in a right shell, or a wrong shell."""
    kind = chance.randrange(6)
    if kind == 0:
        return padded(plain(_odd(chance, inner)))[: 16 * chance.randint(0, 8)]
    if kind == 1:
        return padded(plain(inner, length=chance.choice((0, 1, len(inner) - 1, len(inner) + 1, 2**31, 2**32 - 1))))
    if kind == 2:
        return padded(plain(inner, receiver=chance.choice(("", CORP.upper(), CORP + "0", "ww0", "督" * 9))))
    if kind == 3:
        content = plain(inner)
        pad = 32 - len(content) % 32
        return content + bytes([chance.randrange(256)]) * (pad - 1) + bytes([chance.choice((0, pad, 33, 255, 1))])
    return padded(plain(_odd(chance, inner)))


def _odd(chance: Random, inner: bytes) -> bytes:
    for _ in range(chance.randint(1, 3)):
        inner = cut(chance, inner) if chance.random() < 0.7 else flipped(chance, inner, 3)
    if chance.random() < 0.2:
        tag = chance.choice((b"FromUserName", b"MsgType", b"Event", b"Content", b"MsgId", b"CreateTime", b"AgentID"))
        value = chance.choice(
            (b"x" * 70, b"9" * 100, b"<a>" * 9, b"<a/>" * 2100, "督".encode() * 300, b"", b" ", b"-1")
        )
        inner = inner.replace(b"<%s>" % tag, b"<%s>%s" % (tag, value))
    return inner
