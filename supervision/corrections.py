"""更正: what was written wrong on a signed notice is set right, beside what stood there before.

Its number stays. Points and level are never corrected: for those it is withdrawn (N4).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import Matter, Notice
from models.notice import NoticeState
from models.person import Role
from supervision import acts, appeals_open, serving
from supervision.announcing import announce
from supervision.errors import ClimbedSince, NothingDiffers, NothingPending, SomethingMissing
from supervision.numbers import number_of
from supervision.pending import require_limit, rules_and_step
from supervision.rules import Rules
from supervision.signers import require_signer, speaker
from supervision.telling import Telling


@dataclass(frozen=True, slots=True)
class Corrected:
    """What is to stand there from now on; None: as it is."""

    standard: str | None = None
    finish_by: date | None = None
    verdict: str | None = None


def correct(
    session: Session, notice: Notice, telling: Telling, rules: Rules, corrected: Corrected, because: str
) -> dict[str, Any]:
    """By whoever may sign such a notice; what was changed, for the answer.

    Raises NotYours, NothingPending, SomethingMissing, NothingDiffers, LimitTooEarly, ClimbedSince, NoSigner.
    """
    person = speaker(session, telling, Role.SUPERVISOR, Role.LEADER)
    session.refresh(notice, with_for_update=True)
    _, step = rules_and_step(session, notice, rules)
    require_signer(session, notice, step, person)
    if not because.strip():
        raise SomethingMissing(lacks="reason")
    matter = session.get_one(Matter, notice.matter_id)
    facts = change(session, notice, matter, telling, rules, corrected, because.strip())
    serving.serve(session, notice, kind_of(telling), "notice_corrected", facts, "notice_signed", telling.now)
    return facts


def change(
    session: Session, notice: Notice, matter: Matter, telling: Telling, rules: Rules, corrected: Corrected, because: str
) -> dict[str, Any]:
    """What a correction does, whoever decides it; the facts for the unit, which is told by whoever asks for this.

    The row is locked. Groups and leaders who heard of the notice hear of it.
    """
    if notice.state is not NoticeState.SIGNED:
        raise NothingPending(number=matter.number, title=matter.title)
    frozen, step = rules_and_step(session, notice, rules)
    if corrected.finish_by is not None and _has_led_further(session, notice):
        raise ClimbedSince(written=number_of(notice))
    limit = require_limit(step, corrected.finish_by, frozen, telling) if corrected.finish_by else None
    changes = _write(notice, replace(corrected, finish_by=limit))
    if not changes:
        says_nothing = not any(asdict(corrected).values())
        raise SomethingMissing(lacks="changes") if says_nothing else NothingDiffers(written=number_of(notice))
    acts.note(session, "notice_corrected", telling, matter.id, notice=notice.id, changes=changes, words=because)
    facts = serving.about(session, notice, matter) | {
        "written": number_of(notice),
        "changes": changes,
        "words": because,
        "is_contested": bool(appeals_open.contested(session, [notice.id])),
    }
    _tell_others(session, notice, matter, facts, telling)
    return facts


def _write(notice: Notice, corrected: Corrected) -> list[dict[str, str]]:
    """What is given and differs; each with what stood there before."""
    changes = []
    for name, value in asdict(corrected).items():
        old = getattr(notice, name)
        if value and value != old:
            setattr(notice, name, value)
            changes.append({"what": name, "old": _plain(old), "new": _plain(value)})
    return changes


def _plain(value: date | str | None) -> str:
    return value.isoformat() if isinstance(value, date) else value or ""


def _has_led_further(session: Session, notice: Notice) -> bool:
    """The limit was taken for passed: the next step rests on it."""
    highest = session.scalar(select(func.max(Notice.level)).where(Notice.climb_id == notice.climb_id))
    return highest is not None and highest > notice.level


def _tell_others(session: Session, notice: Notice, matter: Matter, facts: dict[str, Any], telling: Telling) -> None:
    """No points, no names of people, and of the changes the limit alone, as when it was issued."""
    kind = kind_of(telling)
    said = ("notice_id", "number", "title", "unit", "name", "written", "is_contested")
    limits = [one for one in facts["changes"] if one["what"] == "finish_by"]
    public = {key: facts[key] for key in said} | {"changes": limits}
    serving.to_groups(session, notice, kind, "notice_corrected_announced", public, "notice_signed", telling.now)
    announce(
        session, serving.leaders_told(session, notice), "notice_corrected_announced", f"notice:{notice.id}:{kind}",
        public, telling.now, matter_id=matter.id, still_true="notice_signed",
    )  # fmt: skip


def kind_of(telling: Telling) -> str:
    """A notice may be corrected more than once."""
    return f"corrected:{telling.inbox_id}"
