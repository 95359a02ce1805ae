"""The XML inside the envelope, written as untidily as the platform writes it."""

import re
from collections.abc import Mapping, Sequence
from random import Random
from typing import TypeAlias
from xml.sax.saxutils import escape

Value: TypeAlias = "str | int | float | Sequence[Value] | Mapping[str, Value]"
Fields = Mapping[str, Value]

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_STRANGE = (
    "<ClientVersion>4.1.38</ClientVersion>",
    "<Ext><![CDATA[]]></Ext>",
    "<SourceInfo><Scene>1</Scene><Path><![CDATA[/chat]]></Path></SourceInfo>",
    "<NewField><![CDATA[以后才有的字段]]></NewField>",
)


def message_xml(fields: Fields, random: Random) -> str:
    """The fields in order, with now and then an element nobody announced."""
    parts = [_element(name, value, random) for name, value in fields.items()]
    if random.random() < 0.5:
        parts.insert(random.randrange(len(parts) + 1), random.choice(_STRANGE))
    between = random.choice(("", "\n"))
    return f"<xml>{between.join(parts)}</xml>"


def _element(name: str, value: Value, random: Random) -> str:
    if isinstance(value, str):
        return f"<{name}>{_text(value, random)}</{name}>"
    if isinstance(value, (int, float)):
        return f"<{name}>{value}</{name}>"
    if isinstance(value, Mapping):
        return f"<{name}>{''.join(_element(key, one, random) for key, one in value.items())}</{name}>"
    return "".join(_element(name, one, random) for one in value)


def _text(value: str, random: Random) -> str:
    clean = _FORBIDDEN.sub("", value)
    if random.random() < 0.1:
        return escape(clean)
    return "<![CDATA[" + clean.replace("]]>", "]]]]><![CDATA[>") + "]]>"
