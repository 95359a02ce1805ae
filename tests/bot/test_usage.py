"""What is typed wrong on the command line is told in Chinese, with the remedy, and the exit code 2."""

from __future__ import annotations

import pytest

from tests.bot.command_line import a_sentence, run


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("--x", "没有 --x 这个选项"),
        ("reed", "没有 reed 这个命令,是不是 read?"),
        ("talk", "还要写 --as(以谁的账号说话)"),
        ("talk --as", "--as 后面要写内容"),
        ("talk --as zhangwei 日报 奥瑞金65%", "请加上引号"),
        ("talk --as zhangwei --at 昨天 红灯", "2026-06-15T17:42:00+08:00"),
        ("demo --port 70000", "0 到 65535"),
        ("demo --port abc", "0 到 65535"),
        ("demo --cards=yes", "--cards 后面不写内容"),
        ("read", "python -m bot export registry.json"),
        ("read --registry nowhere.json", "nowhere.json 找不到"),
        ("policy chek", "是不是 check?"),
        ("policy replay --policy xianyang --until 六月", "2026-06-15"),
    ],
)
def test_what_is_typed_wrong_is_told_with_its_remedy(typed: str, told: str) -> None:
    said = a_sentence(run(None, *typed.split()))
    assert told in said
    assert not any(word in said for word in ("Error", "Usage", "Missing", "No such", "does not"))


def test_without_a_word_the_help_is_shown() -> None:
    shown = run(None)
    assert shown.exit_code == 2 and "demo" in shown.output


@pytest.mark.parametrize("typed", ["--help", "policy --help", "policy replay --help", "talk --help", "read --help"])
def test_the_help_is_in_chinese(typed: str) -> None:
    shown = run(None, *typed.split()).output
    assert shown.startswith("用法:") and "看这页用法" in shown
    english = ("Usage", "OPTIONS", "Options", "Commands", "Show this", "default:", "required")
    assert not any(word in shown for word in english)


def test_a_file_that_is_no_registry_is_told_alone(tmp_path_factory: pytest.TempPathFactory) -> None:
    file = tmp_path_factory.mktemp("names") / "registry.json"
    file.write_text("{}", encoding="utf-8")
    said = run(None, "read", "--registry", str(file), typed="")
    assert said.exit_code == 1
    assert said.stderr.startswith("名册文件 registry.json 读不懂")
