"""Kills: real processes, struck down with SIGKILL at every seam of every kind of work, on a real file.

Each life is a process forked from one that has everything loaded and no database open. The pretend platform lives in
that parent, so that what was truly delivered, and what each sender was answered, outlives every death.
"""
