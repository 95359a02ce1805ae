"""What changes for people between two policies: their explanations, sentence beside sentence."""

from __future__ import annotations

from dataclasses import dataclass

from supervision.policies.policy import Policy
from supervision.texts import render

_HEAD = ":"  # a sentence of the explanation begins with what it is about
_IDENTITY = ("版本",)


@dataclass(frozen=True, slots=True)
class Change:
    """`before` or `after` is empty where a sentence is new or gone."""

    chapter: str
    about: str
    before: str
    after: str


def changes(before: Policy, after: Policy) -> list[Change]:
    """In the order of the later policy, what is gone at the end of its chapter."""
    was, now = _sentences(before), _sentences(after)
    chapters = list(dict.fromkeys([*(chapter for chapter, _ in now), *(chapter for chapter, _ in was)]))
    found = [
        Change(chapter, about, was.get((chapter, about), ""), now.get((chapter, about), ""))
        for chapter in chapters
        for about in dict.fromkeys([*_about(now, chapter), *_about(was, chapter)])
    ]
    return [one for one in found if one.before != one.after and one.about not in _IDENTITY]


def _about(sentences: dict[tuple[str, str], str], chapter: str) -> list[str]:
    return [about for found, about in sentences if found == chapter]


def _sentences(policy: Policy) -> dict[tuple[str, str], str]:
    found: dict[tuple[str, str], str] = {}
    chapter = ""
    for line in render("policy_explained", policy=policy).splitlines():
        about, mark, words = line.partition(_HEAD)
        if not mark:
            chapter = line.partition("、")[2] or chapter
            continue
        found[chapter, about] = words
    return found
