"""`python -m bot check`: what is ready and what is missing. Looks only; nothing is made, migrated or sent."""
