"""Which lights a question means: 红灯, 红黄灯, 红灯和黄灯, 不是绿灯的, 亮灯的, 滞后的."""

from __future__ import annotations

import re

from handlers.reading.result import Light

OF_COLOUR = {"红": Light.RED, "黄": Light.YELLOW, "绿": Light.GREEN}
BY_URGENCY = (Light.RED, Light.YELLOW, Light.GREEN)
DENIED = r"(?P<not>(?<!有)没有?|(?<!是)不是|非|不亮|未亮|除了?)?(?:亮着?)?"
NAMED = re.compile(
    rf"{DENIED}(?:(?P<colours>[红黄绿](?:[、和与及或 ]?[红黄绿]){{0,2}})(?:色)?"
    rf"(?:[灯牌]|(?<=[红黄绿])的(?=$|呢|有|列|还|几|都))|(?<=亮)(?P<lit>[红黄绿]))"
)
TRAFFIC = re.compile("红绿灯(?!事项|项目|各|分别)")
LIT = re.compile("(?:亮了?着?灯|有灯|预警)的|亮灯(?:事项|项目)|(?<![较很进度展最])(?:滞后|落后)的?(?:事项|项目|的|$)")


def lights_of(text: str) -> tuple[Light, ...]:
    """The most urgent first; none where no light is meant, or all are."""
    found = list(NAMED.finditer(TRAFFIC.sub("", text)))
    if not found:
        return (Light.RED, Light.YELLOW) if LIT.search(text) else ()
    meant = {OF_COLOUR[c] for match in found if not match["not"] for c in _colours(match)}
    denied = {OF_COLOUR[c] for match in found if match["not"] for c in _colours(match)}
    wanted = (meant or set(Light)) - denied
    return () if len(wanted) == len(Light) else tuple(light for light in BY_URGENCY if light in wanted)


def without_lights(text: str) -> str:
    """The text with blanks where lights are named."""
    return LIT.sub(_blank, NAMED.sub(_blank, text))


def _colours(found: re.Match[str]) -> str:
    return "".join(char for char in found["colours"] or found["lit"] if char in OF_COLOUR)


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])
