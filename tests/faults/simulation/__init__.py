"""Simulation: a quarter of an office in one process on a pretend clock, with everything that may go wrong, by seed."""

from tests.faults.simulation.ending import Ending
from tests.faults.simulation.quarter import live

__all__ = ["Ending", "live"]
