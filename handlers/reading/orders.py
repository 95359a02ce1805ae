"""A leader's order, a notice to all, words to a colleague: nothing of it is written down."""

from __future__ import annotations

import re

from handlers.reading import vocabulary as words
from handlers.reading.intent import QUESTION
from handlers.reading.marks import FIGURE, REPORT_KIND, SHORT
from handlers.reading.registry import Hit, KnownPerson, Registry
from handlers.reading.state_words import any_of

NOTICE = any_of(words.NOTICE_WORDS)
ORDER = re.compile(
    r"必须|务必|抓紧|限期|不得|要加快|要确保|完不成|尽快|盯紧|要抓|不能再|给我(?=盯|抓|落实|办|去)|要重视|要认真|立即|马上组织|要求|如实重报|现场复核|请.{1,8}(?:落实|牵头|负责|研究|跟进)"
)
ASKED = re.compile(r"(?:现)?请(?!问|查)")
TITLED_NOTICE = re.compile(
    "各(?:单位|部门|科室|乡镇|镇街)[:,]请|各(?:单位|部门|科室|乡镇)(?:请)?注意[:,]|[【(]?(?:会议|紧急|温馨)?(?:通知|提醒|提示)[】):]"
)
CALLED = re.compile(
    "(?:今[天日晚]|明[天日早晚]|后天|下周.?|本周.?|周[一二三四五六日]|上午|下午|晚上|\\d[点日号:])[^。\n]{0,14}"
    "(?:开|召开|组织|碰)[^。\n]{0,16}会[^。\n]{0,16}(?:派人|参加|到会|出席|准备|请|别迟到|来人|带上|准时)"
)
ADDRESS = re.compile(
    r"@?([一-鿿]{1,3}?)(?:市长|部长|局长|主任|书记|科长|县长|镇长|总|局|处长|经理|工|老师|同志|秘书长|区长|乡长|校长|院长|站长|所长|主席|兄弟?|哥|姐|妹|老弟|老哥)?[,:](?=.)"
)


def is_order(text: str, sender: KnownPerson | None, registry: Registry, hits: list[Hit]) -> bool:
    """A leader's order, a notice to all, or words to a named colleague: nothing to record."""
    bare = text.strip()
    if _addresses_colleague(bare, sender, registry, hits):
        return True
    if sender is not None and sender.role in ("leader", "supervisor") and ASKED.match(bare):
        return True
    if sender is not None and sender.role == "leader" and ORDER.search(bare):
        return True
    if TITLED_NOTICE.match(bare) or (CALLED.search(bare) and not FIGURE.search(bare)):
        return True
    if REPORT_KIND.search(bare[:SHORT]) and sum(1 for _ in FIGURE.finditer(bare)) > 1:
        return False
    return (NOTICE.match(bare) is not None and len(bare) > SHORT) or (
        bool(NOTICE.search(bare)) and sum(1 for _ in NOTICE.finditer(bare)) > 1 and not REPORT_KIND.search(bare[:SHORT])
    )


def _addresses_colleague(bare: str, sender: KnownPerson | None, registry: Registry, hits: list[Hit]) -> bool:
    found = ADDRESS.match(bare)
    if found is None:
        return False
    called = found[0].strip("@,:")
    surnames = registry.directory.surnames
    for person in registry.people.values():
        if person is not sender and {called, found[1]} & {person.name, person.name[1:]} and len(found[1]) > 1:
            return _is_talk(bare)
    if called[0] in "老小" and len(called) == 2:
        return True
    return called[0] in surnames and len(called) <= 4 and called != found[1] and _is_talk(bare)


def _is_talk(bare: str) -> bool:
    return bool(ORDER.search(bare) or QUESTION.search(bare) or "?" in bare or "你" in bare)
