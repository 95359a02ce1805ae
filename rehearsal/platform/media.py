"""Uploaded files: three days, then gone (document 90253)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from .codes import Code, Refused


@dataclass(frozen=True)
class Medium:
    """An uploaded file. `robot_key`: only that robot may use it; empty for the apps of the corporation."""

    media_id: str
    corp_id: str
    kind: str
    name: str
    content: bytes
    created_at: datetime
    robot_key: str = ""


class MediaShelf:
    """Keeps files for as long as the platform does."""

    def __init__(self, clock: Callable[[], datetime], life: int) -> None:
        self._clock = clock
        self._life = timedelta(seconds=life)
        self._media: dict[str, Medium] = {}

    def keep(self, medium: Medium) -> None:
        """Takes a file in."""
        self._media[medium.media_id] = medium

    def for_app(self, media_id: str, corp_id: str) -> Medium:
        """A file of this corporation; 40007 otherwise."""
        medium = self._fresh(media_id)
        if medium.corp_id != corp_id or medium.robot_key:
            raise Refused(Code.BAD_MEDIA_ID, "invalid media_id")
        return medium

    def for_robot(self, media_id: str, key: str) -> str:
        """The name of a file this robot uploaded; 40007 otherwise."""
        medium = self._fresh(media_id)
        if medium.robot_key != key:
            raise Refused(Code.BAD_MEDIA_ID, "invalid media_id")
        return medium.name

    def _fresh(self, media_id: str) -> Medium:
        if not media_id:
            raise Refused(Code.MISSING_MEDIA_ID, "media_id missing")
        medium = self._media.get(media_id)
        if medium is None or medium.created_at + self._life <= self._clock():
            raise Refused(Code.BAD_MEDIA_ID, "invalid media_id")
        return medium
