"""Words outside the grammar carry nothing out, nobody does what is not his, every text has an answer (T48, T13, I3)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from random import Random

from handlers.parts import in_parts
from models.person import Role
from tests.faults.fuzz.grammar import ACTS, ASKED, ASKED_BACK, BEGINNINGS, near_a_command
from tests.faults.fuzz.office import Office, busy_office
from tests.faults.fuzz.trying import Tried, smallest, try_all
from tests.faults.fuzz.wording import any_text
from tests.stories.office import PEOPLE

_SENDERS = {userid: role for userid, _, _, role in PEOPLE} | {"stranger": None}


@dataclass(frozen=True, slots=True)
class Said:
    sender: str
    text: str


def run(seed: int, count: int, heard: Callable[[str], str] = str) -> Tried:
    """`count` texts through the real desk; `heard` is what comes to its ears of a text."""
    office = busy_office()

    def trouble(said: Said) -> str:
        with office.scratch.undone():
            return ", ".join(_wrong(office, said, heard(said.text)))

    return try_all("commands", seed, count, _made, trouble, _smaller)


def _wrong(office: Office, said: Said, heard: str) -> Iterator[str]:
    row = office.scratch.connection.exec_driver_sql
    (last,) = row("SELECT coalesce(max(id), 0) FROM act").one()
    inbox_id, answer = office.hears(said.sender, said.text, heard, "fuzz")
    disposition, intent = row("SELECT disposition, intent FROM inbox WHERE id = ?", (inbox_id,)).one()
    acts = [act for (act,) in row("SELECT act FROM act WHERE id > ?", (last,))]
    if disposition in ("waiting", "quarantined"):
        yield f"not worked: {disposition}"
    elif not answer:
        yield f"not answered: {disposition}"
    if "<@" in answer or any(len(part.encode()) > 2048 for part in in_parts(answer)):
        yield "an answer that rings or does not fit"
    words, role = said.text.strip(), _SENDERS[said.sender]
    if said.sender == ASKED_BACK and acts == ["matter_assigned"]:
        return
    for act in acts:
        yield from _wrong_act(act, words, role)
    if disposition == "done" and not intent and not words.startswith(BEGINNINGS):
        yield f"carried out: {answer.partition(chr(10))[0]}"


def _wrong_act(act: str, words: str, role: Role | None) -> Iterator[str]:
    if act in ASKED:
        return
    if act not in ACTS:
        yield f"an act that no words stand for: {act}"
        return
    beginnings, roles = ACTS[act]
    if not words.startswith(beginnings):
        yield f"carried out by other words: {act}"
    if role not in roles:
        yield f"carried out by {role}: {act}"


def _made(chance: Random) -> Said:
    sender = chance.choice(list(_SENDERS)) if chance.random() < 0.5 else "zhouming"
    return Said(sender, any_text(chance) if chance.random() < 0.3 else near_a_command(chance))


def _smaller(said: Said, fails: Callable[[Said], bool]) -> Said:
    return replace(said, text=smallest(said.text, lambda text: fails(replace(said, text=text))))
