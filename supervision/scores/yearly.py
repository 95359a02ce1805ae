"""What is proposed for a unit and year: 亮点, a weighted part, and 一票否决."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from sqlalchemy.orm import Session

from models import Matter, ScoreProposal, Unit
from models.person import Role
from supervision.clock import day_of
from supervision.policies.active import rules_for
from supervision.policies.assessment import BonusRule, VetoRule
from supervision.rules import Rules
from supervision.scores import books, entries
from supervision.scores.books import Book
from supervision.scores.kinds import EntryKind, ProposalKind
from supervision.scores.proposals import Wanted, propose
from supervision.scores.refusals import ConditionsMissing, EnteredAlready, NotInTheBook
from supervision.scores.shares import assisting, share
from supervision.signers import speaker
from supervision.standing import require_standing
from supervision.telling import Telling

FULL = Decimal(100)


def bonus(session: Session, matter: Matter, words: str, telling: Telling, rules: Rules) -> ScoreProposal:
    """「亮点 3 …」, the name of the bonus first where the book has several. Who assists has the book's share (X8).

    Raises NotYours, SomethingMissing, NotInTheBook, BookFrozen, EnteredAlready.
    """
    speaker(session, telling, Role.SUPERVISOR)
    require_standing(matter)
    year = day_of(telling.told_at).year
    book = books.of_matter(session, matter, rules_for(session, matter, rules), year)
    if book is None or not book.rule.bonuses:
        raise NotInTheBook(kind="bonus", names=[])
    rule, words = _bonus_meant(book.rule.bonuses, words)
    entries.require_open(session, matter.unit_id, book.rule.name, year)
    wanted = Wanted(
        kind=ProposalKind.BONUS,
        about=f"bonus:{matter.id}:{rule.name}:{year}",
        unit_id=matter.unit_id,
        year=year,
        book=book,
        clause=book.clause(rule.article),
        words=words,
        matter=matter,
        name=rule.name,
        points=rule.points,
        facts={"most": str(rule.most) if rule.most is not None else "", "assist": _assist(session, matter, rule, book)},
    )
    return propose(session, wanted, telling)


def part(session: Session, unit: Unit, year: int, name: str, figure: Decimal, telling: Telling) -> ScoreProposal:
    """「记分 招商局 个人自评 92」: a figure of 0–100 by whom the policy names; its weighted share counts (D36).

    Raises NotYours, NotInTheBook, EnteredAlready, BookFrozen.
    """
    speaker(session, telling, Role.SUPERVISOR)
    known = [(book, rule) for book in books.in_force(session) for rule in book.rule.parts]
    found = next(((book, rule) for book, rule in known if rule.name == name), None)
    if found is None or not 0 <= figure <= FULL:
        raise NotInTheBook(kind="part" if found is None else "figure", names=[rule.name for _, rule in known])
    book, rule = found
    entries.require_open(session, unit.id, book.rule.name, year)
    for entry in entries.live(session, unit.id, book.rule.name, year, EntryKind.PART):
        if entry.name == name:
            raise EnteredAlready(entry=entry.id, proposal=None)
    wanted = Wanted(
        kind=ProposalKind.PART,
        about=f"part:{unit.id}:{book.rule.name}:{year}:{name}",
        unit_id=unit.id,
        year=year,
        book=book,
        clause=book.clause(book.rule.article),
        words=f"{name}{figure}分,权重{rule.weight}",
        name=name,
        points=figure * rule.weight,
        facts={"figure": str(figure), "weight": str(rule.weight), "by": rule.by},
    )
    return propose(session, wanted, telling)


def veto(session: Session, unit: Unit, year: int, which: int, said: Sequence[str], telling: Telling) -> ScoreProposal:
    """「否决 招商局 1:… 2:…」: words for each condition, in their order; it marks eligibility, never points (D37).

    Raises NotYours, NotInTheBook, ConditionsMissing, EnteredAlready.
    """
    speaker(session, telling, Role.SUPERVISOR)
    known: list[tuple[Book, VetoRule]] = [(book, rule) for book in books.in_force(session) for rule in book.rule.vetoes]
    if not 1 <= which <= len(known):
        raise NotInTheBook(kind="veto", names=[rule.effect for _, rule in known])
    book, rule = known[which - 1]
    if len(said) != len(rule.conditions) or not all(words.strip() for words in said):
        raise ConditionsMissing(unit=unit.name, which=which, conditions=list(rule.conditions), effect=rule.effect)
    found = [{"condition": one, "words": words} for one, words in zip(rule.conditions, said, strict=True)]
    wanted = Wanted(
        kind=ProposalKind.VETO,
        about=f"veto:{unit.id}:{book.rule.name}:{which}:{year}",
        unit_id=unit.id,
        year=year,
        book=book,
        clause=book.clause(rule.article),
        words=";".join(f"{each['condition']}:{each['words']}" for each in found),
        facts={"conditions": found, "effect": rule.effect},
    )
    return propose(session, wanted, telling)


def _assist(session: Session, matter: Matter, rule: BonusRule, book: Book) -> str:
    """What each unit that assists now would get; empty where there is none."""
    _, *helpers = share(rule.points, matter.unit_id, assisting(session, matter), book.rule)
    return str(helpers[0].points) if helpers else ""


def _bonus_meant(rules: Sequence[BonusRule], words: str) -> tuple[BonusRule, str]:
    for rule in rules:
        if words.startswith(rule.name):
            return rule, words.removeprefix(rule.name).lstrip(" :,、")
    if len(rules) == 1:
        return rules[0], words
    raise NotInTheBook(kind="which_bonus", names=[rule.name for rule in rules])
