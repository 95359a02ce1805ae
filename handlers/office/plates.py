"""公示牌, 改牌, 红牌: the month's colours, one changed by a person, and the year's red ones (E09, E10, E11)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from datetime import date

from handlers.message import Answer
from handlers.office.ref import meant
from handlers.turn import Turn
from models.inbox import Disposition
from supervision import plates
from supervision.clock import day_of
from supervision.lights import Light
from supervision.plates import Shown

MOST_SHOWN = 12
COLOURS: Mapping[str, Light] = {"绿": Light.GREEN, "黄": Light.YELLOW, "红": Light.RED}
_COLOUR = re.compile(r"(?P<colour>[红黄绿])(?:牌|色)?(?:[\s:,、;。]+(?P<words>.*))?", re.DOTALL)


def change_plate(turn: Turn, match: re.Match[str]) -> Answer | None:
    """「改牌 3 黄 市里调整了计划」."""
    matter = meant(turn, match["ref"])
    said = _COLOUR.fullmatch((match["words"] or "").strip())
    if matter is None or said is None:
        return None
    plate = plates.change(turn.session, matter, COLOURS[said["colour"]], said["words"] or "", turn.telling)
    facts = {"number": matter.number, "title": matter.title, "month": plate.month, "colour": plate.colour}
    return Answer("plate_changed", facts | {"words": plate.words}, Disposition.DONE)


def list_plates(turn: Turn, match: re.Match[str]) -> Answer:
    """「公示牌」「公示牌 5月」: what hangs of one month, the worst first."""
    newest = plates.last_month(turn.session)
    if newest is not None and match["month"]:
        newest = _month(newest, int(match["month"]))
    found = plates.shown(turn.session, turn.viewer, newest, newest) if newest else []
    counts = Counter(one.plate.colour for one in found)
    facts = {
        "month": newest,
        "counts": {light.value: counts[light] for light in Light},
        "items": [_item(one) for one in found[:MOST_SHOWN]],
        "rest": max(0, len(found) - MOST_SHOWN),
    }
    return Answer("plates", facts)


def list_red(turn: Turn, match: re.Match[str]) -> Answer:
    """「红牌 2026」: how often each matter hung red, for the talk at the year's end (E10)."""
    year = int(match["year"] or day_of(turn.now).year)
    found = plates.shown(turn.session, turn.viewer, date(year, 1, 1), date(year, 12, 31), Light.RED)
    times = Counter(one.matter.id for one in found)
    matters = {one.matter.id: one for one in found}
    items = [
        {"number": one.matter.number, "title": one.matter.title, "unit": one.unit, "times": times[matter_id]}
        for matter_id, one in sorted(matters.items(), key=lambda pair: (-times[pair[0]], pair[1].matter.number))
    ]
    rest = max(0, len(items) - MOST_SHOWN)
    return Answer("plates_red", {"year": year, "items": items[:MOST_SHOWN], "rest": rest, "times": len(found)})


def _month(newest: date, month: int) -> date:
    """The last day of the newest such month."""
    year = newest.year - (month > newest.month)
    following = date(year + month // 12, month % 12 + 1, 1)
    return date.fromordinal(following.toordinal() - 1)


def _item(one: Shown) -> dict[str, object]:
    return {
        "number": one.matter.number,
        "title": one.matter.title,
        "unit": one.unit,
        "colour": one.plate.colour,
        "words": one.plate.words,
    }
