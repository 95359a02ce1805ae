"""A disk that is full, or may not be written: what is answered is kept, nothing is there by half (F9, F17, F18).

When there is room again the house goes on by itself: nothing was lost, nothing is there twice.

Each fault strikes each operation with a little more room every time, so that every write of it fails once.
`python -m tests.faults.disk` prints what came of it.
"""
