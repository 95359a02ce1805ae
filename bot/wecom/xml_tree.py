"""A small XML reader with bounds: no document type, no deep nests, no floods of tags."""

from xml.parsers import expat

from bot.wecom.errors import BadPayload
from bot.wecom.inbound import RawNode

MAX_DEPTH = 8
MAX_TAGS = 2000


class _Builder:
    """Turns parser events into dicts of texts; an element that repeats becomes a list. Attributes are ignored."""

    def __init__(self) -> None:
        self.stack: list[tuple[str, dict[str, RawNode], list[str]]] = []
        self.root: RawNode = ""
        self.root_tag = ""
        self.tags = 0

    def start(self, tag: str, _attributes: dict[str, str]) -> None:
        self.tags += 1
        if len(self.stack) >= MAX_DEPTH or self.tags > MAX_TAGS:
            raise BadPayload("the XML is nested too deep or has too many elements")
        self.stack.append((tag, {}, []))

    def text(self, data: str) -> None:
        self.stack[-1][2].append(data)

    def end(self, tag: str) -> None:
        _, children, texts = self.stack.pop()
        node: RawNode = children or "".join(texts)
        if self.stack:
            _put(self.stack[-1][1], tag, node)
        else:
            self.root, self.root_tag = node, tag


def read_xml(payload: bytes) -> dict[str, RawNode]:
    """The children of the root `xml` by tag. Raises BadPayload; the words never quote the payload."""
    builder = _Builder()
    # The encoding is ours to say: a declaration inside the payload does not count.
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.text
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        parser.Parse(payload, True)
    except expat.ExpatError as broken:
        raise BadPayload(f"broken XML: {expat.ErrorString(broken.code)}") from None
    if builder.root_tag != "xml" or not isinstance(builder.root, dict):
        raise BadPayload("the root is not an xml element with children")
    return builder.root


def _refuse_doctype(*_declaration: object) -> None:
    raise BadPayload("document types are refused")


def _put(children: dict[str, RawNode], tag: str, node: RawNode) -> None:
    before = children.get(tag)
    if before is None:
        children[tag] = node
    elif isinstance(before, list):
        before.append(node)
    else:
        children[tag] = [before, node]
