"""A tiny product, written only with wechatpy: enough to see how the pretend platform treats a product."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs
from zoneinfo import ZoneInfo

from defusedxml.ElementTree import fromstring
from wechatpy.enterprise.crypto import WeChatCrypto

from rehearsal.platform.passive import to_tree

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

TOKEN = "duchaTestToken01"
AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
CORP = "ww1234567890abcdef"
AGENT = 1000002
SECRET = "secret-of-the-app"

Thought = Callable[[dict[str, Any]], str]


class PretendClock:
    """Time that moves only when told."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 2, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **span: float) -> None:
        self.now += timedelta(**span)


class Product:
    """Keeps what it was told, answers with `reply` (inner XML) or with nothing; `status` is what it answers."""

    def __init__(self) -> None:
        self.crypto = WeChatCrypto(TOKEN, AES_KEY, CORP)
        self.heard: list[dict[str, Any]] = []
        self.queries: list[dict[str, str]] = []
        self.raw: list[bytes] = []
        self.statuses: list[int] = []
        self.reply: Thought = lambda _: ""
        self.envelope: Callable[[str], str] = self.seal
        self.busy: Callable[[], object] = lambda: None
        self.echo: Callable[[str], bytes] = str.encode

    def seal(self, inner: str) -> str:
        return str(self.crypto.encrypt_message(inner, "nonce", "1767225600")) if inner else ""

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        query = {name: values[0] for name, values in parse_qs(environ["QUERY_STRING"]).items()}
        if environ["REQUEST_METHOD"] == "GET":
            body = self.verified(query)
        else:
            body = self.received(query, environ["wsgi.input"].read())
        status = self.statuses.pop(0) if self.statuses else 200
        start_response(f"{status} whatever", [("Content-Type", "text/plain")])
        return [body]

    def verified(self, query: dict[str, str]) -> bytes:
        self.busy()
        signed = (query["msg_signature"], query["timestamp"], query["nonce"])
        return self.echo(self.crypto.check_signature(*signed, query["echostr"]))

    def received(self, query: dict[str, str], body: bytes) -> bytes:
        self.queries.append(query)
        self.raw.append(body)
        signed = (query["msg_signature"], query["timestamp"], query["nonce"])
        envelope = {"Encrypt": fromstring(body).findtext("Encrypt")}
        message = to_tree(fromstring(self.crypto.decrypt_message(envelope, *signed)))
        self.heard.append(message)
        self.busy()
        return self.envelope(self.reply(message)).encode()


def text_reply(content: str, to: str = "zhang", sender: str = CORP) -> str:
    """The inner XML of a text answer."""
    return (
        f"<xml><ToUserName><![CDATA[{to}]]></ToUserName><FromUserName><![CDATA[{sender}]]></FromUserName>"
        f"<CreateTime>1767225600</CreateTime><MsgType><![CDATA[text]]></MsgType>"
        f"<Content><![CDATA[{content}]]></Content></xml>"
    )
