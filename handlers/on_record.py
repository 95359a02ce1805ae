"""The matters a message speaks of, as they stand now; each is read once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from sqlalchemy import bindparam
from sqlalchemy.orm import Session

from handlers.known import reader_status
from handlers.reading.registry import Figure
from models import Matter
from models.loading import Loading
from supervision.visibility import Scope, Viewer, scope_of

_BY_CODE = Loading(Matter, Matter.code == bindparam("code"))


class OnRecord(Mapping[str, Figure]):
    """For the reader a mapping from code to figure; for the handlers the matters themselves."""

    def __init__(self, session: Session, viewer: Viewer) -> None:
        self._session, self._viewer = session, viewer
        self._matters: dict[str, Matter | None] = {}

    def matters(self, codes: Iterable[str]) -> dict[str, Matter]:
        """By code; what does not exist is left out. Whether it may be seen is the caller's question."""
        found = {code: self._matter(code) for code in codes}
        return {code: matter for code, matter in found.items() if matter is not None}

    def __getitem__(self, code: str) -> Figure:
        matter = self._matter(code)
        if matter is None:
            raise KeyError(code)
        is_moved = not matter.is_decided and scope_of(self._session, self._viewer, matter) is Scope.WHOLE
        return Figure(reader_status(matter.status), matter.percent if is_moved else None)

    def __iter__(self) -> Iterator[str]:
        return iter(self._matters)

    def __len__(self) -> int:
        return len(self._matters)

    def _matter(self, code: str) -> Matter | None:
        if code not in self._matters:
            self._matters[code] = _BY_CODE.first(self._session, {"code": code})
        return self._matters[code]
