"""同意 / 退回: the office decides what a unit asked for. For a leader 「同意」 signs what waits for him."""

from __future__ import annotations

import re
from datetime import date

from sqlalchemy import select

from handlers.message import Answer
from handlers.office.fields import day_in
from handlers.office.notices import sign_plainly
from handlers.office.ref import meant
from handlers.turn import Turn
from models import Closeout, Extension, Matter, Notice
from models.extension import RequestState
from models.inbox import Disposition
from models.notice import NoticeState
from models.person import Role
from supervision import closeouts, extensions, findings
from supervision.clock import day_of
from supervision.errors import NothingPending
from supervision.visibility import may_see_whole

_ABOUT_EXTENSION = ("延期",)
_ABOUT_CLOSEOUT = ("销号", "办结", "完成")
# 同意 3 不行: taken at its first word it would grant what is refused
_TURNED_DOWN = re.compile(
    f"(?:{'|'.join(_ABOUT_EXTENSION + _ABOUT_CLOSEOUT)})?[ ,。]*(?:还?是)?"
    "(?:不(?:行|同意|可|妥|能|予|批|要|合适)|退回|驳回|算了)"
)

# 只延五天, 最多到…: a span that no day was read from may not be granted as the one that was asked for
_NAMES_A_SPAN = re.compile("^(?:只|最多|可以|就|先)?(?:能)?(?:延|给|宽限|顺延|推迟|到|至)")
_UNTIL = re.compile("(?:可以|只能|只|最多|最多只能|同意)?(?:延期|延长|延|顺延|推迟|宽限|改)?(?:到|至|为|成)[ ]*")


def agree(turn: Turn, match: re.Match[str]) -> Answer | None:
    """「同意 3」; with both a claim of completion and an extension waiting, 「同意 3 延期」."""
    if match["ref"] is None:
        return _the_only_one(turn)
    matter = meant(turn, match["ref"])
    if matter is None:
        return None
    if turn.person.role is Role.LEADER and not _is_for_leaders(turn, matter):
        return sign_plainly(turn, matter)
    words = (match["words"] or "").strip()
    if _TURNED_DOWN.match(words):
        facts = {"number": matter.number, "title": matter.title, "words": words}
        return Answer("agree_or_return", facts, Disposition.REFUSED)
    return _grant(turn, matter, words)


def turn_down(turn: Turn, match: re.Match[str]) -> Answer | None:
    """「退回 3 缺验收单」: what is lacking has to be said."""
    matter = meant(turn, match["ref"])
    if matter is None:
        return None
    words = (match["words"] or "").strip()
    if not _without_topic(words):
        facts = {"number": matter.number, "title": matter.title, "is_extension": words in _ABOUT_EXTENSION}
        return Answer("return_needs_words", facts)
    extension, closeout = _waiting(turn, matter, words)
    words = _without_topic(words)
    if closeout is not None and turn.person.role is Role.SUPERVISOR:
        closeouts.return_(turn.session, matter, turn.telling, turn.rules, words)
        return _done("closeout_returned_told", matter, words=words, is_found_wanting=_is_found_wanting(turn, matter))
    if extension is not None:
        extensions.return_(turn.session, matter, turn.telling, turn.rules, words)
        return _done("extension_returned_told", matter, words=words)
    raise NothingPending(number=matter.number, title=matter.title)


def reopen(turn: Turn, match: re.Match[str]) -> Answer | None:
    """「撤销办结 3 验收单是别的项目的」: confirmed by mistake."""
    matter = meant(turn, match["ref"])
    if matter is None:
        return None
    closeout = closeouts.reopen(turn.session, matter, turn.telling, turn.rules, (match["words"] or "").strip())
    return _done("closeout_reopened_told", matter, words=closeout.words)


def _is_found_wanting(turn: Turn, matter: Matter) -> bool:
    """Whether this very message says, for the ladder, that the result is below the standard."""
    return any(found.inbox_id == turn.telling.inbox_id for found in findings.unused(turn.session, matter.id))


def _grant(turn: Turn, matter: Matter, words: str) -> Answer:
    extension, closeout = _waiting(turn, matter, words)
    words = _without_topic(words)
    if extension is not None and closeout is not None:
        return Answer("agree_to_which", {"number": matter.number, "title": matter.title})
    if closeout is not None:
        closeouts.confirm(turn.session, matter, turn.telling, turn.rules, words)
        return _done("closeout_confirmed_told", matter, strikes_off=closeout.strikes_off)
    if extension is not None:
        asked, (until, rest) = extension.until, _day_granted(turn, words)
        if until is None and _NAMES_A_SPAN.search(words):
            facts = {"number": matter.number, "title": matter.title, "until": asked}
            return Answer("grant_until_when", facts, Disposition.REFUSED)
        extensions.grant(turn.session, matter, turn.telling, turn.rules, rest, until)
        return _done("extension_granted_told", matter, until=extension.until, asked=asked)
    raise NothingPending(number=matter.number, title=matter.title)


def _day_granted(turn: Turn, words: str) -> tuple[date | None, str]:
    """「同意 3 延期到7月31日」: another day than the one asked for, and what else is said; a day elsewhere is none."""
    led = _UNTIL.match(words)
    rest = words[led.end() :] if led else words
    found = day_in(rest, day_of(turn.now), turn.rules.calendar)
    if found is None or not rest.startswith(found[1]):
        return None, words
    remark = rest.removeprefix(found[1]).lstrip("之前止为。, ")
    return (found[0], remark) if led or not remark else (None, words)


def _waiting(turn: Turn, matter: Matter, words: str) -> tuple[Extension | None, Closeout | None]:
    """What waits for the office on a matter; the words may narrow it."""
    extension = turn.session.scalar(
        select(Extension).where(Extension.matter_id == matter.id, Extension.state == RequestState.ASKED)
    )
    closeout = turn.session.scalar(
        select(Closeout).where(Closeout.matter_id == matter.id, Closeout.state == RequestState.ASKED)
    )
    if extension is not None and closeout is not None:
        if words.startswith(_ABOUT_EXTENSION):
            return extension, None
        if words.startswith(_ABOUT_CLOSEOUT):
            return None, closeout
    return extension, closeout


def _is_for_leaders(turn: Turn, matter: Matter) -> bool:
    """An extension waits that the policy leaves to the leader in charge."""
    extension, _ = _waiting(turn, matter, _ABOUT_EXTENSION[0])
    return extension is not None and extensions.decided_by_leaders(turn.session, matter, turn.rules)


def _without_topic(words: str) -> str:
    """「退回 4 延期 请先报计划」: the word that tells which request is meant is no part of the answer."""
    topic, _, rest = words.partition(" ")
    return rest.strip() if topic in (*_ABOUT_EXTENSION, *_ABOUT_CLOSEOUT) else words


def _the_only_one(turn: Turn) -> Answer:
    """「同意」 alone, where exactly one thing waits. A leader names the matter: his word is a signature."""
    if turn.person.role is Role.LEADER:
        return _asks_for_the_matter(waits_for_leader(turn))
    asked = {
        *turn.session.scalars(select(Extension.matter_id).where(Extension.state == RequestState.ASKED).limit(2)),
        *turn.session.scalars(select(Closeout.matter_id).where(Closeout.state == RequestState.ASKED).limit(2)),
    }
    if len(asked) != 1:
        return _asks_for_the_matter(bool(asked))
    return _grant(turn, turn.session.get_one(Matter, asked.pop()), "")


def waits_for_leader(turn: Turn) -> bool:
    """Whether a notice was proposed to this leader: 「可以」 to it signs nothing, and he has to know."""
    if turn.person.role is not Role.LEADER:
        return False
    proposed = select(Notice.id).join(Matter, Matter.id == Notice.matter_id)
    waits = proposed.where(Notice.state == NoticeState.PROPOSED, may_see_whole(turn.viewer))
    return turn.session.scalar(waits.limit(1)) is not None


def _asks_for_the_matter(is_waiting: bool) -> Answer:
    """Where nothing waits, that is what is said: the word was his to say."""
    if not is_waiting:
        raise NothingPending
    return Answer("agree_names_the_matter")


def _done(event: str, matter: Matter, **facts: object) -> Answer:
    return Answer(event, {"number": matter.number, "title": matter.title, **facts}, Disposition.DONE)
