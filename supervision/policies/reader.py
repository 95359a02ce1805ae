"""A policy file (TOML) → Policy. Strict: one reading finds every mistake and says how to put it right."""

from __future__ import annotations

import hashlib
import re
import tomllib
from decimal import Decimal

from supervision.policies import reading_assessment, reading_ladder, reading_reports
from supervision.policies.complaints import Complaint, PolicyError, Wrong
from supervision.policies.lines import lines_of
from supervision.policies.part import Part
from supervision.policies.policy import Policy

_STATUTE_DAYS = 30  # 《政府督查工作条例》第十七条 (P12)


def read(text: str, file: str = "") -> Policy:
    """Raises PolicyError with every complaint; `file` is the name its author knows it by."""
    complaints: list[Complaint] = []
    whole = Part(_parse(text, file), (), lines_of(text), complaints)
    policy = _policy(whole, hashlib.sha256(text.encode()).hexdigest())
    if complaints:
        raise PolicyError(file, complaints)
    return policy


def _parse(text: str, file: str) -> dict[str, object]:
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except ValueError as error:  # no TOML, or a number of more digits than Python reads
        line = re.search(r"line (\d+)", str(error))
        complaint = Complaint(int(line[1]) if line else 0, "", Wrong.NOT_TOML, got=str(error))
        raise PolicyError(file, [complaint]) from error


def _policy(whole: Part, sha256: str) -> Policy:
    quiet, warnings, answers = whole.part("quiet"), whole.part("warnings"), whole.part("answers")
    papers, breaker = whole.part("papers"), whole.part("breaker")
    reports, ladder = reading_reports.reports(whole), reading_ladder.ladder(whole)
    policy = Policy(
        name=whole.text("name"),
        title=whole.text("title", limit=200),
        sha256=sha256,
        covers=whole.listed("covers"),
        waits=whole.listed("waits"),
        reports=reports,
        quiet_from=quiet.hour("from"),
        quiet_until=quiet.hour("until"),
        warn_workdays=warnings.descending("before_workdays"),
        triggers=reading_ladder.triggers(whole, ladder, reports),
        ladder=ladder,
        may_skip=whole.yes("may_skip"),
        series=papers.text("series", limit=20),
        decide_closeout_workdays=answers.whole("closeout_workdays", least=1),
        lapse_question_workdays=answers.whole("question_workdays", least=1),
        help_workdays=answers.whole("help_workdays", least=1),
        breaker_floor=breaker.whole("floor", least=1, most=1000),
        breaker_factor=breaker.factor("factor"),
        paper_workdays=papers.whole("paper_workdays", least=1),
        appeal_days=papers.whole("appeal_days", least=_STATUTE_DAYS),
        appeal_decision_days=papers.whole("appeal_decision_days", least=1, most=_STATUTE_DAYS),
        lightness=reading_reports.lightness(whole),
        lights=reading_reports.lights(whole),
        plates=reading_reports.plates(whole),
        extensions=reading_reports.extensions(whole),
        closeouts=reading_reports.closeouts(whole),
        revisits=reading_reports.revisits(whole),
        bulletins=reading_reports.bulletins(whole),
        books=reading_assessment.books(whole),
        accountability=reading_assessment.accountability(whole),
    )
    for part in (whole, quiet, warnings, answers, papers, breaker):
        part.end()
    return policy
