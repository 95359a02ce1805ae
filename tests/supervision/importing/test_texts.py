"""Whatever an import finds is told in a sentence with a remedy; the template explains itself."""

from __future__ import annotations

import io
from datetime import date
from itertools import chain

import pytest
from openpyxl import load_workbook

from supervision.importing import load
from supervision.importing.findings import Note, Problem
from supervision.importing.layout import EXAMPLE, LAYOUTS
from supervision.importing.showing import shown
from supervision.importing.template import template
from supervision.texts import render
from tests.supervision.importing.tables import matter, office, plan_of, planned, saved

KINDS = [*Problem, *Note]
DAY = date(2026, 6, 30)
EVERYTHING = {
    "headers": ["完成时限"], "other": 2, "last": 9, "length": 300, "most": 200, "at": 3, "text": "督促",
    "choices": ["是"], "name": "招商局", "full": ["市招商局"], "userid": "wang", "called": "3", "now": "wang2",
    "number": 3, "code": "ZD-3", "codes": ["ZD-3"],
    "due_on": DAY, "done_on": DAY, "address": "main", "rows": [3], "count": 1, "gloss": "臺",
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_every_finding_has_its_own_sentence(kind: Problem | Note) -> None:
    """Some words of EVERYTHING are a person in one sentence and a number in another; either reads."""
    facts = EVERYTHING | ({"other": "草稿"} if kind in (Problem.SHEET_TWICE, Problem.ADDRESS_TAKEN) else {})
    facts |= {"other": "wang2"} if kind is Note.SAME_NAME else {}
    told = render("import_finding", kind=kind.value, sheet="事项", row=3, column="责任单位", facts=facts)
    assert told.startswith("【事项】第3行“责任单位”:")
    sentence = told.removeprefix("【事项】第3行“责任单位”:")
    assert sentence.endswith("。") and "\n" not in sentence
    if isinstance(kind, Problem):
        assert "请" in sentence  # the remedy


def test_no_two_findings_are_told_alike() -> None:
    facts = EVERYTHING | {"other": "甲"}
    told = [render("import_finding", kind=kind.value, sheet="", row=0, column="", facts=facts) for kind in KINDS]
    assert len(set(told)) == len(KINDS)


def test_what_clerks_typed_has_no_power_on_the_screen() -> None:
    plan = planned(office(事项=matter(责任单位="<script>\u202e@all")))
    words = render("import_plan", done=False, **shown(plan))
    assert "\u202e" not in words and "<" not in words and "@all" not in words


def test_a_fresh_template_holds_nothing_to_import() -> None:
    plan = plan_of(load(template()))
    assert plan.problems == () and plan.entries == ()
    assert "表里没有可导入的内容" in render("import_plan", done=False, **shown(plan))


def test_its_examples_are_rows_that_would_be_taken() -> None:
    """With the mark off, the units and people they speak of added, and nobody in charge of units but leaders."""
    made = load_workbook(io.BytesIO(template()))
    for layout in LAYOUTS:
        first = made[layout.title]["A2"]
        first.value = first.value.removeprefix(EXAMPLE).lstrip(":")
    for unit in ("市经信局", "市住建局"):
        made["单位"].append([unit])
    made["人员"]["D2"].value = "领导"
    made["人员"].append(["lina", "李娜", "市招商局", "联络员"])
    plan = plan_of(load(saved(made)), today=date(2026, 6, 1))
    assert plan.problems == ()
    assert {entry.subject for entry in plan.entries} == {layout.subject for layout in LAYOUTS}


def test_the_template_offers_the_words_that_are_understood() -> None:
    made = load_workbook(io.BytesIO(template()))
    offered = {
        (layout.title, next(iter(validation.sqref.ranges)).min_col - 1): validation.formula1.strip('"').split(",")
        for layout in LAYOUTS
        for validation in made[layout.title].data_validations.dataValidation
    }
    expected = {
        (layout.title, place): column.offered
        for layout in LAYOUTS
        for place, column in enumerate(layout.columns)
        if column.offered
    }
    assert offered == expected
    assert set(chain.from_iterable(expected.values())) >= {"单位负责人", "推进中", "群机器人", "是"}
