"""The files of a pack, one after another: tables, messages byte for byte, rules, a summary, the verifier."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from models import Inbox, PolicyVersion, Send
from supervision.audit import verifier
from supervision.availability.recording import SILENCE
from supervision.availability.spells import Spell, spells
from supervision.clock import local
from supervision.dossier.chain import Chain, chain_of
from supervision.dossier.gathering import Dossier
from supervision.dossier.plain import lines, plain, sha256_of
from supervision.dossier.timeline import timeline
from supervision.dossier.unit_messages import unit_messages
from supervision.texts import render

File = tuple[str, bytes]
SUMMARY = "说明.md"


def files(
    session: Session, dossier: Dossier, sealed: Sequence[dict[str, Any]], now: datetime
) -> Iterator[File]:  # fmt: skip
    """Each with its name inside the pack; all but the manifest, whose anchor is the last of `sealed`."""
    chain, seen = chain_of(session, dossier.matter.id), spells(session, dossier.since, min(dossier.until, now))
    for name, rows in dossier.tables.items():
        if name != "messages":
            yield f"{name}.jsonl", lines(_rows(name, rows))
    yield from _messages(session, dossier)
    of_unit = list(unit_messages(session, dossier))
    yield "unit_messages.jsonl", lines(of_unit)
    yield "spells.jsonl", lines(spell.as_json() for spell in seen)
    yield "chain.jsonl", lines(chain.links)
    yield "seals.jsonl", lines(sealed)
    yield SUMMARY, _summary(dossier, chain, seen, len(of_unit), now)
    yield "verifier.py", Path(verifier.__file__).read_bytes()


def _rows(name: str, rows: Sequence[Any]) -> Iterator[dict[str, Any]]:
    for row in rows:
        told = plain(row)
        if isinstance(row, Send):
            told["body_sha256"] = sha256_of(row.body)  # what is in it stands in `words`
        yield told


def _messages(session: Session, dossier: Dossier) -> Iterator[File]:
    """As they came, still sealed under the platform's signature, and as they were read."""
    told = []
    rows: Sequence[Inbox] = dossier.rows("messages")
    for row in rows:
        envelope, plaintext = row.envelope, row.plaintext
        session.expire(row, ["envelope", "plaintext"])  # one at a time is enough to hold
        if envelope:  # what its time was over for has left its digest alone
            yield f"envelopes/{row.id}.xml", envelope
            yield f"plaintexts/{row.id}.xml", plaintext
        told.append(plain(row) | {"envelope_sha256": sha256_of(envelope)})
    yield "messages.jsonl", lines(told)


def _summary(dossier: Dossier, chain: Chain, seen: Sequence[Spell], of_unit: int, now: datetime) -> bytes:
    matter = dossier.matter
    versions: Sequence[PolicyVersion] = dossier.rows("policies")
    words = render(
        "evidence_summary",
        code=matter.code,
        number=matter.number,
        title=matter.title,
        unit_id=matter.unit_id,
        units={unit.id: unit.name for unit in dossier.rows("units")},
        basis=matter.basis,
        due_on=matter.due_on,
        original_due_on=matter.original_due_on,
        made_at=local(now),
        since=dossier.since,
        until=dossier.until,
        counts={name: len(rows) for name, rows in dossier.tables.items()},
        unit_messages=of_unit,
        policies=[(one.name, one.sha256) for one in versions],
        events=timeline(dossier, [one for one in seen if one.last - one.first > SILENCE]),
        people={one.id: one.name for one in dossier.rows("people")},
        links=len(chain.links),
        broken=chain.broken,
    )
    return words.encode() + b"\n"
