"""Callbacks as the platform would bring them: signed, encrypted, each a different report."""

from __future__ import annotations

import random
from collections.abc import Iterator
from urllib.parse import urlencode

from pydantic import SecretStr

from bench.names import work
from bench.sizes import LEADER, LEADER_IN_CHARGE, SUPERVISOR, Size, head_of, unit_of
from bench.town import is_reported_on, percent_of
from bot.config import DatabaseSettings, Settings, WeComSettings
from bot.wecom.codec import Codec

CORP, AGENT, TOKEN = "ww1234567890abcdef", 1000002, "benchToken"
AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
PATH = "/wecom/callback"

SAYINGS = (
    "日报 {name}进度到{percent}%",
    "{name}目前{percent}%,主体三层浇筑完,下步安装设备",
    "日报 {name}进度到{percent}%,预计月底封顶。缺电力指标",
    "今日{name}完成清表2.4公里,总体进度{percent}%,无问题",
)
ASKERS = (LEADER, LEADER_IN_CHARGE, SUPERVISOR)
QUESTIONS = ("红灯", "本周到期", "谁没交日报", "全部事项红黄绿各几个", "逾期")
WEEKLY = "周报\n1、{one} {percent}%,设备进场;\n2、{two} {other}%,征地未完成,影响进场;\n下步:加快施工"


def settings(url: str, port: int, platform: str = "http://127.0.0.1:9", redis: str = "") -> Settings:
    """The product's settings for such callbacks; nobody answers at the usual platform."""
    wecom = WeComSettings(
        corp_id=CORP, agent_id=AGENT, secret=SecretStr("-"), token=SecretStr(TOKEN),
        encoding_aes_key=SecretStr(AES_KEY), base_url=platform,
    )  # fmt: skip
    return Settings.model_validate(
        {
            "database": DatabaseSettings(url=url), "wecom": wecom, "server": {"port": port},
            "callback": {"path": PATH}, "redis": {"url": redis},
        }
    )  # fmt: skip


def codec() -> Codec:
    return Codec(TOKEN, AES_KEY, CORP)


def report(number: int, size: Size, dice: random.Random) -> tuple[str, str]:
    """(userid, words): one of a unit's people tells of one or, every fourth time, of two of its matters.

    The units take turns, and the figures rise, so that nothing is asked back.
    """
    led = [matter for matter in _led(number % size.units + 1, size) if is_reported_on(matter)]
    if not led:
        return report(number + 1, size, dice)
    dice.shuffle(led)
    percent = min(99, percent_of(led[0]) + 1 + number // size.units)
    if number % 4 == 3 and len(led) > 1:
        other = min(99, percent_of(led[1]) + 1 + number // size.units)
        one, two = work(led[0] - 1).title, work(led[1] - 1).alias
        words = WEEKLY.format(one=one, two=two, percent=percent, other=other)
    else:
        called = work(led[0] - 1).alias if number % 2 else work(led[0] - 1).title
        words = SAYINGS[number // 2 % len(SAYINGS)].format(name=called, percent=percent)
    return head_of(unit_of(led[0], size)), words


def question(number: int) -> tuple[str, str]:
    """(userid, words): those who may see all ask in turn."""
    return ASKERS[number % len(ASKERS)], QUESTIONS[number % len(QUESTIONS)]


def _led(unit: int, size: Size) -> list[int]:
    """The matters a unit leads; a few of them, if there are many."""
    return list(range(unit, size.matters + 1, size.units))[:20]


def plain(userid: str, words: str, message_id: int, created_at: int) -> str:
    return (
        f"<xml><ToUserName><![CDATA[{CORP}]]></ToUserName><FromUserName><![CDATA[{userid}]]></FromUserName>"
        f"<CreateTime>{created_at}</CreateTime><MsgType><![CDATA[text]]></MsgType>"
        f"<Content><![CDATA[{words}]]></Content><MsgId>{message_id}</MsgId><AgentID>{AGENT}</AgentID></xml>"
    )


def sealed(lock: Codec, inner: str, moment: int, nonce: str) -> tuple[dict[str, str], bytes]:
    """(query, body) of one callback."""
    encrypted = lock.encrypt(inner.encode())
    stamp = str(moment)
    query = {"msg_signature": lock.signature(stamp, nonce, encrypted), "timestamp": stamp, "nonce": nonce}
    body = (
        f"<xml><ToUserName><![CDATA[{CORP}]]></ToUserName><Encrypt><![CDATA[{encrypted}]]></Encrypt>"
        f"<AgentID><![CDATA[{AGENT}]]></AgentID></xml>"
    )
    return query, body.encode()


def callbacks(
    size: Size, moment: int, seed: int, count: int, past: int = 0, ask_every: int = 0
) -> Iterator[tuple[dict[str, str], bytes]]:
    """So many different callbacks; another seed makes others. `moment`: the town's time, in epoch seconds.

    `past`: how many went before these on the same database, so that figures go on rising. `ask_every`: after so many
    reports somebody asks.
    """
    lock, dice = codec(), random.Random(seed)
    first = seed * 10_000_000
    for number in range(count):
        asks = ask_every and number % ask_every == 0
        userid, words = question(number // ask_every) if asks else report(past + number, size, dice)
        yield sealed(lock, plain(userid, words, first + number, moment), moment, f"{seed}{number:06d}")


def request(query: dict[str, str], body: bytes) -> bytes:
    """The bytes of one HTTP request on a connection that stays open."""
    head = (
        f"POST {PATH}?{urlencode(query)} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: text/xml\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body
