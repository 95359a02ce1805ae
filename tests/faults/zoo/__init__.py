"""Bugs planted on purpose, one a patch, of the sort a tired engineer makes: what says it catches one has to catch it.

    planted   a patch of bugs/ with its head: what is wrong, which promise it breaks, what catches it
    copies    the tree once more, in a folder of its own, with a bug in it
    trying    the claim is run there, and has to fail as a test fails
    hunting   many of them, side by side

A patch says before its first `---` line, in sentences, what is wrong, and then `breaks: I2, T2` and
`caught by: tests/handlers/test_storing.py::test_…` (or `caught by: python -m tests.faults.simulation --seeds 2 …`).
"""
