"""Plugin: what is loaded when the tests begin stays, and litter is looked for seldom, as in a server (bot.running).

It was a tenth of the time. What a test leaves unclosed is still found, and still fails the run.
"""

from __future__ import annotations

import gc


def pytest_collection_finish() -> None:
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)
