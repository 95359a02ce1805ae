"""Why something does not enter the books; each with the text that tells it."""

from __future__ import annotations

from supervision.errors import Refusal


class BookFrozen(Refusal):
    """定档: the unit's book of the year is closed. `unit`, `book`, `year`."""

    event = "refused_book_frozen"


class NotInTheBook(Refusal):
    """There is no book for it, or no such rule in it; `kind` names what was wanted, `names` what there is."""

    event = "refused_not_in_the_book"


class GradedTooEarly(Refusal):
    """Neither done and confirmed nor past its last day: no date tells how it went (B27)."""

    event = "refused_graded_too_early"


class EnteredAlready(Refusal):
    """The same stands in the books, or waits for a signature; `entry` or `proposal` is its number."""

    event = "refused_entered_already"


class ConditionsMissing(Refusal):
    """一票否决 needs words for each condition (D37); `conditions` lists them, `effect` says what they lead to."""

    event = "refused_conditions_missing"


class SheetIncomplete(Refusal):
    """A part of the year's score is missing; without it there is no total to close with (X6)."""

    event = "refused_sheet_incomplete"


class SheetChanged(Refusal):
    """Since it was proposed to close the book something was entered; the leader is to see what he signs."""

    event = "refused_sheet_changed"


class NoSuchEntry(Refusal):
    """No entry of this number stands that is countered in this way."""

    event = "refused_no_such_entry"
