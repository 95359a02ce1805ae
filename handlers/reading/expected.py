"""By when the sender says that the matter, or its next step, will be done; and whether acts to come are announced."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from handlers.reading import vocabulary as words
from handlers.reading.clauses import Role
from handlers.reading.dates import Day, Days, month_end
from handlers.reading.modality import EXPECT, Moods, has_next
from handlers.reading.pieces import Piece
from handlers.reading.result import Kind, Period
from handlers.reading.state_words import any_of

BOUNDED = re.compile(
    "(?:"
    + any_of(words.BOUNDED_ACTS).pattern
    + "|上[^,。]{1,6}会|开[^,。]{1,6}会(?!议室)|看地|考察|对接|谈)(?!率|量|投资|情况)"
)
UNBOUNDED = re.compile("|".join(words.UNBOUNDED))
WHOLE = re.compile(
    r"整体|全部(?=[完建投竣清到拆搬交验签销办结])|全面(?=[完建投竣清到])|完工|竣工|投用|投产|交付|终验|通车|全线|全面完成|竣工验收|清零|交房|办结|整个|销号|投入使用|投入运|开园|建成成|完成任务"
)
CORRECTED = re.compile("(?:应该?[为是]|改[为成到]|更正为)$")
DENIED = re.compile(
    r"不安排|不考虑|不再安排|完成不了|完不成|无法|难以|未能|不能|来不及|原定|原计划|原本|赶不上|应于|本应|时限|截止|逾期"
)
FORMER = re.compile(r"(?:由|从)$|(?:之前|此前|原先|本来|原本|先前|原)(?:说|定|报|计划)?(?:的|是|在)?[^,]{0,2}$")
RATE = re.compile("[^,。;]{0,8}率")
INTENDED = re.compile("(?:计划|拟|定于|定在|预计|争取|力争|保证|确保|初定|暂定|约定)[^,。;]{0,4}$")
FAR = timedelta(days=300)  # told in January, 12月22日 has been
SHORT_ACT = 5  # characters
LONG, BACK, ON = 40, 10, 16  # in long speech without a stop only the words nearby belong to a day
ALREADY = re.compile("已于?|早就|昨[天日]")
PAST = re.compile(r"^[ ,]*(?:已|就|开幕|通过|开始|刚)|日(?:开幕|闭幕|印发|召开了|下发|批复)")
DONE = re.compile(r"已(?!于?约定)|了$|于.{1,8}(?:开幕|通过)")
EMPTY_PLAN = re.compile(r"[ ]*(?:无|暂无|没有|-+|/|同上|—)[。 ]*$")
ASKED_OF_OTHERS = re.compile("(?:请|望|盼)[^,。]{0,14}$")
WEEK_LABEL = re.compile(r"下周|下个?星期")
MONTH_LABEL = re.compile(r"下月|下个月")
DAY_LABEL = re.compile(r"明[日天]|次日")
DAY_WORDS = ("明天", "明日", "后天", "下周", "下月", "下个月")
NAMED_MONTH = re.compile(r"(\d{1,2})月")


@dataclass(frozen=True, slots=True)
class Outlook:
    expected_on: date | None
    has_next_steps: bool
    words: str = ""


@dataclass(frozen=True, slots=True)
class Clock:
    """What the message's own time gives: its day, its kind and its period."""

    days: Days
    kind: Kind | None
    period: Period | None

    def horizon(self, label: str) -> tuple[Days, date | None]:
        """Days as counted under a heading like 下周计划, and that span's last day."""
        today = self.days.today
        base = self.period.last if self.period and self.period.last < today else today
        if WEEK_LABEL.search(label):
            start = self.period.first if self.period and self.kind is Kind.WEEKLY else today
            sunday = start - timedelta(days=start.weekday()) + timedelta(days=13)
            return replace(self.days, anchor=start), sunday
        if MONTH_LABEL.search(label):
            start = self.period.first if self.period and self.kind is Kind.MONTHLY else today
            index = start.year * 12 + start.month
            end = month_end(index // 12, index % 12 + 1)
            return replace(self.days, anchor=start if "月" not in label else end.replace(day=1)), end
        if DAY_LABEL.search(label):
            start = self.period.last if self.period and self.kind is Kind.DAILY else today
            return self.days, start + timedelta(days=1)
        if found := NAMED_MONTH.search(label):
            month = int(found[1])
            if 1 <= month <= 12:
                end = month_end(self.days.nearest_year(month), month)
                return replace(self.days, anchor=end.replace(day=1)), end
        return (replace(self.days, anchor=base) if base != today else self.days), None


def outlook_of(text: str, pieces: Sequence[Piece], moods: Moods, clock: Clock) -> Outlook:
    """The day promised for the whole matter, else the earliest promised; and 下步."""
    promised: list[tuple[date, bool, str]] = []
    has_next_steps = False
    last_place, last_expect = (-1, -1), False
    for piece in pieces:
        said = piece.said(text)
        if piece.role in (Role.DUE, Role.NUMBER, Role.UNIT, Role.ASKED):
            continue
        expects = (piece.line, piece.sentence) == last_place and last_expect
        promised += [(day, whole, said) for day, whole in _promises(text, piece, moods, clock, expects)]
        has_next_steps = has_next_steps or _announces(text, piece, said, moods)
        last_place, last_expect = (piece.line, piece.sentence), bool(EXPECT.search(said)) and not BOUNDED.search(said)
    wholes = [entry for entry in promised if entry[1]]
    chosen = min(wholes or promised, default=None, key=lambda entry: entry[0])
    if wholes and not chosen:
        chosen = wholes[0]
    return Outlook(chosen[0] if chosen else None, has_next_steps, chosen[2] if chosen else "")


def looks_ahead(text: str, piece: Piece, clock: Clock) -> bool:
    """4月20日前全部清零: what is told of a day to come is not done yet."""
    today = clock.days.today
    if ALREADY.search(piece.said(text)):
        return False
    return any(
        today < day.last <= today + FAR and not _is_now(text, day, today)
        for day in clock.days.find(text, piece.start, piece.end)
    )


def _promises(text: str, piece: Piece, moods: Moods, clock: Clock, expects: bool) -> Iterator[tuple[date, bool]]:
    if moods.is_ordered(piece):
        return
    said = piece.said(text)
    days, end = clock.horizon(piece.label) if piece.role is Role.PLAN else (clock.days, None)
    found = list(days.find(text, piece.start, piece.end))
    if piece.role is Role.EXPECTED:
        yield from ((day.last, True) for day in found)
        return
    named = False
    for day in found:
        near = said if len(said) <= LONG else text[max(piece.start, day.start - BACK) : min(piece.end, day.end + ON)]
        if day.last < days.today or (_is_now(text, day, days.today) and not EXPECT.search(near)):
            continue
        if _is_promise(text, piece, day, near, expects):
            named = True
            yield day.last, bool(WHOLE.search(text, day.end, piece.end))
    if not named and not found and end is not None and _ends_in_act(said):
        yield end, False


def _is_now(text: str, day: Day, today: date) -> bool:
    """今天, 本周, 本月: told of what was done, unless it says 本周内, 月底, 月底前."""
    if day.first > today:
        return False
    if text[day.end - 1] == "前":
        return False
    if day.last == today and text[day.end - 1] not in "底末" and text[day.end : day.end + 1] != "前":
        return True
    return text[day.end - 1] not in "底末内" and text[day.end : day.end + 1] not in ("前", "内", "底", "末")


def _ends_in_act(said: str) -> bool:
    return BOUNDED_IN_PLAN.search(said) is not None and not UNBOUNDED.search(said)


BOUNDED_IN_PLAN = re.compile(
    r"完成|合龙|封顶|贯通|完工|竣工|开工|召开|拆模|挂牌|验收|投用|投产|交付|上会|清零|办结|签订|签约|移交|通车|通水|约见|开标|拆除完|到位|复工|进场"
)


def _is_promise(text: str, piece: Piece, day: Day, said: str, expects: bool) -> bool:
    after = text[day.end : piece.end]
    before = text[piece.start : day.start]
    if CORRECTED.search(before) and not after.strip(" 。"):
        return True
    if DENIED.search(said) or PAST.match(after) or FORMER.search(before):
        return False
    if RATE.match(after) or ASKED_OF_OTHERS.search(before):
        return False
    act = BOUNDED.search(after)
    told_done = DONE.search(after) or DONE.search(before[-6:])
    if told_done and not EXPECT.search(said) and not re.match(r"[之以]?前", after):
        return False
    if act and not UNBOUNDED.search(after[: act.start()]):
        return True
    if INTENDED.search(before) and day.is_exact and after.strip() and not UNBOUNDED.search(after):
        return True
    if EXPECT.search(before) and 0 < len(after.strip(" 前之以了")) <= SHORT_ACT and not UNBOUNDED.search(after):
        return True
    if EXPECT.search(before) or EXPECT.search(after[:4]) or expects:
        return not UNBOUNDED.search(after) and (bool(act) or not after.strip(" 前左右") or bool(BOUNDED.search(before)))
    return bool(BOUNDED.search(before)) and not after.strip(" 前左右")


def _announces(text: str, piece: Piece, said: str, moods: Moods) -> bool:
    if moods.is_ordered(piece):
        return False
    if piece.role is Role.PLAN:
        return not EMPTY_PLAN.match(said)
    if piece.role in (Role.PROBLEM, Role.NEED):
        return False
    found = has_next(said)
    if found is None:
        return False
    is_day = found[0] in DAY_WORDS
    if is_day and (EXPECT.search(said) or re.match(r"[^,]{0,4}(?:能|可)", said[found.end() :])):
        return False
    return not re.search(r"请|要求", said[: found.start()])
