"""Any order of reports, corrections, withdrawals, repeats, late arrivals, questions and crashes, beside a tiny model.

The model knows what must stand on the books and what must have been answered; after each step they are compared.
`python -m tests.faults.stateful --sequences 150` tries more of them.
"""
