"""The message corpus's own formats: its registry file, its messages, its readings."""
