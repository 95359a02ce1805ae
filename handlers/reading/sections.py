"""Cuts a message into lines, numbered items, labelled sections, table rows and clauses."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from handlers.reading import vocabulary as words
from handlers.reading.clauses import Clause, Line, Mark, Role
from handlers.reading.normalise import BULLET
from handlers.reading.tables import Table, cells_of

MARKERS = (
    (Mark.CHAPTER, r"[一二三四五六七八九十]{1,3}(?:[、.]|(?= +[一-鿿]))"),
    (Mark.PART, r"\([一二三四五六七八九十]{1,3}\)[、.]?"),
    (Mark.SMALL, r"\(\d{1,2}\)[、.]?|\d{1,2}\)(?!\d)|\d{1,2}(?:\.\d{1,2}){1,2}(?:、| +(?=[一-鿿\dA-Z]))"),
    (Mark.NUMBER, r"\d{1,2}(?:、|\.(?=\D|\d+A)|,(?=[^\d\s])|:(?=[一-鿿])|(?= +(?:[一-鿿]|\d{2}年)))"),
    (Mark.CIRCLE, r"[①-⓿❶-➓]"),
    (Mark.BULLET, f"[{BULLET}·×*>]|-+(?=[^-\\d])"),
    (Mark.SPOKEN, r"[一二三四五六七八九]是"),
)
AT_START = re.compile(r"[ \t]*(?:" + "|".join(f"(?P<{mark.name}>{pattern})" for mark, pattern in MARKERS) + r")\s*")
INSIDE = re.compile(
    r"(?<=[\s。;:,!?)\]】])(?:(?P<SMALL>\(\d{1,2}\)|\d{1,2}\))|(?P<NUMBER>\d{1,2}(?:、(?!\d{1,2}(?!\d))|\.(?=[^\d\s])))"
    r"|(?P<PART>\([一二三四五六七八九十]{1,3}\))|(?P<CHAPTER>[一二三四五六七八九十]{1,3}、)"
    r"|(?P<SPOKEN>[一二三四五六七八九]是))"
    f"|(?P<CIRCLE>[①-⓿])|(?<=[\\s。;:,!?)\\]】])(?P<BULLET>{BULLET})"
)
LABEL = re.compile(r"[ ]*(?:【([^】\n]{1,16})】[: ]?|([^:。,;!?|\t\n]{2,14}):)\s*")
BARE_LABEL = re.compile(r"[ ]*([^:。,;!?|\t\d]{2,10})[ 。]*$")
HEADING = re.compile(r"[ ]*([^:。,;!?|\t]{2,10})。(?=\s*[^\s。])")  # 三、存在问题。进场道路结冰
INNER_LABEL = re.compile(
    r"(?<=[\s。;,])(存在的?(?:主要)?问题|问题|困难|存在困难|存在的困难|难点|需协调|需要协调(?:解决)?(?:的问题|事项)?"
    r"|下一?步(?:计划|打算|工作|安排)?|(?:明日|明天|下周|下月)(?:工作)?(?:计划|安排|打算)"
    r"|(?:\d{1,2}|[一二三四五六七八九十]{1,3})月份?(?:工作)?(?:计划|安排|打算))(?::| )"
)
SEPARATOR = re.compile(
    rf"[。;!?,\n|\t{BULLET}]+|"
    r"(?<=[一-鿿]的)[是有](?=[一-鿿])|-{2,}|、(?=明[日天]|下[步周一月]|预计|计划|力争|拟)|:(?!\d)|~(?!\d)|\s+(?![\d%])"
    r"|(?<=[了完])(?=预计|力争|争取|计划|下步|下一步|明天|下周|然后|可是|但是|不过|目前|另外)"
)
STOP = re.compile(r"[。;!?\n|\t]")
NEXT_ITEM = {Mark.SMALL, Mark.NUMBER, Mark.PART, Mark.CHAPTER}
CHINESE = {word: number for number, word in enumerate("一二三四五六七八九十", start=1)}


def role_of(label: str) -> Role | None:
    """What a label announces; None for words that are no label (a matter's name)."""
    bare = label.strip(" 【】[]()").removeprefix("当前").removeprefix("目前")
    if any(word in bare for word in words.NOT_PLAN_LABELS):
        return Role.BODY
    for role, endings in (
        (Role.NEED, words.NEED_LABELS),
        (Role.PROBLEM, words.PROBLEM_LABELS),
        (Role.PLAN, words.PLAN_LABELS),
    ):
        if any(bare.startswith(word) or bare.endswith(word) for word in endings):
            return role if len(bare) <= 10 else None
    if any(bare.startswith(word) for word in words.OTHER_LABELS) and len(bare) <= 5:
        return Role.OTHER
    if bare in words.PROGRESS_LABELS:
        return Role.BODY
    return None


def lines_of(text: str, names: Collection[tuple[int, int]] = ()) -> list[Line]:
    """The items of a message in their order, each with its clauses. `names`: where a matter is called by its name."""
    lines: list[Line] = []
    table = Table()
    start = 0
    for physical, raw in enumerate(text.split("\n")):
        end = start + len(raw)
        if cells := cells_of(text, start, end, table):
            lines.append(_row(text, start, end, physical, len(lines), cells, table))
        else:
            table = Table()
            for first, last in _items(text, start, end):
                if text[first:last].strip():
                    lines.append(_line(text, first, last, physical, len(lines), names))
        start = end + 1
    return lines


def _items(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Splits 「周报 1、… 2、…」 at its numbers; a number counts only as the next in its row."""
    last = start
    expected: dict[str, int] = {}
    if found := AT_START.match(text, start, end):
        expected[found.lastgroup or ""] = _ordinal(found[0]) + 1
    for found in INSIDE.finditer(text, start + 1, end):
        kind = found.lastgroup or ""
        if Mark[kind] in NEXT_ITEM or kind == "SPOKEN":
            ordinal = _ordinal(found[0])
            if ordinal not in (expected.get(kind), 1):
                continue
            expected[kind] = ordinal + 1
        yield last, found.start()
        last = found.start()
    yield last, end


def _ordinal(marker: str) -> int:
    if digits := re.search(r"\d+", marker):
        return int(digits[0])
    chinese = [char for char in marker if char in CHINESE]
    if not chinese:
        return 0
    value = CHINESE[chinese[-1]]
    return value + 10 if len(chinese) > 1 and chinese[0] == "十" else value


def _line(text: str, start: int, end: int, physical: int, number: int, names: Collection[tuple[int, int]]) -> Line:
    mark, body = Mark.NONE, start
    if found := AT_START.match(text, start, end):
        mark, body = Mark[found.lastgroup or "NONE"], found.end()
    role, label, opens = Role.BODY, "", False
    known = None
    if found := LABEL.match(text, body, end):
        label = found[1] or found[2]
        known = None if found.span(1 if found[1] else 2) in names else role_of(label)  # 英才计划 announces no plan
    elif mark is not Mark.NONE and (found := HEADING.match(text, body, end)) and role_of(found[1]) is not None:
        label = found[1]
        known = role_of(label)
    elif found := BARE_LABEL.match(text, body, end):
        label = found[1].strip()
        known = role_of(label)
        opens = known is not None
    if found and known is not None:
        role, body = known, found.end()
        opens = opens or not text[body:end].strip(" 。")
    else:
        label = ""
    line = Line(start, end, number, mark, body, role, label, False, opens, [], physical)
    line.clauses = list(_clauses(text, line)) if body < end else []
    return line


def _clauses(text: str, line: Line) -> Iterator[Clause]:
    """The clauses of an item; a label inside it (,存在问题:…) changes the role of what follows."""
    at, role, label, sentence = line.body, line.role, line.label, 0
    labels = [*INNER_LABEL.finditer(text, line.body, line.end), None]
    for found in labels:
        until = found.start() if found else line.end
        for first, last, stops in _pieces(text, at, until):
            if text[first:last].strip():
                is_asked = role is Role.BODY and text[last : last + 1] == "?"
                yield Clause(first, last, line.number, sentence, Role.ASKED if is_asked else role, label)
            sentence += stops
        if found:
            at, label = found.end(), found[1]
            role = role_of(label) or role
            sentence += 1


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    last = start
    for found in SEPARATOR.finditer(text, start, end):
        yield last, found.start(), bool(STOP.search(found[0]))
        last = found.end()
    yield last, end, True


def _row(
    text: str, start: int, end: int, physical: int, number: int, cells: list[tuple[int, int]], table: Table
) -> Line:
    line = Line(start, end, number, Mark.NUMBER, start, Role.BODY, "", True, False, [], physical)
    has_rows = "\n" in text[end:].rstrip()
    if has_rows and table.reads_header(text, cells):
        return line
    for column, (first, last) in enumerate(cells):
        role, label = table.role(column)
        for begin, finish, _ in _pieces(text, first, last):
            if text[begin:finish].strip():
                line.clauses.append(Clause(begin, finish, number, column, role, label))
    return line
