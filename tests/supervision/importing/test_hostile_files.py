"""Files made to harm: refused at the door, in no time, with nothing unpacked (T20)."""

from __future__ import annotations

import io
import random
import struct
import zlib
from collections.abc import Callable
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import pytest

from supervision.importing import FileRefused, load
from supervision.importing.door import MOST_PACKED, MOST_UNPACKED, unlock
from tests.supervision.importing.tables import office, table

SHEET = "xl/worksheets/sheet1.xml"
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RELATIONS = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
MEGABYTE = b"<c/>" * (1024 * 256)


def rebuilt(change: Callable[[dict[str, bytes]], object]) -> bytes:
    """A good workbook whose parts were changed."""
    with ZipFile(io.BytesIO(table(office()))) as good:
        parts = {name: good.read(name) for name in good.namelist()}
    change(parts)
    made = io.BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


def adding(name: str, content: bytes) -> bytes:
    return rebuilt(lambda parts: parts.update({name: content}))


def relation(kind: str, target: str) -> bytes:
    of = f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"
    one = f'<Relationship Id="r1" Type="{of}" Target="{target}" TargetMode="External"/>'
    return f"<Relationships {RELATIONS}>{one}</Relationships>".encode()


def billion_laughs() -> bytes:
    layers = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{layers}]><worksheet {MAIN}>&l9;</worksheet>'.encode()


def outside_entity() -> bytes:
    return f'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><worksheet {MAIN}>&e;</worksheet>'.encode()


def doctype_in_utf16() -> bytes:
    return outside_entity().decode().encode("utf-16")


def far_row() -> bytes:
    row = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    return f"<worksheet {MAIN}><sheetData>{row}</sheetData></worksheet>".encode()


def full_sheet() -> bytes:
    """Lawful, below every size, and a minute's work for a parser."""
    dice = random.Random(1)
    rows = (
        f'<row r="{row}">' + "".join(f"<c><v>{dice.random():.9f}</v></c>" for _ in range(25)) + "</row>"
        for row in range(1, 11_000)
    )
    return f"<worksheet {MAIN}><sheetData>{''.join(rows)}</sheetData></worksheet>".encode()


def many_entries() -> bytes:
    return rebuilt(lambda parts: parts.update({f"xl/media/{number}.png": b"" for number in range(1_001)}))


def unpacked_too_big() -> bytes:
    """Poorly packed, so that only the sum tells."""
    made = io.BytesIO()
    with ZipFile(made, "w", ZIP_STORED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("padding.bin", zlib.compress(MEGABYTE, 0) * 2)
    content = bytearray(made.getvalue())
    # Every size the archive claims for the padding, in both of its lists, is one beyond what may be.
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = content.rindex(signature) + offset
        content[place : place + 4] = struct.pack("<I", MOST_UNPACKED + 1)
    return bytes(content)


def same_name_twice() -> bytes:
    made = io.BytesIO(table(office()))
    with ZipFile(made, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr(SHEET, far_row())
    return made.getvalue()


def locked() -> bytes:
    content = bytearray(table(office()))
    place = content.index(b"PK\x01\x02") + 8
    content[place] |= 1
    return bytes(content)


def of_a_later_zip() -> bytes:
    """An archive that says it takes a newer version of zip than there is."""
    content = bytearray(table(office()))
    content[content.index(b"PK\x01\x02") + 6] = 183
    return bytes(content)


def cut_short() -> bytes:
    content = bytearray(table(office()))
    middle = len(content) // 3
    content[middle : middle + 40] = b"\x00" * 40
    return bytes(content)


# Each is made by its own test: together they would cost every start a second.
HOSTILE: dict[str, tuple[Callable[[], bytes], set[str]]] = {
    "a bomb of 60 MB": (lambda: adding("xl/media/bomb.xml", MEGABYTE * 60), {"too_big_unpacked"}),
    "a bomb below the size": (lambda: adding("xl/media/bomb.xml", MEGABYTE * 30), {"too_dense"}),
    "sizes that add up": (unpacked_too_big, {"too_big_unpacked"}),
    "more bytes than may come": (lambda: b"PK\x03\x04" + bytes(MOST_PACKED), {"too_big"}),
    "too many parts": (many_entries, {"too_many_entries"}),
    "one name, two parts": (same_name_twice, {"broken"}),
    "an archive in an archive, for a workbook": (lambda: adding("xl/workbook.xml", table(office())), {"broken"}),
    "a billion laughs": (lambda: adding(SHEET, billion_laughs()), {"broken"}),
    "an entity from outside": (lambda: adding(SHEET, outside_entity()), {"broken"}),
    "the same in another encoding": (lambda: adding(SHEET, doctype_in_utf16()), {"broken"}),
    "an entity among the strings": (lambda: adding("xl/sharedStrings.xml", billion_laughs()), {"broken"}),
    "an entity in a relation": (lambda: adding("xl/_rels/workbook.xml.rels", billion_laughs()), {"broken"}),
    "a link to another workbook": (lambda: adding("xl/externalLinks/externalLink1.xml", b"<externalLink/>"), {"links"}),
    "a picture to be fetched": (
        lambda: adding("xl/drawings/_rels/drawing1.xml.rels", relation("image", "http://intranet/x.png")), {"links"},
    ),
    "a template to be fetched": (
        lambda: adding("_rels/other.xml.rels", relation("attachedTemplate", "//host/t")), {"links"},
    ),
    "a connection": (lambda: adding("xl/connections.xml", b"<connections/>"), {"links"}),
    "macros": (lambda: adding("xl/vbaProject.bin", b"Sub Auto_Open()"), {"macros"}),
    "a password": (locked, {"old_or_locked"}),
    "an old .xls": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), {"old_or_locked"}),
    "a page that is called .xls": (lambda: b"<html><table><tr><td>1</td></tr></table></html>", {"not_xlsx"}),
    "nothing at all": (lambda: b"", {"not_xlsx"}),
    "text in GBK": (lambda: "编号,事项名称\n".encode("gbk"), {"not_xlsx"}),
    "another archive": (
        lambda: rebuilt(lambda parts: [parts.pop(name) for name in list(parts) if name.startswith("xl/")]),
        {"not_xlsx"},
    ),
    "a part that is missing": (lambda: rebuilt(lambda parts: parts.pop(SHEET)), {"broken"}),
    "an archive of a later kind": (of_a_later_zip, {"not_xlsx"}),
    "a file cut and mended with zeros": (cut_short, {"broken", "not_xlsx"}),
    "a sheet that is no XML": (lambda: adding(SHEET, b"\x00" * 100), {"broken"}),
    "more cells than can be read soon": (lambda: adding(SHEET, full_sheet()), {"too_full"}),
    "one cell in the farthest corner": (lambda: adding(SHEET, far_row()), {"too_large"}),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_it_is_refused_at_the_door(name: str) -> None:
    made, kinds = HOSTILE[name]
    content = made()
    with pytest.raises(FileRefused) as refused:
        load(content)
    assert refused.value.kind in kinds


def test_a_link_in_a_cell_is_words_and_harms_nobody() -> None:
    content = adding("xl/worksheets/_rels/sheet1.xml.rels", relation("hyperlink", "http://www.gov.cn/"))
    assert load(content).rows


def test_what_is_refused_at_the_door_is_never_unpacked() -> None:
    """The list of the archive is enough; its parts may be as broken as they like."""
    bomb = bytearray(adding("xl/media/bomb.xml", MEGABYTE * 30))
    bomb[60:90] = b"\xff" * 30
    with pytest.raises(FileRefused, match="too_dense"):
        unlock(bytes(bomb))
