"""What no policy may ask for or score, whatever its author wants (P01, P04)."""

from __future__ import annotations

import tomllib
from decimal import Decimal

from supervision.policies.complaints import Complaint, Wrong
from supervision.policies.lines import Path, lines_of

# P01: 2023, 2024, 2026; P04: 2024, 2026 (整治“指尖上的形式主义”).
FORBIDDEN = {
    "P01": ("打卡", "签到", "积分", "排名", "在线时长", "登录次数"),
    "P04": ("点赞", "转发", "学习时长", "投票", "领导批示", "媒体报道", "宣传报道", "会议次数", "留痕照片"),
}


def lint(text: str) -> list[Complaint]:
    """Forbidden words in the values of a policy that reads well; comments may name what they leave out."""
    lines = lines_of(text)
    return [
        Complaint(lines.get(path, 0), ".".join(str(p) for p in path if isinstance(p, str)), Wrong.AGAINST_THE_RULES,
                  got=term, hint=rule)
        for path, value in _texts(tomllib.loads(text, parse_float=Decimal), ())
        for rule, terms in FORBIDDEN.items()
        for term in terms
        if term in value
    ]  # fmt: skip


def _texts(value: object, path: Path) -> list[tuple[Path, str]]:
    if isinstance(value, str):
        return [(path, value)]
    if isinstance(value, dict):
        return [found for key, each in value.items() for found in _texts(each, (*path, key))]
    if isinstance(value, list):
        return [found for at, each in enumerate(value) for found in _texts(each, (*path, at))]
    return []
