"""The record of acts is only added to, and whatever is done to it behind our back is seen (A1, T37)."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from models import Act, Seal
from supervision.audit.sealing import records, seal_acts, seals
from supervision.audit.verifier import faults
from tests.bot.command_line import run
from tests.stories.office import MONDAY, StoryOffice

Rows = list[dict[str, Any]]
TAMPERINGS = 100


def a_week(office: StoryOffice) -> tuple[Rows, Rows]:
    """Seven days with acts, each sealed in its night."""
    for day in range(7):
        with office.house.database.write() as session:
            moment = MONDAY + timedelta(days=day)
            session.add_all(Act(at=moment, act="matter_opened", facts={"number": 7 * day + n}) for n in range(5))
            session.flush()
            seal_acts(session, office.house.rules(), moment, moment + timedelta(days=1))
    with office.house.database.read() as session:
        return list(records(session, 0)), seals(session)


@pytest.mark.parametrize("statement", ["UPDATE act SET act = 'x'", "DELETE FROM act", "DELETE FROM seal"])
def test_the_database_itself_refuses_to_change_the_record(office: StoryOffice, statement: str) -> None:
    a_week(office)
    with pytest.raises(DBAPIError, match="only added to"), office.house.database.write() as session:
        session.execute(text(statement))


def test_what_nobody_touched_agrees(office: StoryOffice) -> None:
    acts, sealed = a_week(office)
    assert list(faults(acts, sealed, {seal["day"]: seal["head"] for seal in sealed})) == []
    assert [seal["count"] for seal in sealed] == [len(acts) - 5 * n for n in range(6, -1, -1)]


def edited(acts: Rows, random: Random) -> None:
    random.choice(acts)["facts"]["number"] = -1


def removed(acts: Rows, random: Random) -> None:
    acts.pop(random.randrange(len(acts)))


def exchanged(acts: Rows, random: Random) -> None:
    first, second = random.sample(acts, 2)
    first["facts"], second["facts"] = second["facts"], first["facts"]


def put_in(acts: Rows, random: Random) -> None:
    one = random.choice(acts)
    acts.append(copy.deepcopy(one) | {"act": "notice_signed"})


def cut_off(acts: Rows, random: Random) -> None:
    del acts[-random.randint(1, 5) :]


@pytest.mark.parametrize("harm", [edited, removed, exchanged, put_in, cut_off])
def test_every_harm_is_seen(office: StoryOffice, harm: Any) -> None:  # noqa: ANN401 (five functions alike)
    acts, sealed = a_week(office)
    for seed in range(TAMPERINGS // 5):
        harmed = copy.deepcopy(acts)
        harm(harmed, Random(seed))
        assert list(faults(harmed, sealed, {})), (harm.__name__, seed)


def test_days_cut_off_with_their_seals_are_seen_by_a_seal_kept_outside(office: StoryOffice) -> None:
    acts, sealed = a_week(office)
    kept = {sealed[-1]["day"]: sealed[-1]["head"]}
    assert list(faults(acts[:-5], sealed[:-1], {})) == []
    (found,) = faults(acts[:-5], sealed[:-1], kept)
    assert "none is here" in found


def test_a_night_that_was_missed_is_sealed_with_the_next(office: StoryOffice) -> None:
    with office.house.database.write() as session:
        session.add(Act(at=MONDAY, act="matter_opened", facts={}))
        session.flush()
        seal_acts(session, office.house.rules(), MONDAY, MONDAY + timedelta(days=3))
        assert seal_acts(session, office.house.rules(), MONDAY, MONDAY + timedelta(days=3, hours=1)) == {}
        seal = session.scalars(select(Seal)).one()
        assert seal.last_act_id == session.scalar(select(Act.id).order_by(Act.id.desc()).limit(1))


def test_an_auditor_needs_nothing_but_python(office: StoryOffice, tmp_path: Path) -> None:
    acts, sealed = a_week(office)
    config = tmp_path / "config.toml"
    url = office.house.database.engine.url.render_as_string(hide_password=False)
    config.write_text(f'[database]\nurl = "{url}"\n', encoding="utf-8")
    assert "一致" in run(config, "audit", "verify", f"{sealed[2]['day']}:{sealed[2]['head']}").output
    assert run(config, "audit", "verify", f"{sealed[2]['day']}:00").exit_code == 1
    assert f"已导出 {len(acts)} 条" in run(config, "audit", "export", str(tmp_path / "out")).output
    script = [sys.executable, "-I", "verifier.py", "."]
    assert subprocess.run(script, cwd=tmp_path / "out", check=False).returncode == 0
    file = tmp_path / "out" / "acts.jsonl"
    lines = file.read_text(encoding="utf-8").splitlines()
    lines[3] = json.dumps(json.loads(lines[3]) | {"by_id": 99})
    file.write_text("\n".join(lines), encoding="utf-8")
    assert subprocess.run(script, cwd=tmp_path / "out", check=False).returncode == 1


def test_the_job_runs_every_night(office: StoryOffice) -> None:
    office.until(MONDAY + timedelta(days=2))
    with office.house.database.read() as session:
        assert session.scalars(select(Seal.day).order_by(Seal.day)).all()
