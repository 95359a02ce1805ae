"""What outlives a broken disk: copies of the database, and a spool of the envelopes that came since."""
