"""Trouble on the wire: what the caller sees, and what was delivered all the same."""

import threading

import pytest
import requests

from rehearsal.platform import BASE_URL, Fault, Rules, session

from .conftest import Office, open_office
from .product import AGENT


def push(office: Office, token: str, timeout: float = 5) -> requests.Response:
    message = {"touser": "zhang", "agentid": AGENT, "msgtype": "text", "text": {"content": "提醒"}}
    url = f"{BASE_URL}/cgi-bin/message/send"
    return session(office.platform).post(url, params={"access_token": token}, json=message, timeout=timeout)


def test_refused_means_surely_not_delivered(office: Office) -> None:
    token = office.token()
    office.platform.faults.on(Fault.REFUSED, times=1)
    with pytest.raises(requests.ConnectionError):
        push(office, token)
    assert office.texts("zhang") == []


def test_a_reset_after_accepting_leaves_the_caller_in_doubt(office: Office) -> None:
    token = office.token()
    office.platform.faults.on(Fault.RESET_AFTER_ACCEPT, times=1)
    with pytest.raises(requests.ConnectionError):
        push(office, token)
    assert office.texts("zhang") == ["提醒"]


def test_slower_than_the_callers_patience_is_delivered_too(office: Office) -> None:
    token = office.token()
    office.platform.faults.on(Fault.SLOW, "message/send", seconds=8)
    with pytest.raises(requests.ReadTimeout):
        push(office, token)
    assert push(office, token, timeout=10).json()["errcode"] == 0
    assert office.texts("zhang") == ["提醒", "提醒"]


def test_a_gateway_page_is_not_json_and_nothing_was_delivered(office: Office) -> None:
    token = office.token()
    office.platform.faults.on(Fault.BAD_GATEWAY, times=1)
    answer = push(office, token)
    assert answer.status_code == 502
    assert answer.text.startswith("<html>")
    assert office.texts("zhang") == []


def test_half_an_answer(office: Office) -> None:
    token = office.token()
    office.platform.faults.on(Fault.GARBLED, times=1)
    with pytest.raises(requests.JSONDecodeError):
        push(office, token).json()
    assert office.texts("zhang") == ["提醒"]


@pytest.mark.parametrize(("fault", "code"), [(Fault.BUSY, -1), (Fault.SWITCHED_OFF, 48006), (Fault.TOO_OFTEN, 45009)])
def test_faults_that_answer_with_a_code(office: Office, fault: Fault, code: int) -> None:
    token = office.token()
    office.platform.faults.on(fault, "message/send", times=2)
    assert [push(office, token).json()["errcode"] for _ in range(3)] == [code, code, 0]
    assert office.texts("zhang") == ["提醒"]
    assert [one.code for one in office.platform.log if one.path == "message/send"] == [code, code, 0]


def test_chance_is_in_the_seed() -> None:
    def day(seed: int) -> list[int]:
        office = open_office(seed=seed)
        token = office.token()
        office.platform.faults.on(Fault.BUSY, chance=0.5)
        return [push(office, token).json()["errcode"] for _ in range(20)]

    assert day(3) == day(3)
    assert set(day(3)) == {0, -1}


def test_switching_off_one_or_all(office: Office) -> None:
    token = office.token()
    busy = office.platform.faults.on(Fault.BUSY)
    office.platform.faults.on(Fault.TOO_OFTEN)
    office.platform.faults.off(busy)
    assert push(office, token).json()["errcode"] == 45009
    office.platform.faults.off()
    assert push(office, token).json()["errcode"] == 0


def test_too_many_calls_under_way_at_once() -> None:
    office = open_office(Rules(calls_at_once=2))
    token = office.token()
    inside, leave = threading.Semaphore(0), threading.Event()

    def stay(_: float) -> None:
        inside.release()
        assert leave.wait(30)

    office.platform.wait_with(stay)
    office.platform.faults.on(Fault.SLOW, "message/send", seconds=1, times=2)
    callers = [threading.Thread(target=push, args=(office, token)) for _ in range(2)]
    for caller in callers:
        caller.start()
    assert inside.acquire(timeout=30)
    assert inside.acquire(timeout=30)
    assert push(office, token).json()["errcode"] == 45033
    leave.set()
    for caller in callers:
        caller.join(30)
    assert push(office, token).json()["errcode"] == 0


def test_the_base_frequency_of_one_api() -> None:
    office = open_office(Rules(calls_per_minute=3))
    token = office.token()
    assert [office.get("getcallbackip", token)["errcode"] for _ in range(4)] == [0, 0, 0, 45009]
    assert office.get("department/simplelist", token)["errcode"] == 0
    office.clock.forward(seconds=60)
    assert office.get("getcallbackip", token)["errcode"] == 0


def test_the_frequency_of_one_address() -> None:
    office = open_office(Rules(address_per_minute=2))
    token = office.token()
    assert [office.get("getcallbackip", token)["errcode"] for _ in range(2)] == [0, 45009]


def test_many_threads_lose_nothing(office: Office) -> None:
    token = office.token()

    def talk(name: str) -> None:
        for n in range(10):
            office.line.says(name, f"{name} {n}")
            message = {"touser": name, "agentid": AGENT, "msgtype": "text", "text": {"content": f"to {name} {n}"}}
            office.post("message/send", message, token)

    threads = [threading.Thread(target=talk, args=(name,)) for name in ("zhang", "li", "wang")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len({message["MsgId"] for message in office.product.heard}) == 30
    for name in ("zhang", "li", "wang"):
        assert office.texts(name) == [line for n in range(10) for line in (f"{name} {n}", f"to {name} {n}")]
