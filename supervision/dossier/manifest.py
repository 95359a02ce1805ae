"""What lies in a pack, with each file's hash: who keeps the manifest's own hash elsewhere is told of any change."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from supervision.clock import local
from supervision.dossier.files import File
from supervision.dossier.gathering import Dossier

MANIFEST, BESIDE = "manifest.json", "manifest.sha256"
FORMAT = 1


@dataclass(slots=True)
class Manifest:
    """Grows with each file that was written."""

    dossier: Dossier
    made_at: datetime
    made_by: str
    anchor: dict[str, Any] | None  # the newest seal of the record of acts
    files: dict[str, dict[str, Any]] = field(default_factory=dict)

    def add(self, file: File) -> None:
        name, content = file
        told: dict[str, Any] = {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
        if name.endswith(".jsonl"):
            told["rows"] = content.count(b"\n")
        self.files[name] = told

    def written(self) -> tuple[File, File]:
        """Itself, and the line of `sha256sum -c` that goes with it."""
        return (MANIFEST, self._content()), (BESIDE, f"{self.digest}  {MANIFEST}\n".encode())

    @property
    def digest(self) -> str:
        """To be kept elsewhere."""
        return hashlib.sha256(self._content()).hexdigest()

    def _content(self) -> bytes:
        return json.dumps(self._told(), ensure_ascii=False, indent=1).encode() + b"\n"

    def _told(self) -> dict[str, Any]:
        return {
            "format": FORMAT,
            "matter": self.dossier.matter.code,
            "since": self.dossier.since.isoformat(),
            "until": self.dossier.until.isoformat(),
            "made_at": local(self.made_at).isoformat(),
            "made_by": self.made_by,
            "anchor": self.anchor,
            "files": dict(sorted(self.files.items())),
        }
