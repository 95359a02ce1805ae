"""One bit of a callback is changed on its way, ten thousand times: nothing comes in (T1)."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from bot.door import Reply, Verdict
from tests.security.envelopes import encrypted, outer, signed, text_xml
from tests.security.rows import rows
from tests.stories.office import StoryOffice

ENVELOPES, FLIPS = 250, 10  # flips in each of the four signed parts
TEXTS = ("日报 奥瑞金二期 进度66%", "暂停 3 停工令", "红灯", "签发 8", "😀")


def envelopes(office: StoryOffice, count: int) -> Iterator[tuple[dict[str, str], str]]:
    """Query and ciphertext of honest messages."""
    now = int(office.clock.now.timestamp())
    for number in range(1, count + 1):
        inner = text_xml(office, TEXTS[number % len(TEXTS)].encode(), "zhouming", number)
        secret = encrypted(inner)
        yield signed(secret, now, nonce=str(1597212914 + number)), secret


def flipped(text: str, chance: random.Random) -> str:
    place, bit = chance.randrange(len(text)), chance.randrange(7)
    return f"{text[:place]}{chr(ord(text[place]) ^ 1 << bit)}{text[place + 1 :]}"


@pytest.mark.parametrize("part", ["msg_signature", "timestamp", "nonce", "ciphertext"])
def test_a_flipped_bit_is_refused_and_writes_nothing(small_office: StoryOffice, part: str) -> None:
    door, chance, before = small_office.house.door, random.Random(part), rows(small_office)
    came_in = []
    for query, secret in envelopes(small_office, ENVELOPES):
        for _ in range(FLIPS):
            changed = {**query, "ciphertext": secret}
            changed[part] = flipped(changed[part], chance)
            body = outer(changed.pop("ciphertext"))
            if door.receive(changed, body) != Reply(Verdict.FORBIDDEN):
                came_in.append((changed, body))
    assert came_in == []
    assert rows(small_office) == before
    assert sum(door.refused.values()) == ENVELOPES * FLIPS


def test_the_same_envelopes_come_in_as_they_were(small_office: StoryOffice) -> None:
    """Guards the test above: what it changes was good."""
    door = small_office.house.door
    assert {door.receive(query, outer(secret)).verdict for query, secret in envelopes(small_office, 20)} == {
        Verdict.ACCEPTED
    }
    assert door.refused.total() == 0
