"""What may come in at all: a workbook of sane size, without links, macros or traps (T20)."""

from __future__ import annotations

import io
import zlib
from typing import Any
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile, ZipInfo

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring, iterparse

MOST_ENTRIES = 1_000
MOST_RATIO = 100
MOST_UNPACKED = 50 * 1024 * 1024
MOST_PACKED = 20 * 1024 * 1024
MOST_TAGS = 1_000_000  # what parsing costs is counted in tags, not in bytes; a ledger of 5,000 rows has half as many

_WORKBOOK = "xl/workbook.xml"
_OLE = b"\xd0\xcf\x11\xe0"  # .xls, and any Office file under a password
_LINKING = ("xl/externalLinks/", "xl/connections.xml", "xl/queryTables/")
_IS_ENCRYPTED = 0x1


class FileRefused(Exception):
    """The file is not read at all; `kind` and `facts` are for the text import_refused."""

    def __init__(self, kind: str, **facts: Any) -> None:  # noqa: ANN401 (facts are what the text needs)
        super().__init__(kind)
        self.kind, self.facts = kind, facts


def unlock(content: bytes) -> ZipFile:
    """The file as an archive that is safe to read. Raises FileRefused."""
    if len(content) > MOST_PACKED:
        raise FileRefused("too_big", most=MOST_PACKED // 1024**2)
    if content.startswith(_OLE):
        raise FileRefused("old_or_locked")
    try:
        archive = ZipFile(io.BytesIO(content))
    except (BadZipFile, ValueError, OSError, NotImplementedError):
        raise FileRefused("not_xlsx") from None
    _refuse_bombs(archive.infolist())
    names = archive.namelist()
    if _WORKBOOK not in names:
        raise FileRefused("not_xlsx")
    if any(name.endswith("vbaProject.bin") for name in names):
        raise FileRefused("macros")
    if any(name.startswith(_LINKING) for name in names):
        raise FileRefused("links")
    _refuse_damage(archive)
    _refuse_traps(archive)
    return archive


def _refuse_bombs(entries: list[ZipInfo]) -> None:
    """By what the archive's own list says: zipfile never gives out more than is said there."""
    if len(entries) > MOST_ENTRIES:
        raise FileRefused("too_many_entries", most=MOST_ENTRIES)
    if len({entry.filename for entry in entries}) < len(entries):
        raise FileRefused("broken")
    if any(entry.flag_bits & _IS_ENCRYPTED for entry in entries):
        raise FileRefused("old_or_locked")
    if sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise FileRefused("too_big_unpacked", most=MOST_UNPACKED // 1024**2)
    if any(entry.file_size > MOST_RATIO * max(entry.compress_size, 1) for entry in entries):
        raise FileRefused("too_dense", most=MOST_RATIO)


def _refuse_damage(archive: ZipFile) -> None:
    """Every part whole, also those nobody reads: half a table is worse than none. And no more than can be read soon."""
    try:
        tags = sum(archive.read(name).count(b"<") for name in archive.namelist())
    except (BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError, zlib.error):
        raise FileRefused("broken") from None
    if tags > MOST_TAGS:
        raise FileRefused("too_full")


def _refuse_traps(archive: ZipFile) -> None:
    try:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                _refuse_doctype(archive, name)
            if name.endswith(".rels"):
                _refuse_links(archive, name)
    except (ParseError, DefusedXmlException, ValueError):
        raise FileRefused("broken") from None


def _refuse_doctype(archive: ZipFile, name: str) -> None:
    """A document type can only stand before the first element, so no more is read."""
    with archive.open(name) as part:
        next(iter(iterparse(part, events=("start",), forbid_dtd=True)))


def _refuse_links(archive: ZipFile, name: str) -> None:
    """A hyperlink in a cell is words; any other link out of the file is something to be fetched."""
    with archive.open(name) as part:
        for relation in fromstring(part.read(), forbid_dtd=True):
            if relation.get("TargetMode") == "External" and not relation.get("Type", "").endswith("/hyperlink"):
                raise FileRefused("links")
