"""Games with padding, lengths and blocks: in or refused, and every refusal is the same to the byte (T6)."""

from __future__ import annotations

import base64
import random
from collections import Counter

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from bot.door import Reply, Verdict
from tests.security.envelopes import outer, signed, text_xml
from tests.security.rows import beyond_the_inbox
from tests.stories.office import AES_KEY, CORP, StoryOffice

MUTATIONS = 10_000  # a kind
BLOCK = 16
_KEY = base64.b64decode(AES_KEY + "=")


def plain(office: StoryOffice, number: int) -> bytes:
    """What is encrypted: random bytes, length, message, receiver, padding."""
    inner = text_xml(office, "暂停 3 停工令".encode(), "zhouming", number)
    whole = b"sixteen letters!" + len(inner).to_bytes(4, "big") + inner + CORP.encode()
    pad = 32 - len(whole) % 32
    return whole + bytes([pad]) * pad


def sealed(whole: bytes) -> bytes:
    cipher = Cipher(algorithms.AES(_KEY), modes.CBC(_KEY[:16])).encryptor()
    return cipher.update(whole[: len(whole) // BLOCK * BLOCK]) + cipher.finalize()


def in_the_padding(whole: bytes, chance: random.Random) -> bytes:
    """The last byte, the bytes before it, or more and less of them: all that an oracle would be asked."""
    end = bytearray(whole)
    end[-1] = chance.randrange(256)
    for _ in range(chance.randrange(4)):
        end[-chance.randrange(1, 33)] = chance.randrange(256)
    return sealed(bytes(end))


def in_the_length(whole: bytes, chance: random.Random) -> bytes:
    lengths = (0, 1, len(whole), len(whole) - 20, 2**31, 2**32 - 1, chance.randrange(600), chance.randrange(2**32))
    return sealed(whole[:16] + chance.choice(lengths).to_bytes(4, "big") + whole[20:])


def in_the_receiver(whole: bytes, chance: random.Random) -> bytes:
    place = whole.rindex(CORP.encode()) + chance.randrange(len(CORP))
    return sealed(whole[:place] + bytes([whole[place] ^ 1 << chance.randrange(8)]) + whole[place + 1 :])


def in_the_blocks(whole: bytes, chance: random.Random) -> bytes:
    """Left out, doubled, exchanged, damaged."""
    secret = sealed(whole)
    blocks = [secret[place : place + BLOCK] for place in range(0, len(secret), BLOCK)]
    one, other = chance.randrange(len(blocks)), chance.randrange(len(blocks))
    match chance.randrange(4):
        case 0:
            del blocks[min(one, other) : max(one, other) + 1]
        case 1:
            blocks.insert(one, blocks[other])
        case 2:
            blocks[one], blocks[other] = blocks[other], blocks[one]
        case _:
            blocks[one] = chance.randbytes(BLOCK)
    return b"".join(blocks)


KINDS = {one.__name__: one for one in (in_the_padding, in_the_length, in_the_receiver, in_the_blocks)}
FORBIDDEN = Reply(Verdict.FORBIDDEN)


@pytest.mark.parametrize("kind", KINDS)
def test_a_signed_mutation_is_kept_aside_or_refused_alike(small_office: StoryOffice, kind: str) -> None:
    """Somebody who signs rightly still learns nothing of what the lock found inside."""
    office, chance = small_office, random.Random(kind)
    before, now = beyond_the_inbox(office), int(office.clock.now.timestamp()) - 3600  # too old to be carried out
    said: Counter[Verdict] = Counter()
    whole = plain(office, 1)
    for _ in range(MUTATIONS):
        secret = base64.b64encode(KINDS[kind](whole, chance)).decode()
        reply = office.house.door.receive(signed_as(secret, now), outer(secret))
        said[reply.verdict] += 1
        assert reply == FORBIDDEN or reply.verdict is Verdict.ACCEPTED
    assert said[Verdict.FORBIDDEN] > MUTATIONS // 4
    assert beyond_the_inbox(office) == before


def signed_as(secret: str, now: int) -> dict[str, str]:
    return signed(secret, now) if secret else {}


def test_all_refusals_are_one_answer_over_http(small_office: StoryOffice) -> None:
    """Status, headers and body: of a wrong signature, a wrong padding, a wrong receiver, a body that is no XML."""
    chance, now = random.Random(6), int(small_office.clock.now.timestamp())
    client, path = small_office.house.web.test_client(), small_office.house.settings.callback.path
    whole, answers = plain(small_office, 2), Counter[str]()
    good = base64.b64encode(sealed(whole)).decode()
    tries = [({}, outer(good)), (signed(good, now), b" "), (signed(good, now), b"{}"), (signed("x", now), outer(good))]
    tries += [(signed(odd, now), outer(odd)) for odd in ("A", "QUJD", "QUJDRA==", "=", "AAAA" * 500, good[:-4])]
    for kind in KINDS.values():
        secrets = (base64.b64encode(kind(whole, chance)).decode() for _ in range(60))
        tries += [(signed(secret, now), outer(secret)) for secret in secrets]
    for query, body in tries:
        answer = client.post(path, query_string=query, data=body)
        assert answer.status_code in (200, 403)
        if answer.status_code == 403:
            answers[f"{answer.status} {sorted(answer.headers)} {answer.data!r}"] += 1
    assert len(answers) == 1 and answers.total() > 150
