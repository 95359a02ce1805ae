"""A checker of its own: reads what was kept and what people saw, and names each promise that was broken.

It shares no code with the product: plain tables, the pretend platform's ledger, and the history of what was said.
"""

from __future__ import annotations

from . import inbound, notices, outbox, papers, running, scores
from .facts import Facts, Operation, Outcome, Violation
from .history import operations_of

__all__ = ["Facts", "Operation", "Outcome", "Violation", "check", "operations_of"]

_CHECKS = (
    inbound.kept_before_answered,
    inbound.one_effect,
    inbound.no_silence,
    inbound.unchanged,
    inbound.time_of_record,
    inbound.greatest_word_stands,
    notices.one_a_rung,
    notices.none_who_reported,
    notices.no_rung_skipped,
    notices.nothing_after_the_end,
    papers.signed_by_people,
    papers.evidence_agrees,
    scores.each_once,
    outbox.each_has_an_end,
    outbox.first_in_first_out,
    outbox.not_too_fast,
    outbox.nothing_doubtful_again,
    outbox.nothing_cut,
    running.each_run_once,
    running.none_forgotten,
    running.each_change_noted,
    running.drained,
)


def check(facts: Facts) -> list[Violation]:
    """Every broken promise that the facts show."""
    return [found for one in _CHECKS for found in one(facts)]
