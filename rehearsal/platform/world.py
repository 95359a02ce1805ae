"""Everything the pretend platform remembers."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from threading import RLock

from .card_codes import CardCodes
from .corp import App, Corp, Group, Robot
from .faults import Faults
from .gates import Gates
from .ledger import Ledger
from .login_codes import LoginCode
from .media import MediaShelf
from .rules import Rules
from .tokens import Tokens

Clock = Callable[[], datetime]


@dataclass
class World:
    """The state; whoever touches it holds `lock`. Nobody holds it while calling the product."""

    clock: Clock
    random: Random
    rules: Rules
    wait: Callable[[float], None] = lambda _: None
    corps: dict[str, Corp] = field(default_factory=dict)
    ledger: Ledger = field(default_factory=Ledger)
    lock: RLock = field(default_factory=RLock)
    serial: int = 0
    callback_addresses: tuple[str, ...] = ("101.226.103.0/25", "101.226.62.0/24")
    login_codes: dict[str, LoginCode] = field(default_factory=dict)
    sent: dict[str, tuple[App, datetime]] = field(default_factory=dict)
    fingerprints: dict[tuple[str, int, str], tuple[str, datetime]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.faults = Faults(self.random)
        self.gates = Gates(self.clock, self.rules)
        self.media = MediaShelf(self.clock, self.rules.media_life)
        self.card_codes = CardCodes(self.clock, self.letters, self.rules.response_code_life)
        self.tokens = Tokens(self.clock, self.random, self.rules)

    def corp_of(self, app: App) -> Corp:
        """The corporation the app belongs to."""
        return self.corps[app.corp_id]

    def robot(self, key: str) -> tuple[Corp, Robot, Group] | None:
        """Whose webhook that key is."""
        for corp in self.corps.values():
            if key in corp.robots:
                robot = corp.robots[key]
                return corp, robot, corp.groups[robot.chat_id]
        return None

    def next_serial(self) -> int:
        """A number never given before."""
        self.serial += 1
        return self.serial

    def message_number(self) -> int:
        """A MsgId: 64 bits, too long for a float."""
        return self.random.randrange(2**62, 2**63 - 10**7) // 10**6 * 10**6 + self.next_serial()

    def letters(self, count: int) -> str:
        """So many random letters and digits."""
        return "".join(self.random.choices("abcdefghijklmnopqrstuvwxyz0123456789", k=count))
