"""Fixtures for every test; each is told in the module named here."""

pytest_plugins = [
    "tests.support.needs",
    "tests.support.memory",
    "tests.support.databases",
    "tests.support.statements",
    "tests.support.redis_server",
    "tests.support.browser",
    "tests.stories.opening",
    "tests.stories.climbing",
]
