"""`python -m tests.faults.fuzz --seed 7 --jobs 2`: every fuzzer, one table; exit code 1 where anything failed."""

from __future__ import annotations

import sys

from tests.faults.fuzz.running import main

if __name__ == "__main__":
    sys.exit(main())
