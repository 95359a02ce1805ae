"""Envelopes for other corporations and apps: only what was sealed for this door comes in at it (T7)."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from bot.door import Door, Verdict
from bot.wecom.codec import Codec
from tests.security.envelopes import encrypted, outer, post, signed, text_xml
from tests.security.rows import rows
from tests.stories.office import AES_KEY, AGENT, CORP, TOKEN, StoryOffice

CORPS = (CORP, "ww1234567890abcdeF", "ww0000000000000001")
AGENTS = (AGENT, AGENT + 1, 1)
HOUSES = tuple(product(CORPS, AGENTS))


def door_of(office: StoryOffice, corp: str, agent: int) -> Door:
    """Carelessly they were all given one token and one key, so that nothing but the inside tells them apart."""
    return replace(office.house.door, codec=Codec(TOKEN, AES_KEY, corp), corp_id=corp, agent_id=str(agent))


def meant_for(office: StoryOffice, corp: str, agent: int, number: int) -> bytes:
    said = text_xml(office, "日报 奥瑞金二期 进度66%".encode(), number=number, agent=agent)
    return said.replace(CORP.encode(), corp.encode())


def test_three_corps_times_three_apps_only_the_diagonal_comes_in(small_office: StoryOffice) -> None:
    now, came_in = int(small_office.clock.now.timestamp()), []
    for number, meant in enumerate(HOUSES, 1):
        secret = encrypted(meant_for(small_office, *meant, number), meant[0])
        for at in HOUSES:
            # The outside of the envelope says whatever the door would like to read.
            reply = door_of(small_office, *at).receive(signed(secret, now), outer(secret, *at))
            if reply.verdict is not Verdict.FORBIDDEN:
                came_in.append((meant, at))
    assert came_in == [(one, one) for one in HOUSES]


@pytest.mark.parametrize(("sealed_for", "says"), list(product(CORPS, CORPS)))
def test_seal_and_words_inside_must_both_be_ours(small_office: StoryOffice, sealed_for: str, says: str) -> None:
    secret = encrypted(meant_for(small_office, says, AGENT, 1), sealed_for)
    status, _ = post(small_office, signed(secret, int(small_office.clock.now.timestamp())), outer(secret))
    assert (status == 200) is (sealed_for == says == CORP)
    assert (small_office.matter(3).percent == 66) is (status == 200)


@pytest.mark.parametrize(
    "outside",
    [
        "<xml><Encrypt>{}</Encrypt></xml>",
        "<xml><ToUserName>ww0</ToUserName><AgentID>7</AgentID><Encrypt>{}</Encrypt></xml>",
        "<xml><FromUserName>zhouming</FromUserName><Content>暂停 3 停工令</Content><Encrypt>{}</Encrypt></xml>",
        "<xml><MsgId>1</MsgId><Encrypt>{}</Encrypt><CreateTime>1</CreateTime></xml>",
    ],
)
def test_the_outside_decides_nothing(small_office: StoryOffice, outside: str) -> None:
    secret = encrypted(text_xml(small_office, "日报 奥瑞金二期 进度66%".encode()))
    query = signed(secret, int(small_office.clock.now.timestamp()))
    assert post(small_office, query, outside.format(secret).encode())[0] == 200
    matter, before = small_office.matter(3), rows(small_office)
    assert (matter.percent, matter.suspended_since) == (66, None)
    assert post(small_office, query, outer(secret))[0] == 200
    assert rows(small_office) == before, "the same message, whatever was written around it"


def test_an_event_without_an_app_is_taken_only_when_it_tells_of_the_corp(small_office: StoryOffice) -> None:
    before = rows(small_office)
    from_to = f"<ToUserName>{CORP}</ToUserName><FromUserName>zhouming</FromUserName>"
    head = f"<xml>{from_to}<CreateTime>{int(small_office.clock.now.timestamp())}</CreateTime>"
    for kind in ("click", "template_card_event", "enter_agent", "subscribe"):
        event = f"{head}<MsgType>event</MsgType><Event>{kind}</Event><EventKey>say:暂停 3 停工令</EventKey></xml>"
        secret = encrypted(event.encode())
        assert post(small_office, signed(secret, int(small_office.clock.now.timestamp())), outer(secret))[0] == 403
    assert rows(small_office) == before
