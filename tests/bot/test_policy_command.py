"""`python -m bot policy`: a clerk checks, reads, compares and activates an office's own rules."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from models import PolicyVersion
from models.session import connect
from supervision.policies.active import preset, presets
from tests.bot.command_line import a_sentence, run

MILDER = (
    preset("xianyang")
    .replace('points = "-0.3"', 'points = "-0.1"')
    .replace("hearing_workdays = 3", "hearing_workdays = 5")
)


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "config.toml"
    path.write_text(f'[database]\nurl = "sqlite:///{tmp_path / "duban.db"}"\n', encoding="utf-8")
    assert run(path, "migrate").exit_code == 0
    return path


@pytest.fixture
def milder(tmp_path: Path) -> Path:
    path = tmp_path / "milder.toml"
    path.write_text(MILDER, encoding="utf-8")
    return path


@pytest.mark.parametrize("name", presets())
def test_every_preset_can_be_activated_and_read_as_a_text(name: str) -> None:
    assert "可以启用" in run(None, "policy", "check", name).stdout
    explained = run(None, "policy", "explain", name).stdout
    assert "四、督办阶梯" in explained and "复核:收到后30日内可以申请" in explained
    assert "None" not in explained and "{{" not in explained


def test_a_wrong_file_is_answered_with_line_and_remedy(tmp_path: Path) -> None:
    path = tmp_path / "wrong.toml"
    path.write_text(preset("xianyang").replace('points = "-0.3"', 'points = "三分"'), encoding="utf-8")
    told = run(None, "policy", "check", str(path))
    assert told.exit_code == 2
    assert f"{path} 第98行:" in told.stderr and "改法:" in told.stderr and "共1处" in told.stderr


def test_what_the_rules_forbid_is_named_with_its_rule(tmp_path: Path) -> None:
    """P01: no check-in; P08: a night of quiet; P05: two reminders of a report are enough."""
    path = tmp_path / "strict.toml"
    text = preset("xianyang").replace('from = "21:00"', 'from = "23:30"').replace("以示提醒", "每日打卡")
    path.write_text(text.replace('remind_at = ["17:30"]', 'remind_at = ["15:00", "16:00", "17:00"]'), encoding="utf-8")
    told = run(None, "policy", "check", str(path)).stderr
    assert all(rule in told for rule in ("P01", "P08", "P05"))


def test_a_file_that_is_not_there_is_answered_with_what_is() -> None:
    assert "xianyang" in a_sentence(run(None, "policy", "explain", "nirgends"))


def test_two_policies_are_compared_sentence_by_sentence(milder: Path) -> None:
    told = run(None, "policy", "diff", "xianyang", str(milder)).stdout
    assert "第2级 扣分\n  原:每张单-0.3分。\n  现:每张单-0.1分。" in told
    assert "原:先请单位在3个工作日内说明" in told and "现:先请单位在5个工作日内说明" in told
    assert "第1级" not in told
    assert "没有不同" in run(None, "policy", "diff", "xianyang", "xianyang").stdout


def test_a_policy_is_activated_and_the_former_stays_on_record(config: Path, milder: Path) -> None:
    assert "已启用《咸阳市三色专项督办办法》" in run(config, "policy", "activate", str(milder)).stdout
    told = run(config, "policy", "list").stdout
    assert told.count("执行中") == 1 and "在走的督办0件" in told
    database = connect(f"sqlite:///{config.parent / 'duban.db'}")
    with database.read() as session:
        rows = session.scalars(select(PolicyVersion).order_by(PolicyVersion.id)).all()
    database.dispose()
    assert [row.retired_at is None for row in rows] == [False, True]
    assert all(row.activated_by for row in rows)


def test_two_policies_may_not_share_some_of_their_matters(config: Path, tmp_path: Path) -> None:
    for name, covers in (("roads", '"道路", "桥梁"'), ("bridges", '"桥梁", "隧道"')):
        text = preset("xianyang").replace('name = "xianyang"', f'name = "{name}"\ncovers = [{covers}]')
        (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
    assert run(config, "policy", "activate", str(tmp_path / "roads.toml")).exit_code == 0
    refused = a_sentence(run(config, "policy", "activate", str(tmp_path / "bridges.toml")))
    assert refused.startswith("桥梁类事项已由办法“roads”管着")
    assert run(config, "policy", "list").stdout.count("执行中") == 2
