"""`python -m bot import`: what it shows, what it writes, and how it ends."""

from __future__ import annotations

import getpass
from pathlib import Path

import pytest
from sqlalchemy import select

from models import Act, Matter
from models.session import connect
from tests.bot.command_line import a_sentence, run
from tests.supervision.importing.tables import MATTERS, Lines, matter, office, table


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "config.toml"
    path.write_text(f'[database]\nurl = "sqlite:///{tmp_path / "duban.db"}"\n', encoding="utf-8")
    return path


def ledger(folder: Path, **sheets: Lines) -> str:
    path = folder / "ledger.xlsx"
    path.write_bytes(table(office(**sheets)))
    return str(path)


def titles(folder: Path) -> list[str]:
    database = connect(f"sqlite:///{folder / 'duban.db'}")
    with database.read() as session:
        found = list(session.scalars(select(Matter.title)))
    database.dispose()
    return found


def test_first_only_shown_then_written_then_nothing_left_to_do(tmp_path: Path, config: Path) -> None:
    file = ledger(tmp_path, 事项=MATTERS)

    shown = run(config, "import", file)
    assert shown.exit_code == 0
    assert "+ 第2行 ZD-2026-003 奥瑞金二期" in shown.stdout and "还没有写入" in shown.stdout
    assert titles(tmp_path) == []

    written = run(config, "import", file, "--yes")
    assert written.exit_code == 0 and "已全部写入" in written.stdout
    assert titles(tmp_path) == ["奥瑞金二期"]

    again = run(config, "import", file, "--yes")
    assert again.exit_code == 0 and "完全一致" in again.stdout


def test_what_differs_is_shown_as_it_was_and_will_be(tmp_path: Path, config: Path) -> None:
    run(config, "import", ledger(tmp_path, 事项=matter(完成时限="2099-06-30")), "--yes")
    shown = run(
        config, "import", ledger(tmp_path, 事项=matter(完成时限="2099-07-31", 责任单位="经信局", 简称="奥瑞金"))
    )
    assert "责任单位 招商局→经信局" in shown.stdout
    assert "完成时限 2099年6月30日→2099年7月31日" in shown.stdout
    assert "简称 无→奥瑞金" in shown.stdout


def test_of_a_sealed_matter_the_screen_shows_no_more_than_its_code(tmp_path: Path, config: Path) -> None:
    run(config, "import", ledger(tmp_path, 事项=matter(事项名称="机要事项", 密封="是", 知悉人员="li")), "--yes")
    shown = run(config, "import", ledger(tmp_path, 事项=matter(事项名称="另一个名字")))
    assert "ZD-2026-003:事项名称" in shown.stdout
    assert "机要" not in shown.stdout


def test_one_problem_and_nothing_is_written_whatever_was_said(tmp_path: Path, config: Path) -> None:
    refused = run(config, "import", ledger(tmp_path, 事项=matter(立项依据=None)), "--yes")
    assert refused.exit_code == 1
    assert "✗ 【事项】第2行“立项依据”:没有填写。请补上。" in refused.stdout
    assert "什么都没有写入" in refused.stdout
    assert titles(tmp_path) == []


def test_it_is_on_record_who_sat_at_the_machine(tmp_path: Path, config: Path) -> None:
    run(config, "import", ledger(tmp_path, 事项=MATTERS), "--yes")
    database = connect(f"sqlite:///{tmp_path / 'duban.db'}")
    with database.read() as session:
        assert session.scalars(select(Act.by_words).where(Act.matter_id.is_not(None))).all() == [getpass.getuser()]
    database.dispose()


def test_a_template_is_written_once_and_nothing_is_overwritten(tmp_path: Path, config: Path) -> None:
    path = str(tmp_path / "导入表.xlsx")
    assert run(config, "import", "--template", path).exit_code == 0
    assert run(config, "import", path).exit_code == 0
    assert "已经存在" in a_sentence(run(config, "import", "--template", path))
    assert "写不了" in a_sentence(run(config, "import", "--template", str(tmp_path / "none" / "t.xlsx")))


def test_what_is_no_table_is_told_in_a_sentence(tmp_path: Path, config: Path) -> None:
    (tmp_path / "old.xls").write_bytes(b"\xd0\xcf\x11\xe0")
    assert "旧版 .xls" in a_sentence(run(config, "import", str(tmp_path / "old.xls")))
    assert "读不到文件" in a_sentence(run(config, "import", str(tmp_path / "none.xlsx")))
    assert "--template" in a_sentence(run(config, "import"))
    assert not (tmp_path / "duban.db").exists()
