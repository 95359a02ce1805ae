"""Damaged workbooks: refused in a sentence, or shown first; what is shown as good can be written (T20, T21)."""

from __future__ import annotations

import base64
import warnings
from collections.abc import Callable
from dataclasses import dataclass

from supervision.clock import day_of
from supervision.importing import FileRefused, Reading, apply, known_to, load, make_plan
from supervision.importing.showing import shown
from supervision.policies.active import rules_in_force
from supervision.texts import render
from supervision.workdays import Calendar
from tests.faults.fuzz.office import busy_office
from tests.faults.fuzz.trying import Tried, try_all
from tests.faults.fuzz.workbooks import any_workbook
from tests.stories.office import MONDAY


@dataclass(frozen=True, slots=True)
class File:
    content: bytes

    def __repr__(self) -> str:
        return base64.b64encode(self.content).decode()


def run(seed: int, count: int, loads: Callable[[bytes], Reading] = load) -> Tried:
    """`count` files; `loads` is the reader of workbooks under test."""
    scratch, calendar = busy_office().scratch, Calendar()

    def trouble(file: File) -> str:
        with warnings.catch_warnings(action="ignore"):  # openpyxl wonders aloud
            return tried(file)

    def tried(file: File) -> str:
        try:
            reading = loads(file.content)
        except FileRefused as refused:
            return (
                ""
                if render("import_refused", kind=refused.kind, **refused.facts)
                else f"no sentence for {refused.kind}"
            )
        with scratch.undone(), scratch.write() as session:
            plan = make_plan(reading, known_to(session, calendar, day_of(MONDAY)), calendar, day_of(MONDAY))
            if not render("import_plan", done=False, **shown(plan)):
                return "nothing is shown"
            if not plan.problems:
                apply(session, plan, rules_in_force(session, calendar), MONDAY, "fuzz")
                session.flush()
        return ""

    return try_all(
        "imports", seed, count, lambda chance: File(any_workbook(chance)), trouble, lambda file, _fails: file
    )
