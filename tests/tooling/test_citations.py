"""An id in brackets is a promise that the reader finds it: every one has its row in docs/."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from tests.tooling.citations import cited, defined, ids
from tests.tooling.files import committed, named


def test_every_id_that_is_cited_has_its_row() -> None:
    known = set(defined())
    files = [
        path for path in committed("*.py", "*.toml", "*.md", "*.j2") if named(path) != "tests/tooling/citations.py"
    ]
    lost = {named(path): sorted(missing) for path in files if (missing := cited(path) - known)}
    assert lost == {}


def test_no_id_has_two_rows() -> None:
    counts = Counter(defined())
    assert [found for found, count in counts.items() if count > 1] == []
    assert len(counts) > 300


def test_a_citation_is_ids_alone_in_brackets() -> None:
    assert ids("扣 0.3 分 (C18)。不重发(N2、O4);(T1, F33)") == {"C18", "N2", "O4", "T1", "F33"}
    assert ids("A4 paper, (E501), (see C18), plate (B12345), K6") == set()


def test_python_cites_in_words_only(tmp_path: Path) -> None:
    story = tmp_path / "story.py"
    story.write_text('"""Once a slip (C18)."""\nX1 = "(A1)"\nprint(X1)  # as asked (X1)\n')
    assert cited(story) == {"C18", "X1"}
