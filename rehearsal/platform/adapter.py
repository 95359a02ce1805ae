"""A requests transport that reaches the platform in this process: no sockets, no ports."""

import io
from collections.abc import Mapping
from urllib.parse import parse_qsl, urlsplit

import requests
from requests.adapters import BaseAdapter
from requests.models import PreparedRequest, Response
from requests.structures import CaseInsensitiveDict

from .calls import Answer
from .pretend import PREFIX, Platform

BASE_URL = "https://qyapi.weixin.qq.com"


class PlatformAdapter(BaseAdapter):
    """Mount it on the base URL. Faults come out as the exceptions requests would raise."""

    def __init__(self, platform: Platform, source_ip: str = "127.0.0.1") -> None:
        super().__init__()
        self._platform = platform
        self._source_ip = source_ip

    def send(
        self,
        request: PreparedRequest,
        stream: bool = False,
        timeout: float | tuple[float, float] | tuple[float, None] | None = None,
        verify: bool | str = True,
        cert: str | bytes | tuple[bytes | str, bytes | str] | None = None,
        proxies: Mapping[str, str] | None = None,
    ) -> Response:
        """Answers one request."""
        address = urlsplit(request.url or "")
        body = request.body or b""
        if not address.path.startswith(PREFIX):
            return _response(request, Answer(404, {"Content-Type": "text/html"}, b"<html>404</html>"))
        try:
            answer = self._platform.call(
                request.method or "GET",
                address.path,
                dict(parse_qsl(address.query, keep_blank_values=True)),
                body=body.encode() if isinstance(body, str) else bytes(body),
                headers=request.headers,
                source_ip=self._source_ip,
                timeout=timeout[1] if isinstance(timeout, tuple) else timeout,
            )
        except TimeoutError as error:
            raise requests.ReadTimeout(error, request=request) from error
        except ConnectionError as error:
            raise requests.ConnectionError(error, request=request) from error
        return _response(request, answer)

    def close(self) -> None:
        """Nothing is open."""


def session(platform: Platform, base_url: str = BASE_URL, source_ip: str = "127.0.0.1") -> requests.Session:
    """A requests session whose platform is this object."""
    made = requests.Session()
    made.mount(base_url, PlatformAdapter(platform, source_ip))
    return made


def _response(request: PreparedRequest, answer: Answer) -> Response:
    response = Response()
    response.status_code = answer.status
    response.headers = CaseInsensitiveDict(answer.headers)
    response.raw = io.BytesIO(answer.body)
    response.encoding = "utf-8"
    response.url = request.url or ""
    response.request = request
    return response
