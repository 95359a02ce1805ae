"""What the other stories of the town stand on: each lives in a copy, and nothing of one is seen in another."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from rehearsal.town import Town
from tests.rehearsal.town.copying import copy_of


def _books(town: Town) -> tuple[object, ...]:
    return (
        town.clock(),
        len(town.platform.ledger.entries),
        len(town.platform.deliveries),
        len(town.platform.log),
        len(town.chronicle.entries),
        [one.text for one in town.platform.screen("zhangwei")],
        town.sights(),
    )


def test_what_happens_in_a_copy_stays_there(_founded: Town, tmp_path: Path) -> None:
    before = _books(_founded)
    folders = [tmp_path / name for name in ("lived", "left")]
    for folder in folders:
        folder.mkdir()
    with copy_of(_founded, folders[0]) as lived, copy_of(_founded, folders[1]) as left:
        assert _books(lived) == _books(left) == before
        assert "60%→65%" in (lived.says("zhangwei", "日报 奥瑞金二期两片罐项目进度到65%,缺电力指标,请经信局协调") or "")
        lived.stride(lived.clock() + timedelta(hours=2))
        changed = [ours != theirs for ours, theirs in zip(_books(lived), before, strict=True)]
        assert changed == [True] * len(changed)
        assert _books(left) == _books(_founded) == before


def test_two_copies_live_alike(_founded: Town, tmp_path: Path) -> None:
    """The same seed gives the same run, in a copy, too."""
    books = []
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        with copy_of(_founded, tmp_path / name) as town:
            town.says("zhangwei", "日报 奥瑞金二期两片罐项目进度到65%,缺电力指标,请经信局协调")
            town.stride(town.clock() + timedelta(hours=2))
            books.append(_books(town))
    assert books[0] == books[1]
