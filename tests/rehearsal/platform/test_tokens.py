"""access_token: one a secret, two hours, void when the platform feels like it; and what every call is asked first."""

import re

from rehearsal.platform import App, Fault, Rules

from .conftest import Office, open_office
from .product import CORP, SECRET


def test_a_token_is_the_same_on_repeat_and_counts_down(office: Office) -> None:
    first = office.get("gettoken", token="", corpid=CORP, corpsecret=SECRET)
    office.clock.forward(hours=1)
    second = office.get("gettoken", token="", corpid=CORP, corpsecret=SECRET)
    assert first["expires_in"] == 7200
    assert second["expires_in"] == 3600
    assert second["access_token"] == first["access_token"]


def test_a_new_token_each_time_leaves_the_old_one_working() -> None:
    office = open_office(Rules(same_token_on_repeat=False))
    old, new = office.token(), office.token()
    assert old != new
    assert office.get("getcallbackip", old)["errcode"] == 0


def test_an_expired_a_revoked_an_unknown_and_a_missing_token(office: Office) -> None:
    token = office.token()
    assert office.get("getcallbackip", token)["ip_list"]
    office.clock.forward(hours=2)
    assert office.get("getcallbackip", token)["errcode"] == 42001
    fresh = office.token()
    assert fresh != token
    office.platform.revoke_tokens()
    assert office.get("getcallbackip", fresh)["errcode"] == 40014
    assert office.get("getcallbackip", "made-up")["errcode"] == 40014
    assert office.get("getcallbackip", "")["errcode"] == 41001


def test_wrong_credentials_are_told_apart_and_repeated_ones_bar_the_address(office: Office) -> None:
    def ask(corp: str, secret: str, address: str = "10.0.0.9") -> int:
        query = {"corpid": corp, "corpsecret": secret}
        return int(office.platform.call("GET", "gettoken", query, source_ip=address).json["errcode"])

    assert ask("ww0", SECRET) == 40013
    assert ask("", SECRET) == 41002
    assert ask(CORP, "") == 41004
    assert [ask(CORP, "wrong") for _ in range(5)] == [40001] * 5
    assert ask(CORP, SECRET) == 45009
    assert ask(CORP, SECRET, "10.0.0.10") == 0
    office.clock.forward(hours=1)
    assert ask(CORP, SECRET) == 0


def test_the_words_of_an_error_change_from_call_to_call(office: Office) -> None:
    said = [office.get("getcallbackip", "made-up")["errmsg"] for _ in range(2)]
    assert said[0] != said[1]
    assert all(re.search(r"hint: \[\d+\], from ip: 127\.0\.0\.1", one) for one in said)


def test_a_strange_address_is_named_in_the_answer(office: Office) -> None:
    office.line.app.trusted_addresses = frozenset({"10.1.1.1"})
    query = {"access_token": office.token()}
    answer = office.platform.call("GET", "/cgi-bin/getcallbackip", query, source_ip="10.2.2.2").json
    assert answer["errcode"] == 60020
    assert "from ip: 10.2.2.2" in answer["errmsg"]
    assert office.platform.call("GET", "/cgi-bin/getcallbackip", query, source_ip="10.1.1.1").json["errcode"] == 0


def test_a_token_speaks_for_its_own_app_only(office: Office) -> None:
    office.corp.add_app(App(CORP, 1000003, "other-secret"))
    other = office.get("gettoken", token="", corpid=CORP, corpsecret="other-secret")["access_token"]
    message = {"touser": "zhang", "agentid": 1000002, "msgtype": "text", "text": {"content": "提醒"}}
    assert office.post("message/send", message, other)["errcode"] == 301002
    assert office.post("message/send", {**message, "agentid": "1000003"}, other)["errcode"] == 40056
    assert office.post("message/send", {**message, "agentid": 1000003}, other)["errcode"] == 0


def test_the_wrong_method_an_unknown_path_and_a_broken_body(office: Office) -> None:
    token = office.token()
    assert office.get("message/send", token)["errcode"] == 43002
    assert office.post("user/get", {}, token)["errcode"] == 43001
    assert office.get("no/such/path", token)["errcode"] == 404
    query = {"access_token": token}
    bodies = (b"", b"{", b"[]", b'{"touser": "\\u5f20"}')
    codes = [office.platform.call("POST", "message/send", query, body=body).json["errcode"] for body in bodies]
    assert codes == [44002, 47001, 47001, 41011]


def test_escaped_characters_can_be_refused() -> None:
    office = open_office(Rules(refuses_unicode_escapes=True))
    body = b'{"touser": "\\u5f20"}'
    answer = office.platform.call("POST", "message/send", {"access_token": office.token()}, body=body)
    assert answer.json["errcode"] == 40033


def test_an_app_that_is_switched_off_is_told_so(office: Office) -> None:
    office.line.app.switched_off = True
    assert office.send("zhang")["errcode"] == 48006


def test_a_token_that_is_always_expired_and_one_that_is_revoked_once(office: Office) -> None:
    always = office.platform.faults.on(Fault.ALWAYS_EXPIRED)
    assert [office.send("zhang")["errcode"] for _ in range(3)] == [42001] * 3
    office.platform.faults.off(always)
    office.platform.faults.on(Fault.TOKEN_REVOKED, "message/send", times=1)
    assert [office.send("zhang")["errcode"] for _ in range(2)] == [40014, 0]
