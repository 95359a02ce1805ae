"""Fuzzers: each makes many odd inputs out of a seed and says what did not hold.

    envelopes   at the door: taken in or refused, nothing else, and all refusals alike (T4–T6)
    reading     any text is read, well-formed, with work that grows as the text does (T34)
    commands    nothing outside the grammar is carried out, and everything is answered (T48, I3)
    rendering   no words of a person mention anybody, and every part fits and together they hold all (O6, T23)
    imports     a damaged workbook is refused in a sentence or shown, never a crash (T20, T21)

Each is `run(seed, count) -> Tried`; `python -m tests.faults.fuzz` runs all of them.
"""
