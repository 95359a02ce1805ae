"""Fixtures for every test; each is told in the module named here."""

import bot.__main__  # noqa: F401 (as in every process of the bot it comes first: it settles how names get their sounds)

pytest_plugins = [
    "tests.support.needs",
    "tests.support.memory",
    "tests.support.collector",
    "tests.support.workers",
    "tests.support.databases",
    "tests.support.statements",
    "tests.support.redis_server",
    "tests.support.browser",
    "tests.stories.opening",
    "tests.stories.climbing",
]
