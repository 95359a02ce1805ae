"""What a reader of the table is told: problems, which keep everything from being written, and notes, which do not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Problem(StrEnum):
    # a sheet
    HEADER_MISSING = "header_missing"
    COLUMN_MISSING = "column_missing"
    COLUMN_TWICE = "column_twice"
    SHEET_TWICE = "sheet_twice"
    CELLS_MERGED = "cells_merged"
    # a cell
    REQUIRED = "required"
    TOO_LONG = "too_long"
    UNDECODABLE = "undecodable"
    ERROR_VALUE = "error_value"
    FORMULA_EMPTY = "formula_empty"
    BECAME_DATE = "became_date"
    BECAME_NUMBER = "became_number"
    BAD_USERID = "bad_userid"
    NOT_A_DAY = "not_a_day"
    DAY_WITHOUT_YEAR = "day_without_year"
    DAY_WITHOUT_FORMAT = "day_without_format"
    ODD_YEAR = "odd_year"
    NOT_YES_NO = "not_yes_no"
    NOT_A_NUMBER = "not_a_number"
    NOT_A_PERCENT = "not_a_percent"
    PERCENT_UNCLEAR = "percent_unclear"
    NOT_A_CHOICE = "not_a_choice"
    ALIAS_SHORT = "alias_short"
    # a row
    TWICE = "twice"
    NO_SUCH_UNIT = "no_such_unit"
    UNIT_BY_ALIAS = "unit_by_alias"
    UNIT_INACTIVE = "unit_inactive"
    NO_SUCH_PERSON = "no_such_person"
    NO_SUCH_MATTER = "no_such_matter"
    PERSON_LEFT = "person_left"
    USERID_FORMER = "userid_former"
    CHARGES_OF_OTHERS = "charges_of_others"
    NO_CODE = "no_code"
    CODE_TAKEN = "code_taken"
    NUMBER_TAKEN = "number_taken"
    NUMBER_DIFFERS = "number_differs"
    NUMBER_AMBIGUOUS = "number_ambiguous"
    START_AFTER_DUE = "start_after_due"
    DUE_IS_PAST = "due_is_past"
    DUE_INTO_PAST = "due_into_past"
    DONE_IN_FUTURE = "done_in_future"
    STATE_NOT_BY_IMPORT = "state_not_by_import"
    LEAD_OF_ENDED = "lead_of_ended"
    CO_UNIT_IS_UNIT = "co_unit_is_unit"
    SEALED_WITHOUT_NAMES = "sealed_without_names"
    ADDRESS_TAKEN = "address_taken"


class Note(StrEnum):
    SHEET_UNKNOWN = "sheet_unknown"
    SHEET_HIDDEN = "sheet_hidden"
    ROWS_HIDDEN = "rows_hidden"
    COLUMNS_HIDDEN = "columns_hidden"
    COLUMN_UNKNOWN = "column_unknown"
    FORMULAS = "formulas"
    EXAMPLES = "examples"
    GLOSS = "gloss"
    QUESTION_MARK = "question_mark"
    SAME_NAME = "same_name"
    SAME_TITLE = "same_title"
    STATE_IS_TOLD = "state_is_told"
    DUE_ALREADY_PAST = "due_already_past"
    MILESTONE_MOVED_LATE = "milestone_moved_late"
    LEAD_CHANGES = "lead_changes"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to tell, with its place as a person finds it: sheet, row as Excel counts it (0: none), column."""

    kind: Problem | Note
    sheet: str
    row: int = 0
    column: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_problem(self) -> bool:
        return isinstance(self.kind, Problem)
