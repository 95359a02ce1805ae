"""The one place that touches the wire to the platform."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from http.cookiejar import DefaultCookiePolicy

import requests
import urllib3

from bot.wecom.answers import Answer, Attachment, Fetched, json_object
from bot.wecom.deadline import WATCH, DeadlineAdapter, Watch
from bot.wecom.errors import NoAnswer, NotReached, TurnedAway, WireTrouble
from bot.wecom.redaction import quieten_talkers

_CHUNK = 16 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds and bytes. `total` runs from the first connect to the last byte; only a name server can exceed it."""

    connect: float = 3.0
    read: float = 5.0
    total: float = 10.0
    body: int = 4 * 1024 * 1024


class Wire:
    """Calls the platform; shared by threads. No redirects, no cookies, no proxies from the environment."""

    def __init__(
        self,
        limits: Limits | None = None,
        *,
        verify: bool | str = True,
        proxy: str = "",
        session: requests.Session | None = None,
    ) -> None:
        """`verify` may be the path of a CA bundle. A `session` is used as it is, with whatever is mounted in it."""
        self._limits = limits or Limits()
        self._session = session or _own_session()
        self._session.trust_env = False
        self._session.verify = verify
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        if proxy:
            self._session.proxies = {"http": proxy, "https": proxy}
        quieten_talkers()

    def call(
        self,
        method: str,
        url: str,
        params: Mapping[str, str],
        body: bytes | None = None,
        attachment: Attachment | None = None,
    ) -> Answer:
        """One request, one JSON object back. Raises NotReached or NoAnswer."""
        fetched = self.fetch(method, url, params, body, attachment)
        data = json_object(fetched.body)
        if data is None:
            raise NoAnswer(f"{_path(url)}: the answer is not a JSON object")
        return Answer(data)

    def fetch(
        self,
        method: str,
        url: str,
        params: Mapping[str, str],
        body: bytes | None = None,
        attachment: Attachment | None = None,
    ) -> Fetched:
        """One request, any body of status 200 back. Raises NotReached or NoAnswer."""
        watch = Watch(time.monotonic() + self._limits.total)
        before = WATCH.set(watch)
        try:
            got = self._exchange(method, url, params, body, attachment)
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as broken:
            got = _trouble(_path(url), broken, watch)
        finally:
            WATCH.reset(before)
        # Raised out here so that the library's exception, whose text holds the query, is not even its context.
        if isinstance(got, WireTrouble):
            raise got
        return got

    def close(self) -> None:
        """Lets go of the pooled connections."""
        self._session.close()

    def _exchange(
        self,
        method: str,
        url: str,
        params: Mapping[str, str],
        body: bytes | None,
        attachment: Attachment | None,
    ) -> Fetched | WireTrouble:
        headers = {"Accept-Encoding": "identity"}
        if body is not None:
            headers["Content-Type"] = "application/json; charset=utf-8"
        with self._session.request(
            method,
            url,
            params=dict(params),
            data=body,
            files={"media": (attachment.name, attachment.content)} if attachment else None,
            headers=headers,
            timeout=(self._limits.connect, self._limits.read),
            allow_redirects=False,
            stream=True,
        ) as response:
            content = self._content(response)
            if content is None:
                return NoAnswer(f"{_path(url)}: the answer is larger than {self._limits.body} bytes")
            if response.status_code != requests.codes.ok:
                return _gateway(_path(url), response.status_code)
            is_file = "attachment" in response.headers.get("Content-Disposition", "").lower()
            return Fetched(content, is_file)

    def _content(self, response: requests.Response) -> bytes | None:
        content = bytearray()
        for chunk in response.iter_content(_CHUNK):
            content += chunk
            if len(content) > self._limits.body:
                return None
        return bytes(content)


def _path(url: str) -> str:
    """What may be told of an address: no host, no query."""
    return "/" + url.partition("?")[0].partition("://")[2].partition("/")[2]


def address(base_url: str, path: str) -> str:
    """`base_url` ends in cgi-bin, with or without a slash."""
    return f"{base_url.rstrip('/')}/{path}"


def _own_session() -> requests.Session:
    session = requests.Session()
    adapter = DeadlineAdapter(pool_maxsize=16, max_retries=0)
    session.mount("https://", adapter)
    session.mount("http://", adapter)
    return session


def _gateway(path: str, status: int) -> WireTrouble:
    """The platform itself always says 200 (platform.md §7.1), so somebody before it has spoken.

    3xx and 4xx turned the request away; after 5xx, and after a 408 that may have come late, nobody knows.
    """
    if 300 <= status < 500 and status != requests.codes.request_timeout:
        return TurnedAway(f"{path}: turned away with HTTP {status}")
    return NoAnswer(f"{path}: HTTP {status}")


def _trouble(path: str, broken: Exception, watch: Watch) -> WireTrouble:
    kind = type(broken).__name__
    is_written = watch.is_written
    if is_written is None:
        # An address that is none (ValueError), or somebody else's transport, which can only tell by its exception.
        is_written = not (isinstance(broken, requests.ConnectTimeout | ValueError) or _mentions_refusal(broken))
    if is_written:
        return NoAnswer(f"{path}: {kind} after the request was written")
    return NotReached(f"{path}: {kind} before anything was written")


def _mentions_refusal(broken: BaseException) -> bool:
    return isinstance(broken, ConnectionRefusedError) or any(
        _mentions_refusal(each) for each in (*broken.args, broken.__cause__) if isinstance(each, BaseException)
    )
