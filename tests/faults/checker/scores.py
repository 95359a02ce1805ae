"""Points: each ground once, with clause and signer, taken back by a counter-entry, and the sum is right (N4)."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from .facts import Facts, Row, Violation, rows_of

ONE = ("ground_kind", "ground_id", "unit_id")


def each_once(facts: Facts) -> Iterator[Violation]:
    """N4."""
    grounds: dict[tuple[object, ...], list[Row]] = defaultdict(list)
    for row in facts.table("score_entry"):
        grounds[tuple(row[name] for name in ONE)].append(row)
        if not row["clause"].strip() or row["signed_by_id"] not in facts.by_id("person"):
            yield Violation("N4", "an entry without clause or signer", rows_of("score_entry", [row]))
    for rows in grounds.values():
        kinds = [row["kind"] for row in rows]
        given = sum((row["points"] for row in rows if row["kind"] != "revoke"), Decimal(0))
        taken = sum((row["points"] for row in rows if row["kind"] == "revoke"), Decimal(0))
        if len(set(kinds)) < len(kinds):
            yield Violation("N4", "one ground gave or took points twice", rows_of("score_entry", rows))
        elif "revoke" in kinds and given + taken:
            yield Violation("N4", f"a counter-entry of {taken} against {given}", rows_of("score_entry", rows))
    yield from _of_notices(facts)
    yield from _of_proposals(facts)
    yield from _sums(facts)


def _of_notices(facts: Facts) -> Iterator[Violation]:
    """A signed one with points costs its unit just those; any other costs nothing, or nothing any more."""
    entries = [row for row in facts.table("score_entry") if row["ground_kind"] == "notice"]
    for notice in facts.table("notice"):
        own = [row for row in entries if row["ground_id"] == notice["id"]]
        costs = notice["points"] is not None and notice["serial"] is not None
        taken = [row["points"] for row in own if row["kind"] == "deduct" and row["unit_id"] == notice["unit_id"]]
        if taken != ([-abs(notice["points"])] if costs else []):
            rows = (*rows_of("notice", [notice]), *rows_of("score_entry", own))
            yield Violation("N4", f"it says {notice['points']} and took {list(map(str, taken))}", rows)
        rest = sum((row["points"] for row in own), Decimal(0))
        is_countered = any(row["kind"] == "revoke" for row in own)
        if is_countered != (notice["state"] == "withdrawn" and bool(own)) or (is_countered and rest):
            rows = (*rows_of("notice", [notice]), *rows_of("score_entry", own))
            yield Violation("N4", f"{notice['state']}, and {rest} of it stands", rows)


def _of_proposals(facts: Facts) -> Iterator[Violation]:
    """What rests on a proposal was signed by a second person."""
    proposals = facts.by_id("score_proposal")
    for row in facts.table("score_entry"):
        if row["ground_kind"] == "proposal":
            ground = proposals.get(row["ground_id"])
            if ground is None or ground["state"] != "signed" or ground["decided_by_id"] == ground["proposed_by_id"]:
                yield Violation("N4", "an entry on a proposal nobody else signed", rows_of("score_entry", [row]))


def _sums(facts: Facts) -> Iterator[Violation]:
    """定档: base and what stands, between 0 and the most of the book."""
    entries, policies = facts.by_id("score_entry"), facts.by_id("policy_version")
    for sheet in facts.table("score_sheet"):
        books = tomllib.loads(policies[sheet["policy_version_id"]]["toml"]).get("books", [])
        book = next((one for one in books if one["name"] == sheet["book"]), None)
        missing = [one for one in sheet["entry_ids"] if one not in entries]
        if missing or book is None:
            yield Violation("N4", f"a sheet on entries {missing} or a book not there", rows_of("score_sheet", [sheet]))
            continue
        total = _total([entries[one] for one in sheet["entry_ids"]], book)
        if sheet["total"] != total:
            yield Violation("N4", f"{sheet['total']} is not {total}", rows_of("score_sheet", [sheet]))


def _total(rows: Sequence[Row], book: dict[str, object]) -> Decimal:
    revoked = {tuple(row[name] for name in ONE) for row in rows if row["kind"] == "revoke"}
    standing = [row for row in rows if tuple(row[name] for name in ONE) not in revoked]
    total = Decimal(str(book["base"])) + sum((row["points"] for row in standing if row["kind"] != "bonus"), Decimal(0))
    bonuses: dict[str, Decimal] = defaultdict(Decimal)
    for row in standing:
        if row["kind"] == "bonus":
            bonuses[row["name"]] += row["points"]
    rules = book.get("bonuses", [])
    most = {one["name"]: Decimal(one["most"]) for one in rules if "most" in one} if isinstance(rules, list) else {}
    total += sum((min(points, most.get(name, points)) for name, points in bonuses.items()), Decimal(0))
    return min(max(total, Decimal(0)), Decimal(str(book["most"])))
