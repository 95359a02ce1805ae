"""The benchmarks, each beside what it is compared to, in one run: `make bench`, or `python -m bench --help`."""
