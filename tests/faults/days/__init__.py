"""Whatever hangs on a day, around midnight, month's end, year's end, 29 February and 调休, in any zone (S4, F47–F51).

`table` was written by hand from the rules and the State Council's notices; `asking` puts it to the house;
`python -m tests.faults.days` does so under three time zones of the server.
"""
