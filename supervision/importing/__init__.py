"""An office's own tables (xlsx) into the house: read, compared with what is known, shown, and only then written.

    door      what may come in at all: no bombs, no links, no macros
    sheets    a workbook's cells, and what Excel hides: rows, formulas, merges
    rows      cells → rows of values in the words of the layout
    planning  rows and what is known → a plan: new, changed, unchanged, problems (pure)
    applying  a plan without problems → the tables, in one transaction

`load(content)` reads a file, `plan(reading, known, today)` compares, `apply(…)` writes.
"""

from __future__ import annotations

from supervision.importing.applying import apply, hold_still
from supervision.importing.door import FileRefused
from supervision.importing.known import known_to
from supervision.importing.plan import Plan
from supervision.importing.planning import make_plan
from supervision.importing.rows import Reading, load

__all__ = ["FileRefused", "Plan", "Reading", "apply", "hold_still", "known_to", "load", "make_plan"]
