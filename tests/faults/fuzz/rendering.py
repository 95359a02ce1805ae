"""Whatever people wrote: it rings nobody, fits, is cut between characters, the parts hold the whole (O6, T23, F44)."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from random import Random
from typing import Protocol

from bot.config import Form
from bot.sender import WeComSender
from bot.wecom.bodies import ROBOT_MARKDOWN_LIMIT, TEXT_LIMIT
from bot.wecom.plain import visible
from supervision.offers import Choice, Offer
from supervision.sending import Address, Part
from supervision.texts import render
from tests.faults.fuzz.sayings import filled, said
from tests.faults.fuzz.trying import Tried, smallest, try_all
from tests.faults.fuzz.wording import any_text, flood
from tests.stories.office import AGENT, PEOPLE

ADDRESSES = (Address("app", "zhangwei"), Address("appchat", "g1"), Address("robot", "督办工作群"))
FORMS: tuple[Form, ...] = ("text", "markdown", "cards")
_NUMBER = re.compile(r"\n（(\d+)/(\d+)）$")
_POWER = re.compile(r"<[@/!A-Za-z]|@all|@所有人|\]\(|\x1b")  # what a client acts upon
_USERIDS = tuple(userid for userid, *_ in PEOPLE)


class Composes(Protocol):
    """What cuts words for an address, as the sender does."""

    def compose(
        self, address: Address, words: str, mentions: tuple[str, ...] = (), offer: Offer | None = None
    ) -> list[Part]: ...


@dataclass(frozen=True, slots=True)
class Spoken:
    """An event with a person's words in its facts, on its way to somebody. No event: the words alone."""

    event: str
    which: int  # of the several sets of facts it was said with
    words: str
    address: Address
    form: Form
    mentions: tuple[str, ...]
    has_offer: bool


def run(
    seed: int,
    count: int,
    renders: Callable[..., str] = render,
    composer: Callable[[Form], Composes] | None = None,
) -> Tried:
    """`count` events; `renders` puts facts into words, `composer` makes who cuts them in a form."""
    composer = composer or sender
    senders = {form: composer(form) for form in FORMS}

    def trouble(spoken: Spoken) -> str:
        if spoken.event:
            several = said()[spoken.event]
            text = renders(spoken.event, **filled(several[spoken.which % len(several)], spoken.words))
        else:
            text = spoken.words.replace("<@", "‹@")  # an answer already made of quoted words
        offer = Offer("处理", (Choice("同意", "同意 3"), Choice("退回", "退回 3")), "o1") if spoken.has_offer else None
        parts = senders[spoken.form].compose(spoken.address, text, spoken.mentions, offer)
        return ", ".join(_wrong(spoken, text, parts))

    return try_all("rendering", seed, count, _made, trouble, _smaller)


def sender(form: Form) -> WeComSender:
    return WeComSender(None, AGENT, None, form=form)  # type: ignore[arg-type]  # nothing is sent


def _wrong(spoken: Spoken, text: str, parts: list[Part]) -> Iterator[str]:
    if "<@" in text or (spoken.event and _POWER.search(text)):
        yield "words with power"
    if not text.strip():
        return  # nothing to say, so nothing need be said
    if not parts:
        yield "nothing is said"
    limit = ROBOT_MARKDOWN_LIMIT if spoken.form == "markdown" and spoken.address.channel == "robot" else TEXT_LIMIT
    for place, part in enumerate(parts):
        content, rung = _content(part.body)
        if len(content.encode()) > limit:
            yield f"{len(content.encode())} bytes where {limit} fit"
        if "\ufffd" in content and "\ufffd" not in visible(text):
            yield "cut through a character"
        mentions = [*rung, *re.findall(r"<@([^>]*)>?", content)]
        if mentions != list(spoken.mentions if place == 0 and spoken.address.channel != "app" else ()):
            yield f"rings {mentions}"
    pieces = [part.words for part in parts[: -1 if _has_card(parts) and len(parts) > 1 else None]]
    numbers = [_NUMBER.search(piece) for piece in pieces] if len(pieces) > 1 else []
    if any(found is None or found.groups() != (str(at), str(len(pieces))) for at, found in enumerate(numbers, 1)):
        yield "parts without their numbers"
    whole = "\n".join(_NUMBER.sub("", piece) if len(pieces) > 1 else piece for piece in pieces)
    if parts and visible(whole).replace("\n", "") != visible(text).replace("\n", ""):
        yield "the parts do not hold the whole"


def _has_card(parts: list[Part]) -> bool:
    return bool(parts) and b'"msgtype":"template_card"' in parts[-1].body


def _content(body: bytes) -> tuple[str, list[str]]:
    """What is read, and who is rung beside the text."""
    message = json.loads(body.decode())
    inner = message[message["msgtype"]]
    if message["msgtype"] == "template_card":
        return inner["main_title"]["title"] + inner.get("sub_title_text", ""), []
    return inner["content"], inner.get("mentioned_list", [])


def _made(chance: Random) -> Spoken:
    event = chance.choice(("", *sorted(said()))) if chance.random() < 0.8 else ""
    words = any_text(chance) if chance.random() < 0.7 else flood(chance, chance.choice((500, 1500, 2100, 5000)))
    return Spoken(
        event=event,
        which=chance.randrange(8),
        words=visible(words),  # as the door keeps them
        address=chance.choice(ADDRESSES),
        form=chance.choice(FORMS),
        mentions=tuple(chance.sample(_USERIDS, chance.choice((0, 0, 1, 3)))),
        has_offer=chance.random() < 0.2,
    )


def _smaller(spoken: Spoken, fails: Callable[[Spoken], bool]) -> Spoken:
    return replace(spoken, words=smallest(spoken.words, lambda words: fails(replace(spoken, words=words))))
