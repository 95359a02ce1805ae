"""证据包: all that is on record of one matter, so that somebody outside can judge it without us (T39)."""
