"""The platform's vendor asks not to send at exactly :00 and :30; what goes to many goes a little later, spread out."""

from __future__ import annotations

import zlib
from datetime import datetime, timedelta

LEAST_S, MOST_S = 60, 420


def spread(moment: datetime, person_id: int) -> datetime:
    """One to seven minutes later, always the same for one person on one occasion."""
    turn = zlib.crc32(f"{person_id}:{moment.isoformat()}".encode()) % (MOST_S - LEAST_S)
    return moment + timedelta(seconds=LEAST_S + turn)
