"""Words with a mark of secrecy have no place in a chat: nothing is done with them, and nobody is shown them (T42)."""

from __future__ import annotations

import re
import unicodedata

from handlers.message import Answer
from handlers.turn import Turn
from models import Unit
from models.inbox import Disposition
from supervision.announcing import announce
from supervision.audience import supervisors

_LEVEL = "(?:绝密|机密|秘密)"
_BLANK = re.compile(r"[^\S\n]|[\u200b-\u200f\u2060\ufeff\u00ad]")
# As documents bear them: 机密★10年, 【秘密】, 密级:绝密, 机密级; 「商业秘密」 and 「保密协议」 are words like others.
_MARK = re.compile(
    rf"{_LEVEL}级?[★☆*]|[【〔\[(《「]({_LEVEL}|内部|内部资料|工作秘密)级?[】〕\])》」]|密级:?{_LEVEL}|{_LEVEL}级"
)
_AT_THE_HEAD = re.compile(rf"^\s*{_LEVEL}(?=[\s:,.。、]|$)", re.MULTILINE)


def is_classified(text: str) -> bool:
    """Whether a mark stands in the text, spaced and widened as people write them."""
    text = unicodedata.normalize("NFKC", text)
    return bool(_MARK.search(_BLANK.sub("", text)) or _AT_THE_HEAD.search(text))


def keep_from_all(turn: Turn) -> Answer:
    """The sender is told what to do, the office that it happened; what was written stays in the inbox alone."""
    unit = turn.session.get_one(Unit, turn.person.unit_id)
    facts = {"name": turn.person.name, "unit": unit.name, "inbox": turn.message.inbox_id}
    key = f"classified:{turn.message.inbox_id}"
    announce(turn.session, supervisors(turn.session), "classified_told", key, facts, turn.now)
    return Answer("classified_refused", disposition=Disposition.REFUSED)
