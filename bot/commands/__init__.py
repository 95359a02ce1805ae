"""One module for each command of `python -m bot`; each has a click command called `command`."""
