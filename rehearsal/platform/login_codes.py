"""What stands behind the code of a sign-in."""

from dataclasses import dataclass
from datetime import datetime


@dataclass
class LoginCode:
    """One code; no `userid` for somebody outside the corporation."""

    corp_id: str
    userid: str
    expires_at: datetime
    used: bool = False
