"""What no policy may ask for or score, whatever its author wants: the rules against 指尖上的形式主义 (P01–P08)."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from supervision.policies.complaints import Complaint, Wrong
from supervision.policies.lines import Path, lines_of
from supervision.policies.policy import Policy
from supervision.policies.reader import read

# 2023: 关于防治“指尖上的形式主义”的若干意见; 2024: 整治形式主义为基层减负若干规定; 2026: 国办函〔2026〕12号.
FORBIDDEN = {
    "P01": ("打卡", "签到", "积分", "排名", "在线时长", "登录次数"),
    "P02": ("安装率", "下载率", "激活率", "注册率"),
    "P03": ("活跃度", "发言次数", "回复速度"),
    "P04": ("点赞", "转发", "学习时长", "投票", "领导批示", "媒体报道", "宣传报道", "会议次数", "留痕照片"),
    "P06": ("接龙", "收到请回复", "秒回", "即时回复", "即时响应"),
    "P07": ("定位", "轨迹", "截图", "截屏"),
}
LEAST_QUIET = timedelta(hours=10)  # P08: nobody is disturbed outside the working day
MOST_REMINDERS = 2  # P05: of one report


def lint(text: str) -> list[Complaint]:
    """Forbidden words and numbers in a policy that reads well; comments may name what they leave out."""
    lines = lines_of(text)
    words = [
        Complaint(lines.get(path, 0), _name(path), Wrong.AGAINST_THE_RULES, got=term, hint=rule)
        for path, value in _texts(tomllib.loads(text, parse_float=Decimal), ())
        for rule, terms in FORBIDDEN.items()
        for term in terms
        if term in value
    ]
    return [*words, *_too_much(read(text), lines)]


def _too_much(policy: Policy, lines: Mapping[Path, int]) -> Iterator[Complaint]:
    if _quiet(policy.quiet_from, policy.quiet_until) < LEAST_QUIET:
        got = f"{policy.quiet_from:%H:%M}–{policy.quiet_until:%H:%M}"
        yield Complaint(lines.get(("quiet", "from"), 0), "quiet.from", Wrong.TOO_LITTLE_QUIET, got=got, hint="P08")
    for at, rule in enumerate(policy.reports):
        if len(rule.remind_at) > MOST_REMINDERS:
            path: Path = ("reports", at, "remind_at")
            line = lines.get(path, 0)
            yield Complaint(line, _name(path), Wrong.TOO_MANY_REMINDERS, got=str(len(rule.remind_at)), hint="P05")


def _quiet(since: time, until: time) -> timedelta:
    """From the evening to the morning."""
    evening = datetime.combine(date.min, since)
    morning = datetime.combine(date.min + timedelta(days=since >= until), until)
    return morning - evening


def _name(path: Path) -> str:
    return ".".join(str(part) for part in path if isinstance(part, str))


def _texts(value: object, path: Path) -> list[tuple[Path, str]]:
    if isinstance(value, str):
        return [(path, value)]
    if isinstance(value, dict):
        return [found for key, each in value.items() for found in _texts(each, (*path, key))]
    if isinstance(value, list):
        return [found for at, each in enumerate(value) for found in _texts(each, (*path, at))]
    return []
