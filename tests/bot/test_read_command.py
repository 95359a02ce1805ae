"""`python -m bot read`: the corpus goes in, readings come out; questions are answered by the lookups of the chat."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bot.commands.read import command
from handlers.reading import Registry
from tests.bot.command_line import a_sentence
from tests.bot.command_line import run as bot
from tests.reading.answers import answer
from tests.reading.corpus import DEV, SETS, known_of, messages_of, read_message, registry_of
from tests.reading.score import score
from tests.stories.office import add_matter, open_office

ROOT = Path(__file__).parents[2]
REGISTRY: dict[str, Any] = {
    "as_of": "2026-06-15",
    "units": [{"name": "招商局", "aliases": ["招商"]}, {"name": "城管局"}, {"name": "督查室"}],
    "people": [
        {"userid": "ZhangWei", "name": "张伟", "unit": "招商局", "role": "unit_head"},
        {"userid": "ma", "name": "马晓东", "unit": "督查室", "role": "supervisor"},
    ],
    "matters": [
        {
            "code": "ZD-2026-003", "title": "奥瑞金二期两片罐项目", "aliases": ["奥瑞金二期"], "category": "续建项目",
            "unit": "招商局", "co_units": ["经信局"], "start_on": "2026-01-05", "due_on": "2026-09-30",
            "status": "in_progress", "percent": 60,
            "milestones": [{"name": "主体封顶", "due_on": "2026-06-01", "done": False}],
        },
        {
            "code": "ZD-2026-004", "title": "智慧停车系统", "unit": "城管局", "co_units": [], "due_on": "2026-06-18",
            "status": "in_progress", "percent": 40, "milestones": [],
        },
    ],
}  # fmt: skip


@pytest.fixture
def registry(tmp_path: Path) -> Path:
    path = tmp_path / "registry.json"
    path.write_text(json.dumps(REGISTRY, ensure_ascii=False), encoding="utf-8")
    return path


def line(text: str, sender: str = "ma", sent_at: str = "2026-06-15T17:42:00+08:00") -> str:
    return json.dumps({"id": text, "sender": sender, "sent_at": sent_at, "text": text}, ensure_ascii=False)


def run(registry: Path, *lines: str, explain: bool = False) -> Result:
    options = ["--registry", str(registry), *(["--explain"] if explain else [])]
    return CliRunner().invoke(command, options, input="\n".join(lines))


def said(registry: Path, *lines: str) -> list[dict[str, Any]]:
    result = run(registry, *lines)
    assert result.exit_code == 0, result.output
    return [json.loads(one) for one in result.stdout.splitlines()]


def read_by_a_process(folder: Path, **environment: str) -> str:
    """As somebody types it."""
    lines = (folder / "messages.jsonl").read_text(encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "bot", "read", "--registry", str(folder / "registry.json")],
        input=lines, capture_output=True, check=True, encoding="utf-8", cwd=ROOT, timeout=300,
        env=os.environ | environment,
    )  # fmt: skip
    return done.stdout


@pytest.fixture(scope="module")
def dev() -> dict[str, dict[str, Any]]:
    """The development set, read by the command."""
    return {one["id"]: one for one in map(json.loads, read_by_a_process(DEV).splitlines())}


def test_every_process_reads_alike() -> None:
    """Sets have no order, and each process has another: nothing that is read may hang on it."""
    one, other = (read_by_a_process(SETS / "county", PYTHONHASHSEED=seed) for seed in ("1", "2"))
    assert one == other


def test_the_development_set_keeps_its_figures_through_the_command(dev: dict[str, dict[str, Any]]) -> None:
    errors: list[str] = []
    figures = score(messages_of(DEV), dev, errors)

    assert figures["queries right %"] >= 95, [error for error in errors if " query: " in error]
    assert figures["recorded right %"] >= 95, errors
    assert figures["silently wrong % of messages"] <= 1, errors
    assert figures["ambiguous messages asked about"] == "3/3"


def test_lists_are_those_a_clerk_finds_with_registry_and_calendar_in_hand(dev: dict[str, dict[str, Any]]) -> None:
    """The clerk is an implementation of the corpus's rules over the plain file, without a database."""
    raw = registry_of(DEV)
    registry, compared = Registry(known_of(raw)), 0
    for message in messages_of(DEV):
        found = dev[message["id"]]
        if found["query"] is None or "matters" not in found["query"]:
            continue
        query = read_message(message, registry).query
        assert query is not None
        by_hand = answer(query, raw, datetime.fromisoformat(message["sent_at"]).date())
        assert sorted(found["query"]["matters"]) == sorted(by_hand["matters"]), message["text"]
        compared += 1
    assert compared >= 12


def test_a_report_is_one_line_in_the_scorers_format(registry: Path) -> None:
    [found] = said(
        registry, line("日报 奥瑞金二期主体三层浇筑完,进度到65%,预计月底封顶。缺电力指标,请经信局协调", "zhangwei")
    )

    assert (found["intent"], found["kind"], found["period"]) == ("report", "daily", ["2026-06-15", "2026-06-15"])
    [update] = found["updates"]
    assert (update["matter"], update["status"], update["percent"]) == ("ZD-2026-003", "in_progress", 65)
    assert (update["expected_on"], update["problem"], update["needs"]) == ("2026-06-30", True, ["经信局"])
    assert update["ask"] is None and found["ask"] is None


def test_a_doubt_is_a_question_in_words(registry: Path) -> None:
    [found] = said(registry, line("日报 奥瑞金二期进度35%", "zhangwei"))

    assert "已记录60%,这次报35%" in found["updates"][0]["ask"]


def test_who_asks_does_not_narrow_the_list_but_mine_is_his(registry: Path) -> None:
    everything, red, overdue, mine, foreign = said(
        registry, line("本月到期"), line("红灯", "ZHANGWEI"), line("逾期"), line("我的事项", "zhangwei"),
        line("城管局", "zhangwei"),
    )  # fmt: skip

    assert everything["query"] == {"about": "matters", "matters": ["ZD-2026-004"]}
    assert red["query"]["matters"] == ["ZD-2026-003"]
    assert overdue["query"]["matters"] == []
    assert mine["query"]["matters"] == ["ZD-2026-003"]
    assert foreign["query"]["matters"] == ["ZD-2026-004"]


def test_a_question_is_about_the_day_on_which_it_was_sent(registry: Path) -> None:
    [before, after] = said(registry, line("逾期"), line("逾期", sent_at="2026-06-19T08:00:00+08:00"))

    assert (before["query"]["matters"], after["query"]["matters"]) == ([], ["ZD-2026-004"])


def test_a_year_without_a_published_calendar_is_read_all_the_same(registry: Path) -> None:
    [found] = said(registry, line("日报 奥瑞金二期进度65%,节后第一个工作日复工", sent_at="2029-12-31T17:00:00+08:00"))

    assert found["updates"][0]["percent"] == 65


def test_explaining_goes_to_standard_error_and_names_the_words(registry: Path) -> None:
    result = run(registry, line("日报 奥瑞金二期进度65%", "zhangwei"), explain=True)

    assert len(result.stdout.splitlines()) == 1
    assert "ZD-2026-003 奥瑞金二期两片罐项目 ← 「奥瑞金二期」(简称)" in result.stderr and "65%" in result.stderr


EXPLAINED = {
    "日报 奥瑞金二期累计完成投资1.2亿元,进度到65%,预计月底封顶。缺电力指标,请城管局协调。下一步抓紧砌筑": """
意图:上报 ← 「日报」
种类:日报 ← 「日报」;时段:6月15日 ← 发送时间
1. ZD-2026-003 奥瑞金二期两片罐项目 ← 「奥瑞金二期」(简称)
   状态:推进中 ← 由进度推定
   进度:65% ← 「进度到65%」
   预计:2026年6月30日 ← 「预计月底封顶」
   困难:有 ← 「缺电力指标」
   请协助:城管局
   下一步:有 ← 「下一步抓紧砌筑」
   数据:完成投资1.2亿元
""",
    "上周周报:1、奥瑞经二期提高5个百分点;2、智慧园林平台 70%;3、智慧停车 35%": """
意图:上报 ← 「周报」
种类:周报 ← 「周报」;时段:6月8日至6月14日 ← 「上周」
1. ZD-2026-003 奥瑞金二期两片罐项目 ← 「奥瑞经二期」(近音)
   状态:推进中 ← 由进度推定
   进度:65% ← 「奥瑞经二期提高5个百分点」(按变化推算)
2. 对不上 ← 「智慧园林平台」(清单里没有)
   状态:推进中 ← 由进度推定
   进度:70% ← 「智慧园林平台 70%」
   先问:督办清单里没有找到「智慧园林平台」,这部分没有记录。若属于某个督办事项,请回复它的编号;不是请回复0。
3. ZD-2026-004 智慧停车系统 ← 「智慧停车」(简称)
   状态:推进中 ← 由进度推定
   进度:35% ← 「智慧停车 35%」
   先问:#4 智慧停车系统 已记录40%,这次报35%,比原来低。确认请回复「是」,或直接回复正确的数。
""",
    "申请延期 奥瑞金 到10月15日 因暴雨停工": """
意图:申请延期 ← 「申请」「延期」
事项:ZD-2026-003 奥瑞金二期两片罐项目 ← 「奥瑞金」
延期到:2026年10月15日
理由:「暴雨停工」
""",
}


@pytest.mark.parametrize("text", EXPLAINED)
def test_a_clerk_can_read_which_words_became_what(registry: Path, text: str) -> None:
    _, _, explanation = run(registry, line(text, "zhangwei"), explain=True).stderr.partition("\n")
    assert explanation.strip() == EXPLAINED[text].strip()


@pytest.mark.parametrize(
    "broken", ["not json", "{}", '{"id": 1, "sender": "ma", "sent_at": "gestern", "text": ""}', "[]"]
)
def test_a_line_that_is_no_message_is_named(registry: Path, broken: str) -> None:
    result = run(registry, line("红灯"), broken)

    assert result.exit_code != 0
    assert "第2行读不懂" in result.stderr and "Traceback" not in result.stderr


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"units": [], "people": [], "matters": [], "as_of": "heute"}'])
def test_a_registry_that_is_none_is_answered_with_a_sentence(tmp_path: Path, content: str) -> None:
    path = tmp_path / "names.json"
    path.write_text(content, encoding="utf-8")

    result = run(path, line("红灯"))

    assert result.exit_code != 0
    assert "名册文件 names.json 读不懂" in result.stderr and "Traceback" not in result.stderr


def test_the_command_line_does_without_the_dictionary_of_phrases() -> None:
    loaded = "import sys, bot.__main__, bot.commands.read; print(*sys.modules, sep='\\n')"
    done = subprocess.run([sys.executable, "-c", loaded], capture_output=True, check=True, text=True, cwd=ROOT)
    assert "pypinyin.pinyin_dict" in done.stdout and "pypinyin.phrases_dict" not in done.stdout


def test_the_registry_of_an_office_is_written_and_read(tmp_path: Path) -> None:
    """What is sealed or taken back is not in it; a file that is there is left alone."""
    url = f"sqlite:///{tmp_path / 'duban.db'}"
    office = open_office(url)
    add_matter(
        office,
        3,
        "奥瑞金二期两片罐项目",
        due_on=date(2026, 9, 30),
        percent=60,
        aliases=("奥瑞金二期",),
        co_units=("经信局",),
    )
    add_matter(office, 4, "标准化厂房一期", due_on=date(2026, 7, 31))
    add_matter(office, 9, "密封的事", is_sealed=True)
    office.says("zhouming", "撤销交办 4 因任务取消")
    office.house.close()
    config = tmp_path / "config.toml"
    config.write_text(f'[database]\nurl = "{url}"\n', encoding="utf-8")
    file = tmp_path / "registry.json"

    written = bot(config, "export", str(file))
    assert written.exit_code == 0 and "1个事项" in written.stdout
    registry = json.loads(file.read_text(encoding="utf-8"))
    assert [one["title"] for one in registry["matters"]] == ["奥瑞金二期两片罐项目"]
    assert "admin" not in {one["userid"] for one in registry["people"]}
    [answer] = said(file, line("奥瑞金二期进度65%", sender="zhangwei"))
    assert (answer["updates"][0]["matter"], answer["updates"][0]["percent"]) == ("ZD-2026-003", 65)
    assert "已经有了" in a_sentence(bot(config, "export", str(file)))
