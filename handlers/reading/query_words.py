"""What remains of a question when all known words are taken away: the word to look for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from handlers.reading import vocabulary as words
from handlers.reading.codes_asked import ranges_in
from handlers.reading.conditions import WAITED_FOR, WAITING, without_conditions
from handlers.reading.mentions import Mention
from handlers.reading.query_about import LIGHTS, MISSING, SCORES, SUMMARY
from handlers.reading.registry import Hit, Registry
from handlers.reading.state_words import any_of

MINE = any_of(words.MINE_WORDS)
NOISE = any_of(words.QUERY_NOISE)
MANY_OF_IT = re.compile(
    "^(?:[俩仨]|[两二三四几][个条座家处])(?=[一-鿿]{2})|(?<=[一-鿿]{2})[两二三四几][段期区条座处]$"
)  # 书香大道两段
DUE_SPAN = re.compile(
    r"[\d一二两三四五六七八九十半]{1,3}个?(?:天|日|周|星期|月)(?:之内|以内|内|里)|(?:\d{1,2}月)?\d{1,2}[日号](?:之前|以前|前)"
    "|(?:年底|年末|年内|今年|本季度|季度末|本年)(?:之前|以前|前)?"
)


def waiting_for(text: str, hit: Hit) -> re.Match[str] | None:
    """The word before a unit: 等经信局的, 需要交通局协调的, 卡在住建局."""
    return WAITED_FOR.search(text, max(0, hit.start - 4), hit.start) if hit.unit else None


def remainder(text: str, mentions: Sequence[Mention], hits: Sequence[Hit], registry: Registry) -> str:
    """What remains when all known words are taken away."""
    text = re.sub("|".join(map(re.escape, registry.categories)) + "类?", _blank, text) if registry.categories else text
    spans = [(hit.start, hit.end) for hit in hits] + [(mention.start, mention.end) for mention in mentions]
    spans += [(start, end) for start, end, _ in ranges_in(text)]
    spans += [found.span() for hit in hits if (found := waiting_for(text, hit))]
    chars = list(text)
    for start, end in spans:
        chars[start:end] = " " * (end - start)
    rest = "".join(chars)
    rest = without_conditions(WAITING.sub(" ", rest) if any(waiting_for(text, hit) for hit in hits) else rest)
    for pattern in (SUMMARY, LIGHTS, MISSING, SCORES, MINE, DUE_SPAN):
        rest = pattern.sub(" ", rest)
    rest = re.sub(
        r"本周|本月|下周|下月|上周|上月|这周|[日周月]报|\d{1,2}月(?:底|末|初|份)?(?:前|内)?|月底?前?|[底末]前",
        " ",
        rest,
    )
    return NOISE.sub(" ", rest)


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])


def keyword_of(text: str, mentions: Sequence[Mention], hits: Sequence[Hit], registry: Registry) -> str:
    """The longest word that remains."""
    return MANY_OF_IT.sub("", longest_of(remainder(text, mentions, hits, registry)))


def longest_of(rest: str) -> str:
    """Of the words of a text."""
    return max(re.findall(r"[一-鿿A-Z0-9%_]{2,}|[%_]", rest), key=len, default="")
