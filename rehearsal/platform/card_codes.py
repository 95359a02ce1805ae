"""ResponseCode: the right to change a card once, within 72 hours (document 94888)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from .cards import INTERACTIVE
from .codes import Code, Refused
from .content import Said
from .corp import App


@dataclass
class CardCode:
    """What a code stands for."""

    app: App
    task_id: str
    expires_at: datetime
    used: bool = False


class CardCodes:
    """All codes ever given."""

    def __init__(self, clock: Callable[[], datetime], letters: Callable[[int], str], life: int) -> None:
        self._clock = clock
        self._letters = letters
        self._life = timedelta(seconds=life)
        self._codes: dict[str, CardCode] = {}

    @staticmethod
    def needed_for(said: Said) -> bool:
        """Cards one can press, and cards with a menu, come with a code."""
        is_card = said.kind == "template_card"
        return is_card and (said.content["card_type"] in INTERACTIVE or bool(said.content.get("action_menu")))

    def give(self, app: App, task_id: str) -> str:
        """A fresh code."""
        code = self._letters(48)
        self._codes[code] = CardCode(app, task_id, self._clock() + self._life)
        return code

    def use(self, code: str, app: App) -> str:
        """The task_id behind the code, once; 60140 when used, expired, unknown or another app's."""
        known = self._codes.get(code)
        if known is None or known.used or known.app is not app or known.expires_at <= self._clock():
            raise Refused(Code.BAD_RESPONSE_CODE, "invalid response_code")
        known.used = True
        return known.task_id
