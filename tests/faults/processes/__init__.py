"""Mishaps of an office of the large size: many processes, a real PostgreSQL, a real Redis, real signals.

`python -m tests.faults.processes` lets them happen one after the other in one city and prints what became of it.
"""
