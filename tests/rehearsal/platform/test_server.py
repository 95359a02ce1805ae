"""The same platform behind a port on the loopback."""

import threading
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from waitress.server import create_server

from rehearsal.platform import Fault, HttpPost, State
from rehearsal.platform.server import make_server

from .conftest import Office
from .product import AGENT, CORP, SECRET, text_reply


class Port:
    """A WSGI application on a free port of the loopback."""

    def __init__(self, app: object) -> None:
        self._server = create_server(app, host="127.0.0.1", port=0, threads=2)
        self._thread = threading.Thread(target=self._server.run, daemon=True)
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.effective_port}"

    def close(self) -> None:
        self._server.task_dispatcher.shutdown(timeout=10)  # who still answers must find the server open
        self._server.close()
        self._thread.join(10)


@pytest.fixture
def port(office: Office) -> Iterator[Port]:
    opened = Port(make_server(office.platform))
    yield opened
    opened.close()


def token_at(port: Port) -> str:
    query = {"corpid": CORP, "corpsecret": SECRET}
    return str(requests.get(f"{port.url}/cgi-bin/gettoken", params=query, timeout=10).json()["access_token"])


def test_the_product_talks_to_a_port(office: Office, port: Port) -> None:
    message = {"touser": "zhang", "agentid": AGENT, "msgtype": "text", "text": {"content": "提醒"}}
    url = f"{port.url}/cgi-bin/message/send"
    query = {"access_token": token_at(port)}
    assert requests.post(url, params=query, json=message, timeout=10).json()["errcode"] == 0
    [seen] = requests.get(f"{port.url}/rehearsal/screen/zhang", timeout=10).json()
    assert (seen["text"], seen["channel"], seen["audience"]) == ("提醒", "app", ["zhang"])
    office.platform.faults.on(Fault.RESET_AFTER_ACCEPT, times=1)
    with pytest.raises(requests.RequestException):
        requests.post(url, params=query, json=message, timeout=10)
    assert office.texts("zhang") == ["提醒", "提醒"]
    office.robot({"msgtype": "text", "text": {"content": "群里"}})
    assert requests.get(f"{port.url}/rehearsal/group/work-group", timeout=10).json()[0]["text"] == "群里"


def test_the_platform_calls_a_product_on_a_port(office: Office) -> None:
    office.product.reply = lambda _: text_reply("已记下")
    product = Port(office.product)
    try:
        office.line.app.post = HttpPost(f"{product.url}/callback")
        assert office.platform.verify_url() == ""
        assert office.line.says("zhang", "日报 a+b=c%").reply_text == "已记下"
    finally:
        product.close()
    office.line.app.post = HttpPost("http://127.0.0.1:9/callback")
    assert office.line.says("zhang", "日报 无变化").state is State.LOST


def test_a_browser_signs_in(office: Office, port: Port) -> None:
    query = {"appid": CORP, "redirect_uri": "https://duban.example.com/in", "state": "s1", "as": "zhang"}
    page = f"{port.url}/connect/oauth2/authorize"
    answer = requests.get(page, params=query, allow_redirects=False, timeout=10)
    assert answer.status_code == 302
    back = parse_qs(urlsplit(answer.headers["Location"]).query)
    assert office.get("auth/getuserinfo", code=back["code"][0])["userid"] == "zhang"
    office.line.app.redirect_domains = frozenset()
    assert requests.get(page, params=query, allow_redirects=False, timeout=10).status_code == 400
