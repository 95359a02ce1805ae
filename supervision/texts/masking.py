"""Numbers that reach one person, covered where many things are listed; who needs one looks at the matter (T40)."""

from __future__ import annotations

import re

# A sum of money may have as many digits as a telephone.
_MOBILE = re.compile(r"(?<!\d)(1[3-9]\d)[ -]?\d{4}[ -]?(\d{4})(?![\d元万亿])")
_IDENTITY = re.compile(r"(?<!\d)(\d{6})\d{8}(\d{3}[\dXx])(?!\d)")


def masked(text: str) -> str:
    """138****5678; of an identity card the place and the last four."""
    return _MOBILE.sub(r"\1****\2", _IDENTITY.sub(r"\1********\2", text))
