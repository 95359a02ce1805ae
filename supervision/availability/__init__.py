"""可用性台账: what the machine saw of itself, and what may be said of a time in which reports were due (N5)."""
