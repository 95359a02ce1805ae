"""Does the record of acts still stand as it was sealed, and a pack as it was made? Needs nothing but Python.

    python verifier.py FOLDER [DAY:HEAD …] [manifest:SHA256]

FOLDER holds acts.jsonl and seals.jsonl, or a pack with its manifest.json. DAY:HEAD is a seal and manifest:SHA256 a
manifest as they were kept outside (log, bulletin, mailbox). Without one from outside, whoever can rebuild the whole is
not found out. Who knows the callback's token has the platform's signature on each envelope of a pack looked at, too:
DUBAN_WECOM_TOKEN=…
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

Row = Mapping[str, Any]


def chained(head: str, act: Row, algorithm: str) -> str:
    """The head after one more act: its canonical JSON, hashed behind the head before."""
    line = json.dumps(act, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.new(algorithm, f"{head}\n{line}".encode()).hexdigest()


def faults(acts: Iterable[Row], seals: Iterable[Row], outside: Mapping[str, str]) -> Iterator[str]:
    """Each thing that does not agree, in a sentence."""
    coming = iter(sorted(acts, key=lambda act: int(act["id"])))
    act = next(coming, None)
    head, count, found = "", 0, {}
    for seal in sorted(seals, key=lambda one: str(one["day"])):
        while act is not None and act["id"] <= seal["last_act_id"]:
            head, count = chained(head, act, seal["algorithm"]), count + 1
            act = next(coming, None)
        if count != seal["count"]:
            yield f"{seal['day']}: {seal['count']} acts were sealed, {count} are here"
        if head != seal["head"]:
            yield f"{seal['day']}: the acts are not those that were sealed"
        found[seal["day"]] = seal["head"]
        head, count = seal["head"], seal["count"]  # what follows is judged by itself
    yield from _outside_faults(found, outside)


def pack_faults(folder: Path, outside: Mapping[str, str], token: str = "") -> Iterator[str]:
    """Each thing in a pack that is not as it was made."""
    try:
        manifest = (folder / "manifest.json").read_bytes()
        beside = (folder / "manifest.sha256").read_text(encoding="utf-8").split()
        listed = json.loads(manifest)["files"]
    except (OSError, ValueError, KeyError, TypeError) as trouble:
        yield f"the manifest cannot be read: {trouble}"
        return
    digest = hashlib.sha256(manifest).hexdigest()
    if beside != [digest, "manifest.json"]:
        yield "manifest.json is not the one that manifest.sha256 names"
        return
    if outside.get("manifest", digest) != digest:
        yield "the manifest kept outside is another"
    wrong = list(_file_faults(folder, listed))
    yield from wrong
    if not wrong:  # what lies in them may be relied on to be read
        yield from _content_faults(folder, json.loads(manifest), outside, token)


def _file_faults(folder: Path, listed: Mapping[str, Row]) -> Iterator[str]:
    here = {file.relative_to(folder).as_posix() for file in folder.rglob("*") if not file.is_dir()}
    for name in sorted(here - listed.keys() - {"manifest.json", "manifest.sha256"}):
        yield f"{name}: is not in the manifest"
    for name, told in listed.items():
        if name not in here:
            yield f"{name}: is missing"
            continue
        content = (folder / name).read_bytes()
        if hashlib.sha256(content).hexdigest() != told["sha256"]:
            yield f"{name}: was changed"
        elif content.count(b"\n") != told.get("rows", content.count(b"\n")):
            yield f"{name}: has another number of rows"


def _content_faults(folder: Path, manifest: Row, outside: Mapping[str, str], token: str) -> Iterator[str]:
    seals, links, messages = (_rows(folder, name) for name in ("seals.jsonl", "chain.jsonl", "messages.jsonl"))
    if manifest["anchor"] != (seals[-1] if seals else None):
        yield "the anchor is not the newest seal"
    yield from _link_faults(links, {seal["count"]: seal["head"] for seal in seals})
    yield from _outside_faults({seal["day"]: seal["head"] for seal in seals}, outside)
    for message in messages:
        if message["envelope_sha256"] is None:  # its time was over: only a digest is left
            continue
        envelope = (folder / "envelopes" / f"{message['id']}.xml").read_bytes()
        if hashlib.sha256(envelope).hexdigest() != message["envelope_sha256"]:
            yield f"message {message['id']}: its envelope is another"
        if token and message["channel"] == "app" and not _is_signed(envelope, message["signed"], token):
            yield f"message {message['id']}: the platform did not sign its envelope"


def _link_faults(links: Iterable[Row], heads: Mapping[int, str]) -> Iterator[str]:
    """The acts are links of one chain, which goes through the seals."""
    before: Row = {"place": -1, "after": ""}
    for link in links:
        act, place = link["act"], link["place"]
        follows = link["before"] == before["after"] or before["place"] != place - 1
        if not follows or chained(link["before"], act, link["algorithm"]) != link["after"]:
            yield f"act {act['id']}: is no link of the chain"
        if heads.get(place, link["after"]) != link["after"]:
            yield f"act {act['id']}: does not agree with the seal of its day"
        before = link


def _is_signed(envelope: bytes, signed: str, token: str) -> bool:
    encrypted = re.search(rb"<Encrypt>\s*(?:<!\[CDATA\[)?(.*?)(?:\]\]>)?\s*</Encrypt>", envelope, re.DOTALL)
    timestamp, nonce, signature = [*signed.split(" "), "", "", ""][:3]
    if encrypted is None:
        return False
    parts = sorted((token.encode(), timestamp.encode(), nonce.encode(), encrypted[1]))
    return hashlib.sha1(b"".join(parts), usedforsecurity=False).hexdigest() == signature


def _outside_faults(found: Mapping[str, str], outside: Mapping[str, str]) -> Iterator[str]:
    for day, kept in outside.items():
        if day == "manifest":
            continue
        if day not in found:
            yield f"{day}: a seal was kept outside, none is here"
        elif found[day] != kept:
            yield f"{day}: the seal kept outside is another"


def _rows(folder: Path, name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / name).read_text(encoding="utf-8").splitlines()]


def main(folder: str, *kept: str) -> int:
    """The exit code: 0 when all agrees."""
    place, outside = Path(folder), dict(one.split(":", 1) for one in kept)
    if any((place / name).exists() for name in ("manifest.json", "manifest.sha256", "chain.jsonl")):
        wrong = list(pack_faults(place, outside, os.environ.get("DUBAN_WECOM_TOKEN", "")))
        agreed = "the pack is as it was made"
    else:
        acts, seals = _rows(place, "acts.jsonl"), _rows(place, "seals.jsonl")
        wrong = list(faults(acts, seals, outside))
        agreed = f"{len(acts)} acts, {len(seals)} seals: all agree"
    print("\n".join(wrong) or agreed)  # noqa: T201 (a script by itself)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
