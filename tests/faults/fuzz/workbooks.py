"""Workbooks as clerks and storms leave them: odd cells, damaged parts, broken archives."""

from __future__ import annotations

import io
from datetime import date, datetime
from functools import cache
from random import Random
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from tests.faults.fuzz.wording import ODD, any_text
from tests.supervision.importing.tables import Lines, office, table

_MATTERS: Lines = [
    ["编号", "序号", "事项名称", "简称", "责任单位", "配合单位", "立项依据", "完成时限", "进度", "备注"],
    [
        "ZD-2026-003",
        3,
        "奥瑞金二期两片罐项目",
        "奥瑞金二期",
        "招商局",
        "经信局",
        "县政府常务会",
        date(2026, 9, 30),
        66,
        "",
    ],
    ["ZD-2026-013", 13, "智慧水务", "", "经信局", "", "市政府第12次常务会议", date(2026, 8, 31), None, "加急"],
    ["ZD-2026-014", 14, "夜市整治", "夜市", "城管局", "", "县长批示", date(2026, 12, 31), 5, ""],
]
_ODD_CELLS = (
    *(None, "", 0, -1, 1e308, float("nan"), 10**17, 0.65, True, "是", "#3", "=1+1", "=HYPERLINK(1)", "2026-13-45"),
    *("明年", "x" * 40_000),
    *(date(1900, 1, 1), date(9999, 12, 31), datetime(2026, 6, 30, 23, 59), "招商局、招商局", "ZD-2026-003"),  # noqa: DTZ001 (as Excel keeps it)
)  # fmt: skip
_XML = (
    *(b"<", b">", b"&", b"&x;", b'"', b"</row>", b"<row r='9999999'>", b"<c r='XFD1'>", b" t='s'", b" t='e'"),
    *(b"<v>99</v>", b"\x00"),
    *(b"<!DOCTYPE x>", b"-1", b"1e999", b" r='A0'", b" s='999'", "督".encode(), b"\xff", b"<mergeCell ref='A1:B9'/>"),
    *(b"<sheet/>",),
)  # fmt: skip


def any_workbook(chance: Random) -> bytes:
    """A file, mostly not as it should be."""
    kind = chance.random()
    if kind < 0.4:
        return table(_retyped(chance))
    content = _good()
    if kind < 0.8:
        return _repacked(chance, content)
    changed = bytearray(content)
    for _ in range(chance.randint(1, 20)):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed[: chance.choice((len(changed), len(changed), chance.randrange(len(changed))))])


@cache
def _good() -> bytes:
    return table(office(事项=_MATTERS))


def _retyped(chance: Random) -> dict[str, Lines]:
    """Our own tables with odd cells, columns and rows, as a clerk's hand may leave them."""
    sheets = {title: [list(line) for line in lines] for title, lines in office(事项=_MATTERS).items()}
    for _ in range(chance.randint(0, 4)):
        lines = sheets[chance.choice(list(sheets))]
        line = chance.choice(lines)
        place = chance.randrange(len(line) + 1)
        match chance.randrange(4):
            case 0:
                line.insert(place, chance.choice(_ODD_CELLS))
            case 1:
                lines.insert(chance.randrange(len(lines)), list(chance.choice(lines)))
            case _:
                line[min(place, len(line) - 1)] = chance.choice((*_ODD_CELLS, _typed(chance), _typed(chance)))
    return dict(sheets)


def _typed(chance: Random) -> str:
    """Words a cell of a workbook can hold."""
    text = (any_text(chance) + chance.choice(ODD)).encode(errors="replace").decode()
    return "".join(one for one in text if one >= " " and one not in "\ufffe\uffff")[:32_000]


def _repacked(chance: Random, content: bytes) -> bytes:
    """A whole archive around parts that were damaged, left out or renamed."""
    with ZipFile(io.BytesIO(content)) as good:
        parts = {name: good.read(name) for name in good.namelist()}
    for _ in range(chance.randint(1, 3)):
        name = chance.choice(list(parts))
        part = parts[name]
        match chance.randrange(8):
            case 0:
                del parts[name]
            case 1:
                parts[
                    chance.choice(("xl/vbaProject.bin", "xl/connections.xml", "xl/worksheets/sheet9.xml", "../x"))
                ] = part
            case 2:
                parts[name] = part[: chance.randrange(len(part) + 1)]
            case _:
                at = chance.randrange(len(part) + 1)
                parts[name] = part[:at] + chance.choice(_XML) + part[at + chance.choice((0, 0, 1, 5, 40)) :]
    made = io.BytesIO()
    with ZipFile(made, "w", chance.choice((ZIP_DEFLATED, ZIP_STORED))) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return made.getvalue()
