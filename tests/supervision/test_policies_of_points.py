"""What a clerk may get wrong in the parts on triggers, points and accountability: each is named, with its line."""

from __future__ import annotations

from decimal import Decimal

import pytest

from supervision.policies.active import preset
from supervision.policies.assessment import QualityGrade, TimeGrade
from supervision.policies.complaints import PolicyError, Wrong
from supervision.policies.reader import read

BOOKS = """
[[books]]
name = "重点工作"
article = "第五条"
base = 100
most = 120
lead = "1.0"
assist = "0.5"

[[books.parts]]
name = "个人自评"
weight = "0.30"
by = "本人"

[[books.parts]]
name = "领导测评"
weight = "0.70"
by = "局领导"

[[books.grades]]
time = "延时"
quality = "差"
points = "-2"
article = "第六条"

[[books.bonuses]]
name = "月度亮点"
points = "0.5"
most = "3"
article = "第七条"

[[books.vetoes]]
conditions = ["任务未完成", "影响全局考核"]
effect = "取消评先评优资格"
article = "第八条"

[accountability]
article = "第十六条(四)"
notices = ">=2"

[[accountability.circumstances]]
code = "16-4"
article = "第十六条(四)"
words = "同一事项两次以上督办通知"

[[accountability.measures]]
track = "组织处理"
words = "诫勉谈话"
approver = "上级党组织"
"""
WHOLE = preset("xianyang") + BOOKS


def complaints(text: str) -> PolicyError:
    with pytest.raises(PolicyError) as caught:
        read(text, "办法.toml")
    return caught.value


def test_books_are_read_exactly() -> None:
    policy = read(WHOLE)
    book = policy.book_of("续建项目")

    assert book is not None and book is policy.books[0]
    assert (book.lead, book.assist) == (Decimal(1), Decimal("0.5"))
    assert [part.weight for part in book.parts] == [Decimal("0.30"), Decimal("0.70")]
    assert (book.grades[0].time, book.grades[0].quality) == (TimeGrade.LATE, QualityGrade.POOR)
    assert book.bonuses[0].most == Decimal(3)
    assert book.vetoes[0].conditions == ("任务未完成", "影响全局考核")


@pytest.mark.parametrize(("count", "reached"), [(">=2", (False, True, True)), (">2", (False, False, True))])
def test_two_times_or_more_is_a_choice_that_is_written_out(count: str, reached: tuple[bool, ...]) -> None:
    """X1, B36: the source lost the word; both are tried at one, two and three notices."""
    rule = read(WHOLE.replace(">=2", count)).accountability

    assert rule is not None
    assert tuple(rule.is_reached(notices) for notices in (1, 2, 3)) == reached


@pytest.mark.parametrize(
    ("good", "bad", "wrong", "says"),
    [
        ('weight = "0.70"', 'weight = "0.60"', Wrong.WEIGHTS, "加起来是0.90"),
        ('weight = "0.70"', 'weight = "七成"', Wrong.WRONG_VALUE, "准确的小数"),
        ('lead = "1.0"', 'lead = "0.4"', Wrong.SHARES, "大于牵头单位"),
        ('notices = ">=2"', 'notices = "两次以上"', Wrong.WRONG_VALUE, "超过2次"),
        ('quality = "差"', 'quality = "很差"', Wrong.WRONG_VALUE, "好、较好、一般、差"),
        ('when = "落后计划"', 'when = "到期未办结"', Wrong.TWICE, "写了两次"),
        ("points = 30 ", "times = 30 ", Wrong.NOT_FOR_THIS, "落后计划"),
        ("times = 4 ", "# times ", Wrong.NOT_FOR_THIS, "没有写"),
        ('when = "落后计划"', 'when = "落后计划"\nenters = 7', Wrong.NO_SUCH_LEVEL, "只有3级"),
        ("level = 2", "level = 2\nrepeats = true", Wrong.REPEATS_TOO_EARLY, "不是最后一级"),
        ("appeal_days = 30", "appeal_days = 10", Wrong.WRONG_VALUE, "30"),
        ('signer = "领导"', 'signer = "督查室"', Wrong.NEEDS_LEADER, "两个人"),
    ],
)
def test_a_mistake_is_named_with_its_line(good: str, bad: str, wrong: Wrong, says: str) -> None:
    assert good in WHOLE
    error = complaints(WHOLE.replace(good, bad, 1))

    assert wrong in {complaint.wrong for complaint in error.complaints}
    assert all(complaint.line > 0 for complaint in error.complaints)
    assert says in str(error)
    assert "改法:" in str(error)


def test_a_category_counts_in_one_book() -> None:
    """A22."""
    two = WHOLE + BOOKS[: BOOKS.index("[accountability]")].replace("重点工作", "常规工作")

    assert Wrong.COVERED_TWICE in {complaint.wrong for complaint in complaints(two).complaints}


def test_a_step_nothing_leads_to_is_named() -> None:
    text = WHOLE
    for when in ("到期未办结", "连续未报", "落后计划", "结果被退回", "质量不达标"):
        text = text.replace(f'when = "{when}"', f'when = "{when}"\nenters = 2')

    assert "没有一种情形会到“白色专项督办单”这一级" in str(complaints(text))


def test_missing_reports_are_counted_of_a_kind_somebody_owes() -> None:
    text = preset("xianyang")
    weekly = text[text.index('[[reports]]\nkind = "周报"') : text.index('[[reports]]\nkind = "月报"')]

    assert Wrong.NO_SUCH_REPORT in {found.wrong for found in complaints(text.replace(weekly, "")).complaints}


def test_standing_costs_as_much_as_points() -> None:
    """P13: what takes 评优 away, or hands the unit over to another body, is not one person's to issue."""
    text = preset("xianyang").replace('points = "-0.3"', "# 不扣分").replace('signer = "领导"', 'signer = "督查室"')

    assert "红色专项督办单" in str(complaints(text))
