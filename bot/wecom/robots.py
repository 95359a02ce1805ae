"""The groups' robots and their keys, which may be replaced while the house is at work (T28)."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping

from bot.wecom.http import Wire
from bot.wecom.outcomes import Outcome
from bot.wecom.robot import GroupRobot
from bot.wecom.token import PUBLIC_BASE

Keys = Mapping[str, str]  # the name of each robot in the configuration → its key

log = logging.getLogger(__name__)


class KeysUnreadable(Exception):
    """The configuration on the disk cannot be used now; str() is what the administrator has to put right."""


class Robots:
    """Shared by threads. A key that the platform no longer knows makes it look for a new one at once.

    `read_anew` gives the keys as they stand on the disk, all of them or none. Raises KeysUnreadable; then the last good
    ones stay in use (T47).
    """

    def __init__(
        self, wire: Wire, keys: Keys, base_url: str = PUBLIC_BASE, read_anew: Callable[[], Keys] | None = None
    ) -> None:
        self._wire, self._base_url, self._read_anew = wire, base_url, read_anew
        self._turn = threading.Lock()
        self._keys = dict(keys)

    def post_frozen(self, name: str, body: bytes) -> Outcome | None:
        """Exactly these bytes, accepted at most once; None where no key has that name."""
        key = self._keys.get(name)
        answered = self._post(key, body) if key is not None else None
        if answered is not None and not answered.is_target_gone:
            return answered
        new = self._new_key(name, key)
        return answered if new is None else self._post(new, body)

    def _post(self, key: str, body: bytes) -> Outcome:
        return GroupRobot(self._wire, key, self._base_url).post_frozen(body)

    def _new_key(self, name: str, refused: str | None) -> str | None:
        """Another than the one that was refused, if somebody has put one there."""
        if self._read_anew is None:
            return None
        with self._turn:
            try:
                self._keys = dict(self._read_anew())
            except KeysUnreadable as trouble:
                log.error("the configuration cannot be used; the keys of before stay: %s", trouble)
                return None
        key = self._keys.get(name)
        if key is None or key == refused:
            return None
        log.info("the robot of a group has a new key")
        return key
