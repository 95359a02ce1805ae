"""What the words of a 交办 bring: its name, its unit, its day, its basis."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from handlers.office import units
from handlers.office.fields import day_in, labelled
from handlers.turn import Turn
from supervision.clock import day_of

NOISE = " \n,;。"
_LIKE_A_UNIT = re.compile(
    "(?!各)[一-鿿]{1,10}(?<!布)(?<!格)(?<!全)(?<!大)(?<!干)(?<!城)(?<!乡)(?<!村)(?<!集)(?<!小)(?<!下)"
    "(?:局|委|委员会|[委府管]办|办公室|厅|部|镇|乡|街道|办事处|政府|集团|公司|大队|支队|法院|检察院)"
)
_CHANGED = re.compile("^(?:时限|日期)?(?:改成|改为|改到)")
_BETWEEN = re.compile(r"[、/和及]|会同")
_LABELS = ("依据", "事项", "单位", "时限")
_BEFORE_A_DAY = ("于", "在", "截至", "截止", "时限")
_AFTER_A_DAY = ("日前完成", "之前完成", "前完成", "以前", "之前", "前", "完成", "内完成", "内")


@dataclass(frozen=True, slots=True)
class Given:
    """The parts known now, and the words that are none of them."""

    parts: dict[str, Any]
    rest: str
    is_labelled: bool  # some of it was said by name: 依据:…
    names_unknown: bool  # a unit that stands in no roster: it may not end up in the title unseen


def given(turn: Turn, text: str, before: dict[str, Any]) -> Given:
    """What these words add to what is known already; a day on its own stands for the one said before."""
    parts = dict(before)
    is_day = _is_only_a_day(turn, text)
    if is_day:
        parts.pop("due_on", None)
    fields = labelled(text, bare_basis=True)
    rest = fields.pop("", "")
    _take_day(turn, fields.get("时限", ""), parts)
    rest = _take_day(turn, _CHANGED.sub("", rest) if is_day else rest, parts)
    _refuse_the_past(turn, parts)
    names = units.names(turn)
    unknown = _take_unit(names, _take_day(turn, fields.get("单位", ""), parts), parts)[1]
    rest, _ = _take_unit(names, rest, parts)
    if not unknown:
        rest, unknown = _without_unknown(names, rest, before, has_title=bool(fields.get("事项")))
    if unknown:
        parts |= {"unit": None, "assisting": [], "unknown": unknown, "near": units.nearest(turn, unknown[0])}
    elif parts.get("unit"):
        parts |= {"unknown": [], "near": []}
    if fields.get("依据"):
        parts["basis"] = fields["依据"]
    if fields.get("事项"):
        parts["title"] = fields["事项"]
    return Given(parts, rest.strip(NOISE), any(fields.get(label) for label in _LABELS), bool(unknown))


def _take_day(turn: Turn, text: str, parts: dict[str, Any]) -> str:
    found = day_in(text, day_of(turn.now), turn.rules.calendar) if text and not parts.get("due_on") else None
    if found is None:
        return text
    day, words = found
    parts["due_on"] = day.isoformat()
    head, _, tail = text.partition(words)
    for ending in _AFTER_A_DAY:
        if tail.startswith(ending):
            tail = tail.removeprefix(ending)
            break
    for beginning in _BEFORE_A_DAY:
        head = head.rstrip().removesuffix(beginning)
    return f"{head.rstrip(NOISE)} {tail.lstrip(NOISE)}"


def _is_only_a_day(turn: Turn, text: str) -> bool:
    alone: dict[str, Any] = {}
    rest = _take_day(turn, _CHANGED.sub("", text.strip(NOISE)), alone)
    return bool(alone) and not rest.strip(NOISE)


def _refuse_the_past(turn: Turn, parts: dict[str, Any]) -> None:
    """A day that is over is asked for anew, and all else that was said stays."""
    day: str | None = parts.get("due_on")
    is_over = day is not None and date.fromisoformat(day) < day_of(turn.now)
    parts["over"] = parts.pop("due_on") if is_over else None


def _take_unit(names: Mapping[str, str], text: str, parts: dict[str, Any]) -> tuple[str, list[str]]:
    """Units named as a word of their own: the first leads, the others assist; and what was named beside them.

    A name inside the title is part of it.
    """
    if parts.get("unit") or not text:
        return text, []
    words = _words(text)
    for word in words:
        found = [names.get(each) for each in _each(word)]
        if found and all(found):
            parts["unit"], *assisting = dict.fromkeys(found)
            parts["assisting"] = assisting
            return " ".join(one for one in words if one != word), []
    return text, [each for word in words for each in _each(word) if each not in names]


def _without_unknown(
    names: Mapping[str, str], text: str, before: Mapping[str, Any], *, has_title: bool
) -> tuple[str, list[str]]:
    """A word that is called like a unit, and is none; the only word of an order names the matter.

    An answer is taken for one where the unit is what was asked for, and nothing else was said.
    """
    words = _words(text)
    alike = [word for word in words if any(_is_called_like_a_unit(each, names) for each in _each(word))]
    is_alone = len(alike) == len(words)
    is_answer = is_alone and not before.get("unit")
    if not alike or not (is_answer if before.get("title") else has_title or not is_alone):
        return text, []
    unknown = [each for word in alike for each in _each(word) if each not in names]
    return " ".join(word for word in words if word not in alike), list(dict.fromkeys(unknown))


def _is_called_like_a_unit(word: str, names: Mapping[str, str]) -> bool:
    return word not in names and _LIKE_A_UNIT.fullmatch(word) is not None


def _words(text: str) -> list[str]:
    return text.replace(",", " ").replace("。", " ").split()


def _each(word: str) -> list[str]:
    return [_bare(each) for each in _BETWEEN.split(word) if each]


def _bare(word: str) -> str:
    return word.removeprefix("由").removesuffix("负责").removesuffix("配合").removesuffix("牵头")
