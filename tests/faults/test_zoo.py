"""Every planted bug can still be planted and says what catches it; one is caught, and what does no harm escapes."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest

from tests.faults.zoo.copies import PatchStale, plant, require_fresh
from tests.faults.zoo.hunting import clean_copy, hunt, unfounded
from tests.faults.zoo.planted import HeadWrong, Planted, chosen, every, read
from tests.faults.zoo.trying import Ran, what_failed
from tests.tooling.citations import defined
from tests.tooling.files import ROOT

BUGS = every()
CAUGHT_QUICKLY = "moved_sunday_forgotten"
FILE = "supervision/workdays.py"


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.name)
def test_it_can_still_be_planted(bug: Planted) -> None:
    require_fresh(bug, ROOT)


def test_each_says_what_it_breaks_in_ids_that_stand_in_the_promises() -> None:
    assert [(bug.name, each) for bug in BUGS for each in bug.breaks if each not in defined()] == []


def test_what_is_said_to_catch_them_exists() -> None:
    assert [bug.name for bug in BUGS if not _exists(bug.claim)] == []


def test_there_are_enough_and_the_long_looking_suites_have_their_share() -> None:
    assert len(BUGS) >= 24
    assert sum(bug.claim.startswith("python -m tests.faults.") for bug in BUGS) >= 6


def test_each_is_small() -> None:
    for bug in BUGS:
        changed = [
            line for line in bug.path.read_text(encoding="utf-8").splitlines() if re.match(r"[+-](?![+-])", line)
        ]
        assert 0 < len(changed) <= 12, bug.name


def test_a_commit_always_chooses_the_same_and_another_one_others() -> None:
    first = chosen(BUGS, 8, "3a26666")
    assert first == chosen(list(reversed(BUGS)), 8, "3a26666") != chosen(BUGS, 8, "98a82dd")
    assert len(first) == 8


def test_one_is_caught_and_what_does_no_harm_escapes(tmp_path: Path) -> None:
    real = next(bug for bug in BUGS if bug.name == CAUGHT_QUICKLY)
    harmless = _patch(tmp_path, "harmless", _harmless(real.claim))
    stale = _patch(tmp_path, "stale", _stale(real.claim))
    with clean_copy() as clean:
        caught, escaped, lost = hunt([real, harmless, stale], clean, jobs=2)
        plant(real, clean)  # and now it is clean no more: a claim that fails there would prove nothing
        assert list(unfounded([real.claim], clean, jobs=1)) == [caught.by]
    assert caught.is_caught and caught.by.startswith(real.claim.partition("::")[0])
    assert not escaped.is_caught and escaped.by == f"{real.claim} passed"
    assert not lost.is_caught and f"stale.patch no longer applies to {FILE}" in lost.by


def test_a_patch_that_applies_no_more_is_told_with_its_remedy(tmp_path: Path) -> None:
    stale = _patch(tmp_path, "stale", _stale("tests/supervision/test_workdays.py"))
    with pytest.raises(PatchStale, match="plant the same bug there anew"):
        require_fresh(stale, ROOT)


def test_a_patch_without_a_head_is_told(tmp_path: Path) -> None:
    with pytest.raises(HeadWrong, match=r"headless\.patch: .* `breaks: …` and `caught by: …`"):
        _patch(tmp_path, "headless", _harmless("").partition("caught by")[0])


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (0, "3 passed"),
        (1, "FAILED tests/a.py::test_b - NameError: name 'claim' is not defined"),
        (1, "ERROR tests/a.py::test_b - sqlalchemy.exc.OperationalError: no such table"),
        (2, "ERROR tests/a.py - ImportError: cannot import name 'claim'"),
        (1, "Traceback (most recent call last):\n  File …\nRuntimeError: the simulation cannot go on"),
        (None, ""),
    ],
)
def test_what_passes_breaks_or_hangs_has_caught_nothing(code: int | None, said: str) -> None:
    assert what_failed(Ran(code, said)) is None


@pytest.mark.parametrize(
    ("said", "what"),
    [
        ("FAILED tests/a.py::test_b - assert 2 == 1\n1 failed", "tests/a.py::test_b - assert 2 == 1"),
        ("FAILED tests/a.py::test_b - Failed: DID NOT RAISE", "tests/a.py::test_b - Failed: DID NOT RAISE"),
        ("  all  183\nseed 1: I5 a report does not count report 3\n", "seed 1: I5 a report does not count report 3"),
        ("rendering seed 30064771101: words with power", "seed 30064771101: words with power"),
    ],
)
def test_what_fails_has_caught_it(said: str, what: str) -> None:
    assert what_failed(Ran(1, said)) == what


def _harmless(claim: str) -> str:
    """A word more in a docstring, which no test can know."""
    first, second = (ROOT / FILE).read_text(encoding="utf-8").splitlines()[:2]
    hunk = ["@@ -1,2 +1,2 @@", f"-{first}", f"+{first[:-3]} As ever.{first[-3:]}", f" {second}"]
    head = f"A word more.\n\nbreaks: N6\ncaught by: {claim}\n--- a/{FILE}\n+++ b/{FILE}\n"
    return head + "\n".join(hunk) + "\n"


def _stale(claim: str) -> str:
    return _harmless(claim).replace('\n-"""', '\n-"""Once: ')


def _patch(folder: Path, name: str, text: str) -> Planted:
    path = folder / f"{name}.patch"
    path.write_text(text, encoding="utf-8")
    return read(path)


def _exists(claim: str) -> bool:
    first, *others = claim.split()
    if first == "python":
        return others[0] == "-m" and importlib.util.find_spec(others[1]) is not None
    return all(_is_there(node) for node in claim.split())


def _is_there(node: str) -> bool:
    file, _, test = node.partition("::")
    path = ROOT / file
    if not path.is_file():
        return False
    return not test or f"def {test.partition('[')[0]}(" in path.read_text(encoding="utf-8")
